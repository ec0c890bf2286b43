// Ids for what requests make.
#pragma once

#include "model/state.hpp"

#include <string>

namespace drydock::model::api {

/// An id that no entity of the kind has: a function of the state alone. They are numbered from
/// well above what scenarios and populations use. `after`: so many others are given away before.
std::string new_id(state const& s, subject_kind kind, std::uint32_t after = 0);

} // namespace drydock::model::api
