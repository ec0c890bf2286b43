// The closed sets of names that scenarios and journals use, each with its text form.
#pragma once

#include "model/id.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace drydock::model {

/// What a webhook can be told of. Source: the seed, "Configuring Webhooks With the API".
enum class webhook_event : std::uint8_t {
    batch = 1,
    rate,
    track,
    carrier_connected,
    sales_orders_imported,
    order_source_refresh_complete,
    report_complete, ///< profile openapi-2026 only
};
inline constexpr std::size_t webhook_events = 7;

/// Which kind of entity an event tells of.
constexpr subject_kind subject_kind_of(webhook_event event)
{
    switch (event) {
    case webhook_event::track:
    case webhook_event::rate: return subject_kind::shipment;
    case webhook_event::batch: return subject_kind::batch;
    case webhook_event::carrier_connected: return subject_kind::carrier;
    case webhook_event::sales_orders_imported:
    case webhook_event::order_source_refresh_complete: return subject_kind::order_source;
    case webhook_event::report_complete: return subject_kind::report;
    }
    return subject_kind::shipment;
}

/// Tracking status codes. Source: the seed, "Tracking Status Codes"; NY (not yet in system) and SP
/// (delivered to collection location) are those of profile openapi-2026.
enum class scan_status : std::uint8_t { UN = 1, AC, IT, AT, EX, DE, NY, SP };

/// A set of statuses, in as many bits.
using status_set = std::uint8_t;
constexpr status_set set_of(scan_status status)
{
    return static_cast<status_set>(1U << (static_cast<unsigned>(status) - 1));
}

/// The seeded lives of a shipment.
enum class story : std::uint8_t { delivered, attempted, exception, lost, unordered };

/// Source: the OpenAPI's batch status, unchanged since 2019.
enum class batch_status : std::uint8_t {
    open = 1,
    queued,
    processing,
    completed,
    completed_with_errors,
    archived,
    invalid,
    notifying,
};

/// Which state of the API bodies and answers follow.
enum class profile : std::uint8_t { seed_2019 = 1, openapi_2026 };

/// Whether the API had the value in that state.
constexpr bool is_known(webhook_event event, profile of)
{
    return event != webhook_event::report_complete || of == profile::openapi_2026;
}
constexpr bool is_known(scan_status status, profile of)
{
    return (status != scan_status::NY && status != scan_status::SP) || of == profile::openapi_2026;
}

/// How an attempt ended. `http` carries a status code, whatever it is.
enum class outcome_kind : std::uint8_t {
    http = 1,
    timeout,
    refused,
    reset,
    dns,
    tls,
    malformed,
    interrupted, ///< drydock itself stopped during the attempt
    blocked,     ///< the target is not one that drydock may reach
};

struct attempt_outcome {
    outcome_kind kind{};
    std::uint8_t padding = 0;
    std::uint16_t status = 0; ///< HTTP status code, for kind http only

    static attempt_outcome http(std::uint16_t status) { return {outcome_kind::http, 0, status}; }
    static attempt_outcome of(outcome_kind kind) { return {kind, 0, 0}; }
    auto operator<=>(attempt_outcome const&) const = default;
};

/// Why a delivery is given up.
enum class discard_reason : std::uint8_t {
    attempts_exhausted = 1, ///< the policy has no further attempt
    stopped,                ///< the policy wants no further attempt after this answer
    too_old,                ///< the next attempt would come after the policy's max_age
};

/// Why a receiver did nothing.
enum class skip_reason : std::uint8_t {
    duplicate = 1, ///< it has seen these bytes
    stale,         ///< it has seen a newer scan of this shipment
    no_effect,     ///< a probe shows that it did no work; why is not known
};

/// What ended an attempt on a live transport.
enum class answerer : std::uint8_t {
    unsaid,   ///< the transport is not live: all receivers are scripted
    rule,     ///< an outage or a rule, in front of the real endpoint
    endpoint, ///< the real endpoint, or the way there
};

/// What a request wants done, and whether its API key is a good one.
enum class verb : std::uint8_t { GET = 1, POST, PUT, PATCH, DELETE };
enum class key_state : std::uint8_t { valid = 1, wrong, missing };

std::string_view name(webhook_event event);
std::string_view name(scan_status status);
std::string_view name(batch_status status);
std::string_view name(profile which);
std::string_view name(subject_kind kind); ///< "order_source"
std::string_view name(outcome_kind kind);
std::string_view name(discard_reason reason);
std::string_view name(skip_reason reason);
std::string_view name(answerer by); ///< REQUIRES: not unsaid
std::string_view name(verb method);
std::string_view name(key_state key);
std::string to_text(attempt_outcome outcome); ///< "http_503", "timeout"

std::optional<webhook_event> parse_webhook_event(std::string_view text);
std::optional<scan_status> parse_scan_status(std::string_view text);
std::optional<batch_status> parse_batch_status(std::string_view text);
std::optional<profile> parse_profile(std::string_view text);
std::optional<attempt_outcome> parse_attempt_outcome(std::string_view text);
std::optional<discard_reason> parse_discard_reason(std::string_view text);
std::optional<skip_reason> parse_skip_reason(std::string_view text);
std::optional<answerer> parse_answerer(std::string_view text);
std::optional<verb> parse_verb(std::string_view text);
std::optional<key_state> parse_key_state(std::string_view text);

/// All names of a set, in order of declaration; for messages, schemas and exhaustive tests.
std::span<std::string_view const> webhook_event_names();
std::span<std::string_view const> scan_status_names();
std::span<std::string_view const> batch_status_names();
std::span<std::string_view const> profile_names();
std::span<std::string_view const> outcome_kind_names();
std::span<std::string_view const> verb_names();
std::span<std::string_view const> key_state_names();

} // namespace drydock::model
