#include "sim/shrink/failure_mark.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace drydock::sim {

namespace {

constexpr std::string_view found_words = "; found ";

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Any number is as good as another.
std::string without_numbers(std::string_view text)
{
    std::string made;
    for (auto const c : text) {
        if (!is_digit(c))
            made += c;
        else if (!made.ends_with('#'))
            made += '#';
    }
    return made;
}

std::optional<std::int64_t> leading_number(std::string_view text)
{
    std::int64_t value = 0;
    auto const [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{}) return std::nullopt;
    auto const rest = text.substr(static_cast<std::size_t>(stop - text.data()));
    if (!rest.empty() && rest.front() != ' ' && rest.front() != '\n') return std::nullopt;
    return value;
}

// The number that was expected stands last before "; found".
std::optional<std::int64_t> expected_number(std::string_view before)
{
    auto const end = before.find_last_of("0123456789");
    if (end == std::string_view::npos) return std::nullopt;
    auto begin = end;
    while (begin > 0 && is_digit(before[begin - 1]))
        --begin;
    return leading_number(before.substr(begin, end - begin + 1));
}

// None, some but too few, or too many: these are not the same.
std::string_view amount(std::optional<std::int64_t> expected, std::optional<std::int64_t> found)
{
    if (!found) return "other";
    if (*found == 0) return "none";
    if (!expected) return "some";
    return *found < *expected ? "fewer" : "more";
}

} // namespace

failure_mark mark_of(verdict const& failed)
{
    std::string_view const message = failed.message;
    auto const line = message.substr(0, message.find('\n'));
    auto const split = line.find(found_words);
    failure_mark mark{.is_declared = failed.pointer.starts_with("/expect")};
    mark.kind = without_numbers(line.substr(0, split));
    if (split == std::string_view::npos) return mark;
    mark.kind += found_words;
    mark.kind += amount(expected_number(line.substr(0, split)),
                        leading_number(line.substr(split + found_words.size())));
    return mark;
}

bool fails_so(run_result const& result, failure_mark const& mark)
{
    return result.failure.empty() && std::ranges::any_of(result.verdicts, [&](verdict const& v) {
               return !v.passed && mark_of(v) == mark;
           });
}

std::set<std::string> ends_of_attempts(run_result const& result)
{
    constexpr std::string_view http = "http_";
    std::set<std::string> ends;
    for (auto const& [outcome, count] : result.summary.attempts.by_outcome)
        ends.insert(outcome.starts_with(http) ? outcome.substr(0, http.size() + 1) : outcome);
    return ends;
}

} // namespace drydock::sim
