// Changes to JSON as a tree, the obvious way: what the program does to text is compared with this.
#pragma once

#include "model/assert.hpp"
#include "sim/scenario/tree/reader.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tests {

using sim::node;

inline node json_node(std::string_view text)
{
    std::vector<sim::scenario_error> errors;
    auto const made = sim::read_json(text, errors);
    ASSERT(made && errors.empty());
    return *made;
}

inline node* member_of(node& object, std::string_view name)
{
    for (auto& m : object.members)
        if (m.name == name) return &m.value;
    return nullptr;
}

/// The member of that name; a new empty object at the end when there is none.
inline node& made_member(node& object, std::string const& name)
{
    if (auto* const known = member_of(object, name)) return *known;
    object.members.push_back({name, {}, {}});
    object.members.back().value.is = node::kind::object;
    return object.members.back().value;
}

/// `over` merged deeply over `base`; see model/json/json_edit.hpp.
inline node merge(node base, node const& over)
{
    if (base.is != over.is || (base.is != node::kind::object && base.is != node::kind::array))
        return over;
    for (auto const& m : over.members) {
        auto* const known = member_of(base, m.name);
        made_member(base, m.name) = known ? merge(*known, m.value) : m.value;
    }
    if (base.is == node::kind::object || base.items.empty())
        return base.is == node::kind::object ? base : over;
    auto const last = base.items.back();
    base.items.resize(over.items.size(), last);
    for (std::size_t i = 0; i < over.items.size(); ++i)
        base.items[i] = merge(base.items[i], over.items[i]);
    return base;
}

/// Whether a step of a JSON pointer is the index of an item: digits, no zero before others.
inline bool is_index(std::string const& step)
{
    return !step.empty() && step.size() < 9 &&
           step.find_first_not_of("0123456789") == std::string::npos &&
           (step.size() == 1 || step.front() != '0');
}

/// Puts `value` where the steps of a JSON pointer lead; see model/json/json_edit.hpp.
inline void put(node& at, std::span<std::string const> steps, node const& value)
{
    if (steps.empty()) {
        at = value;
    } else if (at.is == node::kind::array) {
        auto const place = is_index(steps[0]) ? std::stoul(steps[0]) : at.items.size();
        if (place >= at.items.size()) at.items.push_back(json_node("{}"));
        put(at.items[std::min(place, at.items.size() - 1)], steps.subspan(1), value);
    } else {
        if (at.is != node::kind::object) at = json_node("{}");
        put(made_member(at, steps[0]), steps.subspan(1), value);
    }
}

/// Takes out what the steps of a JSON pointer lead to, if it is there. REQUIRES: there are steps.
inline void take_out(node& at, std::span<std::string const> steps)
{
    auto const place = is_index(steps[0]) ? std::stoul(steps[0]) : SIZE_MAX;
    auto const by_name = [&](auto const& m) { return m.name == steps[0]; };
    if (steps.size() == 1) {
        std::erase_if(at.members, by_name);
        if (place < at.items.size())
            at.items.erase(at.items.begin() + static_cast<std::ptrdiff_t>(place));
    } else if (auto* const member = member_of(at, steps[0])) {
        take_out(*member, steps.subspan(1));
    } else if (place < at.items.size()) {
        take_out(at.items[place], steps.subspan(1));
    }
}

} // namespace drydock::tests
