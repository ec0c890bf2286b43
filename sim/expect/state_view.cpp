#include "sim/expect/state_view.hpp"

#include "model/entity/order_source.hpp"
#include "model/entity/sales_order.hpp"
#include "model/payload.hpp"
#include "sim/expect/mismatch.hpp"

namespace drydock::sim {

using model::subject_kind;

node::member text_member(std::string name, std::string_view text)
{
    node value;
    value.is = node::kind::string;
    value.text = text;
    return {std::move(name), {}, std::move(value)};
}

node::member number_member(std::string name, std::uint64_t number)
{
    node value;
    value.is = node::kind::number;
    value.text = std::to_string(number);
    return {std::move(name), {}, std::move(value)};
}

node::member truth_member(std::string name, bool truth)
{
    node value;
    value.is = node::kind::boolean;
    value.truth = truth;
    return {std::move(name), {}, std::move(value)};
}

node object_of(std::vector<node::member> members)
{
    node made;
    made.is = node::kind::object;
    made.members = std::move(members);
    return made;
}

namespace {

/// Looks at one state at one time.
struct viewer {
    model::state const& s;
    model::text_table const& texts;
    model::instant now;
    std::string_view id;

    using result = std::optional<node>;

    result shipment() const;
    result webhook() const;
    result batch() const;
    result carrier() const;
    result report() const;
    result order_source() const;
    result sales_order() const;

    model::subject find(subject_kind kind) const { return s.find(kind, model::find_id(id, texts)); }
    /// `own`, then the fields given.
    node with_fields(std::vector<node::member> own, model::text_number fields) const
    {
        auto made = object_of(std::move(own));
        if (!fields) return made;
        for (auto& m : read_own_json(texts[fields]).members)
            if (made.find(m.name) == nullptr) made.members.push_back(std::move(m));
        return made;
    }
};

viewer::result viewer::shipment() const
{
    auto const known = find(subject_kind::shipment);
    if (!known) return std::nullopt;
    auto const& found = s.at(known.shipment());
    return with_fields({text_member("shipment", id), text_member("status", name(found.status)),
                        number_member("scans", found.scan_count),
                        text_member("status_description", model::description(found.status))},
                       found.fields);
}

viewer::result viewer::webhook() const
{
    for (auto const& w : s.webhooks) {
        if (w.deleted || model::webhook_id(w.id, s.number_of(w), texts) != id) continue;
        return with_fields({text_member("webhook", id), text_member("event", name(w.event)),
                            text_member("url", texts[w.url]), truth_member("enabled", w.enabled)},
                           w.fields);
    }
    return std::nullopt;
}

viewer::result viewer::batch() const
{
    auto const known = find(subject_kind::batch);
    if (!known) return std::nullopt;
    auto const& found = s.at(model::batch_number{known.ordinal});
    return with_fields({text_member("batch", id), text_member("status", name(found.status))},
                       found.fields);
}

viewer::result viewer::carrier() const
{
    auto const known = find(subject_kind::carrier);
    if (!known) return std::nullopt;
    return with_fields({text_member("carrier", id)},
                       s.at(model::carrier_number{known.ordinal}).fields);
}

viewer::result viewer::report() const
{
    auto const known = find(subject_kind::report);
    if (!known) return std::nullopt;
    return with_fields({text_member("report", id)},
                       s.at(model::report_number{known.ordinal}).fields);
}

viewer::result viewer::order_source() const
{
    auto const known = find(subject_kind::order_source);
    if (!known) return std::nullopt;
    auto const& found = s.at(model::order_source_number{known.ordinal});
    return with_fields(
        {text_member("order_source", id), text_member("status", model::refresh_status(found, now))},
        found.fields);
}

// The last import of an order is what counts.
viewer::result viewer::sales_order() const
{
    for (auto import = s.imports.rbegin(); import != s.imports.rend(); ++import) {
        auto const orders = read_own_json(texts[s.facts[import->fact - 1].data]);
        for (auto order = orders.items.rbegin(); order != orders.items.rend(); ++order) {
            auto const* const own = order->find("sales_order_id");
            if (own != nullptr && own->text == id) return *order;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<node> view_of(std::string_view entity, std::string_view id, model::state const& s,
                            model::text_table const& texts, model::instant now)
{
    viewer const v{s, texts, now, id};
    if (entity == "shipment") return v.shipment();
    if (entity == "webhook") return v.webhook();
    if (entity == "batch") return v.batch();
    if (entity == "carrier") return v.carrier();
    if (entity == "report") return v.report();
    if (entity == "order_source") return v.order_source();
    if (entity == "sales_order") return v.sales_order();
    return std::nullopt;
}

} // namespace drydock::sim
