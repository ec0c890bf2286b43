#include "tools/drydock/scenario_source.hpp"

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/payload_files.hpp"
#include "sim/scenario/tree/reader.hpp"
#include "tools/drydock/bundled/bundled.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace drydock::tools {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t widest_excerpt = 84; // of a line of a file, beside its number

std::optional<std::string_view> line_of(std::string_view text, std::uint32_t number)
{
    for (; number > 1; --number) {
        auto const end = text.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        text.remove_prefix(end + 1);
    }
    auto const line = text.substr(0, text.find('\n'));
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

// The whole line when it fits, else the piece of it around the column.
struct window {
    std::string text;
    std::size_t caret = 0;
};
window window_around(std::string_view line, std::size_t column)
{
    auto const before = std::min(column - 1, line.size());
    auto begin = line.size() <= widest_excerpt || before < widest_excerpt / 2
                     ? 0
                     : before - widest_excerpt / 2;
    while (begin > 0 && (static_cast<unsigned char>(line[begin]) & 0xC0U) == 0x80U)
        --begin;
    auto const caret = display_width(line.substr(begin, before - begin));
    return {shortened(printable(line.substr(begin)), widest_excerpt), caret};
}

scenario_source read_bundled(std::string const& path)
{
    auto const name = std::string_view{path}.substr(1);
    std::vector<std::string_view> known;
    for (auto const& bundled : bundled_scenarios()) {
        if (bundled.name == name) return {path, std::string{bundled.text}, std::nullopt};
        known.push_back(bundled.name);
    }
    auto const closest = sim::nearest(name, known);
    auto const hint = closest.empty() ? "" : fmt::format(" did you mean @{}?", closest);
    return {path,
            {},
            fmt::format("no scenario called {} is part of the program;{} `drydock list` names them "
                        "all",
                        path, hint)};
}

// What the scenarios among these send as it is: captured payloads are JSON too, but no scenarios.
std::set<fs::path> sent_files(std::vector<std::string> const& paths)
{
    std::set<fs::path> sent;
    for (auto const& path : paths) {
        auto const text = read_file(path).text;
        if (text.find("\"file\"") == std::string::npos) continue;
        std::vector<sim::scenario_error> ignored;
        auto const tree = sim::read_json(text, ignored);
        if (!tree) continue;
        for (auto const& file : sim::payload_files(*tree))
            sent.insert((fs::path{path}.parent_path() / file).lexically_normal());
    }
    return sent;
}

std::optional<std::string> add_folder(std::string const& folder, scenario_files& found)
{
    std::error_code why;
    std::vector<std::string> inside;
    fs::recursive_directory_iterator entry{folder, why};
    for (; !why && entry != fs::recursive_directory_iterator{}; entry.increment(why))
        if (entry->path().extension() == ".json" && entry->is_regular_file(why))
            inside.push_back(entry->path().string());
    if (why) return fmt::format("cannot read {}: {}", folder, why.message());
    auto const sent = sent_files(inside);
    std::erase_if(inside, [&sent](std::string const& path) {
        return sent.contains(fs::path{path}.lexically_normal());
    });
    if (inside.empty()) return fmt::format("no scenario (*.json) in {}", folder);
    std::ranges::sort(inside);
    for (auto& path : inside)
        found.files.push_back({std::move(path), false});
    return std::nullopt;
}

} // namespace

bool is_bundled_name(std::string_view path)
{
    return path.starts_with('@');
}

scenario_source read_scenario(std::string const& path)
{
    if (is_bundled_name(path)) return read_bundled(path);
    auto file = read_file(path);
    return {path, std::move(file.text), std::move(file.failure)};
}

std::string shown(sim::scenario_error const& error, scenario_source const& source, painter paint)
{
    auto text = printable(sim::to_text(error, source.name)) + "\n";
    auto const line = error.where.line == 0 ? std::nullopt : line_of(source.text, error.where.line);
    if (!line || error.where.column == 0) return text;
    auto const piece = window_around(*line, error.where.column);
    text += fmt::format("{} {}\n", paint(tone::dim, fmt::format("{:>6} |", error.where.line)),
                        piece.text);
    return text + fmt::format("{} {}{}\n", paint(tone::dim, "       |"),
                              std::string(piece.caret, ' '), paint(tone::bad, "^"));
}

scenario_files find_scenarios(std::vector<std::string> const& paths)
{
    scenario_files found;
    for (auto const& path : paths) {
        std::error_code why;
        auto const there = fs::status(path, why);
        if (is_bundled_name(path)) {
            found.failure = read_bundled(path).failure;
            found.files.push_back({path, true});
        } else if (fs::is_directory(there)) {
            found.failure = add_folder(path, found);
        } else if (fs::exists(there)) {
            found.files.push_back({path, true});
        } else {
            found.failure = fmt::format("cannot read {}: there is no such file or folder", path);
        }
        if (found.failure) break;
    }
    return found;
}

std::string text_of_all(std::vector<std::string> const& paths)
{
    std::vector<std::string> files;
    for (auto const& path : paths) {
        std::error_code why;
        if (!fs::is_directory(path, why)) {
            files.push_back(path);
            continue;
        }
        // What comes or goes while it is being read is seen at the next look.
        fs::recursive_directory_iterator entry{path, why}, end;
        for (; !why && entry != end; entry.increment(why))
            if (auto const kind = entry->path().extension(); kind == ".json" || kind == ".jsonl")
                files.push_back(entry->path().string());
    }
    std::ranges::sort(files);
    std::string all;
    for (auto const& path : files) {
        auto const found = read_file(path);
        all += path + '\0' + found.failure.value_or(found.text) + '\0';
    }
    return all;
}

sim::load_result load(scenario_source const& source, sim::load_options options)
{
    auto const folder = std::filesystem::path{source.name}.parent_path();
    options.read_file = [folder](std::string const& path) {
        auto found = read_file(folder / path);
        return sim::file_contents{std::move(found.text), std::move(found.failure)};
    };
    return sim::load_scenario(source.text, source.name, options);
}

} // namespace drydock::tools
