#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>

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

bool is_slip_of(std::string const& id, std::string const& other)
{
    auto const longer = std::max(id.size(), other.size());
    auto const shorter = std::min(id.size(), other.size());
    return longer - shorter <= 1 && edit_distance(id, other) == 1;
}

void check_odd_ids(building& b)
{
    auto const all = count_uses(b);
    std::size_t compared = 0;
    for (auto const& [id, used] : all) {
        if (!is_odd(used) || ++compared > most_odd) continue;
        for (auto const& [other, how] : all) {
            if (!is_meant(how) || !is_slip_of(id, other)) continue;
            b.c.hint(b.sources[used.place].verb->find("shipment"),
                     "this makes a new shipment " + quoted(id) + "; did you mean " + quoted(other) +
                         "?");
            break;
        }
    }
}

void check_placeholders(building& b)
{
    for (std::size_t place = 0; place < b.out.timeline.size(); ++place) {
        auto const* const id = shipment_of(b.out.timeline[place]);
        if (id == nullptr || b.out.timeline[place].every != duration::zero()) continue;
        if (id->find("{n}") != std::string::npos)
            b.c.hint(b.sources[place].verb->find("shipment"),
                     "\"{n}\" stands for a number only in an entry with repeat");
    }
}

} // namespace

void check_ids(building& b)
{
    check_odd_ids(b);
    check_placeholders(b);
}

} // namespace drydock::sim
