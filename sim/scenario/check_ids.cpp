#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/nearest.hpp"

namespace drydock::sim {
namespace {

// Each odd one is compared with all others.
constexpr std::size_t most_odd = 100;

/// How the timeline names a shipment.
struct use {
    std::size_t place = 0; ///< of the first entry that names it
    std::size_t count = 0;
    bool is_shipped = false;
};
using uses = std::map<std::string, use, std::less<>>;

uses count_uses(building const& b)
{
    uses made;
    for (std::size_t place = 0; place < b.out.timeline.size(); ++place) {
        auto const& entry = b.out.timeline[place];
        auto const* const id = shipment_of(entry);
        if (id == nullptr || is_pattern(entry, *id)) continue;
        auto& found = made.try_emplace(*id, use{.place = place}).first->second;
        found.count += entry.times;
        found.is_shipped |= std::holds_alternative<ship_entry>(entry.what);
    }
    return made;
}

/// A shipment that one scan makes in passing, while others are shipped or scanned again and again.
bool is_odd(use const& u)
{
    return !u.is_shipped && u.count == 1;
}

bool is_meant(use const& u)
{
    return u.is_shipped || u.count > 1;
}

} // namespace

void check_ids(building& b)
{
    auto const all = count_uses(b);
    std::size_t compared = 0;
    for (auto const& [id, used] : all) {
        if (!is_odd(used) || ++compared > most_odd) continue;
        for (auto const& [other, how] : all) {
            auto const lengths = std::minmax(id.size(), other.size());
            if (!is_meant(how) || lengths.second - lengths.first > 1) continue;
            if (edit_distance(id, other) != 1) continue;
            b.c.hint(b.sources[used.place].verb->find("shipment"),
                     "this makes a new shipment " + quoted(id) +
                         did_you_mean(id, std::array{std::string_view{other}}));
            break;
        }
    }
    for (std::size_t place = 0; place < b.out.timeline.size(); ++place) {
        auto const* const id = shipment_of(b.out.timeline[place]);
        if (id == nullptr || b.out.timeline[place].every != duration::zero()) continue;
        if (id->find("{n}") != std::string::npos)
            b.c.hint(b.sources[place].verb->find("shipment"),
                     "\"{n}\" stands for a number only in an entry with repeat");
    }
}

} // namespace drydock::sim
