#include "sim/endpoint.hpp"

#include "model/assert.hpp"
#include "model/header.hpp"
#include "sim/http/message.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::sim {

namespace {

using model::attempt_outcome;
using model::outcome_kind;

attempt_outcome outcome_after(failure why)
{
    switch (why) {
    case failure::timeout:
    case failure::lost_ack: return attempt_outcome::of(outcome_kind::timeout);
    case failure::refused: return attempt_outcome::of(outcome_kind::refused);
    case failure::reset: return attempt_outcome::of(outcome_kind::reset);
    case failure::dns: return attempt_outcome::of(outcome_kind::dns);
    case failure::tls: return attempt_outcome::of(outcome_kind::tls);
    case failure::malformed: return attempt_outcome::of(outcome_kind::malformed);
    }
    model::assertion_failed("a known failure", __FILE__, __LINE__);
}

bool waits_for_deadline(failure why)
{
    return why == failure::timeout || why == failure::lost_ack;
}

bool is_2xx(std::uint16_t status)
{
    return status >= 200 && status <= 299;
}

std::optional<duration> retry_after_of(reaction const& answer)
{
    for (auto const& [name, value] : answer.headers) {
        if (!http::is_same_name(name, "retry-after")) continue;
        if (auto const wait = http::parse_retry_after(value)) return wait;
    }
    return std::nullopt;
}

// What stands where the scenario says nothing.
reaction const reaction_200;
distribution const at_once;
reaction const reaction_dns{.fails = failure::dns};
reaction const reaction_refused{.fails = failure::refused};

bool is_named(std::string_view id, model::entity_id subject, model::text_table const& texts)
{
    auto const numeric = model::numeric_part(id);
    return numeric != 0 ? numeric == subject.numeric
                        : subject.numeric == 0 && texts[subject.text] == id;
}

bool within(std::optional<instant> from, std::optional<instant> until, instant at)
{
    return (!from || at >= *from) && (!until || at < *until);
}

/// The conditions that look at nothing but the attempt.
bool describes(endpoint_rule const& rule, arriving_attempt const& attempt,
               model::text_table const& texts)
{
    if (rule.event && *rule.event != attempt.event) return false;
    if (rule.status && *rule.status != attempt.status) return false;
    if (!within(rule.from, rule.until, attempt.at)) return false;
    if (!rule.attempts.empty() &&
        std::ranges::find(rule.attempts, attempt.attempt) == rule.attempts.end())
        return false;
    return !rule.subject || is_named(*rule.subject, attempt.subject, texts);
}

/// Whether a rule has no such condition.
bool describes_all(endpoint_rule const& rule)
{
    return !rule.event && !rule.status && !rule.subject && rule.attempts.empty() && !rule.from &&
           !rule.until;
}

} // namespace

receivers::receivers(scenario const& plan) : plan_{&plan}
{
    reset();
}

void receivers::reset()
{
    readdress();
    memory_.assign(plan_->endpoints.size(), {});
    for (std::size_t i = 0; i < plan_->endpoints.size(); ++i) {
        auto const& end = plan_->endpoints[i];
        memory_[i].chosen.resize(end.rules.size());
        for (auto const& rule : end.rules)
            memory_[i].describes_all.push_back(describes_all(rule));
        if (end.capacity) memory_[i].line.emplace(*end.capacity);
    }
}

void receivers::readdress()
{
    prefixes_.clear();
    for (auto const& end : plan_->endpoints)
        prefixes_.push_back(model::parse_address(end.prefix));
}

route receivers::resolve(std::string_view url) const
{
    if (!plan_->has_endpoints) return {route::kind::open};
    auto const target = model::parse_address(url);
    route found{route::kind::unknown_host};
    std::size_t longest = 0;
    for (std::size_t i = 0; target && i < prefixes_.size(); ++i) {
        auto const& prefix = prefixes_[i];
        if (!prefix) continue;
        if (prefix->host == target->host && found.is == route::kind::unknown_host)
            found.is = route::kind::unknown_path;
        auto const length = prefix->prefix().size();
        if (model::is_prefix_of(*prefix, *target) && length > longest) {
            found = {route::kind::endpoint, static_cast<std::uint32_t>(i)};
            longest = length;
        }
    }
    return found;
}

bool receivers::wants_body(route to) const
{
    if (to.is != route::kind::endpoint) return false;
    auto const& end = plan_->endpoints[to.endpoint];
    return end.handler == handler_kind::deduplicating || end.code != nullptr;
}

common_rule receivers::common(chance taken, distribution const& after, reaction const& answer,
                              std::optional<bool> effect) const
{
    common_rule rule{.taken = taken,
                     .after = &after,
                     .outcome = attempt_outcome::http(answer.status),
                     .has_effect = effect.value_or(is_2xx(answer.status))};
    rule.delivers = plan_->policy.is_success(rule.outcome);
    rule.is_plain = !answer.fails && !retry_after_of(answer) && (rule.delivers || !rule.has_effect);
    return rule;
}

std::vector<common_rule> receivers::common_rules(route to) const
{
    static constexpr chance always{.threshold = 0, .always = true};
    std::vector<common_rule> met;
    if (to.is == route::kind::endpoint) {
        auto const& end = plan_->endpoints[to.endpoint];
        if (end.code || end.capacity || end.handler != handler_kind::last_write_wins) return {};
        for (auto const& rule : end.rules) {
            if (!describes_all(rule) || rule.times) return {};
            met.push_back(
                common(rule.with_chance.value_or(always), rule.after, rule.then, rule.effect));
        }
    } else if (to.is != route::kind::open) {
        return {};
    }
    met.push_back(common(always, at_once, reaction_200, {}));
    return met;
}

std::vector<outage> const& receivers::outages_of(route to) const
{
    static std::vector<outage> const none;
    return to.is == route::kind::endpoint ? plan_->endpoints[to.endpoint].outages : none;
}

fate receivers::judge(route to, arriving_attempt const& attempt, model::text_table const& texts)
{
    switch (to.is) {
    case route::kind::open: return by_default(reaction_200);
    case route::kind::unknown_host: return by_default(reaction_dns);
    case route::kind::unknown_path: return by_default(reaction_refused);
    case route::kind::endpoint: return judge_endpoint(to.endpoint, attempt, texts);
    }
    model::assertion_failed("a known kind of route", __FILE__, __LINE__);
}

// Flattened, as what attempts pass through is: the calls and copies between small functions cost
// more than what they do.
[[gnu::flatten]] fate receivers::judge_endpoint(std::uint32_t index,
                                                arriving_attempt const& attempt,
                                                model::text_table const& texts)
{
    auto const& end = plan_->endpoints[index];
    for (auto const& outage : end.outages)
        if (within(outage.from, outage.until, attempt.at)) return enact(outage.as, {}, {});

    auto& line = memory_[index].line;
    if (line && !line->has_room(attempt.at)) return enact(end.capacity->overflow, {}, {});
    for (std::size_t i = 0; i < end.rules.size(); ++i) {
        if (!chooses(index, i, attempt, texts)) continue;
        auto const& rule = end.rules[i];
        auto const after =
            rule.after.is_random()
                ? rule.after.sample(draw(plan_->seed, key(draw_purpose::answer_delay, attempt)))
                : rule.after.first;
        auto decided = answer_in_turn(index, attempt.at, rule.then, after, rule.effect);
        decided.rule = static_cast<std::uint32_t>(i) + 1;
        return decided;
    }
    if (end.code) return ask_code(index, attempt, texts);
    auto decided = answer_in_turn(index, attempt.at, reaction_200, {}, {});
    decided.is_default = true;
    return decided;
}

// With a capacity, an answer takes a worker and perhaps waits for one.
fate receivers::answer_in_turn(std::uint32_t index, instant at, reaction const& reaction,
                               duration takes, std::optional<bool> effect)
{
    auto& line = memory_[index].line;
    bool const is_work = !reaction.fails || *reaction.fails == failure::lost_ack;
    auto const waits = line && is_work ? line->take_in(at, takes) : duration{};
    return enact(reaction, waits + takes, effect);
}

// Far away from what is asked millions of times.
[[gnu::noinline]] fate receivers::ask_code(std::uint32_t index, arriving_attempt const& attempt,
                                           model::text_table const& texts)
{
    auto const& end = plan_->endpoints[index];
    request const asked{.event = attempt.event,
                        .subject = model::to_text(attempt.subject, texts),
                        .status = attempt.status,
                        .attempt = attempt.attempt,
                        .at = attempt.at,
                        .body = std::string{attempt.body}};
    auto const who = [&] {
        return fmt::format("the receiver of {}, asked for attempt {} for {} at {},", end.prefix,
                           asked.attempt, asked.subject, model::to_text(asked.at));
    };
    auto const answer = guard_.ask(who, [&] { return end.code(asked); });
    if (!answer) return enact(reaction_200, {}, {});
    if (!answer->fails && (answer->status < 100 || answer->status > 599))
        guard_.fail(who,
                    fmt::format("answered {}; expected a status from 100 to 599", answer->status));
    for (auto const& [name, value] : answer->headers)
        if (!model::is_header_name(name) || !model::is_whole_header_value(value))
            guard_.fail(who, fmt::format("answered the header \"{}: {}\"; expected a name, and a "
                                         "value of one line without blanks at its ends",
                                         name, value));
    if (answer->after < duration::zero() || answer->after > model::longest_duration)
        guard_.fail(who, fmt::format("took {}; expected 0s to {}", model::to_text(answer->after),
                                     model::to_text(model::longest_duration)));
    if (guard_.has_failed()) return enact(reaction_200, {}, {});
    answered_ = {answer->fails, answer->status, answer->headers, answer->body};
    return answer_in_turn(index, attempt.at, answered_, answer->after, answer->effect);
}

bool receivers::chooses(std::uint32_t index, std::size_t rule, arriving_attempt const& attempt,
                        model::text_table const& texts)
{
    auto const& wanted = plan_->endpoints[index].rules[rule];
    if (memory_[index].describes_all[rule] == 0 && !describes(wanted, attempt, texts)) return false;
    if (wanted.with_chance) {
        auto chance_key = key(draw_purpose::rule_chance, attempt);
        chance_key.index = static_cast<std::uint16_t>(rule);
        if (!wanted.with_chance->hits(draw(plan_->seed, chance_key))) return false;
    }
    auto& chosen = memory_[index].chosen[rule];
    if (wanted.times && chosen >= *wanted.times) return false;
    ++chosen;
    return true;
}

fate receivers::by_default(reaction const& reaction)
{
    auto decided = enact(reaction, {}, {});
    decided.is_default = true;
    return decided;
}

fate receivers::enact(reaction const& reaction, duration after, std::optional<bool> effect)
{
    judged_ = &reaction;
    fate decided{.outcome = attempt_outcome::http(reaction.status),
                 .takes = after,
                 .has_effect = is_2xx(reaction.status),
                 .effect_after = after};
    if (reaction.fails) {
        decided.outcome = outcome_after(*reaction.fails);
        decided.has_effect = *reaction.fails == failure::lost_ack;
    }
    auto const deadline = plan_->policy.timeout;
    if (after > deadline || (reaction.fails && waits_for_deadline(*reaction.fails))) {
        decided.outcome = attempt_outcome::of(outcome_kind::timeout);
        decided.takes = deadline;
    } else if (!reaction.fails) {
        decided.retry_after = retry_after_of(reaction);
    }
    if (effect) decided.has_effect = *effect;
    return decided;
}

std::optional<model::skip_reason> receivers::take(offer const& offered)
{
    if (offered.to.is != route::kind::endpoint) return std::nullopt;
    auto& known = memory_[offered.to.endpoint];
    switch (plan_->endpoints[offered.to.endpoint].handler) {
    case handler_kind::last_write_wins: return std::nullopt;
    case handler_kind::by_occurred_at: {
        if (offered.event != model::webhook_event::track) return std::nullopt;
        auto const [place, is_new] = known.newest.emplace(offered.subject, offered.occurred_at);
        if (!is_new && offered.occurred_at < place->second) return model::skip_reason::stale;
        place->second = offered.occurred_at;
        return std::nullopt;
    }
    case handler_kind::deduplicating:
        if (known.bodies.insert(offered.body_hash).second) return std::nullopt;
        return model::skip_reason::duplicate;
    }
    model::assertion_failed("a known handler", __FILE__, __LINE__);
}

draw_key receivers::key(draw_purpose purpose, arriving_attempt const& attempt) const
{
    return {.purpose = purpose,
            .subject = attempt.stable,
            .nth = attempt.nth,
            .attempt = attempt.attempt};
}

} // namespace drydock::sim
