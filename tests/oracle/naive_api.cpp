// The routes of the naive API, and what is one thing only: webhooks, rates, carriers, stores,
// reports.
#include "tests/oracle/naive_api.hpp"

#include "tests/oracle/naive_json_rows.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace drydock::oracle {

namespace json = boost::json;

namespace {

std::string encoded(std::string const& text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string made;
    for (char const each : text) {
        auto const c = static_cast<unsigned char>(each);
        if (std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
            made += each;
        else
            (((made += '%') += digits[c / 16]) += digits[c % 16]);
    }
    return made;
}

std::string path_of(question const& asked)
{
    auto const id = encoded(asked.id);
    switch (asked.of) {
    case resource::webhooks: return "/v1/environment/webhooks";
    case resource::webhook: return "/v1/environment/webhooks/" + id;
    case resource::tracking: return "/v1/tracking";
    case resource::label: return "/v1/labels/" + id + "/track";
    case resource::batches: return "/v1/batches";
    case resource::batch: return "/v1/batches/" + id;
    case resource::batch_errors: return "/v1/batches/" + id + "/errors";
    case resource::rates: return "/v1/shipments/" + id + "/rates";
    case resource::carriers: return "/v1/carriers";
    case resource::carrier: return "/v1/carriers/" + id;
    case resource::orders: return "/v-beta/sales_orders";
    case resource::order: return "/v-beta/sales_orders/" + id;
    case resource::stores: return "/v-beta/order_sources";
    case resource::store: return "/v-beta/order_sources/" + id;
    case resource::report: return "/v1/reports/" + id;
    case resource::count: break;
    }
    return {};
}

reply not_found(std::string const& kind, std::string const& id)
{
    return {404, json::value(kind + " ID " + id + " was not found.")};
}

/// The one of some objects whose member is the id that is asked for.
reply one_of(std::vector<json::object> const& all, std::string const& member, question const& asked,
             std::string const& kind)
{
    for (auto const& each : all)
        if (text_in(each, member) == asked.id) return {200, each};
    return not_found(kind, asked.id);
}

json::array list(std::vector<json::object> const& all)
{
    json::array made;
    for (auto const& each : all)
        made.push_back(each);
    return made;
}

/// The newest line of each entity, in the order of their first lines.
std::vector<json::object> newest(std::vector<json::object> const& lines, std::string_view entity)
{
    std::vector<json::object> found;
    for (auto const& line : lines) {
        auto const known = std::ranges::find_if(found, [&](auto const& other) {
            return text_in(other, entity) == text_in(line, entity);
        });
        if (known == found.end())
            found.push_back(line);
        else
            *known = line;
    }
    return found;
}

/// Whether something but a scan or rates happened that webhooks tell.
bool is_told(json::object const& line)
{
    for (auto const* const type : {"carrier_connected", "report_completed",
                                   "order_source_refresh_completed", "sales_orders_imported"})
        if (has(line, "type", type)) return true;
    return has(line, "type", "batch_status_changed") &&
           (has(line, "status", "completed") || has(line, "status", "completed_with_errors"));
}

} // namespace

std::string target_of(question const& asked)
{
    auto made = path_of(asked);
    auto next = '?';
    for (auto const& [name, value] : asked.query) {
        made += next + encoded(name) + '=' + encoded(value);
        next = '&';
    }
    return made;
}

naive_api::objects naive_api::of_type(std::string_view type) const
{
    objects found;
    for (auto const& line : lines_)
        if (has(line, "type", type)) found.push_back(line);
    return found;
}

naive_api::objects naive_api::webhooks() const
{
    std::map<std::string, json::object> found; // by event
    auto const by_id = [&](std::string const& id) {
        return std::ranges::find_if(
            found, [&](auto const& entry) { return text_in(entry.second, "webhook_id") == id; });
    };
    for (auto const& line : lines_) {
        auto const type = text_in(line, "type");
        if (type == "webhook_deleted") found.erase(by_id(text_in(line, "webhook")));
        if (type != "webhook_created" && type != "webhook_updated") continue;
        auto made = object_in(line, "fields");
        made["webhook_id"] = line.at("webhook");
        made["url"] = line.at("url");
        auto const event = type == "webhook_created" ? text_in(line, "event")
                                                     : by_id(text_in(line, "webhook"))->first;
        made["event"] = event;
        found[event] = made;
    }
    objects made;
    for (auto const& [event, webhook] : found)
        made.push_back(webhook);
    return made;
}

std::optional<json::object> naive_api::rates(std::string const& shipment,
                                             std::string const& since) const
{
    bool exists = false;
    json::object made{{"rates", json::array{}},     {"invalid_rates", json::array{}},
                      {"rate_request_id", nullptr}, {"shipment_id", shipment},
                      {"created_at", nullptr},      {"status", "completed"},
                      {"errors", json::array{}}};
    auto const none = made;
    auto latest = std::string{};
    std::uint64_t told = 0; // what is told with anything but a scan
    for (auto const& line : lines_) {
        bool const is_rates = has(line, "type", "rates_updated");
        told += is_rates || is_told(line);
        if (!has(line, "shipment", shipment)) continue;
        exists = true;
        if (!is_rates) continue;
        made = none;
        made["rate_request_id"] = "se-" + std::to_string(told);
        made["created_at"] = latest = text_in(line, "at");
        made = shown(made, object_in(line, "fields"));
        made["shipment_id"] = shipment;
    }
    if (!exists) return std::nullopt;
    return sortable(latest) < since ? none : made;
}

reply naive_api::answer_rates(question const& asked) const
{
    wishes wish{asked};
    // A window without an end: what lies in it is told.
    auto const given = wish.text("created_at_start");
    (void)wish.in_window("created_at", "");
    if (auto const refused = wish.refusal()) return *refused;
    auto const found = rates(asked.id, sortable(given.value_or("")));
    return found ? reply{200, *found} : not_found("Shipment", asked.id);
}

naive_api::objects naive_api::carriers() const
{
    objects made;
    for (auto const& line : newest(of_type("carrier_connected"), "carrier")) {
        auto const fields = object_in(line, "fields");
        auto const given = text_in(fields, "carrier_code");
        auto name = given.empty() ? std::string{"ups"} : given;
        auto const code = name;
        for (auto& c : name)
            c = c == '_' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        auto const place = made.size() + 1;
        made.push_back(shown({{"carrier_code", code},
                              {"account_number", "account_" + std::to_string(place)},
                              {"requires_funded_amount", false},
                              {"balance", 0.0},
                              {"nickname", name + " account"},
                              {"friendly_name", name},
                              {"primary", place == 1},
                              {"has_multi_package_supporting_services", false},
                              {"supports_label_messages", false},
                              {"services", json::array{}},
                              {"packages", json::array{}},
                              {"options", json::array{}}},
                             fields));
        made.back()["carrier_id"] = line.at("carrier");
    }
    return made;
}

naive_api::objects naive_api::stores() const
{
    objects made;
    for (auto const& start : newest(of_type("order_source_refresh_started"), "order_source")) {
        auto const id = text_in(start, "order_source");
        std::string status = "idle";
        json::value refreshed;
        for (auto const& line : lines_) {
            auto const type = text_in(line, "type");
            if (text_in(line, "order_source") != id) continue;
            if (type == "order_source_refresh_started")
                status = line.at("at") == lines_.back().at("at") ? "preparing_update" : "updating";
            if (type == "order_source_refresh_completed") refreshed = line.at("at");
            if (type == "order_source_refresh_completed") status = "idle";
            if (type == "order_source_refresh_failed") status = "error";
        }
        made.push_back({{"order_source_nickname", "Shippity Shop Shopify"},
                        {"order_source_code", "shopify"},
                        {"order_source_friendly_name", "Shopify"},
                        {"active", true}});
        for (auto const& [name, value] : object_in(start, "fields"))
            made.back()[name] = value;
        made.back()["order_source_id"] = id;
        made.back()["refresh_info"] = {{"status", status},
                                       {"last_refresh_attempt", start.at("at")},
                                       {"refresh_date", refreshed}};
    }
    return made;
}

naive_api::objects naive_api::reports() const
{
    objects made;
    for (auto const& line : newest(of_type("report_completed"), "report")) {
        auto const id = text_in(line, "report");
        auto const url = std::string{naive_base} + "/v1/reports/" + encoded(id) + "/download";
        made.push_back(shown({{"report_type", "shipments"},
                              {"created_at", line.at("at")},
                              {"report_url", {{"href", url}}}},
                             object_in(line, "fields")));
        made.back()["id"] = id;
    }
    return made;
}

reply naive_api::answer(question const& asked) const
{
    switch (asked.of) {
    case resource::webhooks: return {200, list(webhooks())};
    case resource::webhook: return one_of(webhooks(), "webhook_id", asked, "Webhook");
    case resource::tracking:
    case resource::label: return answer_tracking(asked);
    case resource::batches: return answer_batches(asked);
    case resource::batch: {
        for (auto const& each : batches())
            if (text_in(each.shown, "batch_id") == asked.id) return {200, each.shown};
        return not_found("Batch", asked.id);
    }
    case resource::batch_errors: return answer_batch_errors(asked);
    case resource::rates: return answer_rates(asked);
    case resource::carriers:
        return {200, {{"carriers", list(carriers())}, {"errors", json::array{}}}};
    case resource::carrier: return one_of(carriers(), "carrier_id", asked, "Carrier");
    case resource::orders: return answer_orders(asked);
    case resource::order: {
        for (auto const& each : orders())
            if (text_in(each.shown, "sales_order_id") == asked.id) return {200, each.shown};
        return not_found("Sales order", asked.id);
    }
    case resource::stores: return {200, {{"order_sources", list(stores())}}};
    case resource::store: return one_of(stores(), "order_source_id", asked, "Order source");
    case resource::report: {
        auto found = one_of(reports(), "id", asked, "Report");
        if (found.status == 200) found.body.as_object().erase("id");
        return found;
    }
    case resource::count: break;
    }
    return {};
}

std::vector<question> naive_api::questions() const
{
    std::vector<question> all;
    std::set<std::pair<resource, std::string>> known;
    auto const ask = [&](json::object const& line, char const* member, resource of) {
        auto const id = text_in(line, member);
        if (!id.empty() && known.emplace(of, id).second) all.push_back({of, id});
    };
    for (auto n = 0; n < static_cast<int>(resource::count); ++n)
        ask({{"id", "nobody"}}, "id", static_cast<resource>(n));
    for (auto const& line : lines_) {
        auto const fields = object_in(line, "fields");
        ask(line, "webhook", resource::webhook);
        ask(line, "batch", resource::batch);
        ask(line, "batch", resource::batch_errors);
        ask(line, "shipment", resource::rates);
        ask(line, "carrier", resource::carrier);
        ask(line, "order_source", resource::store);
        ask(line, "report", resource::report);
        ask(fields, "label_id", resource::label);
        if (text_in(line, "type") != "shipment_created") continue;
        auto const code = text_in(fields, "carrier_code");
        all.push_back({resource::tracking,
                       "",
                       {{"carrier_code", code.empty() ? "ups" : code},
                        {"tracking_number", tracking_number(line)}}});
    }
    for (auto const& order : orders())
        ask(order.shown, "sales_order_id", resource::order);
    return all;
}

} // namespace drydock::oracle
