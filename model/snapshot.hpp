// A state as bytes and back, so that time travel need not fold a journal from its beginning. Only a
// cache: events say the same. The bytes hold no slots, hence equal states have equal bytes.
#pragma once

#include "model/state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::model {

/// Raised when a member changes its meaning. What its form is, snapshot_form() sees by itself.
inline constexpr std::uint64_t snapshot_format = 3;

/// A number for the format and for the members of everything in a state, their sizes and order: a
/// snapshot of another form is of no use.
std::uint64_t snapshot_form();

std::string to_snapshot(state const& s);

/// Nothing when the bytes have another length than they say. REQUIRES: unless they are cut off or
/// too long, to_snapshot() of a program with this snapshot_form() made them.
std::optional<state> from_snapshot(std::string_view bytes);

} // namespace drydock::model
