// The part of the service that plays populations: one arrival after the other, and the stories of
// generated shipments. Nothing is made before its time.
#include "model/entity/batch.hpp"
#include "model/entity/order_source.hpp"
#include "model/entity/shipment.hpp"
#include "sim/service.hpp"
#include "sim/story.hpp"

namespace drydock::sim {

void service::start_populations()
{
    for (std::size_t place = 0; place < plan_->populations.size(); ++place) {
        auto const& what = plan_->populations[place].what;
        if (auto const* const shipments = std::get_if<shipment_population>(&what))
            queue_arrival(place, 1, gap_before(shipments->arrivals, plan_->seed, place, 1));
        else if (auto const* const batches = std::get_if<batch_population>(&what))
            queue_arrival(place, 1, batches->every);
        else
            queue_arrival(place, 1, std::get<refresh_population>(what).every);
    }
}

void service::queue_arrival(std::size_t place, std::uint32_t nth, duration gap)
{
    queue_->push({.due = now_ + gap,
                  .ordinal = static_cast<std::uint32_t>(plan_->timeline.size() + place),
                  .where = {nth},
                  .kind = work_kind::timeline});
}

std::size_t service::place_of(work const& arrival) const
{
    return arrival.ordinal - plan_->timeline.size();
}

void service::arrive(work const& item)
{
    std::visit([&](auto const& all) { arrive(all, item); },
               plan_->populations[place_of(item)].what);
}

// --- shipments -----------------------------------------------------------------------------------

void service::arrive(shipment_population const& all, work const& item)
{
    auto const nth = item.where.value;
    auto const place = place_of(item);
    if (nth < all.count)
        queue_arrival(place, nth + 1, gap_before(all.arrivals, plan_->seed, place, nth + 1));
    auto const number = ++generated_shipments_;
    auto const shipment =
        create_shipment("se-" + std::to_string(number), nullptr, {}, {item.ordinal, nth, number});
    tell_scan(shipment, model::scan_status::AC, now_, {}, {});
    queue_next_scan(shipment);
}

void service::live_on(work const& item)
{
    model::shipment_number const shipment{item.ordinal};
    tell_scan(shipment, static_cast<model::scan_status>(item.attempt), now_, {}, {});
    queue_next_scan(shipment);
}

// The status to come is drawn when its wake-up is asked for, and kept there.
void service::queue_next_scan(model::shipment_number shipment)
{
    auto const& from = origins_[shipment.value - 1];
    auto const& population = plan_->populations[from.entry - plan_->timeline.size()].what;
    auto const& known = state_.at(shipment);
    auto const next = next_of(std::get<shipment_population>(population), known.status, plan_->seed,
                              from.stable, known.scan_count);
    if (!next) return;
    queue_->push({.due = now_ + next->dwell,
                  .ordinal = shipment.value,
                  .attempt = static_cast<std::uint16_t>(next->status),
                  .kind = work_kind::story});
}

// --- batches and stores --------------------------------------------------------------------------

void service::arrive(batch_population const& all, work const& item)
{
    queue_arrival(place_of(item), item.where.value + 1, all.every);
    tell(model::move_batch{"se-" + std::to_string(++generated_batches_),
                           model::batch_status::completed,
                           "{\"completed\":" + std::to_string(all.size) + '}',
                           {}});
}

/// Stores are numbered in the order of the file.
std::string service::store_id(std::size_t place) const
{
    std::size_t number = 1;
    for (std::size_t i = 0; i < place; ++i)
        if (std::holds_alternative<refresh_population>(plan_->populations[i].what)) ++number;
    return "se-" + std::to_string(number);
}

void service::arrive(refresh_population const& all, work const& item)
{
    auto const place = place_of(item);
    queue_arrival(place, item.where.value + 1, all.every);
    auto const id = store_id(place);
    tell(model::start_refresh{id, {}});
    auto const store = find(model::subject_kind::order_source, id);
    refreshes_.resize(state_.order_sources.size());
    refreshes_[store.ordinal - 1] = item;
    queue_->push({.due = now_, .ordinal = store.ordinal, .kind = work_kind::refresh});
}

void service::end_refresh(model::order_source_number store, work const& arrival)
{
    auto const& all = std::get<refresh_population>(plan_->populations[place_of(arrival)].what);
    auto const drawn = draw(plan_->seed, {.purpose = draw_purpose::order_count,
                                          .subject = stable_of(store),
                                          .nth = arrival.where.value});
    auto const count = uniform(duration{all.fewest_orders}, duration{all.most_orders}, drawn);
    if (count > duration::zero()) {
        model::import_orders wish{store, {}, {}};
        wish.orders.assign(static_cast<std::size_t>(count.count()), "{}");
        tell(wish);
    }
    tell(model::complete_refresh{store, {}});
}

} // namespace drydock::sim
