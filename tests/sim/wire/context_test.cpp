#include "sim/wire/context.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

using namespace drydock;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using boost::system::error_code;
using sim::wire::alarm_kind;
using sim::wire::context;

namespace {

constexpr model::instant start{100s};

/// What happened, and when: "a@2s b@2s".
struct diary {
    context& in;
    std::string text = {};

    void note(std::string const& what)
    {
        text += (text.empty() ? "" : " ") + what + "@" + model::to_text(in.now() - start);
    }
};

void note_at(context& in, diary& into, std::string what, model::duration after,
             alarm_kind kind = alarm_kind::deadline)
{
    in.sleep_until(start + after, kind,
                   [&into, what](error_code failed) { into.note(failed ? what + "!" : what); });
}

asio::awaitable<void> sleeps(sim::http::clock& clock, diary& into, std::string what,
                             model::duration length, int times)
{
    for (int i = 0; i < times; ++i) {
        auto const [failed] =
            co_await clock.async_sleep(length, asio::as_tuple(asio::use_awaitable));
        into.note(failed ? what + "!" : what);
    }
}

struct counted {
    explicit counted(int& where) : count{&where} { ++*count; }
    counted(counted const&) = delete;
    counted& operator=(counted const&) = delete;
    ~counted() { --*count; }
    int* count;
};

asio::awaitable<void> sleeps_for_ever(sim::http::clock& clock, int& alive, int depth)
{
    counted const own{alive};
    if (depth > 0)
        co_await sleeps_for_ever(clock, alive, depth - 1);
    else
        co_await clock.async_sleep(24h, asio::use_awaitable);
}

} // namespace

TEST_CASE("coroutines sleep on virtual time, whatever the length", "[wire]")
{
    context in{start};
    sim::wire::virtual_clock clock{in};
    diary seen{in};
    asio::co_spawn(in, sleeps(clock, seen, "a", 2h, 3), asio::detached);
    asio::co_spawn(in, sleeps(clock, seen, "b", 3h, 2), asio::detached);
    in.run();
    CHECK(seen.text == "a@2h b@3h a@4h b@6h a@6h");
    CHECK(in.now() == start + 6h);
    CHECK(in.waiting_count() == 0);
    CHECK_FALSE(in.has_strangers());
}

TEST_CASE("at one instant streams go before deadlines, and each in order of setting", "[wire]")
{
    context in{start};
    diary seen{in};
    note_at(in, seen, "d1", 5s);
    note_at(in, seen, "s1", 5s, alarm_kind::stream);
    note_at(in, seen, "d2", 5s);
    note_at(in, seen, "early", 4s);
    note_at(in, seen, "s2", 5s, alarm_kind::stream);
    in.run();
    CHECK(seen.text == "early@4s s1@5s s2@5s d1@5s d2@5s");
}

TEST_CASE("what a stream brings about at an instant goes before deadlines too", "[wire]")
{
    context in{start};
    diary seen{in};
    note_at(in, seen, "deadline", 5s);
    in.sleep_until(start + 5s, alarm_kind::stream, [&](error_code) {
        note_at(in, seen, "echo", 5s, alarm_kind::stream);
        asio::post(in, [&] { seen.note("handler"); });
    });
    in.run();
    CHECK(seen.text == "handler@5s echo@5s deadline@5s");
}

TEST_CASE("many alarms, some of them taken back, ring in order", "[wire]")
{
    struct silent final : sim::wire::alarm {
        std::vector<model::duration>* rung = nullptr;
        context* in = nullptr;
        void ring() override { rung->push_back(in->now() - start); }
    };
    context in{start};
    std::vector<model::duration> rung, expected;
    std::vector<silent> all(500);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].rung = &rung;
        all[i].in = &in;
        in.set(all[i], start + model::duration{(i * 7919) % 1009}, alarm_kind::stream);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i % 3 == 0)
            in.unset(all[i]);
        else
            expected.push_back(model::duration{(i * 7919) % 1009});
    }
    std::ranges::sort(expected);
    in.run();
    CHECK(rung == expected);
}

TEST_CASE("a cancelled sleep ends at once, as aborted", "[wire]")
{
    context in{start};
    diary seen{in};
    asio::cancellation_signal stop;
    sim::wire::virtual_clock clock{in};
    clock.async_sleep(1h, asio::bind_cancellation_slot(stop.slot(), [&](error_code failed) {
                          seen.note(failed == asio::error::operation_aborted ? "aborted" : "woke");
                      }));
    note_at(in, seen, "stop", 1s);
    in.run_ready();
    in.ring_next();
    stop.emit(asio::cancellation_type::terminal);
    CHECK(seen.text == "stop@1s");
    in.run();
    CHECK(seen.text == "stop@1s aborted@1s");
    stop.emit(asio::cancellation_type::terminal); // it has ended: nothing happens
    in.run();
    CHECK(seen.text == "stop@1s aborted@1s");
}

TEST_CASE("a signal that comes after the end of its sleep strikes nobody else", "[wire]")
{
    context in{start};
    diary seen{in};
    sim::wire::virtual_clock clock{in};
    for (int i = 0; i < 3; ++i) {
        // A new signal at the same place in memory, each time.
        asio::cancellation_signal stop;
        clock.async_sleep(1s, asio::bind_cancellation_slot(
                                  stop.slot(), [&](error_code f) { seen.note(f ? "!" : "woke"); }));
        in.run_ready();
        in.ring_next();
    }
    asio::cancellation_signal gone_first;
    {
        asio::cancellation_signal gone;
        clock.async_sleep(1s, asio::bind_cancellation_slot(
                                  gone.slot(), [&](error_code f) { seen.note(f ? "!" : "woke"); }));
    }
    in.run();
    CHECK(seen.text == "woke@1s woke@2s woke@3s woke@4s");
}

TEST_CASE("a deadline that expires at the instant of its guard's end does nothing", "[wire]")
{
    context in{start};
    diary seen{in};
    sim::wire::virtual_clock clock{in};
    std::optional<sim::http::deadline> guard;
    guard.emplace(clock, 5s, [&] { seen.note("expired"); });
    // Two sleeps that end at the same instant: the first ends the guard, whose own is queued.
    note_at(in, seen, "answer", 5s, alarm_kind::stream);
    in.sleep_until(start + 5s, alarm_kind::deadline, [&](error_code) { guard.reset(); });
    in.run();
    CHECK(seen.text == "answer@5s expired@5s"); // the guard's own sleep was set first

    guard.emplace(clock, 5s, [&] { seen.note("late"); });
    in.sleep_until(in.now() + 5s, alarm_kind::stream, [&](error_code) { guard.reset(); });
    in.run();
    CHECK(seen.text == "answer@5s expired@5s");
    CHECK(in.waiting_count() == 0);
}

TEST_CASE("handlers run in the order in which they became ready, never from inside", "[wire]")
{
    context in{start};
    diary seen{in};
    asio::post(in, [&] {
        asio::post(in, [&] { seen.note("c"); });
        asio::dispatch(in, [&] { seen.note("a"); }); // may run at once
        seen.note("b");
    });
    auto strand = asio::make_strand(in);
    asio::post(strand, [&] { seen.note("strand"); });
    asio::dispatch(in, [&] { seen.note("later"); }); // nothing runs yet
    CHECK(seen.text.empty());
    in.run();
    CHECK(seen.text == "a@0s b@0s strand@0s later@0s c@0s");
}

TEST_CASE("what is torn down while it waits leaves nothing behind", "[wire]")
{
    int alive = 0;
    {
        context in{start};
        sim::wire::virtual_clock clock{in};
        for (int i = 0; i < 100; ++i)
            asio::co_spawn(in, sleeps_for_ever(clock, alive, 3), asio::detached);
        in.run_ready();
        CHECK(alive == 400);
        CHECK(in.waiting_count() == 100);
        asio::co_spawn(in, sleeps_for_ever(clock, alive, 3), asio::detached); // never started
    }
    CHECK(alive == 0);
}

TEST_CASE("Asio's own timers are found out", "[wire]")
{
    context in{start};
    CHECK_FALSE(in.has_strangers());
    asio::steady_timer const stranger{in};
    CHECK(in.has_strangers());
}
