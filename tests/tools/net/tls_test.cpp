#include "sim/http/client.hpp"
#include "sim/http/server.hpp"
#include "tests/support/certificate.hpp"
#include "tests/support/stream_play.hpp"
#include "tests/support/tampered_stream.hpp"
#include "tests/tools/net/loopback_world.hpp"

#include <catch2/catch.hpp>

#include <openssl/ssl.h>
#include <vector>

using namespace drydock;
using namespace std::chrono_literals;
namespace http = sim::http;
namespace asio = boost::asio;
using asio::awaitable;
using Catch::Contains;
using tests::certificate;

namespace {

class counting final : public http::handler {
public:
    awaitable<http::response> handle(http::request const& what) override
    {
        ++handled;
        co_return http::response{.body = what.body};
    }

    http::response refuse(unsigned status, std::string_view) override { return {.status = status}; }

    int handled = 0;
};

struct talk {
    std::vector<std::string> outcomes;
    std::vector<std::string> details;
    std::size_t connections = 0;
    int handled = 0;
};

// How a server is asked that shows `shown`.
struct question {
    std::string host = "localhost";
    std::string body = "hello";
    std::size_t requests = 1;
    bool keeps = false;
};

std::string sent_name; // that the client sent along

int remember_name(SSL* on, int*, void*)
{
    auto const* const name = SSL_get_servername(on, TLSEXT_NAMETYPE_host_name);
    sent_name = name == nullptr ? "" : name;
    return SSL_TLSEXT_ERR_OK;
}

talk ask(certificate const& shown, tools::tls_trust const& trust, question const& what = {})
{
    auto const context = tools::server_context(shown.file(), shown.key_file());
    REQUIRE(context.problem.empty());
    sent_name = "?";
    SSL_CTX_set_tlsext_servername_callback(context.made->native_handle(), remember_name);
    auto const trusted = tools::client_context(trust);
    REQUIRE(trusted.problem.empty());

    tests::loopback_world world;
    tools::socket_acceptor door{world.executor(), context.made};
    REQUIRE(door.listen("127.0.0.1", 0).empty());
    tools::socket_connector way{tools::target_guard{}, trusted.made};
    counting handler;
    tests::tampering none;
    tests::tampered_acceptor counted{door, none};
    http::server server{counted, handler, world.time()};
    http::idle_connections idle;
    http::client client{way, world.time(), what.keeps ? &idle : nullptr};
    talk result;
    auto const asks = [&]() -> awaitable<void> {
        for (std::size_t n = 0; n < what.requests; ++n) {
            auto to = *model::parse_address(door.url());
            to.host = what.host;
            http::request request{.method = "POST", .body = what.body};
            auto const heard = co_await client.exchange(std::move(to), std::move(request), 10s);
            result.outcomes.push_back(model::to_text(heard.outcome));
            result.details.push_back(heard.detail);
            if (heard.answer) CHECK((heard.answer->body == what.body));
        }
        idle.clear();
        server.stop();
    };
    tests::play(world, {[&]() -> awaitable<void> { co_await server.run(); }, asks});
    result.handled = handler.handled;
    result.connections = counted.accepted();
    return result;
}

void check_refused(talk const& result, std::string const& why)
{
    CHECK(result.outcomes == std::vector<std::string>{"tls"});
    CHECK_THAT(result.details[0], Contains(why));
    CHECK(result.handled == 0);
}

} // namespace

TEST_CASE("a certificate that a trusted one signed is good", "[http][loopback][tls]")
{
    certificate const authority{{.name = "authority"}};
    certificate const shown{{.name = "localhost"}, authority};
    auto const result = ask(shown, {.ca_file = authority.file()});
    INFO(result.details[0]);
    CHECK(result.outcomes == std::vector<std::string>{"http_200"});
    CHECK(sent_name == "localhost");
}

TEST_CASE("a certificate may be for an address", "[http][loopback][tls]")
{
    certificate const shown{{.name = "127.0.0.1"}};
    auto const result = ask(shown, {.ca_file = shown.file()}, {.host = "127.0.0.1"});
    INFO(result.details[0]);
    CHECK(result.outcomes == std::vector<std::string>{"http_200"});
    CHECK(sent_name.empty());
}

TEST_CASE("certificates that cannot be trusted are refused, and why is told",
          "[http][loopback][tls]")
{
    certificate const authority{{.name = "authority"}};
    certificate const another{{.name = "another"}};
    certificate const elsewhere{{.name = "shop.test"}, authority};
    check_refused(ask(elsewhere, {.ca_file = authority.file()}), "hostname mismatch");

    certificate const address{{.name = "127.0.0.2"}, authority};
    check_refused(ask(address, {.ca_file = authority.file()}, {.host = "127.0.0.1"}),
                  "IP address mismatch");

    certificate const old{{.valid_from_day = -9, .valid_until_day = -2}, authority};
    check_refused(ask(old, {.ca_file = authority.file()}), "expired");

    certificate const early{{.valid_from_day = 2}, authority};
    check_refused(ask(early, {.ca_file = authority.file()}), "not yet valid");

    certificate const alone{{.name = "localhost"}};
    check_refused(ask(alone, {.ca_file = authority.file()}), "self-signed");

    certificate const good{{.name = "localhost"}, authority};
    check_refused(ask(good, {.ca_file = another.file()}), "issuer");
    // Nor does the system know our authority.
    check_refused(ask(good, {}), "issuer");
}

TEST_CASE("without verification any certificate will do", "[http][loopback][tls]")
{
    certificate const authority{{.name = "authority"}};
    certificate const worst{{.name = "x.test", .valid_from_day = -9, .valid_until_day = -2}};
    auto const result = ask(worst, {.verifies = false});
    CHECK(result.outcomes == std::vector<std::string>{"http_200"});
}

TEST_CASE("a TLS connection carries large bodies and many requests", "[http][loopback][tls]")
{
    certificate const shown{{.name = "localhost"}};
    question const what{.body = tests::long_text(1024 * 1024), .requests = 3, .keeps = true};
    auto const result = ask(shown, {.ca_file = shown.file()}, what);
    INFO(result.details[0]);
    CHECK(result.outcomes == std::vector<std::string>{"http_200", "http_200", "http_200"});
    CHECK(result.connections == 1);
}

TEST_CASE("client and server keep their contract over TLS", "[http][loopback][tls]")
{
    certificate const shown{{.name = "localhost"}};
    auto const context = tools::server_context(shown.file(), shown.key_file());
    auto const make = [&] { return std::make_unique<tests::loopback_world>(context.made); };
    SECTION("used again")
    {
        tests::check_keep_alive(make);
    }
    SECTION("answering")
    {
        tests::check_session(make);
    }
    SECTION("failing")
    {
        tests::check_failing(make);
    }
}

TEST_CASE("a peer that speaks no TLS is told apart, whatever it does", "[http][loopback][tls]")
{
    struct {
        char const* says;
        bool ends;
        char const* outcome;
    } const rows[] = {
        {"HTTP/1.1 400 Bad Request\r\n\r\n", false, "tls"},
        {"", true, "tls"},
        {"", false, "timeout"},
    };
    for (auto const& row : rows) {
        tests::loopback_world world;
        tools::socket_connector way{tools::target_guard{}, tools::client_context({}).made};
        http::client client{way, world.time()};
        http::heard heard;
        bool is_over = false;
        auto const asks = [&]() -> awaitable<void> {
            auto to = world.address();
            to.scheme = "https";
            http::request what;
            auto const patience = row.outcome == std::string{"timeout"} ? 50ms : 10s;
            heard = co_await client.exchange(std::move(to), std::move(what), patience);
            is_over = true;
        };
        auto const answers = [&]() -> awaitable<void> {
            auto peer = co_await world.door().accept();
            co_await tests::hear_bytes(peer, 10);
            co_await tests::must_say(peer, row.says);
            while (!is_over && !row.ends)
                co_await tests::wait(world, 1ms);
        };
        tests::play(world, {asks, answers});
        INFO(heard.detail);
        CHECK(model::to_text(heard.outcome) == row.outcome);
    }
}

TEST_CASE("a client that speaks no TLS does not disturb the server", "[http][loopback][tls]")
{
    certificate const shown{{.name = "localhost"}};
    auto const context = tools::server_context(shown.file(), shown.key_file());
    tests::loopback_world world;
    tools::socket_acceptor door{world.executor(), context.made};
    REQUIRE(door.listen("127.0.0.1", 0).empty());
    CHECK(door.url().starts_with("https://127.0.0.1:"));
    counting handler;
    http::server server{door, handler, world.time()};
    tests::play(world, {[&]() -> awaitable<void> { co_await server.run(); },
                        [&]() -> awaitable<void> {
                            auto to = *model::parse_address(door.url());
                            to.scheme = "http";
                            auto made = co_await world.way().connect(to);
                            REQUIRE(made);
                            co_await tests::must_say(made.opened(), "GET / HTTP/1.1\r\n\r\n");
                            auto const heard = co_await tests::hear_all(made.opened());
                            CHECK(heard.ended);
                            server.stop();
                        }});
    CHECK(handler.handled == 0);
}

TEST_CASE("files that hold no certificate are named", "[http][tls]")
{
    certificate const shown{{.name = "localhost"}};
    CHECK_THAT(tools::client_context({.ca_file = "/nowhere.pem"}).problem,
               Contains("/nowhere.pem"));
    CHECK_THAT(tools::server_context("/nowhere.pem", shown.key_file()).problem,
               Contains("/nowhere.pem"));
    CHECK_THAT(tools::server_context(shown.file(), "/nokey.pem").problem, Contains("/nokey.pem"));
    CHECK_FALSE(tools::client_context({.ca_file = shown.key_file()}).problem.empty());
}
