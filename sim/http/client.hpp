// The sending side: one request, one answer, and an outcome for whatever may happen instead.
#pragma once

#include "sim/http/clock.hpp"
#include "sim/http/connector.hpp"
#include "sim/http/idle_connections.hpp"
#include "sim/http/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace drydock::sim::http {

/// What became of an exchange.
struct heard {
    model::attempt_outcome outcome;      ///< http_<code> if and only if there is an answer
    std::optional<response> answer = {}; ///< for kind http only
    bool is_cut = false;                 ///< the answer's body is longer than the limit
    std::string detail = {};             ///< why there is no answer, in a line for people
    std::optional<model::duration> retry_after = {}; ///< the answer's, in whole seconds
    model::duration took = {};                       ///< from the start to the outcome
};

/// Sends requests and hears answers. Follows no redirects.
///
/// What ends an exchange, and how it is told:
/// - answer complete, at its deadline at the latest: http_<code>
/// - closed after an interim answer (1xx) and before any other: http_<its code>
/// - no complete answer by then, connecting included: timeout
/// - no connection: what the connector says
/// - connection broken, or ended before the first byte of an answer: reset
/// - ended within the answer, or bytes that are no HTTP/1.x: malformed
/// - a header that is too long: malformed; a body that is too long: cut, for nobody judges bodies
/// - the coroutine cancelled from outside: interrupted
class client {
public:
    /// `idle` keeps connections for later requests; without it each request asks the server to
    /// close. All of them outlive the client.
    client(connector& way, clock& time, idle_connections* idle = nullptr,
           message_limits limits = {})
        : way_{&way}, time_{&time}, idle_{idle}, limits_{limits}
    {
    }

    /// Sends `what` to the server of `to`; its target is what.target, not the path of `to`.
    /// Content-Length and Connection are the client's to write, and Host where `what` has none.
    /// Never throws. An idle connection that the server has closed costs nothing: the request goes
    /// out on a new one, also when that shows only by the lack of any answer.
    boost::asio::awaitable<heard> exchange(model::address to, request what,
                                           model::duration timeout);

private:
    connector* way_;
    clock* time_;
    idle_connections* idle_;
    message_limits limits_;
};

/// What a request to `to` is aimed at: its path, or "/". A query stands in no address.
std::string target_of(model::address const& to);

} // namespace drydock::sim::http
