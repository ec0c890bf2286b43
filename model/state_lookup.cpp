// What can be asked of a state.
#include "model/state.hpp"

#include <algorithm>

namespace drydock::model {

webhook const* state::find_webhook(webhook_event event) const
{
    auto const found = std::find_if(webhooks.rbegin(), webhooks.rend(), [&](webhook const& w) {
        return w.event == event && !w.deleted;
    });
    return found == webhooks.rend() ? nullptr : &*found;
}

slot subject_of(state const& s, delivery const& d)
{
    return d.subject.is_shipment() ? s.passing.find(d.subject.ordinal, d.likely.where) : slot{};
}

shipment state::at(shipment_number number) const
{
    auto const where = passing.find(number.value);
    if (where == slot{}) return shipments[shipments.find(number.value)];
    auto const& p = passing[where];
    return {.number = number,
            .id = {p.id, {}},
            .scan_count = p.scan_count,
            .told = p.scan_count,
            .status = p.status};
}

namespace {

scan plain_scan(instant at, scan_status status)
{
    return {.at = at, .occurred_at = at, .status = status, .payload = {}, .sequence = {}};
}

} // namespace

scan state::told_scan(shipment_number number, std::uint32_t told) const
{
    auto const where = passing.find(number.value);
    if (where == slot{}) return scans[told - 1];
    auto const& p = passing[where];
    ASSERT(told >= 1 && told <= p.scan_count);
    if (told == p.scan_count) return plain_scan(p.last_at, p.status);
    if (told <= passing_shipment::kept_here)
        return plain_scan(p.first_at[told - 1], p.first_statuses[told - 1]);
    auto place = p.passed;
    for (auto n = p.scan_count - 1; n > told; --n)
        place = passed_scans[place - 1].previous;
    return plain_scan(passed_scans[place - 1].at, passed_scans[place - 1].status);
}

std::vector<scan> state::scans_up_to(shipment_number number, std::uint32_t told) const
{
    std::vector<scan> all;
    auto const where = passing.find(number.value);
    if (where == slot{}) {
        for (auto index = told; index != 0; index = scans[index - 1].previous)
            all.push_back(scans[index - 1]);
        return all;
    }
    auto const& p = passing[where];
    ASSERT(told <= p.scan_count);
    if (p.scan_count != 0) all.push_back(plain_scan(p.last_at, p.status));
    for (auto place = p.passed; place != 0; place = passed_scans[place - 1].previous)
        all.push_back(plain_scan(passed_scans[place - 1].at, passed_scans[place - 1].status));
    auto const before_last = std::max<std::size_t>(p.scan_count, 1) - 1;
    for (auto n = std::min(passing_shipment::kept_here, before_last); n != 0; --n)
        all.push_back(plain_scan(p.first_at[n - 1], p.first_statuses[n - 1]));
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(told));
    return all;
}

std::uint32_t state::last_told(shipment_number number) const
{
    auto const where = passing.find(number.value);
    return where == slot{} ? at(number).last_scan : passing[where].scan_count;
}

subject state::find(subject_kind kind, entity_id id) const
{
    auto const& known = ids[static_cast<std::size_t>(kind)];
    auto const found = known.find(id);
    return {found == known.end() ? 0 : found->second, kind};
}

entity_id state::id_of(subject who) const
{
    switch (who.kind) {
    case subject_kind::shipment: return at(who.shipment()).id;
    case subject_kind::batch: return at(batch_number{who.ordinal}).id;
    case subject_kind::carrier: return at(carrier_number{who.ordinal}).id;
    case subject_kind::order_source: return at(order_source_number{who.ordinal}).id;
    case subject_kind::report: return at(report_number{who.ordinal}).id;
    }
    assertion_failed("a known kind of subject", __FILE__, __LINE__);
}

instant state::occurred_at(delivery const& d) const
{
    return at(d.webhook).event == webhook_event::track
               ? told_scan(d.subject.shipment(), d.told).occurred_at
               : facts[d.told - 1].at;
}

entity_id find_id(std::string_view id, text_table const& texts)
{
    auto const numeric = numeric_part(id);
    return {numeric, numeric != 0 ? text_number{} : texts.find(id)};
}

std::string to_text(entity_id id, text_table const& texts)
{
    return id.numeric != 0 ? "se-" + std::to_string(id.numeric) : std::string{texts[id.text]};
}

std::string webhook_id(entity_id id, webhook_number number, text_table const& texts)
{
    if (id.text) return std::string{texts[id.text]};
    return std::to_string(first_webhook_id + number.value - 1);
}

} // namespace drydock::model
