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
                  .ordinal = static_cast<std::uint32_t>(file_entries_ + place),
                  .where = {nth},
                  .kind = work_kind::timeline});
}

std::size_t service::place_of(work const& arrival) const
{
    return arrival.ordinal - file_entries_;
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
    auto const id = ++generated_shipments_;
    if (short_way_ && !all.keep) return admit_shortly(place, id);
    admit(place, id, {item.ordinal, nth, id});
    tell_next({state_.shipment_count}, place, model::scan_status::AC);
}

void service::admit(std::size_t place, std::uint32_t id, origin const& from)
{
    if (keeps_all_ || std::get<shipment_population>(plan_->populations[place].what).keep) {
        create_shipment("se-" + std::to_string(id), nullptr, {}, from);
        return;
    }
    model::refusal refused;
    command(refused, model::admit_shipment{id, ends_[place]});
    ASSERT(!refused);
}

// What a step is, beside its shipment: the status to come, and whose story it is.
constexpr unsigned status_bits = 4;

void service::live_on(work const& item)
{
    auto const status = static_cast<model::scan_status>(item.attempt & ((1U << status_bits) - 1));
    auto const place = static_cast<std::size_t>(item.attempt >> status_bits);
    if (short_way_ && state_.passing.holds(item.ordinal, item.where))
        return pass_next(item.where, place, status);
    tell_next({item.ordinal}, place, status);
}

void service::tell_next(model::shipment_number shipment, std::size_t place,
                        model::scan_status status)
{
    auto const where = state_.passing.find(shipment.value);
    if (where != model::slot{}) return pass_next(where, place, status);
    auto const next = next_of(stories_of(place), status, {plan_->seed, stable_of(shipment)},
                              state_.at(shipment).scan_count + 1);
    tell_scan(shipment, status, now_, {}, {});
    if (next) queue_scan(*next, shipment, {}, place);
}

// Once the last scan is told the shipment may be gone, so what follows is drawn before.
void service::pass_next(model::slot where, std::size_t place, model::scan_status status)
{
    auto const& p = state_.passing[where];
    auto const shipment = p.number;
    subject_draws const its{plan_->seed, p.id};
    auto const next = next_of(stories_of(place), status, its, p.scan_count + 1);
    if (short_way_)
        scan_shortly(where, status, its);
    else
        tell_scan(shipment, status, now_, {}, {});
    if (next) queue_scan(*next, shipment, where, place);
}

shipment_population const& service::stories_of(std::size_t place) const
{
    return *std::get_if<shipment_population>(&plan_->populations[place].what);
}

void service::queue_scan(next_scan const& next, model::shipment_number shipment, model::slot where,
                         std::size_t place)
{
    auto const step = static_cast<unsigned>(next.status) | static_cast<unsigned>(place)
                                                               << status_bits;
    queue_->push({.due = now_ + next.dwell,
                  .ordinal = shipment.value,
                  .where = where,
                  .attempt = static_cast<std::uint16_t>(step),
                  .kind = work_kind::story,
                  .short_way = 1});
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
