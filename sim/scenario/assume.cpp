// What the seed leaves open about batches, rates, stores and reports: named where a scenario plays
// it and a webhook tells of it.
#include "sim/scenario/build_parts.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

using model::webhook_event;

/// Whether some entry of this kind is meant.
template <class Entry, class Meant> bool plays(building const& b, Meant meant)
{
    return std::ranges::any_of(b.out.timeline, [&](timeline_entry const& entry) {
        auto const* const played = std::get_if<Entry>(&entry.what);
        return played != nullptr && meant(*played);
    });
}

void assume_refreshes(building& b, cast const& known)
{
    using enum webhook_event;
    auto& lines = b.out.assumptions;
    auto const tells_end = known.has_event(order_source_refresh_complete);
    auto const imports = [](refresh_entry const& r) { return !r.orders.empty(); };
    if (tells_end && known.has_event(sales_orders_imported) && plays<refresh_entry>(b, imports))
        lines.push_back("refresh_order import: orders are told of before the end of the refresh");
    if (tells_end && plays<refresh_entry>(b, [](refresh_entry const& r) { return !r.fails; }))
        lines.push_back("refresh_data none: the payload only points to the order source");
    if (tells_end && plays<refresh_entry>(b, [](refresh_entry const& r) { return r.fails; }))
        lines.push_back("refresh_error silent: a refresh that fails is not told of");
}

} // namespace

void assume_entities(building& b, cast const& known)
{
    auto& lines = b.out.assumptions;
    auto const has_errors = [](batch_entry const& batch) {
        return batch.status == model::batch_status::completed_with_errors;
    };
    if (known.has_event(webhook_event::batch) && plays<batch_entry>(b, has_errors))
        lines.push_back("batch_errors told: completed with errors is completed too");
    if (known.has_event(webhook_event::rate) &&
        plays<rate_entry>(b, [](rate_entry const&) { return true; }))
        lines.push_back("rate_told always: whatever the status of the rates");
    assume_refreshes(b, known);
    if (known.has_event(webhook_event::report_complete) &&
        plays<report_entry>(b, [](report_entry const&) { return true; }))
        lines.push_back("report_path /v1/reports/{id}: ShipEngine's pages name none");
}

} // namespace drydock::sim
