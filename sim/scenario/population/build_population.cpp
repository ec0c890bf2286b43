#include "sim/scenario/build_parts.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

std::optional<story_choice> choice_of(node const& given, complaints& c)
{
    auto const to = status_of(given.find("to"));
    auto after = distribution_of(given.find("after"), c);
    if (!to || !after) return std::nullopt;
    story_choice made;
    made.to = *to;
    made.after = std::move(*after);
    if (auto const* const chance = given.find("chance")) {
        auto const taken = chance_of(chance);
        if (!taken) return std::nullopt;
        made.taken = *taken;
    }
    return made;
}

/// False when a choice cannot be read.
bool read_story(node const* story, shipment_population& into, complaints& c)
{
    if (story == nullptr || story->is != node::kind::object) return false;
    for (auto const& [name, where, choices] : story->members) {
        auto const from = model::parse_scan_status(name);
        if (!from) return false;
        for (auto const& given : items(&choices)) {
            auto choice = choice_of(given, c);
            if (!choice) return false;
            into.story[static_cast<std::size_t>(*from) - 1].push_back(std::move(*choice));
        }
    }
    return true;
}

std::optional<shipment_population> shipments_of(node const& given, complaints& c)
{
    auto const count = number_of(given.find("shipments"), 1, UINT32_MAX);
    auto arrivals = distribution_of(given.find("arrivals"), c);
    shipment_population made;
    if (!read_story(given.find("story"), made, c) || !count || !arrivals) return std::nullopt;
    made.count = static_cast<std::uint32_t>(*count);
    made.arrivals = std::move(*arrivals);
    made.keep = truth_of(given.find("keep")).value_or(false);
    return made;
}

/// The time between two of them; empty and complained of when there is none.
std::optional<duration> every_of(node const& given, complaints& c)
{
    auto const* const every = given.find("every");
    auto const length = length_of(every);
    if (!length || *length > duration::zero()) return length;
    c.error(every, "expected a duration above 0");
    return std::nullopt;
}

std::optional<batch_population> batches_of(node const& given, complaints& c)
{
    auto const every = every_of(given, c);
    auto const size = number_of(given.find("size"), 1, INT32_MAX);
    if (!every || !size) return std::nullopt;
    return batch_population{*every, static_cast<std::uint32_t>(*size)};
}

std::optional<refresh_population> refreshes_of(node const& given, complaints& c)
{
    auto const every = every_of(given, c);
    if (!every) return std::nullopt;
    refresh_population made{*every};
    auto const* const orders = given.find("orders");
    if (auto const exact = number_of(orders, 0, UINT32_MAX))
        made.fewest_orders = made.most_orders = static_cast<std::uint32_t>(*exact);
    auto const* const range = member(orders, "uniform");
    if (items(range).size() != 2) return made;
    auto const fewest = number_of(&range->items[0], 0, UINT32_MAX);
    auto const most = number_of(&range->items[1], 0, UINT32_MAX);
    if (!fewest || !most) return std::nullopt;
    if (*fewest > *most) c.error(range, "expected the smaller number first");
    made.fewest_orders = static_cast<std::uint32_t>(*fewest);
    made.most_orders = static_cast<std::uint32_t>(std::max(*fewest, *most));
    return made;
}

template <class Made> void add(building& b, node const& given, std::optional<Made> made)
{
    if (!made) {
        b.incomplete = true;
        return;
    }
    b.out.populations.push_back({std::move(*made), given.where});
    b.population_sources.push_back(&given);
}

void read(building& b, node const& given)
{
    if (auto const* const batches = given.find("batches"))
        add(b, given, batches_of(*batches, b.c));
    else if (auto const* const refreshes = given.find("store_refresh"))
        add(b, given, refreshes_of(*refreshes, b.c));
    else
        add(b, given, shipments_of(given, b.c));
}

} // namespace

void build_populations(building& b)
{
    auto const* const given = b.root.find("population");
    if (given == nullptr) return;
    if (given->is == node::kind::object) return read(b, *given);
    for (auto const& each : given->items)
        read(b, each);
}

} // namespace drydock::sim
