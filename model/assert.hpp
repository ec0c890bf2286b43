// Defects stop the program, in every build: a simulator that goes on after a broken invariant
// would print a wrong answer with a straight face. Bad input is never an assertion.
#pragma once

#include <cstdint>

namespace drydock::model {

/// Where the simulation on this thread stands, for the message of a failed assertion only.
/// Nothing may read it to decide anything.
struct assert_context {
    std::int64_t now_us = 0;    ///< virtual time, microseconds since the Unix epoch
    std::uint64_t sequence = 0; ///< the last event written
    std::uint64_t seed = 0;
};

assert_context& current_assert_context();

/// Prints the condition with the context above and aborts.
[[noreturn]] void assertion_failed(char const* condition, char const* file, int line);

} // namespace drydock::model

#define ASSERT(condition)                                                                          \
    (static_cast<bool>(condition)                                                                  \
         ? static_cast<void>(0)                                                                    \
         : ::drydock::model::assertion_failed(#condition, __FILE__, __LINE__))
