#include "sim/http/server.hpp"
#include "tests/support/stream_contract.hpp"
#include "tests/support/stream_play.hpp"
#include "tests/support/tampered_stream.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace drydock::tests {

namespace {

using asio::awaitable;
using http::any_stream;
using namespace std::chrono_literals;

// Brings two pieces, the second one later.
class two_pieces final : public http::body_source {
public:
    explicit two_pieces(stream_world& in) : in_{&in} {}

    awaitable<std::optional<std::string>> next() override
    {
        if (told_ == 2) co_return std::nullopt;
        if (told_ == 1) co_await wait(*in_, 20ms);
        co_return std::string{++told_ == 1 ? "first" : "and the second"};
    }

private:
    stream_world* in_;
    int told_ = 0;
};

// Tells what it was asked.
class echo final : public http::handler {
public:
    explicit echo(stream_world& in) : in_{&in} {}

    awaitable<http::response> handle(http::request const& what) override
    {
        asked.push_back(what.method + ' ' + what.target);
        if (what.target == "/slow") co_await wait(*in_, 20ms);
        if (what.target == "/slower") co_await wait(*in_, 600ms);
        if (what.target == "/never") co_await wait(*in_, 1h);
        http::response answer{.fields = {{"Content-Length", "7"}}, .body = what.body};
        if (what.target == "/empty") answer.status = 204;
        if (what.target == "/bye") answer.fields.push_back({"Connection", "close"});
        if (what.target == "/pieces") answer.more = std::make_shared<two_pieces>(*in_);
        if (what.target == "/spoiled") answer.instead = {{"SSH-2.0\r\n"}, http::farewell::close};
        if (auto const* const trailer = what.find("X-Trailer")) answer.body += *trailer;
        co_return answer;
    }

    http::response refuse(unsigned status, std::string_view why) override
    {
        return {.status = status, .body = std::string{why}};
    }

    std::vector<std::string> asked;

private:
    stream_world* in_;
};

http::session_limits short_limits()
{
    return {.message = {.header = 300, .body = 100}, .idle = 10s, .slow = 10s, .linger = 1s};
}

// What a client hears that says `says` and ends its direction.
std::string ask(stream_world& in, echo& handler, std::string const& says,
                std::size_t most_bytes = 1'000'000)
{
    tampering with{.most_bytes = most_bytes};
    tampered_acceptor door{in.door(), with};
    http::server server{door, handler, in.time(), short_limits()};
    std::string heard;
    play(in, {[&]() -> awaitable<void> { co_await server.run(); },
              [&]() -> awaitable<void> {
                  {
                      auto here = co_await connect(in);
                      co_await say(here, says);
                      here.shutdown_send();
                      auto all = co_await hear_all(here);
                      CHECK(all.ended == asio::error::eof);
                      heard = std::move(all.text);
                  }
                  server.stop();
              }});
    CHECK(server.connections() == 0);
    return heard;
}

std::string answered(std::string const& body, std::string const& more = {})
{
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more +
           "\r\n" + body;
}

std::string const closing = "Connection: close\r\n";

struct exchange_row {
    std::string name;
    std::string says;
    std::string hears; // exactly; or "431 " and so on: a refusal, after which the connection ends
};

std::vector<exchange_row> good_requests()
{
    std::string const host = "Host: x\r\n";
    return {
        {"nothing", "", ""},
        {"a GET", "GET / HTTP/1.1\r\n" + host + "\r\n", answered("")},
        {"a GET with a body", "GET / HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\nhi",
         answered("hi")},
        {"a POST in chunks",
         "POST / HTTP/1.1\r\n" + host +
             "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x\r\nc\r\n0\r\nX-Trailer: t\r\n\r\n",
         answered("abc")},
        {"an unknown method", "BREW / HTTP/1.1\r\n" + host + "\r\n", answered("")},
        {"empty lines before it", "\r\n\r\nGET / HTTP/1.1\r\n" + host + "\r\n", answered("")},
        {"HEAD", "HEAD / HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\nhi",
         "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"},
        {"no content", "GET /empty HTTP/1.1\r\n" + host + "\r\n",
         "HTTP/1.1 204 No Content\r\n\r\n"},
        {"HTTP/1.0", "GET / HTTP/1.0\r\n\r\nGET /more HTTP/1.0\r\n\r\n", answered("", closing)},
        {"HTTP/1.0 that stays", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
         answered("", "Connection: keep-alive\r\n")},
        {"a client that wants to end",
         "GET / HTTP/1.1\r\n" + host + closing + "\r\nGET /more HTTP/1.1\r\n" + host + "\r\n",
         answered("", closing)},
        {"a handler that wants to end",
         "GET /bye HTTP/1.1\r\n" + host + "\r\nGET /more HTTP/1.1\r\n" + host + "\r\n",
         answered("", closing)},
        {"a body in pieces",
         "GET /pieces HTTP/1.1\r\n" + host + "\r\nGET / HTTP/1.1\r\n" + host + "\r\n",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"
         "e\r\nand the second\r\n0\r\n\r\n" +
             answered("")},
        {"an answer that is none",
         "GET /spoiled HTTP/1.1\r\n" + host + "\r\nGET / HTTP/1.1\r\n" + host + "\r\n",
         "SSH-2.0\r\n"},
        {"pipelined requests",
         "POST /slow HTTP/1.1\r\n" + host + "Content-Length: 1\r\n\r\n1" + "POST / HTTP/1.1\r\n" +
             host + "Content-Length: 1\r\n\r\n2" + "GET / HTTP/1.1\r\n" + host + "\r\n",
         answered("1") + answered("2") + answered("")},
        {"a request cut short", "POST / HTTP/1.1\r\n" + host + "Content-Length: 9\r\n\r\nhi", ""},
        {"a header cut short", "POST / HTTP/1.1\r\nHos", ""},
    };
}

std::vector<exchange_row> bad_requests()
{
    std::string const host = "Host: x\r\n";
    std::string const post = "POST / HTTP/1.1\r\n" + host;
    std::string const more = "GET /more HTTP/1.1\r\n" + host + "\r\n";
    return {
        {"a header too long", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(300, 'x') + "\r\n",
         "431 "},
        {"a target too long", "GET /" + std::string(400, 'x') + " HTTP/1.1\r\n" + host + "\r\n",
         "431 "},
        {"a body too long", post + "Content-Length: 101\r\n\r\n" + std::string(101, 'x') + more,
         "413 "},
        {"chunks too long",
         post + "Transfer-Encoding: chunked\r\n\r\n64\r\n" + std::string(100, 'x') +
             "\r\n1\r\nx\r\n0\r\n\r\n" + more,
         "413 "},
        {"an endless chunk line",
         post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(400, 'x'), "431 "},
        {"no host", "GET / HTTP/1.1\r\n\r\n" + more, "400 "},
        {"two hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n" + more, "400 "},
        {"a length that is none", post + "Content-Length: x\r\n\r\n" + more, "400 "},
        {"two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab" + more, "400 "},
        {"a length and chunks",
         post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + more, "400 "},
        {"another coding", post + "Transfer-Encoding: gzip\r\n\r\nx" + more, "501 "},
        {"another last coding", post + "Transfer-Encoding: chunked, gzip\r\n\r\n" + more, "501 "},
        {"chunks in HTTP/1.0",
         "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + more, "501 "},
        {"a chunk without a size",
         post + "Transfer-Encoding: chunked\r\n\r\nx\r\nab\r\n0\r\n\r\n" + more, "400 "},
        {"another expectation", post + "Expect: tea\r\nContent-Length: 1\r\n\r\nx" + more, "417 "},
        {"HTTP of another age", "GET / HTTP/3.0\r\n" + host + "\r\n", "505 "},
        {"no HTTP", "\x16\x03\x01\x02", "505 "},
        {"a field without a colon", "GET / HTTP/1.1\r\nHost\r\n\r\n" + more, "400 "},
        {"a space before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n" + more, "400 "},
        {"a line without CR", "GET / HTTP/1.1\nHost: x\n\n" + more, "400 "},
    };
}

void check_row(stream_world& in, exchange_row const& row, std::size_t most_bytes)
{
    echo handler{in};
    auto const heard = ask(in, handler, row.says, most_bytes);
    auto const is_refusal = row.hears.size() == 4;
    if (!is_refusal) {
        CHECK(heard == row.hears);
        return;
    }
    CHECK(heard.substr(0, 13) == "HTTP/1.1 " + row.hears);
    CHECK(heard.find("\r\nConnection: close\r\n") != heard.npos);
    CHECK(heard.find("HTTP/1.1 ", 9) == heard.npos);
    CHECK(handler.asked.empty());
}

void continues_when_expected(stream_world& in)
{
    echo handler{in};
    http::server server{in.door(), handler, in.time(), short_limits()};
    std::string const head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n";
    play(in, {[&]() -> awaitable<void> { co_await server.run(); },
              [&]() -> awaitable<void> {
                  auto here = co_await connect(in);
                  co_await must_say(here, head + "Content-Length: 2\r\n\r\n");
                  auto const interim = co_await hear(here, "\r\n\r\n");
                  CHECK(interim.text == "HTTP/1.1 100 Continue\r\n\r\n");
                  co_await must_say(here, "hi");
                  auto const answer = co_await hear(here, "hi");
                  CHECK(answer.text == answered("hi"));
                  // Nobody waits for the word when the body is there, or when there is none.
                  co_await must_say(here, head + "Content-Length: 2\r\n\r\nho");
                  auto const at_once = co_await hear(here, "ho");
                  CHECK(at_once.text == answered("ho"));
                  co_await must_say(here, head + "\r\n");
                  auto const empty = co_await hear(here, "\r\n\r\n");
                  CHECK(empty.text == answered(""));
                  // What is too long is not asked for.
                  co_await must_say(here, head + "Content-Length: 101\r\n\r\n");
                  auto const refused = co_await hear(here, "\r\n");
                  CHECK(refused.text.starts_with("HTTP/1.1 413 "));
                  here.close();
                  server.stop();
              }});
}

void slow_clients_are_cut_off(stream_world& in)
{
    echo handler{in};
    http::session_limits const limits{.idle = 60ms, .slow = 30ms, .linger = 30ms};
    http::server server{in.door(), handler, in.time(), limits};
    std::string const post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n";
    std::vector<std::string> const beginnings{"", "POST / HT", post + "h", post + "hi",
                                              "GET / HTTP/9.9\r\n\r\n"};
    play(in, {[&]() -> awaitable<void> { co_await server.run(); },
              [&]() -> awaitable<void> {
                  for (auto const& says : beginnings) {
                      INFO(says);
                      auto const start = in.time().now();
                      auto here = co_await connect(in);
                      co_await say(here, says);
                      auto const heard = co_await hear_all(here); // and says nothing more
                      CHECK(heard.ended);
                      auto const took = in.time().now() - start;
                      CHECK(took < 5s);
                      if (says.empty()) CHECK(took >= limits.idle);
                      // One that trickles is no better.
                      auto slow = co_await connect(in);
                      http::error_code failed;
                      for (int count = 0; count < 500 && !failed; ++count) {
                          failed = co_await say(slow, "X");
                          co_await wait(in, 1ms);
                      }
                      CHECK(failed);
                  }
                  server.stop();
              }});
}

void a_slow_handler_is_waited_for(stream_world& in)
{
    echo handler{in};
    http::session_limits const limits{.idle = 300ms, .slow = 300ms, .linger = 5ms};
    http::server server{in.door(), handler, in.time(), limits};
    play(in, {[&]() -> awaitable<void> { co_await server.run(); },
              [&]() -> awaitable<void> {
                  auto here = co_await connect(in);
                  co_await must_say(here, "GET /slower HTTP/1.1\r\nHost: x\r\n\r\n");
                  auto const heard = co_await hear_all(here);
                  CHECK(heard.text == answered(""));
                  server.stop();
              }});
}

void stopping_ends_whatever_is_under_way(stream_world& in)
{
    echo handler{in};
    http::server server{in.door(), handler, in.time()};
    bool is_over = false;
    play(in, {[&]() -> awaitable<void> {
                  co_await server.run();
                  is_over = true;
                  CHECK(server.connections() == 0);
              },
              [&]() -> awaitable<void> {
                  auto idle = co_await connect(in);
                  auto half = co_await connect(in);
                  co_await must_say(half, "GET / HT");
                  auto busy = co_await connect(in);
                  co_await must_say(busy, "GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
                  while (handler.asked.empty() || server.connections() < 3)
                      co_await wait(in, 1ms);
                  CHECK_FALSE(is_over);
                  server.stop();
                  for (auto* const one : {&idle, &half, &busy}) {
                      auto const heard = co_await hear_all(*one);
                      CHECK(heard.text.empty());
                      CHECK(heard.ended);
                  }
              }});
    CHECK(is_over);
}

} // namespace

void check_session(make_world const& make)
{
    for (auto const& list : {good_requests(), bad_requests()}) {
        for (auto const& row : list) {
            for (std::size_t const most_bytes : {std::size_t{1'000'000}, std::size_t{1}}) {
                DYNAMIC_SECTION("a request: " << row.name << ", by " << most_bytes)
                {
                    auto const world = make();
                    check_row(*world, row, most_bytes);
                }
            }
        }
    }
    struct {
        char const* name;
        void (*check)(stream_world&);
    } const cases[] = {
        {"continues when expected", continues_when_expected},
        {"slow clients are cut off", slow_clients_are_cut_off},
        {"a slow handler is waited for", a_slow_handler_is_waited_for},
        {"stopping ends whatever is under way", stopping_ends_whatever_is_under_way},
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
