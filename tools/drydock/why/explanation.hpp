// Why deliveries went wrong: by how much, and what would have helped.
#pragma once

#include "tools/drydock/why/what_if.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

/// How it went with a value one microsecond below the critical one, with that, and one above.
using around = std::array<bool, 3>;

/// One change, and that it helps: it has been run.
struct remedy {
    enum class kind : std::uint8_t {
        more_attempts,
        longer_gap,  ///< before the last attempt
        shorter_gap, ///< before the attempt that came too late
        longer_timeout,
        without_rule, ///< without a rule of the policy: stop_on, max_age, disable_after
        handler,      ///< of the receiver
    };
    kind is{};
    std::string words;
    std::string option; ///< of the command line, to try it
    std::optional<model::retry_policy> policy;
    std::optional<model::instant> delivered_at;
    std::optional<model::duration> critical; ///< the value at which it begins or ceases to help
    std::optional<around> helps;             ///< around that
};

/// The last attempt came before a window opened.
struct margin {
    std::uint16_t attempt = 0;
    model::instant at, opens;
};

struct explanation {
    told_delivery what;
    bool is_lost = false;
    bool is_duplicate = false;
    std::optional<told_regression> regression; ///< of which it is the older one
    std::optional<margin> missed;
    std::vector<remedy> remedies;
};

/// At which an event of this kind begins to be lost, or ceases to.
struct turning_point {
    model::instant at;
    bool delivered_before = false, delivered_from = false;
};
struct turning_points {
    told_delivery like; ///< an event like that of this delivery
    std::vector<turning_point> points;
};

/// Of one delivery.
explanation explain(what_if const& world, told_delivery const& what);

/// Whether something about a delivery wants an explanation.
bool went_wrong(what_if const& world, told_delivery const& what);

/// Critical instants from the policy and the windows of its receiver, each tried at one microsecond
/// before, at it, and after.
turning_points turning_points_of(what_if const& world, told_delivery const& like);

/// The windows that an attempt to a URL may meet, as the instants at which they begin or end.
std::vector<model::instant> window_edges(sim::scenario const& what, std::string const& url);

} // namespace drydock::tools
