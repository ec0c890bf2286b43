#include "tests/oracle/oracle_world.hpp"

#include <algorithm>
#include <charconv>

namespace drydock::oracle {
namespace {

/// Whole seconds of a Retry-After header, if there is one that is a number.
std::optional<std::int64_t> retry_after(sim::reaction const& answer)
{
    for (auto const& [name, value] : answer.headers) {
        std::string lower;
        for (char const letter : name)
            lower += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
        if (lower != "retry-after" || value.empty()) continue;
        std::int64_t seconds = 0;
        for (char const digit : value) {
            if (digit < '0' || digit > '9') return {};
            seconds = seconds * 10 + (digit - '0');
        }
        return seconds;
    }
    return {};
}

model::outcome_kind kind_of(sim::failure fails)
{
    switch (fails) {
    case sim::failure::refused: return model::outcome_kind::refused;
    case sim::failure::reset: return model::outcome_kind::reset;
    case sim::failure::dns: return model::outcome_kind::dns;
    case sim::failure::tls: return model::outcome_kind::tls;
    case sim::failure::malformed: return model::outcome_kind::malformed;
    case sim::failure::timeout:
    case sim::failure::lost_ack: break;
    }
    return model::outcome_kind::timeout;
}

std::string host_of(std::string const& url)
{
    auto const from = url.find("://") + 3;
    return url.substr(from, url.find_first_of(":/?#", from) - from);
}

} // namespace

world::fate world::judge(delivery const& d)
{
    if (!plan_.has_endpoints) return react({}, {}, {});
    auto const& url = is(defect::url_resolved_at_request) ? d.url : d.to->url;
    if (url != d.url) note("re-pointed between attempts");
    auto const endpoint = locate(url);
    if (endpoint) return follow(d, *endpoint);
    auto const refused = host_known(url) && !is(defect::unknown_path_is_dns);
    note(refused ? "a path that no endpoint has" : "a host that no endpoint has");
    return react({.fails = refused ? sim::failure::refused : sim::failure::dns}, {}, {});
}

bool world::covers(std::string const& prefix, std::string url) const
{
    url = url.substr(0, url.find_first_of("?#"));
    if (is(defect::prefix_cuts_segments)) return url.starts_with(prefix);
    return url == prefix || url.starts_with(prefix + '/');
}

std::optional<std::size_t> world::locate(std::string const& url)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < plan_.endpoints.size(); ++i) {
        if (!covers(plan_.endpoints[i].prefix, url)) continue;
        if (!best) {
            best = i;
            continue;
        }
        note("several prefixes that match");
        auto const longer = plan_.endpoints[i].prefix.size() > plan_.endpoints[*best].prefix.size();
        if (longer != is(defect::shortest_prefix_wins)) best = i;
    }
    return best;
}

bool world::host_known(std::string const& url) const
{
    return std::any_of(plan_.endpoints.begin(), plan_.endpoints.end(),
                       [&](auto const& e) { return host_of(e.prefix) == host_of(url); });
}

world::fate world::follow(delivery const& d, std::size_t endpoint)
{
    auto const& at = plan_.endpoints[endpoint];
    auto const rules_first = is(defect::outage_after_rules);
    auto made = rules_first ? follow_rules(d, endpoint) : follow_outages(at);
    if (!made && is_full(endpoint)) {
        note("an attempt turned away for want of room");
        made = react(at.capacity->overflow, {}, {});
    }
    if (!made) made = rules_first ? follow_outages(at) : follow_rules(d, endpoint);
    if (!made && at.code) {
        note("a receiver in C++ asked");
        auto const answer = at.code({d.what.event, d.what.subject->id, d.what.status,
                                     static_cast<std::uint16_t>(d.attempt), now_, ""});
        made = react_in_turn(endpoint, {answer.fails, answer.status, answer.headers, answer.body},
                             answer.after, answer.effect);
    }
    if (!made) made = react_in_turn(endpoint, {}, {}, {});
    made->endpoint = endpoint;
    made->handler = at.handler;
    return *made;
}

world::fate world::react_in_turn(std::size_t endpoint, sim::reaction const& with, duration after,
                                 std::optional<bool> effect)
{
    auto const works = !with.fails || with.fails == sim::failure::lost_ack ||
                       is(defect::every_failure_takes_a_worker);
    return react(with, after + (works ? wait_for_worker(endpoint, after) : duration{}), effect);
}

std::optional<world::fate> world::follow_outages(sim::endpoint const& at)
{
    for (auto const& outage : at.outages) {
        if (now_ == outage.from) note("an attempt exactly when an outage begins");
        if (now_ == outage.until) note("an attempt exactly when an outage ends");
        auto const begun =
            is(defect::outage_excludes_its_start) ? outage.from < now_ : outage.from <= now_;
        auto const over =
            is(defect::outage_includes_its_end) ? outage.until < now_ : outage.until <= now_;
        if (begun && !over) return react(outage.as, {}, {});
    }
    return {};
}

std::optional<world::fate> world::follow_rules(delivery const& d, std::size_t endpoint)
{
    auto const& rules = plan_.endpoints[endpoint].rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (!chosen(d, endpoint, i)) continue;
        auto delay_key = key(d, sim::draw_purpose::answer_delay);
        if (is(defect::delay_drawn_once_per_delivery)) delay_key.attempt = 1;
        auto const after = rules[i].after.sample(sim::draw(plan_.seed, delay_key));
        if (rules[i].effect) note(*rules[i].effect ? "an effect forced" : "an effect prevented");
        return react_in_turn(endpoint, rules[i].then, after, rules[i].effect);
    }
    return {};
}

bool world::chosen(delivery const& d, std::size_t endpoint, std::size_t index)
{
    auto const& rule = plan_.endpoints[endpoint].rules[index];
    auto const& on = rule.attempts;
    if (rule.event && *rule.event != d.what.event && !is(defect::event_of_rules_ignored))
        return false;
    if (rule.status && *rule.status != d.what.status) return false;
    if (rule.subject && *rule.subject != d.what.subject->id) return false;
    if (!on.empty() && std::find(on.begin(), on.end(), d.attempt) == on.end()) return false;
    if (rule.from && now_ < *rule.from) return false;
    if (rule.until && now_ >= *rule.until) return false;
    auto& count = chosen_[{endpoint, index}];
    auto const spent = rule.times && count >= *rule.times;
    if (rule.with_chance) {
        auto const drawn =
            sim::draw(plan_.seed, key(d, sim::draw_purpose::rule_chance,
                                      is(defect::chance_shared_by_rules) ? 0 : index));
        auto const hit = rule.with_chance->hits(drawn);
        note(hit ? "a chance that hit" : "a chance that missed");
        if (!hit && is(defect::times_counted_before_chance)) ++count;
        if (!hit) return false;
    }
    if (spent) note("a rule used up");
    if (spent && !is(defect::times_ignored)) return false;
    ++count;
    return true;
}

sim::draw_key world::key(delivery const& d, sim::draw_purpose purpose, std::size_t index) const
{
    return {.purpose = purpose,
            .index = static_cast<std::uint16_t>(index),
            .subject = stable(*d.what.subject),
            .nth = is(defect::draws_by_delivery_number) ? d.number : d.nth,
            .attempt = static_cast<std::uint16_t>(d.attempt)};
}

world::fate world::react(sim::reaction const& with, duration after, std::optional<bool> effect)
{
    auto const timeout = plan_.policy.timeout;
    auto const lost = with.fails == sim::failure::lost_ack;
    auto const never = lost || with.fails == sim::failure::timeout;
    auto const late = after > timeout || (is(defect::deadline_is_late) && after == timeout);
    if (!never && after == timeout) note("an answer exactly at the deadline");
    if (!never && after == timeout + duration{1}) note("an answer just past the deadline");
    if (lost) note("a lost acknowledgement");

    fate made;
    made.end = now_ + (never || late ? timeout : after);
    made.answer =
        with.fails ? attempt_outcome::of(kind_of(*with.fails)) : attempt_outcome::http(with.status);
    auto works = effect.value_or(with.fails ? lost : with.status >= 200 && with.status < 300);
    if (is(defect::effect_follows_success_list) && !effect && !with.fails)
        works = succeeds(made.answer);
    if (is(defect::lost_ack_without_effect) && lost) works = false;
    if (never || late)
        made.answer = attempt_outcome::of(model::outcome_kind::timeout);
    else if (!with.fails)
        made.retry_after = retry_after(with);
    if (works) made.effect = now_ + after;
    if (works && !succeeds(made.answer)) note("an effect that the sender does not learn of");
    if (!works && succeeds(made.answer)) note("an acknowledgement without effect");
    return made;
}

// --- handlers ----------------------------------------------------------------------------------

void world::offer(delivery& d, fate const& f)
{
    auto const rest =
        ",\"delivery\":" + std::to_string(d.number) + ",\"attempt\":" + std::to_string(f.attempt);
    auto const why = skips(d, f);
    if (why.empty()) {
        if (d.resend_of && !d.resend_of->home) note("a resend that brought home what was lost");
        d.home = true;
        line("effect_applied", f.started, rest);
    } else {
        if (d.resend_of)
            note(why == "stale" ? "a resent scan skipped as stale"
                                : "a resent body skipped as known");
        line("effect_skipped", f.started, rest + ",\"reason\":\"" + std::string{why} + '"');
    }
}

std::string_view world::skips(delivery const& d, fate const& f)
{
    using enum sim::handler_kind;
    auto const track = d.what.event == webhook_event::track;
    if (f.handler == deduplicating) return skips_as_duplicate(d, f);
    if (f.handler != by_occurred_at || (!track && !is(defect::rates_go_stale))) return "";
    if (d.what.subject->kind != subject_kind::shipment) return "";
    return skips_as_stale(d, f);
}

std::string_view world::skips_as_duplicate(delivery const& d, fate const& f)
{
    auto const by_delivery = is(defect::duplicates_by_delivery);
    auto const place = is(defect::duplicates_across_endpoints) ? 0 : f.endpoint;
    auto const bytes = by_delivery ? std::to_string(d.number) : f.body;
    auto const fresh = applied_.insert({place, bytes}).second;
    auto const again = !applied_by_.insert({f.endpoint, d.number}).second;
    if (fresh) return "";
    note(again ? "a duplicate skipped" : "equal bytes of another delivery skipped");
    if (!again && !d.resend_of && d.what.event == webhook_event::rate)
        note("equal bytes of later rates skipped");
    if (!again && !d.resend_of && d.what.event == webhook_event::batch)
        note("equal bytes of another batch skipped");
    if (!again && !d.resend_of && d.what.event == webhook_event::carrier_connected)
        note("equal bytes of a carrier connected anew skipped");
    return "duplicate";
}

std::string_view world::skips_as_stale(delivery const& d, fate const& f)
{
    auto const mine = std::pair{d.what.occurred_at, d.what.scan};
    auto const known = newest_.find({f.endpoint, d.what.subject->id});
    if (known != newest_.end()) {
        auto const& [newest, report] = known->second;
        if (mine.first == newest && mine.second != report) note("an equal occurrence not stale");
        auto stale = mine.first < newest;
        if (is(defect::staleness_by_report)) stale = mine.second < report;
        if (is(defect::equal_occurrence_is_stale)) stale = mine.first <= newest;
        if (stale) {
            note("a stale scan skipped");
            if (is(defect::skipped_scan_counts_as_newest)) known->second = mine;
            return "stale";
        }
    }
    newest_[{f.endpoint, d.what.subject->id}] = mine;
    return "";
}

} // namespace drydock::oracle
