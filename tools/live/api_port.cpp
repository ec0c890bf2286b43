#include "tools/live/api_port.hpp"

#include <boost/asio/co_spawn.hpp>

namespace drydock::tools {

namespace http = sim::http;

api_port::api_port(http::acceptor& on, sim::api_server& api, http::clock& time, std::string key_set)
    : api_{api, model::api::request_origin::outside},
      key_set_{std::move(key_set)},
      server_{on, *this, time}
{
}

void api_port::open(boost::asio::io_context& context)
{
    is_open_ = true;
    boost::asio::co_spawn(context, server_.run(),
                          [this](std::exception_ptr const&) { is_open_ = false; });
}

boost::asio::awaitable<http::response> api_port::handle(http::request const& what)
{
    if (what.method == "GET" && what.target == "/jwks" && !key_set_.empty()) {
        http::response keys;
        keys.fields.push_back({"Content-Type", "application/json"});
        keys.body = key_set_;
        co_return keys;
    }
    co_return co_await api_.handle(what);
}

} // namespace drydock::tools
