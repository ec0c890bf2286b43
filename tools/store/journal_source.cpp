#include "tools/store/journal_source.hpp"

#include "tools/store/db_source.hpp"
#include "tools/store/jsonl_source.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace drydock::tools {

void journal_source::fail(std::string_view what)
{
    if (good()) failure_ = fmt::format("{}: {}", path_, what);
}

std::unique_ptr<journal_source> open_journal(std::string const& path)
{
    std::error_code ignored;
    std::array<char, 6> start{};
    // A pipe can be read only once.
    if (std::filesystem::is_regular_file(path, ignored))
        std::ifstream{path, std::ios::binary}.read(start.data(), start.size());
    bool const is_db = path.ends_with(".db") || std::string_view{start.data(), 6} == "SQLite";
    if (is_db && std::filesystem::exists(path, ignored)) return std::make_unique<db_source>(path);
    return std::make_unique<jsonl_source>(path);
}

} // namespace drydock::tools
