#include "sim/wire/network.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace drydock;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace http = sim::http;
namespace wire = sim::wire;
using boost::system::error_code;

namespace {

constexpr model::instant epoch{100s};

/// A host with one door, and one connection to it.
struct world final : wire::listener {
    explicit world(sim::link how = {})
    {
        net.listen("shop.test", "80", *this);
        wire::call wish{.host = "shop.test", .port = "80", .conditions = how, .caller = 7};
        net.connect(wish, arriving, [this](error_code failed) {
            connected_after = in.now() - epoch;
            refused = failed;
            client = http::any_stream{std::move(arriving)};
        });
    }

    void accept(std::unique_ptr<wire::duplex> arrived, std::uint64_t caller) override
    {
        CHECK(caller == 7);
        accepted_after = in.now() - epoch;
        server_end = arrived.get();
        server = http::any_stream{std::move(arrived)};
    }

    model::duration elapsed() const { return in.now() - epoch; }

    wire::context in{epoch};
    wire::network net{in};
    std::unique_ptr<http::stream> arriving;
    http::any_stream client, server;
    wire::duplex* server_end = nullptr;
    std::optional<model::duration> connected_after, accepted_after;
    error_code refused;
};

/// One read after the other until an error.
struct reader {
    reader(wire::context& on, http::any_stream& from)
    {
        asio::co_spawn(on, read(on, from), asio::detached);
    }

    asio::awaitable<void> read(wire::context& on, http::any_stream& from)
    {
        std::array<char, 4096> space{};
        while (!ended) {
            auto const [failed, size] = co_await from.async_read_some(
                asio::buffer(space), asio::as_tuple(asio::use_awaitable));
            last_at = on.now() - epoch;
            if (failed) {
                ended = failed;
            } else {
                text.append(space.data(), size);
                sizes.push_back(size);
            }
        }
    }

    std::string text;
    std::vector<std::size_t> sizes;
    std::optional<error_code> ended;
    model::duration last_at{};
};

/// Writes until all is taken or something fails.
struct writer {
    writer(wire::context& on, http::any_stream& to, std::string what) : text{std::move(what)}
    {
        asio::co_spawn(on, write(to), asio::detached);
    }

    asio::awaitable<void> write(http::any_stream& to)
    {
        while (written < text.size() && !failed) {
            auto const rest = asio::buffer(text) + written;
            auto const [why, size] =
                co_await to.async_write_some(rest, asio::as_tuple(asio::use_awaitable));
            written += size;
            failed = why;
        }
    }

    std::string text;
    error_code failed;
    std::size_t written = 0;
};

std::string some_text(std::size_t size)
{
    std::string text;
    for (std::size_t i = 0; i < size; ++i)
        text += static_cast<char>('a' + i % 23);
    return text;
}

sim::link cut(sim::link_cut::kind how, bool of_answer, std::uint64_t after)
{
    return {.latency = 10ms, .cut = sim::link_cut{how, of_answer, after}};
}

constexpr auto is_eof = asio::error::eof;
constexpr auto is_reset = asio::error::connection_reset;

} // namespace

TEST_CASE("a link as it stands costs no time and keeps every byte", "[wire]")
{
    world w;
    w.in.run();
    auto const text = some_text(300'000); // more than fits at once
    reader there{w.in, w.server}, back{w.in, w.client};
    writer forth{w.in, w.client, text}, answer{w.in, w.server, "answer"};
    w.in.run();
    w.client.shutdown_send();
    w.in.run();
    CHECK(there.text == text);
    CHECK(there.ended == error_code{is_eof});
    CHECK(back.text == "answer");
    CHECK(w.elapsed() == 0s);
    CHECK(w.in.waiting_count() == 1); // the client's own read
}

TEST_CASE("connecting takes a way there and a way back", "[wire]")
{
    world w{{.latency = 20ms}};
    w.in.run();
    CHECK(w.accepted_after == 20ms);
    CHECK(w.connected_after == 40ms);
}

TEST_CASE("a slow link takes the time that its bytes need", "[wire]")
{
    world w{{.latency = 20ms, .bytes_per_second = 1'250'000}};
    w.in.run();
    auto const before = w.elapsed();
    reader there{w.in, w.server};
    writer forth{w.in, w.client, some_text(1'000'000)};
    w.in.run();
    CHECK(there.text == some_text(1'000'000));
    // 0.8 s for the bytes, 20 ms on the way, and a window that waits for its reader.
    CHECK(there.last_at - before >= 820ms);
    CHECK(there.last_at - before < 1200ms);

    reader back{w.in, w.client};
    auto const again = w.elapsed();
    writer answer{w.in, w.server, some_text(12'500)};
    w.in.run();
    CHECK(back.last_at - again == 30ms);
}

TEST_CASE("a writer waits while nobody reads", "[wire]")
{
    world w;
    w.in.run();
    writer forth{w.in, w.client, some_text(100'000)};
    w.in.run();
    CHECK(forth.written == wire::pipe::window);
    reader there{w.in, w.server};
    w.in.run();
    CHECK(forth.written == 100'000);
    CHECK(there.text == some_text(100'000));
}

TEST_CASE("fragments come one by one, none too long, in order", "[wire]")
{
    world w{{.fragment = 100}};
    w.in.run();
    reader there{w.in, w.server};
    writer forth{w.in, w.client, some_text(20'000)};
    w.in.run();
    CHECK(there.text == some_text(20'000));
    CHECK(w.elapsed() == 0s);
    CHECK(std::ranges::max(there.sizes) == 100);
    CHECK(std::ranges::min(there.sizes) < 10);
    CHECK(there.sizes.size() > 300);
}

TEST_CASE("jitter delays within its bound, keeps the order, and is drawn anew each time", "[wire]")
{
    world w{{.latency = 10ms, .jitter = 5ms, .fragment = 50}};
    w.in.run();
    CHECK(*w.connected_after >= 20ms);
    CHECK(*w.connected_after <= 30ms);
    reader there{w.in, w.server};
    auto const before = w.elapsed();
    writer forth{w.in, w.client, some_text(5'000)};
    w.in.run();
    CHECK(there.text == some_text(5'000));
    CHECK(there.last_at - before > 10ms);
    CHECK(there.last_at - before <= 15ms);
    CHECK(there.sizes.size() > 50);
}

TEST_CASE("an answer comes back after a half-close", "[wire]")
{
    world w{{.latency = 10ms}};
    w.in.run();
    reader there{w.in, w.server}, back{w.in, w.client};
    writer forth{w.in, w.client, "question"};
    w.in.run();
    w.client.shutdown_send();
    w.in.run();
    CHECK(there.ended == error_code{is_eof});
    writer late{w.in, w.client, "more"};
    writer answer{w.in, w.server, "answer"};
    w.in.run();
    CHECK(late.failed == asio::error::broken_pipe);
    CHECK(back.text == "answer");
    CHECK_FALSE(back.ended);
}

TEST_CASE("an aborted connection is reset after what was written", "[wire]")
{
    world w{{.latency = 10ms}};
    w.in.run();
    reader back{w.in, w.client};
    writer answer{w.in, w.server, "half an ans"};
    w.in.run_ready();
    w.server_end->abort();
    w.in.run();
    CHECK(back.text == "half an ans");
    CHECK(back.ended == error_code{is_reset});
    CHECK(back.last_at == 30ms);
    writer late{w.in, w.client, "more"};
    w.in.run();
    CHECK(late.failed == is_reset);
}

TEST_CASE("what is written to a reader who is gone comes back as a reset", "[wire]")
{
    world w{{.latency = 10ms}};
    w.in.run();
    reader back{w.in, w.client};
    w.server.close();
    w.in.run();
    CHECK(back.ended == error_code{is_eof});
    CHECK(back.last_at == 30ms);
    writer first{w.in, w.client, "to nobody"};
    w.in.run();
    CHECK_FALSE(first.failed); // it learns of it a round trip later
    writer second{w.in, w.client, "again"};
    w.in.run();
    CHECK(second.failed == is_reset);
}

TEST_CASE("who closes with bytes unread resets the connection", "[wire]")
{
    world w;
    w.in.run();
    reader back{w.in, w.client};
    writer forth{w.in, w.client, "unread"};
    w.in.run();
    CHECK_FALSE(w.server.is_quiet());
    w.server.close();
    w.in.run();
    CHECK(back.ended == error_code{is_reset});
}

TEST_CASE("closing aborts what is pending, and all that comes later", "[wire]")
{
    world w;
    w.in.run();
    reader own{w.in, w.client};
    writer stuck{w.in, w.client, some_text(100'000)};
    w.in.run();
    w.client.close();
    w.client.close();
    CHECK_FALSE(own.ended); // never from inside
    w.in.run();
    CHECK(own.ended == error_code{asio::error::operation_aborted});
    CHECK(stuck.failed == asio::error::operation_aborted);
    reader later{w.in, w.client};
    w.in.run();
    CHECK(later.ended == error_code{asio::error::operation_aborted});
    CHECK(w.in.waiting_count() == 0);
}

TEST_CASE("a link that breaks lets so many bytes pass, and tells both ends", "[wire]")
{
    auto const after = GENERATE(0, 1, 50);
    auto const of_answer = GENERATE(false, true);
    world w{cut(sim::link_cut::kind::reset, of_answer, static_cast<std::uint64_t>(after))};
    w.in.run();
    REQUIRE(w.client);
    reader there{w.in, w.server}, back{w.in, w.client};
    writer forth{w.in, w.client, some_text(60)}, answer{w.in, w.server, some_text(60)};
    w.in.run();
    auto const& cut_one = of_answer ? back : there;
    auto const& other = of_answer ? there : back;
    CHECK(cut_one.text == some_text(static_cast<std::size_t>(after)));
    CHECK(cut_one.ended == error_code{is_reset});
    CHECK(other.ended == error_code{is_reset});
}

TEST_CASE("a link that closes a direction ends it in peace", "[wire]")
{
    world w{cut(sim::link_cut::kind::close, true, 30)};
    w.in.run();
    reader there{w.in, w.server}, back{w.in, w.client};
    writer forth{w.in, w.client, some_text(60)}, answer{w.in, w.server, some_text(60)};
    w.in.run();
    CHECK(there.text == some_text(60));
    CHECK_FALSE(there.ended);
    CHECK(back.text == some_text(30));
    CHECK(back.ended == error_code{is_eof});
    CHECK_FALSE(answer.failed); // the sender is not told
}

TEST_CASE("a black hole swallows bytes and ends alike, in both directions", "[wire]")
{
    world w{cut(sim::link_cut::kind::blackhole, false, 30)};
    w.in.run();
    reader there{w.in, w.server}, back{w.in, w.client};
    writer forth{w.in, w.client, some_text(60)};
    w.in.run();
    writer answer{w.in, w.server, some_text(200'000)};
    w.in.run();
    CHECK(there.text == some_text(30));
    CHECK(back.text.empty());
    CHECK(answer.written == wire::pipe::window);
    w.server.close();
    w.in.run();
    CHECK_FALSE(back.ended);
    w.client.close();
    w.in.run();
    CHECK(w.in.waiting_count() == 0);
}

TEST_CASE("who is refused learns it a round trip later, of an unknown host at once", "[wire]")
{
    using door = sim::link::door;
    world refused{{.latency = 10ms, .is = door::refused}};
    refused.in.run();
    CHECK(refused.refused == asio::error::connection_refused);
    CHECK(refused.connected_after == 20ms);

    world unknown{{.latency = 10ms, .is = door::unknown_host}};
    unknown.in.run();
    CHECK(unknown.refused == asio::error::host_not_found);
    CHECK(unknown.connected_after == 0s);

    world swallowed{{.latency = 10ms, .is = door::blackhole}};
    swallowed.in.run();
    CHECK_FALSE(swallowed.connected_after);
    CHECK(swallowed.in.waiting_count() == 1);
}

TEST_CASE("hosts and ports that nobody listens on are told apart", "[wire]")
{
    world w;
    auto const result_of = [&](wire::call wish) {
        std::optional<error_code> result;
        std::unique_ptr<http::stream> made;
        w.net.connect(std::move(wish), made, [&](error_code failed) { result = failed; });
        w.in.run();
        return *result;
    };
    CHECK(result_of({.host = "shop.test", .port = "81"}) == asio::error::connection_refused);
    CHECK(result_of({.host = "shop.tes", .port = "80"}) == asio::error::host_not_found);
    CHECK(result_of({.host = "shop.test2", .port = "80"}) == asio::error::host_not_found);
    auto const before = w.elapsed();
    wire::call late{.host = "none.test", .port = "80", .not_before = w.in.now() + 5s};
    CHECK(result_of(late) == asio::error::host_not_found);
    CHECK(w.elapsed() - before == 5s);
}

TEST_CASE("who stops waiting for a connection leaves nothing behind", "[wire]")
{
    auto const after = GENERATE(5ms, 15ms);
    wire::context in{epoch};
    wire::network net{in};
    struct server final : wire::listener {
        void accept(std::unique_ptr<wire::duplex> arrived, std::uint64_t) override
        {
            taken = http::any_stream{std::move(arrived)};
        }
        http::any_stream taken;
    } there;
    net.listen("shop.test", "80", there);
    asio::cancellation_signal stop;
    std::unique_ptr<http::stream> made;
    std::optional<error_code> result;
    net.connect({.host = "shop.test", .port = "80", .conditions = {.latency = 10ms}}, made,
                asio::bind_cancellation_slot(stop.slot(), [&](error_code f) { result = f; }));
    in.sleep_until(epoch + after, sim::wire::alarm_kind::deadline,
                   [&](error_code) { stop.emit(asio::cancellation_type::terminal); });
    in.run();
    CHECK(result == error_code{asio::error::operation_aborted});
    CHECK_FALSE(made);
    CHECK(static_cast<bool>(there.taken) == (after == 15ms));
    if (!there.taken) return;
    reader of_server{in, there.taken};
    in.run();
    CHECK(of_server.ended == error_code{is_eof});
}
