// How verdicts speak: what was expected and what was found, side by side, each thing found with the
// event that shows it.
#pragma once

#include "model/property/property.hpp"
#include "sim/expect/expectation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim {

/// At most that many events are given as evidence, or listed in a message.
inline constexpr std::size_t most_evidence = 20;

/// Why nothing can be said of effects.
inline constexpr std::string_view not_observed_text =
    "effects were not observed: the endpoint is real and has no \"probe\" to look at it";

/// One thing found.
struct finding {
    std::string text;
    model::sequence_number event;
};

/// The offset of a point in time from the start of the run: "2h30m".
std::string offset_text(instant at, instant start);

/// "3", "at least 1", "at most 3", "1 to 3".
std::string bounds_text(bounds const& limits);
/// The same for a bound in microseconds: "at most 4h".
std::string duration_bounds_text(bounds const& limits);

/// "(event 5)", "(events 5, 8)"; empty without events.
std::string events_text(std::vector<model::sequence_number> const& events);

/// "expected at 30m, 2h30m; found 30m (event 5)", of long lists the part around the first
/// difference. Empty when they agree. `what` stands before the expected ones, and may be empty.
std::string difference_text(std::string_view what, std::vector<std::string> const& expected,
                            std::vector<finding> const& found);

/// The events of a list of things found, the first most_evidence of them.
std::vector<model::sequence_number> events_of(std::vector<finding> const& found);

/// Makes the verdict a failure when a property found another number of violations than is
/// expected, and shows the first ones. `heading` stands before the message: "nothing_lost: ".
void judge_violations(verdict& v, std::string_view heading, bounds const& expected,
                      model::property_result const& found);

/// Makes the verdict a failure, or adds to one.
void complain(verdict& v, std::string_view message,
              std::vector<model::sequence_number> const& evidence = {});

} // namespace drydock::sim
