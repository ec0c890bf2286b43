// The API of a live run on a real port, so that what a payload's resource_url names can be fetched;
// and the keys that signatures are made with.
#pragma once

#include "sim/http/api_handler.hpp"
#include "sim/http/server.hpp"

#include <boost/asio/io_context.hpp>

#include <string>

namespace drydock::tools {

class api_port final : public sim::http::handler {
public:
    /// `key_set` is served at /jwks; empty: nothing is. All others outlive the port.
    api_port(sim::http::acceptor& on, sim::api_server& api, sim::http::clock& time,
             std::string key_set);

    /// Serves while `context` runs, until stop(). The port goes only when it is open no more.
    void open(boost::asio::io_context& context);
    void stop() { server_.stop(); }
    bool is_open() const { return is_open_; }

    boost::asio::awaitable<sim::http::response> handle(sim::http::request const& what) override;
    sim::http::response refuse(unsigned status, std::string_view why) override
    {
        return api_.refuse(status, why);
    }

private:
    sim::http::api_handler api_;
    std::string key_set_;
    sim::http::server server_;
    bool is_open_ = false;
};

} // namespace drydock::tools
