#include "sim/wire/simulated_connector.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace drydock::sim::wire {

namespace asio = boost::asio;
using boost::system::error_code;
using model::outcome_kind;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);

auto connecting(network& on, call const& wish, std::unique_ptr<http::stream>& into)
{
    return asio::async_initiate<decltype(token), void(error_code)>(
        [](auto handler, network* over, call const* how, std::unique_ptr<http::stream>* made) {
            over->connect(*how, *made, http::sleep_handler{std::move(handler)});
        },
        token, &on, &wish, &into);
}

auto sleeping(context& in, model::instant due)
{
    return asio::async_initiate<decltype(token), void(error_code)>(
        [](auto handler, context* on, model::instant until) {
            on->sleep_until(until, alarm_kind::stream, http::sleep_handler{std::move(handler)});
        },
        token, &in, due);
}

} // namespace

asio::awaitable<http::connected> simulated_connector::connect(model::address const& to)
{
    auto wish = *how_;
    wish.host = to.host;
    wish.port = port_of(to);
    std::unique_ptr<http::stream> made;
    auto const [failed] = co_await connecting(*on_, wish, made);
    if (failed == asio::error::host_not_found)
        co_return http::connected{outcome_kind::dns, "no such host"};
    if (failed) co_return http::connected{outcome_kind::refused, "nobody listens there"};
    if (!fails_in_tls_) co_return http::connected{http::any_stream{std::move(made)}};

    auto& in = on_->in();
    if (wish.not_before > in.now()) {
        auto const [cancelled] = co_await sleeping(in, wish.not_before);
        if (cancelled) co_return http::connected{};
    }
    co_return http::connected{outcome_kind::tls, "the handshake failed"};
}

} // namespace drydock::sim::wire
