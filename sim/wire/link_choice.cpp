#include "sim/wire/link_choice.hpp"

namespace drydock::sim::wire {

link link_choice::choose(model::address const& to, instant at, std::uint64_t draws)
{
    for (std::size_t i = 0; i < plan_->links.size(); ++i)
        if (matches(i, to, at, draws)) return plan_->links[i].then;
    return {};
}

bool link_choice::matches(std::size_t index, model::address const& to, instant at,
                          std::uint64_t draws)
{
    auto const& rule = plan_->links[index];
    if (!rule.to.empty() && rule.to != to.origin()) return false;
    if ((rule.from && at < *rule.from) || (rule.until && at >= *rule.until)) return false;
    if (rule.with_chance) {
        auto const drawn = draw(draws, {.purpose = draw_purpose::link_chance,
                                        .index = static_cast<std::uint16_t>(index)});
        if (!rule.with_chance->hits(drawn)) return false;
    }
    if (rule.times && chosen_[index] >= *rule.times) return false;
    ++chosen_[index];
    return true;
}

} // namespace drydock::sim::wire
