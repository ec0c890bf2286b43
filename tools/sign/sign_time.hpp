// Which time a signature is stamped with. Virtual time jumps, a receiver's clock does not: who
// refuses stamps more than five minutes off refuses those of the past that a scenario plays in.
#pragma once

#include "model/time.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// How far a receiver lets a stamp be off. Source: ShipEngine's page on validating webhooks.
inline constexpr model::duration recommended_tolerance = std::chrono::minutes{5};

/// What --sign-time says. An offset is one from the real time of sending, not from virtual time:
/// it is for stamps that a receiver must find stale ("-10m"), or early, whatever the scenario.
struct sign_time {
    enum class kind { wall, virtual_time, offset };
    kind is = kind::wall;
    model::duration offset{}; ///< of kind offset only

    bool operator==(sign_time const&) const = default;
};

struct sign_time_result {
    std::optional<sign_time> time;
    std::string failure; ///< what was expected instead, and what was found
};
/// "wall", "virtual", or a duration with or without a sign: "-10m", "+1h", "0s".
sign_time_result parse_sign_time(std::string_view text);
/// As it is written on the command line.
std::string to_text(sign_time const& of);

/// The two times of one attempt: when it starts in the run, and when it is sent in reality.
struct attempt_times {
    model::instant in_run;
    model::instant on_wall;
};

/// The time that the attempt is stamped with: whole seconds, as a stamp has no others.
model::instant stamp_of(sign_time const& time, attempt_times const& attempt);

/// What a receiver that checks stamps will make of a run's attempts.
struct stamp_prediction {
    std::size_t attempts = 0;
    std::vector<std::size_t> refused; ///< places of those that it will refuse, from 0
    model::duration farthest{};       ///< the stamp that is most off: stamp minus real time
};
stamp_prediction predict(sign_time const& time, std::span<attempt_times const> attempts,
                         model::duration tolerance = recommended_tolerance);

/// A warning in one sentence; empty when nothing will be refused.
std::string to_text(stamp_prediction const& of, sign_time const& time,
                    model::duration tolerance = recommended_tolerance);

} // namespace drydock::tools
