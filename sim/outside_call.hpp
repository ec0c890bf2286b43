// Calls of a scenario to a server that is not the service: what is asked and what is heard.
#pragma once

#include "model/id.hpp"
#include "model/status.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace drydock::sim {

struct outside_call {
    model::call_number number;
    model::verb method{};
    std::string_view url;
    std::string_view headers; ///< JSON object of names and texts, or empty
    std::string_view body;
};

/// An answer, or why there is none: as the journal keeps it.
struct heard_call {
    std::uint16_t status = 0;     ///< 0: there is no answer
    model::outcome_kind reason{}; ///< why; unset: there is one
    bool is_cut = false;          ///< the body went on
    std::string body = {};        ///< UTF-8; JSON without white space between its tokens
    std::string detail = {};      ///< why there is no answer, for people
};

/// How much of an answer's body is kept, in bytes.
inline constexpr std::size_t longest_kept_body = 16 * 1024;

/// What is kept of an answer.
heard_call heard_answer(std::uint16_t status, std::string_view body, bool is_cut = false);

/// Empty, or why no run but a live one can play the scenario, with the place in its file.
std::string live_only(scenario const& what);

} // namespace drydock::sim
