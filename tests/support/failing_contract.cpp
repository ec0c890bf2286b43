#include "sim/http/client.hpp"
#include "sim/http/server.hpp"
#include "tests/support/stream_contract.hpp"
#include "tests/support/stream_play.hpp"
#include "tests/support/tampered_stream.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

namespace drydock::tests {

namespace {

using asio::awaitable;
using namespace std::chrono_literals;

class accepting final : public http::handler {
public:
    awaitable<http::response> handle(http::request const&) override
    {
        ++handled;
        co_return http::response{.body = "thanks"};
    }

    http::response refuse(unsigned status, std::string_view) override { return {.status = status}; }

    std::size_t handled = 0;
};

constexpr std::size_t exchanges = 2; // the second one on the connection of the first

// All outcomes when the operation with.fail_at fails, on either side.
std::vector<std::string> deliver(stream_world& in, tampering& with)
{
    accepting handler;
    tampered_acceptor door{in.door(), with};
    tampered_connector way{in.way(), with};
    http::server server{door, handler, in.time()};
    http::idle_connections idle;
    http::client client{way, in.time(), &idle};
    std::vector<std::string> outcomes;
    auto const asks = [&]() -> awaitable<void> {
        for (std::size_t n = 0; n < exchanges; ++n) {
            auto to = in.address();
            http::request what{.method = "POST", .body = long_text(20'000)};
            auto const heard = co_await client.exchange(std::move(to), std::move(what), 10s);
            outcomes.push_back(model::to_text(heard.outcome));
            auto const succeeded = heard.outcome == model::attempt_outcome::http(200);
            CHECK(heard.answer.has_value() == succeeded);
            CHECK(heard.detail.empty() == succeeded);
        }
        idle.clear();
        server.stop();
    };
    play(in, {[&]() -> awaitable<void> { co_await server.run(); }, asks});
    CHECK(server.connections() == 0);
    // What the client took for a success was one; one failure costs one repetition at most.
    auto const successes = static_cast<std::size_t>(std::ranges::count(outcomes, "http_200"));
    CHECK(handler.handled >= successes);
    CHECK(handler.handled <= exchanges + 1);
    return outcomes;
}

} // namespace

void check_failing(make_world const& make)
{
    std::vector<std::string> const known{"http_200", "refused", "reset", "tls"};
    std::size_t fail_at = 1;
    std::size_t failures = 0;
    for (;; ++fail_at) {
        REQUIRE(fail_at < 1000);
        INFO("operation " << fail_at << " fails");
        auto const world = make();
        tampering with{.fail_at = fail_at};
        auto const outcomes = deliver(*world, with);
        REQUIRE(outcomes.size() == exchanges);
        for (auto const& outcome : outcomes) {
            INFO(outcome);
            CHECK(std::ranges::find(known, outcome) != known.end());
            if (outcome != "http_200") ++failures;
        }
        if (with.operations < fail_at) break; // none was left to fail
    }
    CHECK(fail_at > 8);
    CHECK(failures > 4);
}

} // namespace drydock::tests
