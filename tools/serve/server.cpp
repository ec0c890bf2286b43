#include "tools/serve/server.hpp"

#include "sim/http/server.hpp"
#include "tools/net/socket_acceptor.hpp"
#include "tools/net/target_guard.hpp"
#include "tools/serve/bin_ports.hpp"
#include "tools/serve/engine.hpp"
#include "tools/serve/front.hpp"
#include "tools/serve/logger.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <sys/resource.h>

namespace drydock::tools {

namespace asio = boost::asio;
namespace http = sim::http;

namespace {

constexpr model::duration look_again = std::chrono::milliseconds{5};
constexpr model::duration patience = std::chrono::seconds{5}; // with those who are being answered

/// Each connection is a file: as many as the system lets us have.
void raise_file_limit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

class running_server {
public:
    running_server(serve_options const& options, sim::scenario plan)
        : options_{&options}, engine_{options, std::move(plan)}
    {
    }

    std::string open();
    std::string url() const { return acceptor_->url(); }
    std::string run();

private:
    std::string base_url() const;
    void begin_to_stop();
    void wait_for_answers(model::duration until);
    void end_soon();
    void end();

    serve_options const* options_;
    engine engine_;
    std::unique_ptr<socket_acceptor> acceptor_;
    std::unique_ptr<front> front_;
    std::unique_ptr<bin_ports> ports_;
    std::unique_ptr<http::server> server_;
    bool is_serving_ = false, is_over_ = false;
};

std::string running_server::open()
{
    std::shared_ptr<asio::ssl::context> tls;
    if (!options_->tls_cert.empty()) {
        auto made = server_context(options_->tls_cert, options_->tls_key);
        if (!made.made) return made.problem;
        tls = made.made;
    }
    acceptor_ = std::make_unique<socket_acceptor>(engine_.context().get_executor(), tls);
    if (auto why = acceptor_->listen(options_->host, options_->port); !why.empty()) return why;
    if (auto why = engine_.open(base_url()); !why.empty()) return why;
    bool const is_local = is_loopback(asio::ip::make_address(options_->host));
    front_ = std::make_unique<front>(
        engine_, *options_,
        control_guard{is_local, tls ? "https" : "http", options_->control_hosts});
    server_ = std::make_unique<http::server>(*acceptor_, *front_, engine_.time(),
                                             http::session_limits{}, options_->most_connections);
    ports_ = std::make_unique<bin_ports>(engine_, *front_, *options_);
    engine_.attach(*ports_);
    return ports_->restore();
}

// Nobody is reached at "any address".
std::string running_server::base_url() const
{
    if (!options_->base_url.empty()) return options_->base_url;
    auto url = acceptor_->url();
    for (auto const* const any : {"//0.0.0.0:", "//[::]:"})
        if (auto const at = url.find(any); at != std::string::npos)
            url.replace(at, std::string_view{any}.size(), "//localhost:");
    return url;
}

std::string running_server::run()
{
    is_serving_ = true;
    asio::co_spawn(engine_.context(), server_->run(),
                   [this](std::exception_ptr const&) { is_serving_ = false; });
    asio::signal_set signals{engine_.context(), SIGTERM, SIGINT};
    signals.async_wait([this](boost::system::error_code failed, int) {
        if (!failed) begin_to_stop();
    });
    auto const is_at_rest = [this] {
        return is_over_ && !is_serving_ && ports_->is_at_rest() && engine_.sender().is_at_rest();
    };
    engine_.run(is_at_rest);
    if (engine_.failure().empty()) {
        log(log_level::info, "stopped");
        return {};
    }
    // Nobody is told of what is not on disk. Whoever is being served uses what is about to go.
    end();
    engine_.wind_up(is_at_rest);
    return engine_.failure();
}

void running_server::begin_to_stop()
{
    log(log_level::info, "stopping", {{"active", std::to_string(front_->active())}});
    ports_->drain();
    acceptor_->close();
    front_->drain();
    engine_.stop();
    wait_for_answers(engine_.time().now() + patience);
}

void running_server::wait_for_answers(model::duration until)
{
    if (front_->active() == 0 || engine_.time().now() >= until) return end_soon();
    engine_.time().async_sleep(
        look_again, [this, until](boost::system::error_code) { wait_for_answers(until); });
}

// What was answered last is on its way: a moment later nobody is waited for.
void running_server::end_soon()
{
    engine_.time().async_sleep(std::chrono::milliseconds{50},
                               [this](boost::system::error_code) { end(); });
}

void running_server::end()
{
    engine_.sender().stop();
    server_->stop();
    ports_->stop();
    is_over_ = true;
}

} // namespace

std::string serve(serve_options const& options, sim::scenario plan,
                  std::function<void(std::string const& url)> const& on_open)
{
    raise_file_limit();
    running_server made{options, std::move(plan)};
    if (auto why = made.open(); !why.empty()) return why;
    on_open(made.url());
    log(log_level::info, "serving", {{"url", made.url()}});
    return made.run();
}

} // namespace drydock::tools
