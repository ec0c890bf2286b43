// The closed sets of names that scenarios and journals use, each with its text form.
#pragma once

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
};

/// Tracking status codes. Source: the seed, "Tracking Status Codes".
enum class scan_status : std::uint8_t { UN = 1, AC, IT, AT, EX, DE };

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
    stopped,                ///< the answer is one that the policy stops on
    too_old,                ///< the next attempt would come after the policy's max_age
};

/// Why a receiver did nothing.
enum class skip_reason : std::uint8_t {
    duplicate = 1, ///< it has seen these bytes
    stale,         ///< it has seen a newer scan of this shipment
};

std::string_view name(webhook_event event);
std::string_view name(scan_status status);
std::string_view name(outcome_kind kind);
std::string_view name(discard_reason reason);
std::string_view name(skip_reason reason);
std::string to_text(attempt_outcome outcome); ///< "http_503", "timeout"

std::optional<webhook_event> parse_webhook_event(std::string_view text);
std::optional<scan_status> parse_scan_status(std::string_view text);
std::optional<attempt_outcome> parse_attempt_outcome(std::string_view text);
std::optional<discard_reason> parse_discard_reason(std::string_view text);
std::optional<skip_reason> parse_skip_reason(std::string_view text);

/// All names of a set, in order of declaration; for messages, schemas and exhaustive tests.
std::span<std::string_view const> webhook_event_names();
std::span<std::string_view const> scan_status_names();
std::span<std::string_view const> outcome_kind_names();

} // namespace drydock::model
