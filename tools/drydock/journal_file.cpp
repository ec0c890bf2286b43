#include "tools/drydock/journal_file.hpp"

#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <sstream>

namespace drydock::tools {

namespace fs = std::filesystem;

namespace {

// Only a regular file can be replaced by renaming another onto it.
std::string place_beside(std::string const& path)
{
    std::error_code ignored;
    auto const there = fs::status(path, ignored);
    if (fs::exists(there) && !fs::is_regular_file(there)) return path;
    return path + ".part";
}

std::string reason()
{
    return errno != 0 ? std::strerror(errno) : "unknown error";
}

void discard_part(std::string const& part, std::string const& path)
{
    std::error_code ignored;
    if (part != path) fs::remove(part, ignored);
}

// A journal must say when its run was, also when its scenario says only "now".
sim::node recorded(sim::scenario const& what)
{
    auto scenario = what.resolved;
    for (auto& m : scenario.members)
        if (m.name == "start" && m.value.text == "now") m.value.text = model::to_text(what.start);
    return scenario;
}

std::optional<std::string> put_in_place(std::string const& part, std::string const& path)
{
    if (part == path) return std::nullopt;
    std::error_code why;
    fs::rename(part, path, why);
    if (!why) return std::nullopt;
    discard_part(part, path);
    return fmt::format("cannot write {}: {}", path, why.message());
}

} // namespace

std::string journal_header(sim::scenario const& what, header_form form)
{
    auto header = json_object({{"drydock_journal", json_number(1)}});
    if (form == header_form::full) {
        append_member(header, "program", json_string(program_version()));
        append_member(header, "scenario", recorded(what));
    }
    append_member(header, "seed", json_number(what.seed));
    append_member(header, "profile", json_string(name(what.profile)));
    append_member(header, "policy", what.policy_as_given);
    append_member(header, "base_url", json_string(what.base_url));
    return sim::to_json(header);
}

journal_file::journal_file(std::string path, sim::scenario const& what, header_form form)
    : path_{std::move(path)}, written_to_{place_beside(path_)}
{
    errno = 0;
    file_.open(written_to_, std::ios::binary | std::ios::trunc);
    if (file_)
        write(journal_header(what, form) + "\n");
    else
        fail();
}

journal_file::~journal_file()
{
    if (!file_.is_open()) return;
    file_.close();
    discard_part(written_to_, path_);
}

void journal_file::on_block(std::span<model::event const> block, model::sequence_number first,
                            model::text_table const& texts)
{
    if (!good()) return;
    buffer_.clear();
    for (auto const& e : block) {
        lines_.append(buffer_, e, first, texts);
        buffer_.push_back('\n');
        ++first.value;
    }
    write(buffer_);
}

std::optional<std::string> journal_file::finish()
{
    if (good()) {
        errno = 0;
        file_.close();
        if (!file_) fail();
    }
    if (!good()) {
        discard_part(written_to_, path_);
        return failure_;
    }
    return put_in_place(written_to_, path_);
}

void journal_file::write(std::string_view text)
{
    errno = 0;
    if (!file_.write(text.data(), static_cast<std::streamsize>(text.size()))) fail();
}

void journal_file::fail()
{
    if (good()) failure_ = fmt::format("cannot write {}: {}", path_, reason());
}

file_text read_file(fs::path const& path)
{
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return {{}, fmt::format("cannot read {}: it is a folder", path.string())};
    errno = 0;
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    if (in && in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
    if (in.is_open() && !in.bad() && !text.bad()) return {std::move(text).str(), std::nullopt};
    return {{}, fmt::format("cannot read {}: {}", path.string(), reason())};
}

std::optional<std::string> write_file(std::string const& path, std::string_view text)
{
    auto const part = place_beside(path);
    errno = 0;
    std::ofstream out{part, std::ios::binary | std::ios::trunc};
    if (out) out << text;
    out.close();
    if (out) return put_in_place(part, path);
    auto failure = fmt::format("cannot write {}: {}", path, reason());
    discard_part(part, path);
    return failure;
}

} // namespace drydock::tools
