// The webhook service: takes work, lets the model decide, appends the events, evolves the state,
// and asks for wake-ups and attempts. It never moves time.
#pragma once

#include "model/api/label_desk.hpp"
#include "model/api/route.hpp"
#include "model/entity/delivery.hpp"
#include "model/error.hpp"
#include "sim/delivery_ledger.hpp"
#include "sim/endpoint.hpp"
#include "sim/event_queue.hpp"
#include "sim/journal.hpp"
#include "sim/receiver/short_way.hpp"
#include "sim/story.hpp"
#include "sim/transport.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace drydock::sim {

class service final : public api_server {
public:
    /// All four must outlive the service.
    service(scenario const& plan, journal& log, event_queue& queue, transport& sender);

    /// Creates the webhooks and puts the timeline in the queue.
    void start();

    /// An entry that was added, and could not do what it wished. (Those of a file were checked.)
    struct refused_entry {
        instant at;
        model::error why{};
    };

    // What comes in from outside while the service lives on, beside requests; all of it is
    // journaled. What the plan has to say of it is changed by the caller before.

    /// Turns the clock. REQUIRES: no work is due by then, and it is not turned back.
    void advance_clock(instant to);
    /// Takes the last `count` entries of the plan's timeline in. `entries` is what they were read
    /// from.
    void take_entries(std::uint32_t count, std::string_view entries);
    /// The plan has other endpoints now: of a bin, or all others.
    void change_endpoints(std::string_view bin, std::string_view rules);
    /// A request that comes to a bin. Its outages and rules stand before it, unless it was sent
    /// from here: then they were asked before.
    struct bin_request {
        std::string_view bin, head, body; ///< as in model::request_captured
        bool is_encoded = false, is_own = false;
    };
    /// What a bin answers.
    struct bin_answer {
        model::capture_number number;
        reaction what;
        duration after{};
    };
    bin_answer capture(bin_request const& what);
    /// Whether the request that comes to a bin next is refused, whatever it says.
    bool refuses_next(std::string_view bin) const;
    /// The outages in front of a bin.
    std::vector<outage> const& outages_of_bin(std::string_view bin) const;
    /// The plan has another base URL now.
    void change_base_url();
    /// The clock moves otherwise now.
    void change_clock_mode(std::string_view mode);

    /// What entries that were added wished and could not have; asking forgets it.
    std::vector<refused_entry> take_refused() { return std::exchange(refused_, {}); }

    /// Does one piece of work that is due.
    void handle(work const& item);

    model::api::answer answer(model::api::request const& wish,
                              model::api::request_origin from) override;

    model::instant now() const override { return now_; }
    model::sequence_number last_event() const override { return log_->last(); }

    /// Whether code of a library user failed. Nothing may be handled after it.
    code_guard const& guard() const { return receivers_.guard(); }
    model::state const& state() const { return state_; }

private:
    /// What the service knows of an attempt in flight, beside the delivery itself. By slot.
    struct flight {
        fate decided;
        offer to_offer;
    };
    /// An effect that comes after the deadline of its attempt, and perhaps after its delivery.
    struct late_effect {
        offer to_offer;
        model::sequence_number cause;
        bool is_sure = false; ///< the request has arrived
    };
    /// What a delivery tells of.
    struct told_thing {
        model::entity_id id;
        std::uint64_t stable = 0;
        model::scan_status status{}; ///< of the scan, if it is one
        instant occurred_at;
    };
    /// Where a shipment comes from.
    struct origin {
        std::uint32_t entry = 0;      ///< its place, or by_request
        std::uint32_t occurrence = 0; ///< of the entry, from 1
        std::uint64_t stable = 0;     ///< the shipment's stable number
    };
    static constexpr std::uint32_t by_request = UINT32_MAX;
    /// How far a batch is whose labels are being made.
    struct batch_progress {
        model::sequence_number cause; ///< the event that began it
        std::vector<model::api::batch_place> places = {};
        std::size_t next = 0; ///< the first of them whose label is still to be made
        std::size_t completed = 0;
        std::string errors = {}; ///< items of process_errors
    };

    void prefetch_next() const;

    // Timeline and stories.
    void handle_timeline(work const& item);
    void act(ship_entry const& entry, work const& item);
    void act(track_entry const& entry, work const& item);
    void act(webhook_entry const& entry, work const& item);
    void act(batch_entry const& entry, work const& item);
    void act(rate_entry const& entry, work const& item);
    void act(carrier_entry const& entry, work const& item);
    void act(report_entry const& entry, work const& item);
    void act(refresh_entry const& entry, work const& item);
    void act(resend_entry const& entry, work const& item);
    void handle_refresh(work const& item);
    /// The shipment of that id, made if it is new.
    model::shipment_number find_shipment(std::string_view id, work const& item);
    model::subject find(model::subject_kind kind, std::string_view id) const;
    std::string payload_of(work const& item) const;
    /// Lets the model decide, and starts the deliveries that this requests. The loader has checked
    /// that it is not refused.
    template <class Command> void tell(Command const& wish);
    /// Only what was added later may be refused.
    void note_refused(model::refusal refused);
    fate judge_bin(receivers& by, bin_request const& what, std::uint32_t nth) const;
    void route_webhooks();
    void act(request_entry const& entry, work const& item);
    void act(call_entry const& entry, work const& item);
    void handle_story(work const& item);
    void queue_step(model::shipment_number shipment, std::size_t step);
    void tell_scan(model::shipment_number shipment, model::scan_status status, instant occurred_at,
                   std::string_view fields, std::string_view payload);
    model::shipment_number create_shipment(std::string_view id, ship_entry const* entry,
                                           std::string_view fields, origin const& from);
    std::string instantiated(std::string const& text, work const& item) const;
    duration shift(work const& item) const;

    // Populations.
    void start_populations();
    void queue_arrival(std::size_t place, std::uint32_t nth, duration gap);
    void arrive(work const& item);
    void arrive(shipment_population const& all, work const& item);
    void arrive(batch_population const& all, work const& item);
    void arrive(refresh_population const& all, work const& item);
    std::size_t place_of(work const& arrival) const;
    std::string store_id(std::size_t place) const;
    void end_refresh(model::order_source_number store, work const& arrival);
    void live_on(work const& item);
    /// The AC of a shipment that has just arrived, or a later scan of its story.
    void tell_next(model::shipment_number shipment, std::size_t place, model::scan_status status);
    void pass_next(model::slot where, std::size_t place, model::scan_status status);
    shipment_population const& stories_of(std::size_t place) const;
    void queue_scan(next_scan const& next, model::shipment_number shipment, model::slot where,
                    std::size_t place);
    void admit(std::size_t place, std::uint32_t id, origin const& from);

    // The short way, where there is one.
    void admit_shortly(std::size_t place, std::uint32_t id);
    void scan_shortly(model::slot shipment, model::scan_status status, subject_draws const& its);
    void begin_shortly(model::delivery& d, model::attempt_number attempt, model::event_writer& out);
    void launch_shortly(model::delivery const& d, subject_draws const& its);
    void end_shortly(work const& item);
    void fail_shortly(model::delivery& d, common_rule const& rule);
    /// False: the delivery is not of those that take it.
    bool retry_shortly(model::slot where);

    // What requests lead to, in time.
    void plan_ahead(std::span<model::event const> events, model::sequence_number first);
    void start_deliveries(std::uint32_t before);
    void plan_story(model::shipment_created const& made);
    void handle_processing(work const& item);
    void make_label(model::batch_number batch);
    void end_processing(model::batch_number batch);
    void end_wished_refresh(model::order_source_number store);
    void live_wished_story(model::shipment_number shipment, std::uint16_t step);
    model::story story_of(model::shipment_number shipment) const;

    // The timeline: the file's entries, then populations, then entries that were added.
    bool is_arrival(std::uint32_t ordinal) const
    {
        return ordinal - file_entries_ < plan_->populations.size();
    }
    timeline_entry const& entry_at(std::uint32_t ordinal) const
    {
        auto const is_added = ordinal >= file_entries_;
        return plan_->timeline[is_added ? ordinal - plan_->populations.size() : ordinal];
    }

    // Deliveries.
    void handle_retry(work const& item);
    void start_attempt(model::slot where);
    void launch(model::slot where);
    std::uint64_t stable_of(model::subject who);
    void send(model::delivery const& d, model::slot where, fate const& decided,
              std::string_view body);
    told_thing told_by(model::delivery const& d);
    arriving_attempt describe(model::delivery const& d, told_thing const& told,
                              std::string_view body);
    /// Whether the attempt waits, by what was decided; when it does, for what it waits.
    bool is_deferred(model::slot where, std::span<model::event const> decided);
    /// Starts what waits for places in flight.
    void start_held(model::webhook_number webhook);
    void take_off(model::delivery const& d, model::slot where, fate const& decided,
                  offer const& to_offer);
    void handle_outcome(work const& item);
    std::optional<model::retry_advice> ask_policy(model::delivery const& d, observation const& seen,
                                                  std::uint64_t jitter);
    void follow_up(work const& item, std::span<model::event const> events,
                   model::sequence_number first);
    void handle_late_effect(work const& item);
    std::uint32_t keep_late(offer const& to_offer, model::sequence_number cause, bool is_sure);
    void tell_effects(work const& item, model::delivery const& d, observation const& seen);
    void offer_payload(offer const& to_offer, model::sequence_number cause,
                       model::delivery_number delivery, std::uint16_t attempt);
    void cancel_waiting(model::webhook_number webhook, model::sequence_number cause);
    template <class Command> void change_webhook(Command const& wish);
    void turned_off(model::webhook_disabled const& off, model::sequence_number sequence);
    void handle_recovery(work const& item);
    void webhook_changed(std::span<model::event const> events, model::sequence_number first);

    /// Takes what was written into the journal and the state.
    std::span<model::event const> apply(model::event_writer const& written);

    /// Lets the model decide on a command and applies what it wrote. The events are good until
    /// the next command.
    template <class Command, class... More>
    std::span<model::event const> command(model::refusal& refused, Command const& wish,
                                          More const&... more);

    scenario const* plan_;
    journal* log_;
    event_queue* queue_;
    transport* sender_;
    receivers receivers_;
    model::state state_;
    model::api::shipment_index index_; // of it
    instant now_;
    std::vector<route> routes_;     // by webhook number - 1
    std::vector<flight> flights_;   // by slot of the delivery
    std::vector<late_effect> late_; // by slot of their own
    std::vector<std::uint32_t> free_late_;
    std::vector<origin> origins_; // of shipments that are never forgotten, by slot
    std::uint32_t file_entries_ = 0;
    std::vector<refused_entry> refused_;
    std::uint32_t generated_shipments_ = 0;
    std::uint32_t generated_batches_ = 0;
    std::vector<model::status_set> ends_; // by place of the population
    bool keeps_all_ = false;              // something can ask for any shipment
    std::array<std::vector<std::uint64_t>, model::subject_kinds> stable_; // of other kinds
    std::uint32_t calls_ = 0;                            // of other servers, so far
    std::map<std::uint32_t, batch_progress> processing_; // by number of the batch
    std::vector<work> refreshes_; // the entries that refresh now; by order source - 1
    std::optional<short_way> short_way_;
    std::optional<delivery_ledger> ledger_; // only when something is resent
};

inline std::span<model::event const> service::apply(model::event_writer const& written)
{
    auto const before = log_->last();
    auto const events = log_->commit(written);
    evolve(state_, events, {before.value + 1});
    if (ledger_) [[unlikely]]
        for (auto const& event : events)
            ledger_->apply(event, state_);
    return events;
}

template <class Command, class... More>
std::span<model::event const> service::command(model::refusal& refused, Command const& wish,
                                               More const&... more)
{
    auto writer = log_->open(now_);
    refused = decide(state_, wish, more..., writer);
    auto const written = apply(writer);
    ASSERT(!refused || written.empty());
    return written;
}

template <class Command> void service::tell(Command const& wish)
{
    auto const before = state_.delivery_count;
    model::refusal refused;
    command(refused, wish);
    if (refused) return note_refused(refused);
    // The first attempt starts inside the work that requested it.
    if (state_.delivery_count != before)
        start_attempt(state_.deliveries.find(state_.delivery_count));
}

} // namespace drydock::sim
