#include "tools/store/jsonl_source.hpp"

#include "tools/store/journal_header.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace drydock::tools {

jsonl_source::jsonl_source(std::string const& path) : journal_source{path}
{
    open();
}

void jsonl_source::open()
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path_, ignored))
        return fail("expected a drydock journal, found a folder");
    errno = 0;
    in_.open(path_, std::ios::binary);
    if (!in_) {
        auto const why = fmt::format("cannot be read: {}", std::strerror(errno));
        bool const has_part = std::filesystem::exists(path_ + ".part", ignored);
        return fail(
            has_part ? fmt::format("{} ({}.part is there, of a run that did not end)", why, path_)
                     : why);
    }
    if (!read_line()) return fail("expected a drydock journal, found an empty file");
    auto const header = parse_header(line_);
    if (!header.failure.empty()) return fail(header.failure);
    header_ = line_;
}

std::optional<event_block> jsonl_source::next()
{
    if (!good()) return std::nullopt;
    events_.clear();
    while (events_.size() < sim::journal::block_size && read_line()) {
        auto const parsed = lines_.parse(line_, texts_);
        if (auto const* const e = std::get_if<model::event>(&parsed)) {
            events_.push_back(*e);
            continue;
        }
        // A line without its end is what a killed writer leaves.
        cut_off_ = !ended_;
        if (!cut_off_) fail(fmt::format("line {}: {}", line_number_, std::get<1>(parsed)));
        break;
    }
    if (events_.empty()) return std::nullopt;
    model::sequence_number const first{last_.value + 1};
    last_.value += events_.size();
    digest_.on_block(events_, first, texts_);
    return event_block{events_, first};
}

bool jsonl_source::read_line()
{
    if (!std::getline(in_, line_)) return false;
    ended_ = !in_.eof();
    ++line_number_;
    return true;
}

} // namespace drydock::tools
