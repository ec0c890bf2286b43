#include "model/assert.hpp"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

namespace drydock::model {

assert_context& current_assert_context()
{
    thread_local assert_context context;
    return context;
}

void assertion_failed(char const* condition, char const* file, int line)
{
    auto const& context = current_assert_context();
    std::fprintf(stderr,
                 "drydock: defect: %s (%s:%d) at virtual time %" PRId64 " us, after event %" PRIu64
                 ", seed %" PRIu64 "\n",
                 condition, file, line, context.now_us, context.sequence, context.seed);
    std::abort();
}

} // namespace drydock::model
