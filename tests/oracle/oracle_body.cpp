// What bodies are made of. No body is written: what stands for the bytes is all that they are a
// function of.
#include "tests/oracle/oracle_world.hpp"
#include "tests/support/naive_json.hpp"
#include "tests/support/sample_order.hpp"

#include <algorithm>
#include <cstdio>

namespace drydock::oracle {
namespace {

using tests::json_node;
using tests::made_member;
using tests::merge;

sim::node text(std::string const& of)
{
    sim::node made;
    made.is = sim::node::kind::string;
    made.text = of;
    return made;
}

/// A generated id: `above` the last twelve digits of the sample's.
sim::node id_above(std::string const& sample, std::uint64_t above)
{
    char digits[13];
    auto const last = std::stoull(sample.substr(24), nullptr, 16) + above;
    std::snprintf(digits, sizeof digits, "%012llx", static_cast<unsigned long long>(last));
    return text(sample.substr(0, 24) + digits);
}

/// Order number `n` of the run, from 0: the sample with ids of its own and what differs in it.
sim::node order(sim::node const& over, std::uint64_t n, sim::node const& store)
{
    auto made = json_node(tests::sample_order);
    auto& id = made_member(made, "sales_order_id");
    id = id_above(id.text, n);
    made_member(made, "external_order_id") = text(std::to_string(611699195963 + n));
    made_member(made, "external_order_number") = text("SH" + std::to_string(21622 + n));
    auto& source = made_member(made, "order_source");
    source = merge(source, store);

    auto& items = made_member(made, "sales_order_items").items;
    auto const* const given = over.find("sales_order_items");
    items.resize(given ? std::max<std::size_t>(given->items.size(), 1) : 1, items.front());
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto& item = made_member(items[i], "sales_order_item_id");
        item = id_above(item.text, n + i * 16'777'216);
    }
    return merge(made, over);
}

} // namespace

std::string world::orders_of(thing const& store, sim::refresh_entry const& entry, std::uint32_t n)
{
    auto source = store.fields.empty() ? json_node("{}") : json_node(store.fields);
    made_member(source, "order_source_id") = text(store.id);
    sim::node all;
    all.is = sim::node::kind::array;
    for (auto const& over : entry.orders) {
        auto const n_th = is(defect::order_ids_all_alike) ? orders_ : orders_ + all.items.size();
        all.items.push_back(order(json_node(numbered(over, n)), n_th, source));
        auto const* const items = all.items.back().find("sales_order_items");
        if (items->items.size() > 1) note("an order of several items");
    }
    return sim::to_json(all);
}

std::string world::body_of(telling const& what, std::size_t scans) const
{
    auto const change = what.payload.empty() ? json_node("{}") : json_node(what.payload);
    if (auto const* const whole = change.find("body")) return whole->text;
    auto url = std::string{model::name(what.event)} + ' ' + what.subject->id;
    if (what.event == webhook_event::sales_orders_imported) url = "sales orders";
    std::string type{model::name(what.event)};
    if (auto const* const overrides = change.find("override"))
        type = "other type " + overrides->members.front().value.text;
    if (auto const* const removed = change.find("remove")) {
        auto const& pointer = removed->items.front().text;
        (pointer == "/resource_url" ? url : type).clear();
    }
    auto const track = what.event == webhook_event::track;
    // The URL of a track names no shipment, but what it was shipped with.
    if (track && !url.empty()) url = "tracking";
    return url + '\n' + type + '\n' + (track ? tracking_of(what, scans) : what.told);
}

/// All that a tracking object is a function of, in the order of its `events`.
std::string world::tracking_of(telling const& what, std::size_t scans) const
{
    auto const& subject = *what.subject;
    std::vector<scanned> history(subject.scans.rend() - static_cast<std::ptrdiff_t>(scans),
                                 subject.scans.rend());
    std::stable_sort(history.begin(), history.end(),
                     [](auto const& a, auto const& b) { return a.occurred_at > b.occurred_at; });
    auto const named = subject.fields.find("\"tracking_number\"") != std::string::npos;
    auto body = subject.fields + (named ? "" : subject.id) + std::string{model::name(what.status)};
    for (auto const& one : history)
        body += '\n' + model::to_text(one.occurred_at) + std::string{model::name(one.status)} +
                one.fields;
    return body;
}

} // namespace drydock::oracle
