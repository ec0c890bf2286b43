// What is played on the side: scenarios of their own, apart from the world that is served.
#pragma once

#include "sim/scenario/load.hpp"
#include "tools/serve/desk/run_desk.hpp"
#include "tools/store/determinism.hpp"
#include "tools/store/journal_header.hpp"

#include <memory>
#include <string>
#include <vector>

namespace drydock::tools {

/// A scenario as it came in.
struct side_scenario {
    std::string text;
    std::string name;     ///< that messages and the line that repeats it use
    model::instant now{}; ///< for "start": "now"
};

/// What came of it, as `--summary json` tells it.
side_answer report_of(side_scenario const& given);
/// The whole run as a page holds it: {"facts":{...},"journal":"...","bodies":"..."}, both texts
/// packed. Of a long run it is the beginning of the journal.
side_answer page_of(side_scenario const& given);

/// Two runs are compared up to there: a record takes 48 bytes for each event.
inline constexpr std::size_t most_compared = 2'000'000;

/// One of two runs that are compared: played again from its header, or a record of it.
struct side_journal {
    header_fields header;
    std::shared_ptr<recorded_run const> record = {}; ///< null: it is played
};
/// Where they part: {"same":false,"at":12,"first":"...","second":"...","headers":["..."]}, the
/// lines null where that journal had ended. Runs that are long and do not part have the number of
/// events that were compared instead.
side_answer parting_of(side_journal const& first, side_journal const& second);

/// [{"kind":"shape","line":2,"column":3,"pointer":"/a","message":"..."}]
sim::node errors_json(std::vector<sim::scenario_error> const& all);

} // namespace drydock::tools
