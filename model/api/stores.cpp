#include "model/api/stores.hpp"

#include "model/api/body.hpp"
#include "model/api/page.hpp"
#include "model/entity/order_source.hpp"
#include "model/entity/sales_order.hpp"
#include "model/json/json_edit.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace drydock::model::api {

namespace {

constexpr std::array<std::string_view, 3> time_fields{"modified_at", "created_at", "order_date"};
constexpr std::array<std::string_view, 4> payment_statuses{"unknown", "paid", "unpaid",
                                                           "partially_paid"};
constexpr std::array<std::string_view, 4> fulfillment_statuses{
    "unknown", "fulfilled", "unfulfilled", "partially_fulfilled"};
constexpr std::array<std::string_view, 2> truths{"true", "false"};
constexpr page_rules order_rules{.sort_keys = time_fields};

/// Empty for a time that is missing or is none.
std::optional<instant> time_in(std::string_view order, std::string_view name)
{
    return parse_instant(text_in(order, name));
}

/// Every sales order as it was imported last, in the order of the first imports.
std::vector<std::string_view> all_orders(context const& in)
{
    std::vector<std::string_view> orders;
    std::map<std::string, std::size_t> places; // by id
    for (auto const& import : in.s.imports) {
        json_items items{in.texts[in.s.facts[import.fact - 1].data]};
        while (items.next()) {
            auto const id = text_in(items.value, "sales_order_id");
            auto const [known, is_new] = places.emplace(id, orders.size());
            if (is_new)
                orders.push_back(items.value);
            else
                orders[known->second] = items.value;
        }
    }
    return orders;
}

/// Reads the query of a list of sales orders.
class order_filter {
public:
    explicit order_filter(query_reader& query)
        : page{read_page(query, order_rules)},
          source_{query.text("order_source_id")},
          external_id_{query.text("external_order_id")},
          external_number_{query.text("external_order_number")},
          payment_{query.choice("payment_status", payment_statuses, {})},
          fulfillment_{query.choice("fulfillment_status", fulfillment_statuses, {})},
          cancelled_{query.choice("cancelled", truths, {})}
    {
        for (std::size_t i = 0; i < time_fields.size(); ++i)
            windows_[i] = query.window(time_fields[i]);
    }

    bool takes(std::string_view order) const
    {
        auto const status = raw_member(order, "sales_order_status");
        auto const is = [](std::optional<std::string_view> const& wanted,
                           std::string const& found) { return !wanted || *wanted == found; };
        auto const is_any_or = [](std::string_view wanted, std::string_view found) {
            return wanted.empty() || wanted == found;
        };
        return is(source_, text_in(raw_member(order, "order_source"), "order_source_id")) &&
               is(external_id_, text_in(order, "external_order_id")) &&
               is(external_number_, text_in(order, "external_order_number")) &&
               is_any_or(payment_, text_in(status, "payment_status")) &&
               is_any_or(fulfillment_, text_in(status, "fulfillment_status")) &&
               is_any_or(cancelled_, raw_member(status, "is_cancelled")) && is_in_time(order);
    }

    page_request const page;

private:
    bool is_in_time(std::string_view order) const
    {
        for (std::size_t i = 0; i < time_fields.size(); ++i)
            if (!windows_[i].takes(time_in(order, time_fields[i]))) return false;
        return true;
    }

    std::optional<std::string_view> source_, external_id_, external_number_;
    std::string_view payment_, fulfillment_, cancelled_;
    std::array<time_window, time_fields.size()> windows_;
};

std::string time_or_null(bool is_known, instant at)
{
    return is_known ? '"' + to_text(at) + '"' : "null";
}

std::string order_source_of(context const& in, order_source_number number)
{
    auto const& source = in.s.at(number);
    auto const made = order_source_object(to_text(source.id, in.texts), in.texts[source.fields]);
    std::string info = "{\"status\":\"";
    info += refresh_status(source, in.now);
    info += "\",\"last_refresh_attempt\":" + time_or_null(true, source.started_at);
    info += ",\"refresh_date\":" + time_or_null(source.ever_refreshed, source.refreshed_at) + '}';
    return with_value(made, "/refresh_info", info);
}

} // namespace

answer list_sales_orders(call const& asked)
{
    query_reader query{asked.target};
    order_filter const filter{query};
    if (!query.problems().empty()) return asked.refuse(400, query.problems());

    auto found = all_orders(asked.in);
    std::erase_if(found, [&](std::string_view order) { return !filter.takes(order); });
    sort_rows(found, filter.page,
              [&](std::string_view order) { return time_in(order, filter.page.sort_by); });

    answer given{200, "{\"sales_orders\":["};
    auto const [first, last] = rows_of(filter.page, found.size());
    for (auto i = first; i < last; ++i) {
        if (i != first) given.body += ',';
        given.body += found[i];
    }
    given.body += "],";
    append_page(given.body, asked.target, asked.in.speaks.base_url, filter.page, found.size(),
                order_rules);
    given.body += '}';
    return given;
}

answer get_sales_order(call const& asked)
{
    for (auto const order : all_orders(asked.in))
        if (text_in(order, "sales_order_id") == asked.ids[0]) return {200, std::string{order}};
    return asked.refuse(404, not_found("Sales order ID", asked.ids[0]));
}

answer list_order_sources(call const& asked)
{
    answer given{200, "{\"order_sources\":["};
    for (std::uint32_t n = 1; n <= asked.in.s.order_sources.size(); ++n) {
        if (n != 1) given.body += ',';
        given.body += order_source_of(asked.in, {n});
    }
    given.body += "]}";
    return given;
}

answer get_order_source(call const& asked)
{
    auto const& in = asked.in;
    auto const found = in.s.find(subject_kind::order_source, find_id(asked.ids[0], in.texts));
    if (!found) return asked.refuse(404, not_found("Order source ID", asked.ids[0]));
    return {200, order_source_of(in, {found.ordinal})};
}

answer refresh_order_source(call const& asked)
{
    auto const& in = asked.in;
    auto const found = in.s.find(subject_kind::order_source, find_id(asked.ids[0], in.texts));
    if (!found) return asked.refuse(404, not_found("Order source ID", asked.ids[0]));
    auto given = order_source_of(in, {found.ordinal});
    auto const refused =
        decide(in.s, start_refresh{.id = asked.ids[0], .fields = {}, .cause = in.cause}, asked.out);
    if (refused) return {200, std::move(given)}; // one is running
    given = with_value(given, "/refresh_info/status", "\"preparing_update\"");
    return {200,
            with_value(given, "/refresh_info/last_refresh_attempt", time_or_null(true, in.now))};
}

} // namespace drydock::model::api
