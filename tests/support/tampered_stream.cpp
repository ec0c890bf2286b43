#include "tests/support/tampered_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace drydock::tests {

namespace asio = boost::asio;
namespace http = sim::http;

namespace {

class tampered_stream final : public http::stream {
public:
    tampered_stream(http::any_stream what, tampering& with) : what_{std::move(what)}, with_{&with}
    {
    }

    asio::any_io_executor get_executor() override { return what_.get_executor(); }

    void read_some(std::span<asio::mutable_buffer const> into, http::io_handler then) override
    {
        if (with_->fails_now()) return fail(std::move(then));
        if (into.empty()) return what_.get().read_some(into, std::move(then));
        std::array const first{asio::buffer(into[0], with_->most_bytes)};
        auto const few = into[0].size() > with_->most_bytes;
        what_.get().read_some(few ? std::span{first} : into, std::move(then));
    }

    void write_some(std::span<asio::const_buffer const> from, http::io_handler then) override
    {
        if (with_->fails_now()) return fail(std::move(then));
        if (from.empty()) return what_.get().write_some(from, std::move(then));
        std::array const first{asio::buffer(from[0], with_->most_bytes)};
        auto const few = from[0].size() > with_->most_bytes;
        what_.get().write_some(few ? std::span{first} : from, std::move(then));
    }

    bool is_quiet() override { return what_.is_quiet(); }
    void shutdown_send() override { what_.shutdown_send(); }
    void close() override { what_.close(); }

private:
    void fail(http::io_handler then)
    {
        what_.close();
        asio::post(get_executor(), [then = std::move(then)]() mutable {
            std::move(then)(asio::error::connection_reset, 0);
        });
    }

    http::any_stream what_;
    tampering* with_;
};

} // namespace

http::any_stream tampered(http::any_stream what, tampering& with)
{
    return http::any_stream{std::make_unique<tampered_stream>(std::move(what), with)};
}

asio::awaitable<http::connected> tampered_connector::connect(model::address const& to)
{
    if (with_->fails_now())
        co_return http::connected{model::outcome_kind::refused, "fails on purpose"};
    auto made = co_await way_->connect(to);
    if (!made) co_return std::move(made);
    co_return http::connected{tampered(std::move(made.opened()), *with_)};
}

asio::awaitable<http::any_stream> tampered_acceptor::accept()
{
    auto made = co_await door_->accept();
    if (!made) co_return std::move(made);
    ++accepted_;
    co_return tampered(std::move(made), *with_);
}

} // namespace drydock::tests
