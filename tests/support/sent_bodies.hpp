// What a receiver gets: the bodies of a run, as they are sent.
#pragma once

#include "sim/runner.hpp"

#include <string>
#include <utility>
#include <vector>

namespace drydock::test {

/// A body and the event that it tells of.
struct sent_body {
    model::webhook_event event{};
    std::string body;
};

/// Plays the scenario; every attempt is answered 200 and its body is kept, in order.
inline std::vector<sent_body> sent_bodies(sim::scenario what)
{
    std::vector<sent_body> sent;
    for (auto& endpoint : what.endpoints)
        endpoint.code = [&sent](sim::request const& request) {
            sent.push_back({request.event, request.body});
            return sim::response{};
        };
    sim::run(what);
    return sent;
}

} // namespace drydock::test
