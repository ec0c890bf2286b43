#include "tools/drydock/why/what_if.hpp"

#include "model/address.hpp"

namespace drydock::tools {

namespace {

using met_rules = std::map<std::pair<std::uint32_t, std::uint16_t>, std::uint32_t>;

/// Reports the judged fate, as `direct` does, and keeps which rule it was.
class noting final : public sim::transport {
public:
    noting(sim::event_queue& queue, met_rules& rules) : queue_{&queue}, rules_{&rules} {}

    void start(sim::attempt_order const& order) override
    {
        (*rules_)[{order.delivery.value, order.attempt}] = order.decided.rule;
        queue_->push(sim::outcome_of(order, order.at + order.decided.takes));
    }

private:
    sim::event_queue* queue_;
    met_rules* rules_;
};

/// What makes an event of the same kind happen.
sim::timeline_entry entry_like(told_delivery const& d, model::instant at)
{
    sim::timeline_entry made;
    made.at = at;
    using enum model::webhook_event;
    switch (d.event) {
    case track:
        made.what = sim::track_entry{
            d.subject,
            {.at = at, .status = d.status, .occurred_at = {}, .fields = {}, .where = {}}};
        break;
    case batch:
        made.what = sim::batch_entry{
            .batch = d.subject, .status = model::batch_status::completed, .fields = {}};
        break;
    case rate: made.what = sim::rate_entry{d.subject, {}}; break;
    case carrier_connected: made.what = sim::carrier_entry{d.subject, {}}; break;
    case report_complete: made.what = sim::report_entry{d.subject, {}}; break;
    case sales_orders_imported:
        made.what = sim::refresh_entry{.order_source = d.subject, .fields = {}, .orders = {"{}"}};
        break;
    case order_source_refresh_complete:
        made.what = sim::refresh_entry{.order_source = d.subject, .fields = {}, .orders = {}};
        break;
    }
    return made;
}

} // namespace

what_if::what_if(sim::scenario const& what, sim::transport_maker by)
    : what_{&what}, by_{std::move(by)}
{
    auto note = by_;
    if (!by_ && !what.needs_wire())
        note = [this](sim::scenario const&, sim::event_queue& queue) {
            return std::make_unique<noting>(queue, rules_);
        };
    sim::run(what, {&story_}, note);
}

std::uint32_t what_if::rule_of(model::delivery_number delivery, std::uint16_t attempt) const
{
    auto const found = rules_.find({delivery.value, attempt});
    return found == rules_.end() ? 0 : found->second;
}

run_story what_if::run(sim::scenario const& what) const
{
    run_story story;
    sim::run(what, {&story}, by_);
    return story;
}

run_story what_if::under(model::retry_policy const& policy) const
{
    auto other = *what_;
    other.policy = policy;
    return run(other);
}

run_story what_if::handled(std::string const& url, sim::handler_kind handler) const
{
    auto other = *what_;
    auto const to = sim::receivers{*what_}.resolve(url);
    if (to.is == sim::route::kind::endpoint) {
        other.endpoints[to.endpoint].handler = handler;
    } else if (auto const address = model::parse_address(url)) {
        other.has_endpoints = true;
        other.endpoints.push_back({.prefix = address->origin(), .handler = handler});
    }
    return run(other);
}

told_delivery what_if::alone(told_delivery const& like, model::instant at) const
{
    auto other = *what_;
    other.timeline = {entry_like(like, at)};
    other.populations.clear();
    other.expect.clear();
    other.until.reset();
    auto const story = run(other);
    for (auto const& d : story.deliveries())
        if (d.event == like.event) return d;
    return {};
}

} // namespace drydock::tools
