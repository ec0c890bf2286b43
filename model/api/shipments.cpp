#include "model/api/shipments.hpp"

#include "model/api/body.hpp"
#include "model/api/new_id.hpp"
#include "model/api/page.hpp"
#include "model/api/rate_desk.hpp"
#include "model/entity/shipment.hpp"

#include <array>
#include <optional>
#include <set>

namespace drydock::model::api {

namespace {

// No shipment of ours is ever processing or cancelled.
constexpr std::array<std::string_view, 4> shipment_statuses{"pending", "processing",
                                                            "label_purchased", "cancelled"};

std::string_view status_of(bool has_label)
{
    return has_label ? "label_purchased" : "pending";
}

} // namespace

void write_shipment(object_writer& out, std::string& text, shown_shipment const& what)
{
    auto const made = to_text(what.created_at);
    out.fixed("shipment_id", what.id);
    for (auto const* const name : {"carrier_id", "service_code", "external_shipment_id"})
        out.null(name);
    out.text("ship_date", made);
    out.fixed("created_at", made);
    out.fixed("modified_at", to_text(what.modified_at));
    out.fixed("shipment_status", status_of(what.has_label));
    out.json("ship_to", "{}");
    out.json("ship_from", "{}");
    out.null("warehouse_id");
    auto const from = raw_member(what.given, "ship_from");
    out.json("return_to", from.empty() ? "{}" : from);
    out.text("confirmation", "none");
    out.null("customs");
    out.json("advanced_options", "{}");
    out.text("insurance_provider", "none");
    out.json("tags", "[]");
    out.json("packages", "[]");
    out.key("total_weight");
    text += to_json(total_weight(what.given));
}

std::string_view given_shipment(shipment const& of, text_table const& texts)
{
    auto const given = raw_member(texts[of.fields], "shipment");
    return given.starts_with('{') ? given : std::string_view{};
}

std::string shipment_fields(std::string_view given)
{
    return "{\"shipment\":" + std::string{given} + '}';
}

namespace {

constexpr std::array<std::string_view, 1> body_names{"shipments"};

/// The shipments that a request wishes.
struct wished_shipments {
    explicit wished_shipments(call const& asked) : wish{asked.wish.body, body_names}
    {
        auto const list = wish.raw("shipments");
        if (wish.problems().empty() && list.empty()) wish.complain(value_required("shipments"));
        if (wish.problems().empty()) read(asked.in, list);
    }

    member_reader wish;
    std::vector<std::string_view> all; ///< JSON objects

private:
    void read(context const& in, std::string_view list)
    {
        if (list.starts_with('[')) all = split_items(list);
        bool is_good = !all.empty() && all.size() <= event_writer::most_per_command;
        for (auto const one : all)
            is_good = is_good && one.starts_with('{');
        if (!is_good)
            return wish.complain(invalid_value(
                "shipments", "shipments must be one to eight objects.", std::string{list}));
        for (auto const one : all)
            check(in, raw_member(one, "carrier_id"));
    }
    void check(context const& in, std::string_view carrier)
    {
        if (carrier.empty() || carrier == "null") return;
        auto const id = decode_json_string(carrier);
        if (!in.s.find(subject_kind::carrier, find_id(id, in.texts)))
            wish.complain(unknown_carrier(id));
    }
};
static_assert(event_writer::most_per_command == 8, "a message says so");

} // namespace

answer create_shipments(call const& asked)
{
    wished_shipments const wish{asked};
    if (!wish.wish.problems().empty()) return asked.refuse(400, wish.wish.problems());

    auto const& in = asked.in;
    answer given{200, R"({"has_errors":false,"shipments":[)"};
    for (std::uint32_t i = 0; i < wish.all.size(); ++i) {
        auto const one = wish.all[i];
        auto const id = new_id(in.s, subject_kind::shipment, i);
        auto const fields = shipment_fields(one);
        auto const refused =
            decide(in.s, create_shipment{.id = id, .fields = fields, .cause = in.cause, .after = i},
                   asked.out);
        ASSERT(!refused);
        if (i != 0) given.body += ',';
        object_writer out{given.body, one};
        out.key("errors");
        given.body += "[]";
        write_shipment(out, given.body,
                       {.id = id, .given = one, .created_at = in.now, .modified_at = in.now});
        out.close();
    }
    given.body += "]}";
    return given;
}

namespace {

constexpr std::array<std::string_view, 2> shipment_sort_keys{"modified_at", "created_at"};
constexpr page_rules shipment_rules{.sort_keys = shipment_sort_keys};

instant modified_at(state const& s, shipment const& of)
{
    return of.label != 0 ? s.labels[of.label - 1].created_at : of.created_at;
}

void write_known(std::string& text, shipment const& found, context const& in)
{
    auto const given = given_shipment(found, in.texts);
    auto const id = to_text(found.id, in.texts);
    object_writer out{text, given};
    write_shipment(out, text,
                   {.id = id,
                    .given = given,
                    .created_at = found.created_at,
                    .modified_at = modified_at(in.s, found),
                    .has_label = found.label != 0});
    out.close();
}

/// The shipments of a batch: those that it names, and those of the rates that it names once they
/// have their labels.
std::set<shipment_number> shipments_of(std::string_view batch_id, context const& in)
{
    std::set<shipment_number> all;
    auto const known = in.s.find(subject_kind::batch, find_id(batch_id, in.texts));
    if (!known) return all;
    auto const fields = in.texts[in.s.at(batch_number{known.ordinal}).fields];
    auto const ids = raw_member(fields, "shipment_ids");
    for (auto const id : split_items(ids.starts_with('[') ? ids : std::string_view{}))
        if (auto const one =
                in.s.find(subject_kind::shipment, find_id(decode_json_string(id), in.texts)))
            all.insert(one.shipment());
    for (auto const one : in.index.batch_labels(in.s, in.texts, batch_id))
        all.insert(one);
    return all;
}

/// Reads the query of a list of shipments.
struct shipment_filter {
    shipment_filter(query_reader& query, context const& in)
        : page{read_page(query, shipment_rules)},
          status{query.choice("shipment_status", shipment_statuses, {})},
          batch{query.text("batch_id")},
          created{query.window("created_at")},
          modified{query.window("modified_at")}
    {
        if (batch) in_batch = shipments_of(*batch, in);
    }

    bool takes(state const& s, shipment const& of) const
    {
        auto const is_wished = status.empty() || status == status_of(of.label != 0);
        return is_wished && (!batch || in_batch.contains(of.number)) &&
               created.takes(of.created_at) && modified.takes(modified_at(s, of));
    }

    page_request page;
    std::string_view status;
    std::optional<std::string_view> batch;
    std::set<shipment_number> in_batch;
    time_window created, modified;
};

} // namespace

answer list_shipments(call const& asked)
{
    auto const& in = asked.in;
    query_reader query{asked.target};
    shipment_filter const filter{query, in};
    if (!query.problems().empty()) return asked.refuse(400, query.problems());

    std::vector<shipment const*> found;
    for (std::uint32_t n = 1; n <= in.s.shipment_count; ++n)
        if (auto const where = in.s.shipments.find(n); where != slot{})
            if (filter.takes(in.s, in.s.shipments[where])) found.push_back(&in.s.shipments[where]);
    sort_rows(found, filter.page, [&](shipment const* one) {
        return filter.page.sort_by == "created_at" ? one->created_at : modified_at(in.s, *one);
    });

    answer given{200, "{\"shipments\":["};
    auto const [first, last] = rows_of(filter.page, found.size());
    for (auto i = first; i < last; ++i) {
        if (i != first) given.body += ',';
        write_known(given.body, *found[i], in);
    }
    given.body += "],";
    append_page(given.body, asked.target, in.speaks.base_url, filter.page, found.size(),
                shipment_rules);
    given.body += '}';
    return given;
}

answer get_shipment(call const& asked)
{
    auto const& in = asked.in;
    auto const known = in.s.find(subject_kind::shipment, find_id(asked.ids[0], in.texts));
    if (!known) return asked.refuse(404, not_found("Shipment ID", asked.ids[0]));
    answer made;
    write_known(made.body, in.s.at(known.shipment()), in);
    return made;
}

} // namespace drydock::model::api
