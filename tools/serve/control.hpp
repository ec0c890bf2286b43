// The control API: the clock, the timeline, what stands in front of receivers, the journal. Not
// ShipEngine's, and not for the application under test.
#pragma once

#include "sim/http/session.hpp"
#include "tools/serve/engine.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// An answer, or what it waits for.
struct control_answer {
    sim::http::response what;
    std::function<bool()> ready = {}; ///< set: asked once a turn; `then` gives the answer
    std::optional<model::duration> timeout = {}; ///< of the wait, in real time
    std::function<control_answer(bool is_ready)> then = {};
};

control_answer json_answer(std::string body, unsigned status = 200);
/// {"error": "..."}
control_answer refusal_answer(unsigned status, std::string_view why);

/// A request on its way to the handler of its route.
struct control_call {
    engine& on;
    sim::http::request const& what;
    model::api::request_target const& target;
    std::vector<std::string> ids; ///< the parameters of the path
};

struct control_route {
    std::string_view method;
    std::string_view pattern; ///< "/_drydock/clock"
    control_answer (*act)(control_call const&);
    std::string_view operation;
    std::string_view doc; ///< one line
};

/// Every route of the control API, and of bins below /_drydock.
std::span<control_route const> control_routes();

/// 404 for a path that there is not, 405 for a method.
control_answer control(engine& on, sim::http::request const& what);

/// The parts of a pattern's path that are parameters, decoded; nothing when it is another path.
std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path);

} // namespace drydock::tools
