#include "sim/explore/possible_outcome.hpp"

#include "sim/scenario/values.hpp"

#include <charconv>

namespace drydock::sim {

namespace {

using model::attempt_outcome;
using model::outcome_kind;

// A failure has the name of what the sender sees of it, save that it cannot see what was lost.
attempt_outcome seen_of(failure why)
{
    auto const unseen = attempt_outcome::of(outcome_kind::timeout);
    if (why == failure::lost_ack) return unseen;
    auto const name = failure_names()[static_cast<std::size_t>(why)];
    return model::parse_attempt_outcome(name).value_or(unseen);
}

possible_outcome failing(std::string_view word, failure why)
{
    bool const has_effect = why == failure::lost_ack;
    return {.name = std::string{word},
            .then = {.fails = why},
            .seen = seen_of(why),
            .has_effect = has_effect,
            .waits = has_effect || why == failure::timeout};
}

possible_outcome answering(std::string_view word, std::uint16_t status,
                           model::retry_policy const& policy)
{
    auto const seen = attempt_outcome::http(status);
    bool const has_effect = status >= 200 && status <= 299;
    return {.name = std::string{word},
            .then = {.status = status},
            .seen = seen,
            .has_effect = has_effect,
            .is_fault = !has_effect || !policy.is_success(seen)};
}

std::uint16_t success_of(model::retry_policy const& policy)
{
    constexpr std::uint16_t usual = 200;
    if (policy.success.empty() || policy.is_success(attempt_outcome::http(usual))) return usual;
    return policy.success.front();
}

std::optional<std::uint16_t> parse_status(std::string_view word)
{
    std::uint16_t status = 0;
    auto const* const end = word.data() + word.size();
    auto const [stop, problem] = std::from_chars(word.data(), end, status);
    if (problem != std::errc{} || stop != end || status < 100 || status > 599) return std::nullopt;
    return status;
}

} // namespace

std::optional<possible_outcome> parse_possible_outcome(std::string_view word,
                                                       model::retry_policy const& policy)
{
    if (word == "ok") return answering(word, success_of(policy), policy);
    if (word == "fail") return failing(word, failure::refused);
    if (auto const status = parse_status(word)) return answering(word, *status, policy);
    node named;
    named.is = node::kind::string;
    named.text = std::string{word};
    if (auto const why = failure_of(&named)) return failing(word, *why);
    return std::nullopt;
}

std::vector<std::string_view> possible_outcome_words()
{
    std::vector<std::string_view> words{"ok", "fail"};
    words.insert(words.end(), failure_names().begin(), failure_names().end());
    return words;
}

} // namespace drydock::sim
