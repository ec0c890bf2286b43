// The part of the service that takes in what comes from outside beside requests, while it lives on.
#include "model/address.hpp"
#include "sim/service.hpp"

namespace drydock::sim {

void service::advance_clock(instant to)
{
    ASSERT(to >= now_);
    auto const from = std::exchange(now_, to);
    auto turned = log_->open(now_);
    turned.add({}, model::clock_advanced{from});
    apply(turned);
}

void service::take_entries(std::uint32_t count, std::string_view entries)
{
    auto added = log_->open(now_);
    added.add({}, model::timeline_added{added.intern(entries), count});
    apply(added);
    auto const size = static_cast<std::uint32_t>(plan_->timeline.size());
    auto const arrivals = static_cast<std::uint32_t>(plan_->populations.size());
    for (auto i = size - count; i < size; ++i)
        queue_->push({.due = plan_->timeline[i].at,
                      .ordinal = i + arrivals,
                      .where = {1},
                      .kind = work_kind::timeline});
}

void service::change_endpoints(std::string_view bin, std::string_view rules)
{
    auto changed = log_->open(now_);
    changed.add({}, model::endpoint_changed{changed.intern(bin), changed.intern(rules)});
    apply(changed);
    receivers_.reset();
    route_webhooks();
}

void service::route_webhooks()
{
    for (std::size_t i = 0; i < routes_.size(); ++i)
        routes_[i] = receivers_.resolve(log_->texts()[state_.webhooks[i].url]);
}

namespace {

std::string bin_url(scenario const& plan, std::string_view bin)
{
    return plan.base_url + "/bin/" + model::encode_url(bin);
}

} // namespace

fate service::judge_bin(receivers& by, bin_request const& what, std::uint32_t nth) const
{
    auto const to = what.is_own ? route{} : by.resolve(bin_url(*plan_, what.bin));
    if (to.is != route::kind::endpoint) return by.judge({}, {}, log_->texts());
    return by.judge(
        to, {.stable = stable_number("bin", what.bin), .nth = nth, .at = now_, .body = what.body},
        log_->texts());
}

// Judging counts, so it is done aside.
bool service::refuses_next(std::string_view bin) const
{
    receivers aside{receivers_};
    static_cast<void>(
        judge_bin(aside, {.bin = bin, .head = {}, .body = {}}, state_.capture_count + 1));
    auto const fails = aside.judged().fails;
    return fails == failure::refused || fails == failure::dns || fails == failure::tls;
}

std::vector<outage> const& service::outages_of_bin(std::string_view bin) const
{
    return receivers_.outages_of(receivers_.resolve(bin_url(*plan_, bin)));
}

service::bin_answer service::capture(bin_request const& what)
{
    model::capture_number const number{state_.capture_count + 1};
    auto const decided = judge_bin(receivers_, what, number.value);
    bin_answer given{number, receivers_.judged(), decided.takes};
    auto taken = log_->open(now_);
    model::request_captured const fact{
        .capture = number,
        .bin = taken.intern(what.bin),
        .head = taken.intern(what.head),
        .body = taken.intern(what.body),
        .reason = given.what.fails ? decided.outcome.kind : model::outcome_kind{},
        .is_encoded = what.is_encoded,
        .status = given.what.fails ? std::uint16_t{0} : given.what.status,
        .rule = static_cast<std::uint16_t>(decided.rule),
        .is_own = what.is_own};
    taken.add({}, fact);
    apply(taken);
    return given;
}

void service::change_base_url()
{
    auto changed = log_->open(now_);
    changed.add({}, model::base_url_changed{changed.intern(plan_->base_url)});
    apply(changed);
    receivers_.readdress();
    route_webhooks();
}

void service::change_clock_mode(std::string_view mode)
{
    auto changed = log_->open(now_);
    changed.add({}, model::clock_mode_changed{changed.intern(mode)});
    apply(changed);
}

} // namespace drydock::sim
