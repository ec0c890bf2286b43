#include "sim/scenario/tree/tree_edit.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace drydock::sim {

node* find_member(node& object, std::string_view name)
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
        object.members.push_back({std::string{name}, {}, std::move(value)});
}

node string_node(std::string_view text)
{
    node made;
    made.is = node::kind::string;
    made.text = std::string{text};
    return made;
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
    return to_pretty_json(tree) + '\n';
}

} // namespace drydock::sim
