#include "sim/shrink/repeated_entry.hpp"

#include "sim/scenario/tree/tree_edit.hpp"
#include "sim/scenario/values.hpp"
#include "sim/shrink/simpler_value.hpp"

#include <string>

namespace drydock::sim {

namespace {

constexpr std::uint64_t most_entries = 20'000;

void replace_number(node& part, std::string const& number)
{
    for (auto at = part.text.find("{n}"); at != std::string::npos; at = part.text.find("{n}", at))
        part.text.replace(at, 3, number);
    for (auto& item : part.items)
        replace_number(item, number);
    for (auto& member : part.members)
        replace_number(member.value, number);
}

void shift(node* point, duration by, model::instant start)
{
    auto const time = point == nullptr ? std::nullopt : read_time(*point, start);
    if (time) *point = string_node(model::to_text(*time + by));
}

// The scans of an entry that ships count from the entry's own time.
node occurrence(node entry, std::uint64_t nth, duration by, model::instant start)
{
    remove_member(entry, "repeat");
    replace_number(entry, std::to_string(nth));
    shift(find_member(entry, "at"), by, start);
    if (auto* const track = find_member(entry, "track"))
        shift(find_member(*track, "occurred_at"), by, start);
    return entry;
}

} // namespace

std::optional<node> with_repeats_written_out(node const& scenario, model::instant start)
{
    auto made = scenario;
    auto* const timeline = find_member(made, "timeline");
    if (timeline == nullptr) return std::nullopt;
    std::vector<node> entries;
    bool repeats = false;
    for (auto const& entry : timeline->items) {
        auto const* const repeat = entry.find("repeat");
        auto const every = repeat == nullptr ? std::nullopt : length_of(repeat->find("every"));
        auto const times =
            repeat == nullptr ? std::nullopt : number_of(repeat->find("times"), 1, most_entries);
        if (!every || !times) {
            entries.push_back(entry);
            continue;
        }
        repeats = true;
        for (std::uint64_t n = 1; n <= *times; ++n)
            entries.push_back(
                occurrence(entry, n, *every * static_cast<std::int64_t>(n - 1), start));
        if (entries.size() > most_entries) return std::nullopt;
    }
    timeline->items = std::move(entries);
    return repeats ? std::optional{std::move(made)} : std::nullopt;
}

} // namespace drydock::sim
