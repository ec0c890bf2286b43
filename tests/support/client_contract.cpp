#include "sim/http/client.hpp"
#include "tests/support/stream_contract.hpp"
#include "tests/support/stream_play.hpp"
#include "tests/support/tampered_stream.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>

#include <optional>

namespace drydock::tests {

namespace {

using asio::awaitable;
using http::any_stream;
using namespace std::chrono_literals;

enum class ending { close, hold, half_close, reset };

// A peer that hears one request, says something whatever it was, and ends.
struct script {
    std::string name;
    std::string says;
    ending ends;
    std::string outcome;
    std::string body = {};
    std::string method = "POST";
};

constexpr auto short_while = 100ms; // for what must not come

http::request sample(std::string method)
{
    http::request what{.method = std::move(method), .target = "/hooks?a=b"};
    what.fields.push_back({"X-First", "1"});
    if (what.method == "POST") what.body = R"({"resource_type":"API_TRACK"})";
    return what;
}

// What the client hears from a peer that plays the script.
http::heard hear_script(stream_world& in, script const& played, tampering& with)
{
    tampered_connector way{in.way(), with};
    http::client client{way, in.time()};
    http::heard result;
    bool is_over = false;
    auto const asks = [&]() -> awaitable<void> {
        auto to = in.address();
        auto what = sample(played.method);
        auto const patience = played.outcome == "timeout" ? short_while : 10s;
        result = co_await client.exchange(std::move(to), std::move(what), patience);
        is_over = true;
    };
    auto const answers = [&]() -> awaitable<void> {
        auto peer = co_await in.door().accept();
        auto const length = sample(played.method).body.size();
        auto const head = co_await hear(peer, "\r\n\r\n");
        auto const body = co_await hear_bytes(peer, length);
        if (played.outcome != "timeout") CHECK_FALSE(body.ended);
        co_await say(peer, played.says); // the client may hang up before the end
        if (played.ends == ending::half_close) peer.shutdown_send();
        if (played.ends == ending::reset) {
            co_await wait(in, 5ms); // so that what was said arrives
            in.reset(peer);
        }
        if (played.ends == ending::close) co_return;
        while (!is_over)
            co_await wait(in, 1ms);
    };
    play(in, {asks, answers});
    return result;
}

void check_script(stream_world& in, script const& played, tampering& with)
{
    auto const heard = hear_script(in, played, with);
    INFO(heard.detail);
    CHECK(model::to_text(heard.outcome) == played.outcome);
    auto const has_answer = played.outcome.starts_with("http_");
    REQUIRE(heard.answer.has_value() == has_answer);
    CHECK(heard.detail.empty() == has_answer);
    if (has_answer) CHECK((heard.answer->body == played.body));
    if (played.outcome == "timeout") CHECK(heard.took >= short_while);
}

std::vector<script> answers()
{
    auto const big = long_text(1024 * 1024);
    std::string const ok = "HTTP/1.1 200 OK\r\n";
    return {
        {"with a length", ok + "Content-Length: 2\r\n\r\nhi", ending::hold, "http_200", "hi"},
        {"without a body", "HTTP/1.1 204 No Content\r\n\r\n", ending::hold, "http_204"},
        {"with no reason", "HTTP/1.1 503 \r\ncontent-length:0\r\n\r\n", ending::hold, "http_503"},
        {"with a status of its own", "HTTP/1.1 799 X\r\nContent-Length: 0\r\n\r\n", ending::hold,
         "http_799"},
        {"chunked",
         ok + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n3\r\ncde\r\n0\r\nX: y\r\n\r\n",
         ending::hold, "http_200", "abcde"},
        {"until the end", ok + "\r\nall of it", ending::close, "http_200", "all of it"},
        {"until half-close", ok + "\r\nall of it", ending::half_close, "http_200", "all of it"},
        {"of HTTP/1.0", "HTTP/1.0 500 Oops\r\n\r\nsorry", ending::close, "http_500", "sorry"},
        {"after interim answers",
         "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok +
             "Content-Length: 1\r\n\r\nx",
         ending::hold, "http_200", "x"},
        {"a redirect", "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
         ending::hold, "http_302"},
        {"to HEAD", ok + "Content-Length: 99\r\n\r\n", ending::hold, "http_200", "", "HEAD"},
        {"to GET", ok + "Content-Length: 1\r\n\r\nx", ending::hold, "http_200", "x", "GET"},
        {"of a megabyte", ok + "Content-Length: " + std::to_string(big.size()) + "\r\n\r\n" + big,
         ending::hold, "http_200", big},
        {"with bytes too many", ok + "Content-Length: 2\r\n\r\nhi there", ending::hold, "http_200",
         "hi"},
        {"switching protocols", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", ending::hold,
         "http_101"},
    };
}

std::vector<script> failures()
{
    std::string const ok = "HTTP/1.1 200 OK\r\n";
    return {
        {"nothing, ever", "", ending::hold, "timeout"},
        {"an answer that never ends", ok + "Content-Length: 9\r\n\r\nhi", ending::hold, "timeout"},
        {"a header that never ends", ok + "X: y\r\n", ending::hold, "timeout"},
        {"an end at once", "", ending::close, "reset"},
        {"a half-close at once", "", ending::half_close, "reset"},
        {"a reset at once", "", ending::reset, "reset"},
        {"a reset in the header", ok + "Content-", ending::reset, "reset"},
        {"a reset in the body", ok + "Content-Length: 9\r\n\r\nhi", ending::reset, "reset"},
        {"a reset in a body without length", ok + "\r\nhi", ending::reset, "reset"},
        {"an end within the first line", "HTTP/1.1 2", ending::close, "malformed"},
        {"an end within the header", ok + "X: y\r\n", ending::close, "malformed"},
        {"a body too short", ok + "Content-Length: 9\r\n\r\nhi", ending::close, "malformed"},
        {"a chunk too short", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", ending::close,
         "malformed"},
        {"no last chunk", ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", ending::close,
         "malformed"},
        {"a chunk without a size", ok + "Transfer-Encoding: chunked\r\n\r\nx\r\nab\r\n0\r\n\r\n",
         ending::hold, "malformed"},
        {"a chunk too long", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
         ending::hold, "malformed"},
        {"a length that is none", ok + "Content-Length: two\r\n\r\nhi", ending::hold, "malformed"},
        {"two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!", ending::hold,
         "malformed"},
        {"a length and chunks",
         ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ending::hold,
         "malformed"},
        {"garbage", "hello?", ending::hold, "malformed"},
        {"garbage of one byte", "\x16", ending::hold, "malformed"},
        {"a page without HTTP", "<html>502</html>\n", ending::hold, "malformed"},
        {"HTTP of another age", "HTTP/2.0 200 OK\r\n\r\n", ending::hold, "malformed"},
        {"a status that is none", "HTTP/1.1 2x0 OK\r\n\r\n", ending::hold, "malformed"},
        {"a status below 100", "HTTP/1.1 099 X\r\n\r\n", ending::hold, "malformed"},
        {"a field without a colon", ok + "X\r\n\r\n", ending::hold, "malformed"},
        {"lines without CR", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", ending::hold, "malformed"},
        {"a header too long", ok + "X: " + std::string(70'000, 'x'), ending::hold, "malformed"},
        {"only interim answers",
         [] {
             std::string all;
             for (int count = 0; count < 20; ++count)
                 all += "HTTP/1.1 100 Continue\r\n\r\n";
             return all;
         }(),
         ending::hold, "malformed"},
        {"an end after an interim answer", "HTTP/1.1 100 Continue\r\n\r\n", ending::close,
         "http_100"},
    };
}

void tells_what_the_peer_did(make_world const& make)
{
    for (auto const& list : {answers(), failures()}) {
        for (auto const& played : list) {
            DYNAMIC_SECTION("an answer: " << played.name)
            {
                auto const world = make();
                tampering whole;
                check_script(*world, played, whole);
            }
            // However the bytes are split, the outcome is the same.
            if (played.says.size() > 100'000) continue;
            DYNAMIC_SECTION("byte by byte: " << played.name)
            {
                auto const world = make();
                tampering split{.most_bytes = 1};
                check_script(*world, played, split);
            }
        }
    }
}

// A connector that takes its time; it stands for a host that does not answer.
class slow_connector final : public http::connector {
public:
    slow_connector(stream_world& in, model::duration takes) : in_{&in}, takes_{takes} {}

    awaitable<http::connected> connect(model::address const& to) override
    {
        co_await wait(*in_, takes_);
        co_return co_await in_->way().connect(to);
    }

private:
    stream_world* in_;
    model::duration takes_;
};

http::heard exchange(stream_world& in, http::connector& way, model::address to,
                     model::duration patience)
{
    http::client client{way, in.time()};
    http::heard result;
    play(in, {[&]() -> awaitable<void> {
             auto what = sample("POST");
             result = co_await client.exchange(to, std::move(what), patience);
         }});
    return result;
}

void no_connection_is_told_apart(stream_world& in)
{
    auto const refused = exchange(in, in.way(), in.nobody(), 10s);
    CHECK(model::to_text(refused.outcome) == "refused");
    CHECK_FALSE(refused.detail.empty());
    auto const unknown = exchange(in, in.way(), in.unknown(), 10s);
    CHECK(model::to_text(unknown.outcome) == "dns");
    CHECK_FALSE(unknown.detail.empty());
}

void one_deadline_covers_connecting_and_the_exchange(stream_world& in)
{
    // Nobody accepts: the connection may come about, an answer may not.
    slow_connector half{in, short_while / 2};
    auto const hung = exchange(in, half, in.address(), short_while);
    CHECK(model::to_text(hung.outcome) == "timeout");
    CHECK(hung.took >= short_while);
    CHECK(hung.took < 5s);
    slow_connector all{in, 1h};
    auto const unconnected = exchange(in, all, in.address(), short_while);
    CHECK(model::to_text(unconnected.outcome) == "timeout");
    CHECK(unconnected.took >= short_while);
    CHECK(unconnected.took < 5s);
}

void cancelling_interrupts(stream_world& in)
{
    slow_connector never{in, 1h};
    for (auto* const way : {static_cast<http::connector*>(&never), &in.way()}) {
        http::client client{*way, in.time()};
        asio::cancellation_signal cancel;
        std::optional<http::heard> result;
        auto const asks = [&]() -> awaitable<void> {
            auto to = in.address();
            auto what = sample("POST");
            result = co_await client.exchange(std::move(to), std::move(what), 1h);
        };
        asio::co_spawn(in.executor(), part{asks},
                       asio::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {}));
        play(in, {[&]() -> awaitable<void> {
                 co_await wait(in, 10ms);
                 cancel.emit(asio::cancellation_type::terminal);
             }});
        CHECK(in.run_until([&] { return result.has_value(); }));
        REQUIRE(result);
        CHECK(model::to_text(result->outcome) == "interrupted");
    }
}

// One exchange with a peer that hears `hears` bytes after the header, then says `says`.
http::heard talk(stream_world& in, http::client& client, http::request what, std::string says,
                 std::string& head, std::size_t hears)
{
    http::heard result;
    auto const asks = [&]() -> awaitable<void> {
        auto to = in.address();
        to.path = "/not/the/target";
        result = co_await client.exchange(std::move(to), std::move(what), 10s);
    };
    auto const answers = [&]() -> awaitable<void> {
        auto peer = co_await in.door().accept();
        auto const heard = co_await hear(peer, "\r\n\r\n");
        head = heard.text;
        co_await hear_bytes(peer, hears);
        co_await must_say(peer, says);
        peer.shutdown_send();
        co_await hear_all(peer);
    };
    play(in, {asks, answers});
    return result;
}

void writes_what_was_asked_for(stream_world& in)
{
    http::client client{in.way(), in.time()};
    auto what = sample("POST");
    what.fields.push_back({"Content-Length", "7"});
    what.fields.push_back({"X-Split", "a\r\nX-Added: b"});
    std::string head;
    auto const heard = talk(in, client, what, "HTTP/1.1 200 OK\r\n\r\n", head, 29);
    CHECK(model::to_text(heard.outcome) == "http_200");
    CHECK(head == "POST /hooks?a=b HTTP/1.1\r\nHost: " + in.address().host + ":" +
                      in.address().port +
                      "\r\nX-First: 1\r\nX-Split: a  X-Added: b\r\nContent-Length: 29\r\n"
                      "Connection: close\r\n\r\n");

    http::request const get{.target = "/", .fields = {{"host", "shop.test"}}};
    talk(in, client, get, "HTTP/1.1 200 OK\r\n\r\n", head, 0);
    CHECK(head == "GET / HTTP/1.1\r\nhost: shop.test\r\nConnection: close\r\n\r\n");
}

void reads_retry_after_in_whole_seconds(stream_world& in)
{
    struct {
        char const* fields;
        std::optional<model::duration> wait;
    } const rows[] = {
        {"Retry-After: 120\r\n", 120s},
        {"retry-after: 0\r\n", 0s},
        {"X: 1\r\n", std::nullopt},
        {"Retry-After: soon\r\n", std::nullopt},
        {"Retry-After: 1.5\r\n", std::nullopt},
        {"Retry-After: -1\r\n", std::nullopt},
        {"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\nRetry-After: 7\r\n", 7s},
    };
    http::client client{in.way(), in.time()};
    for (auto const& [fields, expected] : rows) {
        INFO(fields);
        std::string head;
        auto const says = std::string{"HTTP/1.1 429 Slow Down\r\n"} + fields + "\r\n";
        auto const heard = talk(in, client, sample("POST"), says, head, 29);
        CHECK(model::to_text(heard.outcome) == "http_429");
        CHECK((heard.retry_after == expected));
    }
}

void cuts_a_body_beyond_the_limit(stream_world& in)
{
    http::client client{in.way(), in.time(), nullptr, {.body = 4}};
    std::string const ok = "HTTP/1.1 200 OK\r\n";
    struct {
        std::string says;
        bool is_cut;
        std::string body;
    } const rows[] = {
        {ok + "Content-Length: 4\r\n\r\nabcd", false, "abcd"},
        {ok + "Content-Length: 5\r\n\r\nabcde", true, ""},
        {ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n", false, "abcd"},
        {ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n1\r\ne\r\n0\r\n\r\n", true, "abcd"},
        {ok + "\r\nabcd", false, "abcd"},
    };
    for (auto const& row : rows) {
        INFO(row.says);
        std::string head;
        auto const heard = talk(in, client, sample("POST"), row.says, head, 29);
        REQUIRE(model::to_text(heard.outcome) == "http_200");
        CHECK(heard.is_cut == row.is_cut);
        CHECK(heard.answer->body == row.body);
    }
}

void sends_a_large_body_and_hears_an_early_answer(stream_world& in)
{
    http::client client{in.way(), in.time()};
    auto what = sample("POST");
    what.body = long_text(3 * 1024 * 1024);
    std::string head;
    auto const late = talk(in, client, what, "HTTP/1.1 200 OK\r\n\r\n", head, what.body.size());
    CHECK(model::to_text(late.outcome) == "http_200");
    auto const early = talk(in, client, what, "HTTP/1.1 413 Too Much\r\n\r\n", head, 1000);
    CHECK(model::to_text(early.outcome) == "http_413");
}

// Virtual time only: an answer that is complete at its deadline is in time, one microsecond later
// it is not.
void an_answer_at_its_deadline_is_in_time(stream_world& in)
{
    model::duration const latency = 20ms;
    model::duration const timeout = 10s;
    if (!in.set_latency(latency)) return;
    for (model::duration const late : {-1us, 0us, 1us}) {
        http::client client{in.way(), in.time()};
        http::heard result;
        auto const start = in.time().now();
        auto const asks = [&]() -> awaitable<void> {
            auto to = in.address();
            auto what = sample("POST");
            result = co_await client.exchange(std::move(to), std::move(what), timeout);
        };
        auto const answers = [&]() -> awaitable<void> {
            auto peer = co_await in.door().accept();
            co_await hear(peer, "\r\n\r\n");
            co_await hear_bytes(peer, 29);
            // Half of it much earlier, so that the last byte alone decides.
            co_await must_say(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
            co_await wait(in, start + timeout + late - latency - in.time().now());
            co_await must_say(peer, "b");
            co_await hear_all(peer);
        };
        play(in, {asks, answers});
        INFO(late.count());
        CHECK(model::to_text(result.outcome) == (late > 0us ? "timeout" : "http_200"));
        CHECK(result.took == std::min(timeout, timeout + late));
    }
}

} // namespace

void check_client(make_world const& make)
{
    tells_what_the_peer_did(make);
    struct {
        char const* name;
        void (*check)(stream_world&);
    } const cases[] = {
        {"no connection is told apart", no_connection_is_told_apart},
        {"one deadline covers connecting and the exchange",
         one_deadline_covers_connecting_and_the_exchange},
        {"cancelling interrupts", cancelling_interrupts},
        {"writes what was asked for", writes_what_was_asked_for},
        {"reads Retry-After in whole seconds", reads_retry_after_in_whole_seconds},
        {"cuts a body beyond the limit", cuts_a_body_beyond_the_limit},
        {"sends a large body and hears an early answer",
         sends_a_large_body_and_hears_an_early_answer},
        {"an answer at its deadline is in time", an_answer_at_its_deadline_is_in_time},
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
