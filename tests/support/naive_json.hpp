// Changes to JSON as a tree, the obvious way: what the program does to text is compared with this.
#pragma once

#include "model/assert.hpp"
#include "sim/scenario/reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace drydock::tests {

using sim::node;

inline node json(std::string_view text)
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

/// `over` merged deeply over `base`; see model/json_edit.hpp.
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

} // namespace drydock::tests
