#include "model/status.hpp"

#include "model/assert.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace drydock::model {
namespace {

using namespace std::string_view_literals;

// In order of declaration: the enumerators count up from 1.
constexpr std::array events{"batch"sv,
                            "rate"sv,
                            "track"sv,
                            "carrier_connected"sv,
                            "sales_orders_imported"sv,
                            "order_source_refresh_complete"sv,
                            "report_complete"sv};
constexpr std::array scans{"UN"sv, "AC"sv, "IT"sv, "AT"sv, "EX"sv, "DE"sv, "NY"sv, "SP"sv};
constexpr std::array batches{
    "open"sv,     "queued"sv,  "processing"sv, "completed"sv, "completed_with_errors"sv,
    "archived"sv, "invalid"sv, "notifying"sv};
constexpr std::array profiles{"seed-2019"sv, "openapi-2026"sv};
// From 0.
constexpr std::array subjects{"shipment"sv, "batch"sv, "carrier"sv, "order_source"sv, "report"sv};
constexpr std::array outcomes{"http"sv, "timeout"sv,   "refused"sv,     "reset"sv,  "dns"sv,
                              "tls"sv,  "malformed"sv, "interrupted"sv, "blocked"sv};
constexpr std::array discards{"attempts_exhausted"sv, "stopped"sv, "too_old"sv};
constexpr std::array skips{"duplicate"sv, "stale"sv, "no_effect"sv};
constexpr std::array answerers{"rule"sv, "endpoint"sv};
constexpr std::array verbs{"GET"sv, "POST"sv, "PUT"sv, "PATCH"sv, "DELETE"sv};
constexpr std::array key_states{"valid"sv, "wrong"sv, "missing"sv};

static_assert(events.size() == static_cast<int>(webhook_event::report_complete));
static_assert(events.size() == webhook_events);
static_assert(scans.size() == static_cast<int>(scan_status::SP));
static_assert(batches.size() == static_cast<int>(batch_status::notifying));
static_assert(profiles.size() == static_cast<int>(profile::openapi_2026));
static_assert(subjects.size() == subject_kinds);
static_assert(outcomes.size() == static_cast<int>(outcome_kind::blocked));
static_assert(discards.size() == static_cast<int>(discard_reason::too_old));
static_assert(skips.size() == static_cast<int>(skip_reason::no_effect));
static_assert(answerers.size() == static_cast<int>(answerer::endpoint));
static_assert(verbs.size() == static_cast<int>(verb::DELETE));
static_assert(key_states.size() == static_cast<int>(key_state::missing));

template <class Enum> std::string_view name_in(std::span<std::string_view const> names, Enum value)
{
    auto const place = static_cast<std::size_t>(value);
    ASSERT(place >= 1);
    ASSERT(place <= names.size());
    return names[place - 1];
}

template <class Enum>
std::optional<Enum> parse_in(std::span<std::string_view const> names, std::string_view text)
{
    auto const found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin() + 1);
}

/// The code of "http_503": three digits, as on the wire.
std::optional<std::uint16_t> parse_http_outcome(std::string_view text)
{
    if (text.size() != 8 || !text.starts_with("http_") || text[5] == '0') return std::nullopt;
    std::uint16_t code = 0;
    auto const [stop, failure] = std::from_chars(text.data() + 5, text.data() + 8, code);
    if (failure != std::errc{} || stop != text.data() + 8) return std::nullopt;
    return code;
}

} // namespace

std::string_view name(webhook_event event)
{
    return name_in(events, event);
}
std::string_view name(scan_status status)
{
    return name_in(scans, status);
}
std::string_view name(batch_status status)
{
    return name_in(batches, status);
}
std::string_view name(profile which)
{
    return name_in(profiles, which);
}
std::string_view name(subject_kind kind)
{
    return subjects[static_cast<std::size_t>(kind)];
}
std::string_view name(outcome_kind kind)
{
    return name_in(outcomes, kind);
}
std::string_view name(discard_reason reason)
{
    return name_in(discards, reason);
}
std::string_view name(skip_reason reason)
{
    return name_in(skips, reason);
}
std::string_view name(answerer by)
{
    return name_in(answerers, by);
}
std::string_view name(verb method)
{
    return name_in(verbs, method);
}
std::string_view name(key_state key)
{
    return name_in(key_states, key);
}

std::string to_text(attempt_outcome outcome)
{
    if (outcome.kind != outcome_kind::http) return std::string{name(outcome.kind)};
    return "http_" + std::to_string(outcome.status);
}

std::optional<webhook_event> parse_webhook_event(std::string_view text)
{
    return parse_in<webhook_event>(events, text);
}

std::optional<scan_status> parse_scan_status(std::string_view text)
{
    return parse_in<scan_status>(scans, text);
}

std::optional<batch_status> parse_batch_status(std::string_view text)
{
    return parse_in<batch_status>(batches, text);
}

std::optional<profile> parse_profile(std::string_view text)
{
    return parse_in<profile>(profiles, text);
}

std::optional<attempt_outcome> parse_attempt_outcome(std::string_view text)
{
    if (auto const code = parse_http_outcome(text)) return attempt_outcome::http(*code);
    auto const kind = parse_in<outcome_kind>(outcomes, text);
    if (!kind || *kind == outcome_kind::http) return std::nullopt;
    return attempt_outcome::of(*kind);
}

std::optional<discard_reason> parse_discard_reason(std::string_view text)
{
    return parse_in<discard_reason>(discards, text);
}

std::optional<skip_reason> parse_skip_reason(std::string_view text)
{
    return parse_in<skip_reason>(skips, text);
}

std::optional<answerer> parse_answerer(std::string_view text)
{
    return parse_in<answerer>(answerers, text);
}

std::optional<verb> parse_verb(std::string_view text)
{
    return parse_in<verb>(verbs, text);
}

std::optional<key_state> parse_key_state(std::string_view text)
{
    return parse_in<key_state>(key_states, text);
}

std::span<std::string_view const> webhook_event_names()
{
    return events;
}
std::span<std::string_view const> scan_status_names()
{
    return scans;
}
std::span<std::string_view const> batch_status_names()
{
    return batches;
}
std::span<std::string_view const> profile_names()
{
    return profiles;
}
std::span<std::string_view const> outcome_kind_names()
{
    return outcomes;
}
std::span<std::string_view const> verb_names()
{
    return verbs;
}
std::span<std::string_view const> key_state_names()
{
    return key_states;
}

} // namespace drydock::model
