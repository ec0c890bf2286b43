// The part of the service that plays in time what requests have begun: stories of tracked numbers,
// batches that are processed, refreshes.
#include "model/entity/batch.hpp"
#include "model/entity/order_source.hpp"
#include "model/entity/shipment.hpp"
#include "model/json/json_text.hpp"
#include "model/payload.hpp"
#include "sim/service.hpp"
#include "sim/story.hpp"

namespace drydock::sim {

namespace {

using namespace std::chrono_literals;

// The real service names no times.
constexpr duration batch_waits = 5s;    // before it is processed
constexpr duration label_takes = 2s;    // each; as long for none
constexpr duration refresh_takes = 30s; // of a store
constexpr std::int64_t most_orders = 3; // that a refresh finds, at least one

constexpr std::uint16_t step_begin = 0, step_label = 1;

} // namespace

void service::plan_ahead(std::span<model::event const> events, model::sequence_number)
{
    using model::event_type;
    for (auto const& e : events) {
        if (e.type == event_type::shipment_created) {
            plan_story(e.as<model::shipment_created>());
        } else if (e.type == event_type::label_created) {
            queue_step(e.as<model::label_created>().shipment, 0);
        } else if (e.type == event_type::batch_status_changed) {
            auto const change = e.as<model::batch_status_changed>();
            if (change.status != model::batch_status::queued) continue;
            queue_->push({.due = now_ + batch_waits,
                          .ordinal = change.batch.value,
                          .attempt = step_begin,
                          .kind = work_kind::processing});
        } else if (e.type == event_type::order_source_refresh_started) {
            auto const source = e.as<model::order_source_refresh_started>().order_source;
            refreshes_.resize(state_.order_sources.size());
            refreshes_[source.value - 1] = {.ordinal = by_request};
            queue_->push(
                {.due = now_ + refresh_takes, .ordinal = source.value, .kind = work_kind::refresh});
        }
    }
}

void service::start_deliveries(std::uint32_t before)
{
    while (before < state_.delivery_count)
        start_attempt(state_.deliveries.find(++before));
}

// --- stories -------------------------------------------------------------------------------------

// What was made to be rated is not on its way.
void service::plan_story(model::shipment_created const& made)
{
    auto const id = to_text(made.id, log_->texts());
    origins_.push_back({by_request, 1, stable_number("shipment", id)});
    if (model::raw_member(log_->texts()[made.fields], "tracking_number").empty()) return;
    queue_step(made.shipment, 0);
}

model::story service::story_of(model::shipment_number shipment) const
{
    auto const number = tracking_number(state_.at(shipment), log_->texts());
    if (auto const agreed = model::agreed_story(number)) return *agreed;
    auto const where = state_.shipments.find(shipment.value);
    auto const percent = draw(plan_->seed, {.purpose = draw_purpose::story_branch,
                                            .subject = origins_[where.value].stable}) %
                         100;
    if (percent < 80) return story::delivered;
    if (percent < 90) return story::attempted;
    return percent < 95 ? story::exception : story::lost;
}

void service::live_wished_story(model::shipment_number shipment, std::uint16_t step)
{
    auto const life = story_of(shipment);
    auto const steps = statuses(life);
    auto occurred_at = now_;
    if (life == story::unordered && step + 1U == steps.size()) {
        auto const begun = state_.scans_up_to(shipment, state_.last_told(shipment)).back().at;
        occurred_at = begun + late_report_age(plan_->seed, stable_of(shipment));
    }
    tell_scan(shipment, steps[step], occurred_at, {}, {});
    if (step + 1U < steps.size()) queue_step(shipment, step + 1U);
}

// --- batches and stores --------------------------------------------------------------------------

// Where the timeline has moved the batch meanwhile, its processing is over.
void service::handle_processing(work const& item)
{
    using enum model::batch_status;
    model::batch_number const number{item.ordinal};
    auto const& batch = state_.at(number);
    bool const begins = item.attempt == step_begin;
    if (batch.status != (begins ? queued : processing)) {
        processing_.erase(item.ordinal);
        return;
    }
    if (begins) {
        tell(model::move_batch{.id = to_text(batch.id, log_->texts()), .status = processing});
        processing_[item.ordinal] = {
            .cause = log_->last(), .places = model::api::batch_places(log_->texts()[batch.fields])};
    } else {
        make_label(number);
        auto const& far = processing_[item.ordinal];
        if (far.next == far.places.size()) return end_processing(number);
    }
    queue_->push({.due = now_ + label_takes,
                  .ordinal = item.ordinal,
                  .attempt = step_label,
                  .kind = work_kind::processing});
}

void service::make_label(model::batch_number batch)
{
    auto& far = processing_[batch.value];
    if (far.places.empty()) return;
    model::api::label_desk const desk{state_, log_->texts(), index_, now_};
    auto const found = desk.at_place(state_.at(batch), far.places[far.next++]);
    if (!found.error.empty()) {
        far.errors += (far.errors.empty() ? "" : ",") + found.error;
        return;
    }
    ++far.completed;
    model::refusal refused;
    command(refused, model::label_shipment{found.shipment, found.fields, far.cause});
    ASSERT(!refused);
    queue_step(found.shipment, 0);
}

void service::end_processing(model::batch_number batch)
{
    auto const made = std::move(processing_[batch.value]);
    processing_.erase(batch.value);
    auto fields = "{\"completed\":" + std::to_string(made.completed);
    if (!made.errors.empty()) fields += ",\"process_errors\":[" + made.errors + ']';
    using enum model::batch_status;
    tell(model::move_batch{.id = to_text(state_.at(batch).id, log_->texts()),
                           .status = made.errors.empty() ? completed : completed_with_errors,
                           .fields = fields += '}'});
}

void service::end_wished_refresh(model::order_source_number store)
{
    auto const drawn = draw(plan_->seed, {.purpose = draw_purpose::order_count,
                                          .subject = stable_of(store),
                                          .nth = state_.at(store).told + 1});
    auto const count = uniform(duration{1}, duration{most_orders}, drawn);
    model::import_orders wish{store, {}, {}};
    wish.orders.assign(static_cast<std::size_t>(count.count()), "{}");
    tell(wish);
    tell(model::complete_refresh{store, {}});
}

} // namespace drydock::sim
