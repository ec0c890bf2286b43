// The ways in which an attempt may end, as a search varies them.
#pragma once

#include "model/policy.hpp"
#include "sim/scenario/scenario.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim {

struct possible_outcome {
    std::string name;            ///< as given: "ok", "503", "lost_ack"
    reaction then;               ///< what a rule of an endpoint says to the same end
    model::attempt_outcome seen; ///< by the sender
    bool has_effect = false;     ///< the receiver does its work
    bool waits = false;          ///< the sender learns of it at its deadline
    bool is_fault = true;        ///< anything but a success with its effect
};

/// "ok" is an answer that the policy takes for a success, "fail" a refused connection. Else an HTTP
/// status, or a failure that a rule can name. Empty for any other word.
std::optional<possible_outcome> parse_possible_outcome(std::string_view word,
                                                       model::retry_policy const& policy);

/// Every word, for messages; statuses are beside them.
std::vector<std::string_view> possible_outcome_words();

} // namespace drydock::sim
