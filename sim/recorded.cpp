#include "sim/recorded.hpp"

namespace drydock::sim {

using model::event_type;

void recorded_inputs::on_block(std::span<model::event const> block, model::sequence_number first,
                               model::text_table const& texts)
{
    for (auto const& e : block) {
        if (e.type == event_type::delivery_requested) {
            auto const wish = e.as<model::delivery_requested>();
            webhooks_[wish.delivery.value] = wish.webhook;
        } else if (e.type == event_type::attempt_started) {
            auto const start = e.as<model::attempt_started>();
            auto& begun = attempts_[{start.delivery.value, start.attempt.value}];
            begun.webhook = webhooks_[start.delivery.value];
            begun.at = e.at;
            begun.begin = first;
        } else if (e.type == event_type::attempt_failed) {
            auto const failure = e.as<model::attempt_failed>();
            key const which{failure.delivery.value, failure.attempt.value};
            auto& seen = attempts_[which];
            seen.detail = texts[failure.detail];
            seen.seen.outcome = failure.reason;
            if (failure.has_retry_after != 0)
                seen.seen.retry_after = std::chrono::seconds{failure.retry_after};
            on_ended(e.at, first, which, failure.by);
        } else if (e.type == event_type::delivery_succeeded) {
            auto const success = e.as<model::delivery_succeeded>();
            key const which{success.delivery.value, success.attempt.value};
            attempts_[which].seen.outcome = model::attempt_outcome::http(success.status);
            on_ended(e.at, first, which, success.by);
        } else if (e.type == event_type::effect_applied) {
            auto const effect = e.as<model::effect_applied>();
            on_effect(e, {effect.delivery.value, effect.attempt.value}, 1, effect.shows);
        } else if (e.type == event_type::effect_skipped) {
            auto const skip = e.as<model::effect_skipped>();
            on_effect(e, {skip.delivery.value, skip.attempt.value}, 0, skip.shows);
        } else if (e.type == event_type::request_received) {
            on_request(e, first, texts);
        } else if (e.type == event_type::call_answered) {
            on_call(e.as<model::call_answered>(), texts);
        }
        ++first.value;
    }
}

void recorded_inputs::on_ended(instant at, model::sequence_number place, key which,
                               model::answerer by)
{
    auto& ended = attempts_[which];
    ended.end = place;
    ended.takes = at - ended.at;
    ended.seen.has_arrived = false; // what is known of effects was probed
    ended.seen.heard.by = by;
    if (by == model::answerer::endpoint) met_[{ended.webhook.value, ended.at}] = which;
}

void recorded_inputs::on_effect(model::event const&, key which, std::uint32_t effects,
                                model::scan_status shows)
{
    auto& probed = attempts_[which].seen.probed;
    if (!probed) probed.emplace();
    probed->new_effects += effects;
    probed->shows = shows;
}

void recorded_inputs::on_request(model::event const& e, model::sequence_number place,
                                 model::text_table const& texts)
{
    auto const call = e.as<model::request_received>();
    if (call.from_outside == 0) return;
    requests_.push_back({place, e.at, call.method, call.key, std::string{texts[call.target]},
                         std::string{texts[call.body]}});
}

void recorded_inputs::on_call(model::call_answered const& e, model::text_table const& texts)
{
    calls_[e.call.value] = {.status = e.status,
                            .reason = e.reason,
                            .is_cut = e.is_cut != 0,
                            .body = std::string{texts[e.body]},
                            .detail = std::string{texts[e.detail]}};
}

heard_call const* recorded_inputs::find(model::call_number call) const
{
    auto const found = calls_.find(call.value);
    return found == calls_.end() ? nullptr : &found->second;
}

recorded_inputs::attempt const* recorded_inputs::find(model::delivery_number delivery,
                                                      std::uint16_t number) const
{
    auto const* const begun = find_begun(delivery, number);
    return begun == nullptr || !begun->has_ended() ? nullptr : begun;
}

recorded_inputs::attempt const* recorded_inputs::find_begun(model::delivery_number delivery,
                                                            std::uint16_t number) const
{
    auto const found = attempts_.find({delivery.value, number});
    return found == attempts_.end() ? nullptr : &found->second;
}

recorded_inputs::attempt const* recorded_inputs::nearest(model::webhook_number webhook,
                                                         instant at) const
{
    auto const of_webhook = [&](auto const& place) {
        return place != met_.end() && place->first.first == webhook.value;
    };
    auto place = met_.upper_bound({webhook.value, at});
    if (place != met_.begin() && of_webhook(std::prev(place))) --place;
    return of_webhook(place) ? &attempts_.at(place->second) : nullptr;
}

namespace {

class recorded final : public transport {
public:
    recorded(event_queue& queue, recorded_inputs const& heard, replay_of what,
             replay_assumptions* assumed)
        : queue_{&queue}, heard_{&heard}, what_{what}, assumed_{assumed}
    {
    }

    void attach(api_server& server) override { server_ = &server; }
    bool may_be_called() const override { return true; }
    bool is_lively() const override { return true; }
    void start(attempt_order const& order) override;
    bool settle(instant end) override;
    observation conclude(work const& outcome, fate const& decided) override;
    bool has_arrived(work const&) override { return false; } // nothing here is scripted
    bool calls_others() const override { return true; }
    std::optional<heard_call> call_other(outside_call const& wish) override;

private:
    recorded_inputs::attempt const* met_by(attempt_order const& order) const;
    bool is_next(recorded_inputs::request const& request, instant end) const;

    struct meeting {
        recorded_inputs::attempt const* heard; // null: judged by the scenario, or not known
    };

    event_queue* queue_;
    recorded_inputs const* heard_;
    replay_of what_;
    replay_assumptions* assumed_;
    api_server* server_ = nullptr;
    std::size_t next_request_ = 0;
    std::map<std::pair<std::uint32_t, std::uint16_t>, meeting> in_flight_;
};

void recorded::start(attempt_order const& order)
{
    auto const* const heard = met_by(order);
    // Of an attempt that was in flight when the recording ended nothing more is known.
    if (heard == nullptr && what_ == replay_of::same_policy) return;
    in_flight_[{order.delivery.value, order.attempt}] = {heard};
    queue_->push(outcome_of(order, order.at + (heard ? heard->takes : order.decided.takes)));
}

recorded_inputs::attempt const* recorded::met_by(attempt_order const& order) const
{
    auto const* const same = heard_->find(order.delivery, order.attempt);
    if (what_ == replay_of::same_policy) return same;
    if (!order.decided.is_default) return nullptr;
    if (assumed_) ++assumed_->attempts;
    if (same && same->at == order.at && same->webhook == order.webhook &&
        same->seen.heard.by == model::answerer::endpoint)
        return same;
    auto const* const near = heard_->nearest(order.webhook, order.at);
    if (assumed_) ++(near ? assumed_->assumed : assumed_->unknown);
    return near;
}

observation recorded::conclude(work const& outcome, fate const& decided)
{
    auto const place = in_flight_.find({outcome.ordinal, outcome.attempt});
    ASSERT(place != in_flight_.end());
    auto const* const heard = place->second.heard;
    in_flight_.erase(place);
    if (heard == nullptr)
        return {.outcome = decided.outcome,
                .retry_after = decided.retry_after,
                .has_arrived = false,
                .heard = {.by = decided.is_default ? model::answerer::endpoint
                                                   : model::answerer::rule}};
    auto seen = heard->seen;
    seen.heard.detail = heard->detail;
    // The journal has it of real endpoints only: what a rule says, the scenario says again.
    if (seen.heard.by == model::answerer::rule && seen.outcome == decided.outcome)
        seen.retry_after = decided.retry_after;
    return seen;
}

bool recorded::settle(instant end)
{
    auto const& requests = heard_->requests();
    while (next_request_ < requests.size() && is_next(requests[next_request_], end)) {
        auto const& r = requests[next_request_++];
        server_->answer({r.method, r.target, r.body, r.key}, model::api::request_origin::outside);
    }
    return true;
}

// Under the same policy requests come in while it is called, as they did.
std::optional<heard_call> recorded::call_other(outside_call const& wish)
{
    if (what_ == replay_of::same_policy) settle(server_->now());
    auto const* const heard = heard_->find(wish.number);
    return heard == nullptr ? std::nullopt : std::optional{*heard};
}

// Under the same policy it came in at one place of the journal; else before later work.
bool recorded::is_next(recorded_inputs::request const& request, instant end) const
{
    if (what_ == replay_of::same_policy)
        return server_->last_event().value + 1 == request.place.value &&
               server_->now() == request.at;
    auto const* const next = queue_->head(end);
    return next == nullptr || next->due > request.at;
}

} // namespace

std::unique_ptr<transport> make_recorded(event_queue& queue, recorded_inputs const& heard,
                                         replay_of what, replay_assumptions* assumed)
{
    return std::make_unique<recorded>(queue, heard, what, assumed);
}

} // namespace drydock::sim
