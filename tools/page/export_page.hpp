// A journal of a run that is over, as a page.
#pragma once

#include "tools/drydock/command.hpp"
#include "tools/store/journal_source.hpp"

#include <string>

namespace drydock::tools {

/// Writes the page, with the expectations of the journal's scenario judged anew, and says so.
/// `journal` names the source in messages. Gives the exit code. REQUIRES: web_page().is_there()
int export_page(console const& to, std::string const& journal, journal_source& source,
                std::string const& out);

} // namespace drydock::tools
