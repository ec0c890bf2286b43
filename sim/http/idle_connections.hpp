// Connections that a client keeps for later.
#pragma once

#include "sim/http/stream.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim::http {

/// Open connections without a request on them. Destroy it before their executor's context.
class idle_connections {
public:
    explicit idle_connections(std::size_t most = 64) : most_{most} {}

    /// The one used last to that origin; an empty stream when there is none. Those on which
    /// something arrived unasked, an end above all, are dropped on the way.
    any_stream take(std::string_view origin);

    /// Keeps a connection; the oldest goes when there are too many.
    void keep(std::string origin, any_stream what);

    std::size_t size() const { return kept_.size(); }
    void clear() { kept_.clear(); }

private:
    struct kept {
        std::string origin;
        any_stream what;
    };

    std::size_t most_;
    std::vector<kept> kept_; // oldest first
};

} // namespace drydock::sim::http
