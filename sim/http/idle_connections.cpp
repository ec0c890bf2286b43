#include "sim/http/idle_connections.hpp"

#include <algorithm>
#include <utility>

namespace drydock::sim::http {

any_stream idle_connections::take(std::string_view origin)
{
    for (auto at = kept_.size(); at-- > 0;) {
        if (kept_[at].origin != origin) continue;
        auto found = std::move(kept_[at].what);
        kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(at));
        if (found.is_quiet()) return found;
    }
    return {};
}

void idle_connections::keep(std::string origin, any_stream what)
{
    if (most_ == 0) return;
    if (kept_.size() == most_) kept_.erase(kept_.begin());
    kept_.push_back({std::move(origin), std::move(what)});
}

} // namespace drydock::sim::http
