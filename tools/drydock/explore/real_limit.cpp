#include "tools/drydock/explore/real_limit.hpp"

#include <fmt/format.h>

namespace drydock::tools {

real_limit::real_limit(std::string const& text)
{
    auto const length = model::parse_duration(text);
    if (length && *length > model::duration::zero())
        length_ = *length;
    else
        failure_ = fmt::format(
            "--time-limit: expected a duration above 0 such as \"30s\", found \"{}\"", text);
}

model::duration real_limit::elapsed() const
{
    return std::chrono::duration_cast<model::duration>(std::chrono::steady_clock::now() - begin_);
}

} // namespace drydock::tools
