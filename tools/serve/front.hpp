// What a server answers: the API at the root, control below /_drydock, bins below /bin/{name}, the
// dashboard at /, and /openapi.json.
#pragma once

#include "sim/http/api_handler.hpp"
#include "tools/serve/control_guard.hpp"
#include "tools/serve/dashboard/dashboard.hpp"
#include "tools/serve/engine.hpp"
#include "tools/serve/rate_limit.hpp"

#include <string_view>

namespace drydock::tools {

class front final : public sim::http::handler {
public:
    /// Both outlive the front.
    front(engine& on, serve_options const& options, control_guard guard);

    boost::asio::awaitable<sim::http::response> handle(sim::http::request const& what) override;
    sim::http::response refuse(unsigned status, std::string_view why) override;

    /// A request that comes to a bin by a port of its own.
    boost::asio::awaitable<sim::http::response> handle_at_port(sim::http::request const& what,
                                                               std::string bin);
    /// Whether who has just connected there is refused. Then that is in the journal, without a
    /// request.
    bool refuses(std::string_view bin);

    /// Requests that are being answered.
    std::size_t active() const { return active_; }
    /// Has every connection end with its next answer.
    void drain() { is_draining_ = true; }

private:
    boost::asio::awaitable<sim::http::response> answer(sim::http::request const& what);
    boost::asio::awaitable<sim::http::response> answer_control(sim::http::request const& what);
    boost::asio::awaitable<sim::http::response> answer_bin(sim::http::request const& what,
                                                           std::string name, bool is_at_port);
    boost::asio::awaitable<sim::http::response> answer_api(sim::http::request const& what);
    sim::http::response answer_now(sim::http::request const& what);
    sim::service::bin_answer take_in(sim::http::request const& what, std::string_view bin,
                                     bool is_at_port);
    void finish(sim::http::request const& what, sim::http::response& made,
                model::duration took) const;

    engine* on_;
    serve_options const* options_;
    control_guard guard_;
    rate_limit limit_;
    dashboard page_;
    std::size_t active_ = 0;
    bool is_draining_ = false;
    std::uint32_t refused_ = 0; // requests that no world knows of
};

} // namespace drydock::tools
