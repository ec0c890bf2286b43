#include "tools/drydock/explore/tree_edit.hpp"

#include "tools/drydock/json.hpp"

#include <algorithm>
#include <array>

namespace drydock::tools {

using sim::node;

sim::node* find_member(node& object, std::string_view name)
{
    auto const found = std::ranges::find(object.members, name, &node::member::name);
    return found == object.members.end() ? nullptr : &found->value;
}

void remove_member(node& object, std::string_view name)
{
    std::erase_if(object.members, [&](node::member const& m) { return m.name == name; });
}

void set_member(node& object, std::string_view name, node value)
{
    if (auto* const there = find_member(object, name))
        *there = std::move(value);
    else
        append_member(object, name, std::move(value));
}

std::string scenario_text(node tree)
{
    static constexpr std::array<std::string_view, 15> usual{
        "format",    "about",    "start",    "until",      "seed",
        "profile",   "base_url", "policy",   "policies",   "webhooks",
        "endpoints", "links",    "timeline", "population", "expect"};
    auto const place = [](node::member const& m) {
        return std::ranges::find(usual, m.name) - usual.begin();
    };
    std::ranges::stable_sort(tree.members, {}, place);
    return sim::to_pretty_json(tree) + '\n';
}

} // namespace drydock::tools
