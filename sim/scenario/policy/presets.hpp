// The policy library: how senders of webhooks say that they deliver, each with its source.
#pragma once

#include "model/policy.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace drydock::sim {

/// Which values of a policy somebody has named; the others are assumptions of ours.
struct named_values {
    bool attempts = false, timeout = false, anchor = false, success = false, retry_after = false;
};

struct policy_choice {
    model::retry_policy policy;
    named_values given;
};

/// A policy that somebody has published. Nothing in it is ours but the reading.
struct policy_preset {
    std::string_view name;        ///< "aftership-table"
    std::string_view sender;      ///< "AfterShip"
    std::string_view policy;      ///< JSON, as the `policy` of a scenario would have it
    std::string_view source;      ///< the address of the page
    std::string_view read;        ///< the day on which it was looked up
    std::string_view reading;     ///< how the page was understood
    std::string_view others = {}; ///< other readings, and what of the page this does not say
    /// The policy that the same page describes once more, in another way, if it does.
    std::string_view also_said = {};
    /// How long all attempts take, as the page says, if it does.
    std::optional<model::duration> said_to_take = {};
};

/// All of them: the seed first, then the others by name.
std::span<policy_preset const> policy_presets();
/// Null for an unknown name.
policy_preset const* find_policy_preset(std::string_view name);

/// Reads a policy of the library. REQUIRES: `text` is one.
policy_choice read_preset(std::string_view text);
/// Empty for an unknown name.
std::optional<policy_choice> find_preset(std::string_view name);

/// Sets the delays, without those that `attempts` never reaches and those that only repeat the
/// last one. False, and nothing set, when more than longest_ladder are left.
bool set_delays(model::retry_policy& policy, std::span<model::duration const> delays);

} // namespace drydock::sim
