#include "sim/http/client.hpp"
#include "tests/support/stream_contract.hpp"
#include "tests/support/stream_play.hpp"
#include "tests/support/tampered_stream.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace drydock::tests {

namespace {

using asio::awaitable;
using http::any_stream;
using namespace std::chrono_literals;

constexpr char const* const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// What a peer does on one connection: for each request it hears, it says one thing; then it ends.
struct connection_script {
    std::vector<std::string> says;
    bool is_cut_off = false; // hears one more request, and closes without an answer
    bool lingers = false;    // stays open at the end
};

struct result {
    std::vector<std::string> outcomes;
    std::vector<std::string> requests; // that the peer heard, on all connections
    std::size_t kept = 0;              // connections at the end
};

// Hears one request of sample() whole.
awaitable<bool> hear_request(any_stream& peer, std::vector<std::string>& requests)
{
    auto head = co_await hear(peer, "\r\n\r\n");
    if (head.ended) co_return false;
    auto const body = co_await hear_bytes(peer, 4);
    requests.push_back(head.text.substr(0, head.text.find("\r\n")));
    co_return !body.ended;
}

awaitable<void> serve(any_stream& peer, connection_script const& script, result& into)
{
    for (auto const& answer : script.says) {
        auto const is_heard = co_await hear_request(peer, into.requests);
        if (!is_heard) co_return;
        co_await say(peer, answer);
    }
    if (script.is_cut_off) co_await hear_request(peer, into.requests);
    if (!script.lingers) peer.close();
}

// Sends `count` requests, one after the other, to peers that play the scripts in order.
result send(stream_world& in, std::size_t count, std::vector<connection_script> const& scripts)
{
    result made;
    http::idle_connections idle;
    http::client client{in.way(), in.time(), &idle};
    auto const asks = [&]() -> awaitable<void> {
        for (std::size_t n = 0; n < count; ++n) {
            auto to = in.address();
            http::request what{.method = "POST", .target = "/" + std::to_string(n), .body = "body"};
            auto const heard = co_await client.exchange(std::move(to), std::move(what), 10s);
            made.outcomes.push_back(model::to_text(heard.outcome));
            co_await wait(in, 10ms); // what the peer did to the connection arrives
        }
        made.kept = idle.size();
        idle.clear();
    };
    std::vector<any_stream> open;
    auto const answers = [&]() -> awaitable<void> {
        for (auto const& script : scripts) {
            open.push_back(co_await in.door().accept());
            co_await serve(open.back(), script, made);
        }
    };
    play(in, {asks, answers});
    return made;
}

using texts = std::vector<std::string>;

void one_connection_carries_many_requests(stream_world& in)
{
    auto const made = send(in, 3, {{.says = {ok, ok, ok}, .lingers = true}});
    CHECK(made.outcomes == texts{"http_200", "http_200", "http_200"});
    CHECK(made.requests == texts{"POST /0 HTTP/1.1", "POST /1 HTTP/1.1", "POST /2 HTTP/1.1"});
    CHECK(made.kept == 1);
}

void a_stale_connection_is_not_used(stream_world& in)
{
    auto const made = send(in, 2, {{.says = {ok}}, {.says = {ok}, .lingers = true}});
    CHECK(made.outcomes == texts{"http_200", "http_200"});
    CHECK(made.requests == texts{"POST /0 HTTP/1.1", "POST /1 HTTP/1.1"});
}

void a_connection_that_ends_without_an_answer_is_replaced_once(stream_world& in)
{
    auto const once =
        send(in, 2, {{.says = {ok}, .is_cut_off = true}, {.says = {ok}, .lingers = true}});
    CHECK(once.outcomes == texts{"http_200", "http_200"});
    CHECK(once.requests == texts{"POST /0 HTTP/1.1", "POST /1 HTTP/1.1", "POST /1 HTTP/1.1"});

    auto const twice = send(in, 2, {{.says = {ok}, .is_cut_off = true}, {.is_cut_off = true}});
    CHECK(twice.outcomes == texts{"http_200", "reset"});
    CHECK(twice.requests.size() == 3);
}

void a_new_connection_that_ends_is_a_reset(stream_world& in)
{
    auto const made = send(in, 1, {{.is_cut_off = true}});
    CHECK(made.outcomes == texts{"reset"});
    CHECK(made.requests == texts{"POST /0 HTTP/1.1"});
    CHECK(made.kept == 0);
}

void an_answer_that_was_begun_is_not_asked_for_again(stream_world& in)
{
    auto const made = send(in, 2, {{.says = {ok, "HTTP/1.1 200"}}});
    CHECK(made.outcomes == texts{"http_200", "malformed"});
    CHECK(made.requests.size() == 2);
}

void what_cannot_carry_another_request_is_not_kept(stream_world& in)
{
    for (std::string const last : {
             "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
             "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nleftover",
             "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
         }) {
        INFO(last);
        auto const made = send(in, 2, {{.says = {last}, .lingers = true}, {.says = {ok}}});
        CHECK(made.outcomes.back() == "http_200");
        CHECK(made.requests == texts{"POST /0 HTTP/1.1", "POST /1 HTTP/1.1"});
    }
    auto const kept = send(in, 1,
                           {{.says = {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n"
                                      "Connection: keep-alive\r\n\r\n"},
                             .lingers = true}});
    CHECK(kept.kept == 1);
}

} // namespace

void check_keep_alive(make_world const& make)
{
    struct {
        char const* name;
        void (*check)(stream_world&);
    } const cases[] = {
        {"one connection carries many requests", one_connection_carries_many_requests},
        {"a stale connection is not used", a_stale_connection_is_not_used},
        {"a connection that ends without an answer is replaced once",
         a_connection_that_ends_without_an_answer_is_replaced_once},
        {"a new connection that ends is a reset", a_new_connection_that_ends_is_a_reset},
        {"an answer that was begun is not asked for again",
         an_answer_that_was_begun_is_not_asked_for_again},
        {"what cannot carry another request is not kept",
         what_cannot_carry_another_request_is_not_kept},
    };
    for (auto const& [name, check] : cases) {
        DYNAMIC_SECTION(name)
        {
            auto const world = make();
            check(*world);
        }
    }
}

} // namespace drydock::tests
