// What the naive API tells of shipments, and what it lists a page at a time: batches, their errors,
// sales orders.
#include "tests/oracle/naive_api.hpp"
#include "tests/oracle/naive_json_rows.hpp"

#include <algorithm>
#include <array>

namespace drydock::oracle {

namespace json = boost::json;

namespace {

std::string description_of(std::string const& status)
{
    static std::map<std::string, std::string> const known{
        {"UN", "Unknown"},           {"AC", "Accepted"},
        {"IT", "In Transit"},        {"AT", "Delivery Attempt"},
        {"EX", "Exception"},         {"DE", "Delivered"},
        {"NY", "Not Yet In System"}, {"SP", "Delivered To Collection Location"}};
    return known.at(status);
}

std::string carrier_code(json::object const& created)
{
    auto const given = text_in(object_in(created, "fields"), "carrier_code");
    return given.empty() ? "ups" : given;
}

std::string occurred_at(json::object const& scan)
{
    auto const given = text_in(scan, "occurred_at");
    return given.empty() ? text_in(scan, "at") : given;
}

json::object link(std::string const& path)
{
    return {{"href", std::string{naive_base} + path}};
}

std::int64_t number_in(json::object const& fields, char const* name, std::int64_t usual = 0)
{
    auto const* const found = fields.if_contains(name);
    return found == nullptr ? usual : found->as_int64();
}

} // namespace

std::string tracking_number(json::object const& created)
{
    auto const given = text_in(object_in(created, "fields"), "tracking_number");
    auto const id = text_in(created, "shipment");
    if (!given.empty()) return given;
    return "DRYDOCK" + (id.starts_with("se-") ? id.substr(3) : '-' + id);
}

// --- tracking ------------------------------------------------------------------------------------

json::object naive_api::event(json::object const& scan) const
{
    auto const status = text_in(scan, "status");
    auto const at = occurred_at(scan);
    json::object made{{"carrier_occurred_at", at.substr(0, at.size() - 1)},
                      {"description", description_of(status)},
                      {"event_code", status}};
    for (auto const* const name : {"city_locality", "state_province", "postal_code", "country_code",
                                   "company_name", "signer"})
        made[name] = "";
    if (later_) {
        made["status_code"] = made["carrier_status_code"] = status;
        made["status_description"] = made["carrier_status_description"] = description_of(status);
        for (auto const* const name :
             {"carrier_detail_code", "status_detail_code", "status_detail_description", "latitude",
              "longitude", "proof_of_delivery_url"})
            made[name] = nullptr;
    }
    made = shown(made, object_in(scan, "fields"));
    made["occurred_at"] = at;
    return made;
}

json::object naive_api::tracking(json::object const& shipment) const
{
    objects scans;
    for (auto const& scan : of_type("shipment_scanned"))
        if (scan.at("shipment") == shipment.at("shipment")) scans.push_back(scan);
    // Newest first; of two at one time the later report.
    std::ranges::reverse(scans);
    std::ranges::stable_sort(scans, std::ranges::greater{},
                             [](auto const& scan) { return sortable(occurred_at(scan)); });

    auto const newest = scans.empty() ? json::object{{"status", "UN"}} : scans.front();
    auto const status = text_in(newest, "status");
    json::object made{{"tracking_number", tracking_number(shipment)},
                      {"status_description", description_of(status)},
                      {"carrier_status_code", status},
                      {"carrier_status_description", description_of(status)}};
    for (auto const* const name : {"carrier_detail_code", "ship_date", "estimated_delivery_date",
                                   "actual_delivery_date", "exception_description"})
        made[name] = nullptr;
    if (later_) {
        made["carrier_code"] = "ups";
        for (auto const* const name :
             {"tracking_url", "carrier_id", "status_detail_code", "status_detail_description"})
            made[name] = nullptr;
    }
    if (status == "DE" || status == "SP") made["actual_delivery_date"] = occurred_at(newest);
    if (status == "EX") {
        auto const given = text_in(object_in(newest, "fields"), "description");
        made["exception_description"] = given.empty() ? description_of(status) : given;
    }
    made = shown(made, object_in(shipment, "fields"));
    made["status_code"] = status;
    json::array events;
    for (auto const& scan : scans)
        events.push_back(event(scan));
    made["events"] = events;
    return made;
}

reply naive_api::answer_tracking(question const& asked) const
{
    wishes wish{asked};
    bool const by_label = asked.of == resource::label;
    auto const carrier = by_label ? std::string{} : wish.required("carrier_code");
    auto const number = by_label ? std::string{} : wish.required("tracking_number");
    if (auto const refused = wish.refusal()) return *refused;

    std::optional<json::object> last;
    for (auto const& made : of_type("shipment_created")) {
        auto const is_meant =
            by_label ? text_in(object_in(made, "fields"), "label_id") == asked.id
                     : carrier_code(made) == carrier && tracking_number(made) == number;
        if (is_meant) last = made;
    }
    if (last) return {200, tracking(*last)};
    auto const what = by_label ? "Label ID " + asked.id : "Tracking number " + number;
    return {404, json::value(what + " was not found.")};
}

// --- batches -------------------------------------------------------------------------------------

json::array naive_api::process_errors(json::object const& fields) const
{
    json::array made;
    auto const* const given = fields.if_contains("process_errors");
    if (given == nullptr) return made;
    for (auto const& entry : given->as_array()) {
        auto const& one = entry.as_object();
        auto const message = text_in(one, "error");
        json::object error{{"error_source", "shipengine"},
                           {"error_type", "business_rules"},
                           {"error_code", "unspecified"},
                           {"message", message.empty() ? "The label cannot be made." : message}};
        for (auto const& [name, value] : one)
            if (name != "error" && name != "shipment_id" && name != "external_shipment_id")
                error[name] = value;
        made.push_back(error);
    }
    return made;
}

json::object naive_api::batch(json::object const& made) const
{
    auto const id = text_in(made, "batch");
    auto fields = object_in(made, "fields");
    std::string status = "open";
    json::value processed;
    for (auto const& line : of_type("batch_status_changed")) {
        if (text_in(line, "batch") != id) continue;
        status = text_in(line, "status");
        fields = object_in(line, "fields");
        if (status == "completed" || status == "completed_with_errors") processed = line.at("at");
    }
    auto const wrong = process_errors(fields);
    auto const errors = number_in(fields, "errors", static_cast<std::int64_t>(wrong.size()));
    auto const done = number_in(fields, "warnings") + number_in(fields, "completed");
    bool const is_open = status == "open";
    json::object all{{"label_layout", is_open ? json::value{} : "4x6"},
                     {"label_format", is_open ? json::value{} : "pdf"},
                     {"external_batch_id", nullptr},
                     {"batch_notes", nullptr},
                     {"created_at", made.at("at")},
                     {"processed_at", processed},
                     {"errors", errors},
                     {"warnings", 0},
                     {"completed", 0},
                     {"forms", 0},
                     {"count", errors + done},
                     {"batch_shipments_url", link("/v1/shipments?batch_id=" + id)},
                     {"batch_labels_url", link("/v1/labels?batch_id=" + id)},
                     {"batch_errors_url", link("/v1/batches/" + id + "/errors")},
                     {"label_download", json::object{}},
                     {"form_download", json::object{}}};
    if (later_) {
        all["batch_number"] = "";
        all["paperless_download"] = json::object{};
    }
    all = shown(all, fields);
    if (later_) all["process_errors"] = wrong;
    all["batch_id"] = id;
    all["status"] = status;
    return all;
}

std::vector<naive_api::row> naive_api::batches() const
{
    std::vector<row> found;
    for (auto const& line : of_type("batch_created")) {
        auto const made = batch(line);
        found.push_back({made,
                         {{"created_at", sortable(text_in(made, "created_at"))},
                          {"ship_date", sortable(text_in(made, "created_at"))},
                          {"processed_at", sortable(text_in(made, "processed_at"))}}});
    }
    return found;
}

namespace {

page_wish read_page(wishes& wish, std::string const& size_key, std::set<std::string> const& sorts,
                    std::string const& usual)
{
    auto const page = wish.number("page", 1);
    auto const size = wish.number(size_key, 25);
    if (sorts.empty()) return {page, size, false, ""};
    auto const descending = wish.one_of("sort_dir", {"asc", "desc"}, "desc") == "desc";
    return {page, size, descending, wish.one_of("sort_by", sorts, usual)};
}

/// Sorts, and takes the page that is asked for.
template <class Row>
reply paged(std::vector<Row> rows, char const* name, question const& asked, page_wish const& wish)
{
    auto const key = [&](Row const& r) { return r.times.at(wish.sort_by); };
    std::ranges::stable_sort(rows, {}, key);
    if (wish.descending) std::ranges::reverse(rows);
    json::array all;
    for (auto const& each : rows)
        all.push_back(each.shown);
    return {200,
            {{name, page_of(all, wish)},
             {"total", all.size()},
             {"page", wish.page},
             {"pages", pages_of(all.size(), wish)},
             {"links", links_of(asked, "page_size", all.size(), wish)}}};
}

} // namespace

reply naive_api::answer_batches(question const& asked) const
{
    wishes wish{asked};
    auto const page =
        read_page(wish, "page_size", {"created_at", "processed_at", "ship_date"}, "created_at");
    auto const status = wish.one_of("status",
                                    {"open", "queued", "processing", "completed", "archived",
                                     "completed_with_errors", "invalid", "notifying"},
                                    "");
    auto const number = wish.text("batch_number");
    (void)wish.in_window("created_at", "");
    (void)wish.in_window("processed_at", "");
    if (auto const refused = wish.refusal()) return *refused;

    auto rows = batches();
    std::erase_if(rows, [&](row const& r) {
        // In 2019 the number was not shown, but may be asked for all the same.
        std::string given;
        for (auto const& line : lines_)
            if (text_in(line, "batch") == text_in(r.shown, "batch_id"))
                given = text_in(object_in(line, "fields"), "batch_number");
        return (!status.empty() && text_in(r.shown, "status") != status) ||
               (number && given != *number) ||
               !wish.in_window("created_at", r.times.at("created_at")) ||
               !wish.in_window("processed_at", r.times.at("processed_at"));
    });
    return paged(rows, "batches", asked, page);
}

reply naive_api::answer_batch_errors(question const& asked) const
{
    wishes wish{asked};
    auto const page = read_page(wish, "pagesize", {}, "");
    if (auto const refused = wish.refusal()) return *refused;
    json::object fields;
    bool exists = false;
    for (auto const& line : lines_) {
        if (text_in(line, "batch") != asked.id) continue;
        exists = true;
        fields = object_in(line, "fields");
    }
    if (!exists) return {404, json::value("Batch ID " + asked.id + " was not found.")};
    json::array errors;
    if (auto const* const given = fields.if_contains("process_errors"))
        for (auto const& entry : given->as_array()) {
            json::object one;
            if (auto const* const message = entry.as_object().if_contains("message"))
                one["error"] = *message;
            for (auto const* const name : {"error", "shipment_id", "external_shipment_id"})
                if (auto const* const value = entry.as_object().if_contains(name))
                    one[name] = *value;
            errors.push_back(one);
        }
    return {200,
            {{"errors", page_of(errors, page)},
             {"links", links_of(asked, "pagesize", errors.size(), page)}}};
}

// --- sales orders --------------------------------------------------------------------------------

namespace {

constexpr std::array order_times{"modified_at", "created_at", "order_date"};

std::string status_in(json::object const& order, std::string_view name)
{
    auto const* const found = object_in(order, "sales_order_status").if_contains(name);
    return found == nullptr ? std::string{} : json::serialize(*found);
}

bool is_quoted(std::string const& json_text, std::string const& wanted)
{
    return wanted.empty() || json_text == '"' + wanted + '"';
}

} // namespace

std::vector<naive_api::row> naive_api::orders() const
{
    std::vector<row> found;
    for (auto const& line : of_type("sales_orders_imported"))
        for (auto const& item : line.at("orders").as_array()) {
            row made{item.as_object(), {}};
            for (auto const* const name : order_times)
                made.times[name] = sortable(text_in(made.shown, name));
            auto const id = text_in(made.shown, "sales_order_id");
            auto const known = std::ranges::find_if(
                found, [&](row const& r) { return text_in(r.shown, "sales_order_id") == id; });
            if (known == found.end())
                found.push_back(made);
            else
                *known = made;
        }
    return found;
}

reply naive_api::answer_orders(question const& asked) const
{
    wishes wish{asked};
    auto const page =
        read_page(wish, "page_size", {"modified_at", "created_at", "order_date"}, "modified_at");
    auto const source = wish.text("order_source_id");
    auto const external_id = wish.text("external_order_id");
    auto const number = wish.text("external_order_number");
    auto const payment =
        wish.one_of("payment_status", {"unknown", "paid", "unpaid", "partially_paid"}, "");
    auto const fulfillment = wish.one_of(
        "fulfillment_status", {"unknown", "fulfilled", "unfulfilled", "partially_fulfilled"}, "");
    auto const cancelled = wish.one_of("cancelled", {"true", "false"}, "");
    for (auto const* const name : order_times)
        (void)wish.in_window(name, "");
    if (auto const refused = wish.refusal()) return *refused;

    auto rows = orders();
    std::erase_if(rows, [&](row const& r) {
        auto const& order = r.shown;
        auto const from = text_in(object_in(order, "order_source"), "order_source_id");
        bool takes = (!source || from == *source) &&
                     (!external_id || text_in(order, "external_order_id") == *external_id) &&
                     (!number || text_in(order, "external_order_number") == *number) &&
                     is_quoted(status_in(order, "payment_status"), payment) &&
                     is_quoted(status_in(order, "fulfillment_status"), fulfillment) &&
                     (cancelled.empty() || status_in(order, "is_cancelled") == cancelled);
        for (auto const* const name : order_times)
            takes = takes && wish.in_window(name, r.times.at(name));
        return !takes;
    });
    return paged(rows, "sales_orders", asked, page);
}

} // namespace drydock::oracle
