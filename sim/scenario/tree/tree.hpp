// JSON with positions: what Boost.JSON's DOM does not keep (line, column, the raw text of numbers,
// duplicate keys) and error messages need.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::sim {

/// Where a value begins in its file. Lines and columns count from 1; columns count bytes.
struct position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// One JSON value.
struct node {
    enum class kind : std::uint8_t { null, boolean, number, string, array, object };
    struct member;

    kind is = kind::null;
    bool truth = false;
    position where;
    std::string text;            ///< of a string, decoded; of a number, as written ("40.0")
    std::vector<node> items;     ///< of an array
    std::vector<member> members; ///< of an object, in file order

    /// The member of that name; null when there is none or this is not an object.
    node const* find(std::string_view name) const;
};
struct node::member {
    std::string name;
    position where; ///< of the name
    node value;
};

/// Equal as JSON: members in any order, numbers by value ("40.0" equals "40").
bool same_value(node const& a, node const& b);

/// Whether `part` is within `whole`: each member of an object in `part` is in `whole`, arrays have
/// equal length, all else is equal.
bool is_subset(node const& part, node const& whole);

/// Compact JSON, members in order, numbers as written.
std::string to_json(node const& value);
/// The same with two spaces of indentation a level.
std::string to_pretty_json(node const& value);

} // namespace drydock::sim
