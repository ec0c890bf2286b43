#include "tools/store/journal_sink.hpp"

#include "tools/store/db_journal.hpp"
#include "tools/store/journal_file.hpp"

namespace drydock::tools {

std::unique_ptr<journal_sink> open_journal_sink(std::string const& path, std::string_view header)
{
    if (path.ends_with(".db")) return std::make_unique<db_journal>(path, header);
    return std::make_unique<journal_file>(path, header);
}

} // namespace drydock::tools
