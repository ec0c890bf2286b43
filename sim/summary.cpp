#include "sim/summary.hpp"

#include "model/property/attempt_rules.hpp"
#include "model/property/delivery_window.hpp"
#include "sim/expect/judged_properties.hpp"
#include "sim/load_curve.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace drydock::sim {

using model::event_type;

namespace {

std::optional<instant> end_of_last_outage(scenario const& what)
{
    std::optional<instant> last;
    for (auto const& e : what.endpoints)
        for (auto const& o : e.outages)
            if (!last || o.until > *last) last = o.until;
    return last;
}

/// Counts by outcome, without a text until somebody reads them.
class outcome_counts {
public:
    void add(model::attempt_outcome outcome)
    {
        if (outcome.kind != model::outcome_kind::http) {
            ++kinds_[static_cast<std::size_t>(outcome.kind)];
            return;
        }
        if (outcome.status >= statuses_.size()) statuses_.resize(outcome.status + 1U);
        ++statuses_[outcome.status];
    }

    std::map<std::string, std::uint64_t> by_name() const
    {
        std::map<std::string, std::uint64_t> named;
        for (std::size_t k = 0; k < kinds_.size(); ++k)
            if (kinds_[k] > 0) named[std::string{kind_name(k)}] = kinds_[k];
        for (std::size_t s = 0; s < statuses_.size(); ++s)
            if (statuses_[s] > 0) named["http_" + std::to_string(s)] = statuses_[s];
        return named;
    }

private:
    static std::string_view kind_name(std::size_t index)
    {
        return model::name(static_cast<model::outcome_kind>(index));
    }

    std::array<std::uint64_t, static_cast<std::size_t>(model::outcome_kind::blocked) + 1> kinds_{};
    std::vector<std::uint64_t> statuses_ = std::vector<std::uint64_t>(600);
};

/// Which calls were in vain: a GET is answered as the last GET of the same target was.
class call_watch {
public:
    void on_received(model::request_received const& call, run_summary& counts)
    {
        ++counts.api_calls.total;
        asked_ = call;
    }
    // One call is answered before the next is received.
    void on_answered(model::request_answered const& answer, run_summary& counts)
    {
        if (asked_.method != model::verb::GET || asked_.request != answer.request) return;
        std::pair const now{answer.status, answer.etag};
        auto const [last, is_first] = answers_.emplace(asked_.target, now);
        if (!is_first && last->second == now) ++counts.api_calls.no_news;
        last->second = now;
    }

private:
    model::request_received asked_;
    std::map<model::text_number, std::pair<std::uint16_t, std::uint64_t>> answers_; // by target
};

} // namespace

struct summary_fold::impl {
    struct sending {
        model::attempt_course attempts;
        instant requested_at;
        model::late_effects late;
        bool ended = false;
        bool applied = false;   // has had an effect
        bool unlearned = false; // by the attempt in flight, whose outcome is still to come
    };

    explicit impl(scenario const& what)
        : has_probe{std::ranges::any_of(what.endpoints,
                                        [](endpoint const& e) { return e.probe.has_value(); })},
          load{what.start, std::chrono::minutes{1}, end_of_last_outage(what)},
          sender{judged_policy(what), what.start}
    {
    }

    void apply(std::span<model::event const> block, model::sequence_number first);
    void on_requested(model::event const& e);
    void on_started(model::event const& e, model::sequence_number sequence);
    void on_failed(model::event const& e);
    void on_succeeded(model::event const& e);
    void on_discarded(model::delivery_number number);
    void on_cancelled(model::delivery_number number, model::sequence_number sequence);
    void on_applied(model::effect_applied const& effect);
    void on_skipped(model::effect_skipped const& skip);
    /// Null when it has ended.
    model::attempt_course* course_of(model::delivery_number number);
    void end(model::delivery_number number, sending& s);
    void forget_if_done(model::delivery_number number, sending const& s);

    bool has_probe;
    bool is_live = false;
    run_summary counts;
    outcome_counts outcomes;
    load_curve load;
    model::attempt_rules sender;
    model::delivery_window<sending> deliveries;
    call_watch calls;
};

inline void summary_fold::impl::forget_if_done(model::delivery_number number, sending const& s)
{
    if (s.late.possible == 0 && s.ended) deliveries.forget(number);
}

inline void summary_fold::impl::end(model::delivery_number number, sending& s)
{
    s.ended = true;
    forget_if_done(number, s);
}

inline model::attempt_course* summary_fold::impl::course_of(model::delivery_number number)
{
    auto* const s = deliveries.find(number);
    return s == nullptr || s->ended ? nullptr : &s->attempts;
}

inline void summary_fold::impl::on_requested(model::event const& e)
{
    ++counts.deliveries.requested;
    sender.on_requested();
    deliveries.add(e.as<model::delivery_requested>().delivery).requested_at = e.at;
}

inline void summary_fold::impl::on_started(model::event const& e, model::sequence_number sequence)
{
    auto const start = e.as<model::attempt_started>();
    ++counts.attempts.total;
    load.add(e.at, start.attempt.value == 1);
    sender.on_started(course_of(start.delivery), e, sequence);
}

inline void summary_fold::impl::on_failed(model::event const& e)
{
    auto const failure = e.as<model::attempt_failed>();
    outcomes.add(failure.reason);
    if (failure.by != model::answerer{}) is_live = true;
    auto* const s = deliveries.find(failure.delivery);
    if (s == nullptr) return;
    sender.on_failed(s->attempts, e.at);
    s->late.on_failed(failure);
    if (s->unlearned) ++counts.effects.lost_acks;
    s->unlearned = false;
}

inline void summary_fold::impl::on_succeeded(model::event const& e)
{
    auto const success = e.as<model::delivery_succeeded>();
    ++counts.deliveries.delivered;
    if (success.by != model::answerer{}) is_live = true;
    outcomes.add(model::attempt_outcome::http(success.status));
    auto* const s = deliveries.find(success.delivery);
    if (s == nullptr) return;
    counts.latencies.add((e.at - s->requested_at).count());
    end(success.delivery, *s);
}

void summary_fold::impl::on_discarded(model::delivery_number number)
{
    ++counts.deliveries.discarded;
    if (auto* const s = deliveries.find(number)) end(number, *s);
}

void summary_fold::impl::on_cancelled(model::delivery_number number,
                                      model::sequence_number sequence)
{
    ++counts.deliveries.cancelled;
    sender.on_cancelled(number, sequence);
    if (auto* const s = deliveries.find(number)) end(number, *s);
}

inline void summary_fold::impl::on_applied(model::effect_applied const& effect)
{
    ++counts.effects.total;
    auto* const s = deliveries.find(effect.delivery);
    if (s == nullptr) return;
    if (s->applied) ++counts.effects.duplicates;
    s->applied = true;
    if (s->late.on_effect(effect.attempt))
        ++counts.effects.lost_acks;
    else
        s->unlearned = true;
    forget_if_done(effect.delivery, *s);
}

void summary_fold::impl::on_skipped(model::effect_skipped const& skip)
{
    auto* const s = deliveries.find(skip.delivery);
    if (s == nullptr) return;
    s->late.on_effect(skip.attempt);
    forget_if_done(skip.delivery, *s);
}

// One loop with all that most events need in it: this runs for every event of every run.
void summary_fold::impl::apply(std::span<model::event const> block, model::sequence_number first)
{
    for (auto const& e : block) {
        auto const sequence = model::sequence_number{first.value++};
        switch (e.type) {
        case event_type::delivery_requested: on_requested(e); break;
        case event_type::event_unsubscribed: ++counts.deliveries.unsubscribed; break;
        case event_type::attempt_started: on_started(e, sequence); break;
        case event_type::attempt_failed: on_failed(e); break;
        case event_type::retry_scheduled:
            if (auto* const of = course_of(e.as<model::retry_scheduled>().delivery))
                sender.on_scheduled(*of, e.as<model::retry_scheduled>());
            break;
        case event_type::attempt_deferred:
            if (auto* const of = course_of(e.as<model::attempt_deferred>().delivery))
                sender.on_deferred(*of, e.as<model::attempt_deferred>());
            break;
        case event_type::delivery_succeeded: on_succeeded(e); break;
        case event_type::delivery_discarded:
            on_discarded(e.as<model::delivery_discarded>().delivery);
            break;
        case event_type::delivery_cancelled:
            on_cancelled(e.as<model::delivery_cancelled>().delivery, sequence);
            break;
        case event_type::effect_applied: on_applied(e.as<model::effect_applied>()); break;
        case event_type::effect_skipped: on_skipped(e.as<model::effect_skipped>()); break;
        case event_type::webhook_created:
        case event_type::webhook_updated:
        case event_type::webhook_deleted:
        case event_type::webhook_enabled:
        case event_type::webhook_disabled:
        case event_type::shipment_created:
        case event_type::shipment_scanned:
        case event_type::batch_created:
        case event_type::batch_status_changed:
        case event_type::rates_updated:
        case event_type::carrier_connected:
        case event_type::report_completed:
        case event_type::order_source_refresh_started:
        case event_type::order_source_refresh_completed:
        case event_type::order_source_refresh_failed:
        case event_type::sales_orders_imported: break;
        case event_type::request_received:
            calls.on_received(e.as<model::request_received>(), counts);
            break;
        case event_type::request_answered:
            calls.on_answered(e.as<model::request_answered>(), counts);
            break;
        case event_type::call_sent:
        case event_type::call_answered:
        case event_type::tracking_started:
        case event_type::tracking_stopped:
        case event_type::label_created:
        case event_type::endpoint_changed:
        case event_type::request_captured:
        case event_type::clock_advanced:
        case event_type::timeline_added:
        case event_type::base_url_changed:
        case event_type::clock_mode_changed: break;
        }
    }
}

void sum_up_latency(run_summary& summary)
{
    auto const& l = summary.latencies;
    if (l.count() == 0) return;
    summary.latency = {duration{*l.percentile(50)}, duration{*l.percentile(90)},
                       duration{*l.percentile(99)}, duration{l.max()}};
}

summary_fold::summary_fold(scenario const& what) : impl_{std::make_unique<impl>(what)} {}

summary_fold::~summary_fold() = default;

void summary_fold::on_block(std::span<model::event const> block, model::sequence_number first,
                            model::text_table const&)
{
    impl_->apply(block, first);
}

model::attempt_rules const& summary_fold::sender() const
{
    return impl_->sender;
}

run_summary summary_fold::result() const
{
    auto found = impl_->counts;
    auto& d = found.deliveries;
    d.pending = d.requested - d.delivered - d.discarded - d.cancelled;
    found.effects.observed = impl_->has_probe || !impl_->is_live;
    found.webhook_events = d.requested + d.unsubscribed;
    found.attempts.by_outcome = impl_->outcomes.by_name();
    sum_up_latency(found);
    auto const peak = impl_->load.highest();
    found.load.normal = impl_->load.normal();
    found.load.peak = peak.attempts;
    found.load.peak_at = peak.at;
    if (auto const wave = impl_->load.recovery()) {
        auto const normal = found.load.normal;
        found.load.recovery = {wave->peak, normal == 0 ? 0 : wave->peak * 1000 / normal,
                               wave->above_normal};
    }
    return found;
}

} // namespace drydock::sim
