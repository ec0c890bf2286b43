#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace drydock::sim {
namespace {

// Longer texts are no misspelt names; the bound keeps hostile files cheap.
constexpr std::size_t longest_name = 80;

using row = std::vector<std::size_t>;

/// Row i of the distance table: `before` is row i - 1, `earlier` row i - 2.
row next_row(std::string_view a, std::string_view b, std::size_t i, row const& before,
             row const& earlier)
{
    row made(b.size() + 1);
    made[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
        auto const replaced = before[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u);
        made[j] = std::min({before[j] + 1, made[j - 1] + 1, replaced});
        bool const swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        if (swapped) made[j] = std::min(made[j], earlier[j - 2] + 1);
    }
    return made;
}

/// The first name that begins so: "seed" of "seed-2019". One or two letters say nothing.
std::string_view begun(std::string_view wanted, std::span<std::string_view const> known)
{
    auto const found = std::ranges::find_if(
        known, [wanted](std::string_view name) { return name.starts_with(wanted); });
    return wanted.size() < 3 || found == known.end() ? std::string_view{} : *found;
}

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    row earlier(b.size() + 1);
    row last(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto made = next_row(a, b, i, last, earlier);
        earlier = std::move(last);
        last = std::move(made);
    }
    return last.back();
}

std::string_view nearest(std::string_view wanted, std::span<std::string_view const> known)
{
    if (wanted.empty() || wanted.size() > longest_name) return {};
    std::string_view best;
    // A name may be wrong in a third of its characters and still be recognised.
    auto limit = std::max<std::size_t>(1, wanted.size() / 3);
    for (auto const name : known) {
        if (name.size() > wanted.size() + limit || wanted.size() > name.size() + limit) continue;
        auto const distance = edit_distance(wanted, name);
        if (distance > limit || (!best.empty() && distance == limit)) continue;
        best = name;
        limit = distance;
    }
    if (best.empty()) best = begun(wanted, known);
    return best;
}

std::string did_you_mean(std::string_view wanted, std::span<std::string_view const> known)
{
    auto const name = nearest(wanted, known);
    if (name.empty()) return {};
    return "; did you mean \"" + std::string{name} + "\"?";
}

} // namespace drydock::sim
