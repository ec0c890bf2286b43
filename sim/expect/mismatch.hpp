// Where a JSON value fails to contain what was expected of it.
#pragma once

#include "sim/scenario/tree/tree.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace drydock::sim {

struct mismatch {
    std::string pointer;  ///< RFC 6901, of the first member that differs
    std::string expected; ///< JSON
    std::string found;    ///< JSON, or "nothing" for a member that is not there
};

/// The first difference that makes is_subset(part, whole) false; empty when it is true.
std::optional<mismatch> find_mismatch(node const& part, node const& whole);

/// "/status: expected "DE"; found "IT"".
std::string to_text(mismatch const& m);

/// The value of JSON text that this program has written itself.
node read_own_json(std::string_view text);

} // namespace drydock::sim
