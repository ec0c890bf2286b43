#include "tests/support/stream_contract.hpp"

#include "tests/support/stream_play.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <optional>

namespace drydock::tests {

namespace {

using asio::awaitable;
using http::any_stream;
using http::error_code;

static_assert(boost::beast::is_async_stream<any_stream>::value);

constexpr std::size_t megabyte = 1024 * 1024;

bool is_broken(error_code failed)
{
    return failed == asio::error::connection_reset || failed == asio::error::broken_pipe;
}

void carries_bytes_both_ways(stream_world& in)
{
    auto const there = long_text(megabyte);
    auto const back = long_text(megabyte + 1);
    play_ends(
        in,
        [&](any_stream& near) -> awaitable<void> {
            co_await must_say(near, there);
            auto const heard = co_await hear_bytes(near, back.size());
            CHECK((heard.text == back));
        },
        [&](any_stream& far) -> awaitable<void> {
            auto const heard = co_await hear_bytes(far, there.size());
            CHECK((heard.text == there));
            co_await must_say(far, back);
        });
}

void half_close_lets_the_answer_through(stream_world& in)
{
    play_ends(
        in,
        [&](any_stream& near) -> awaitable<void> {
            co_await must_say(near, "question");
            near.shutdown_send();
            auto const heard = co_await hear_all(near);
            CHECK(heard.text == "answer");
            CHECK(heard.ended == asio::error::eof);
        },
        [&](any_stream& far) -> awaitable<void> {
            auto const heard = co_await hear_all(far);
            CHECK(heard.text == "question");
            CHECK(heard.ended == asio::error::eof);
            co_await must_say(far, "answer");
            far.close();
        });
}

void close_aborts_what_is_pending_and_all_later(stream_world& in)
{
    std::optional<error_code> pending;
    std::array<char, 8> space{};
    play_ends(
        in,
        [&](any_stream& near) -> awaitable<void> {
            near.async_read_some(asio::buffer(space),
                                 [&](error_code failed, std::size_t) { pending = failed; });
            CHECK_FALSE(pending);
            near.close();
            CHECK_FALSE(pending); // never from inside
            co_await wait(in, std::chrono::milliseconds{1});
            REQUIRE(pending);
            CHECK(*pending == asio::error::operation_aborted);
            auto const heard = co_await hear_all(near);
            CHECK(heard.ended == asio::error::operation_aborted);
            auto const failed = co_await say(near, "x");
            CHECK(failed == asio::error::operation_aborted);
            near.close();
        },
        [&](any_stream& far) -> awaitable<void> {
            auto const heard = co_await hear_all(far);
            CHECK(heard.text.empty());
            CHECK(heard.ended == asio::error::eof);
        });
}

void destroying_a_stream_closes_it(stream_world& in)
{
    std::optional<error_code> pending;
    std::array<char, 8> space{};
    play_ends(
        in,
        [&](any_stream& near) -> awaitable<void> {
            near.async_read_some(asio::buffer(space),
                                 [&](error_code failed, std::size_t) { pending = failed; });
            near = any_stream{};
            co_await wait(in, std::chrono::milliseconds{1});
            REQUIRE(pending);
            CHECK(*pending == asio::error::operation_aborted);
        },
        [&](any_stream& far) -> awaitable<void> {
            auto const heard = co_await hear_all(far);
            CHECK(heard.ended == asio::error::eof);
        });
}

void reset_breaks_the_connection(stream_world& in)
{
    play_ends(
        in,
        [&](any_stream& near) -> awaitable<void> {
            co_await must_say(near, "x");
            auto const heard = co_await hear_all(near);
            CHECK(is_broken(heard.ended));
            // What is written now cannot arrive; that may show only after the first time.
            error_code failed;
            for (int count = 0; count < 100 && !failed; ++count)
                failed = co_await say(near, "x");
            CHECK(is_broken(failed));
        },
        [&](any_stream& far) -> awaitable<void> {
            co_await hear_bytes(far, 1);
            in.reset(far);
        });
}

void is_quiet_until_something_arrives(stream_world& in)
{
    auto const turns = {"bytes", "end", "reset"};
    for (std::string const turn : turns) {
        INFO(turn);
        bool is_told = false;
        play_ends(
            in,
            [&](any_stream& near) -> awaitable<void> {
                CHECK(near.is_quiet());
                is_told = true;
                for (int count = 0; count < 1000 && near.is_quiet(); ++count)
                    co_await wait(in, std::chrono::milliseconds{1});
                CHECK_FALSE(near.is_quiet());
                CHECK_FALSE(near.is_quiet()); // looking takes nothing away
                auto const heard = co_await hear_bytes(near, 5);
                CHECK(heard.text == (turn == "bytes" ? "bytes" : ""));
            },
            [&](any_stream& far) -> awaitable<void> {
                while (!is_told)
                    co_await wait(in, std::chrono::milliseconds{1});
                if (turn == "bytes") co_await must_say(far, "bytes");
                if (turn == "end") far.shutdown_send();
                if (turn == "reset") in.reset(far);
            });
    }
}

void takes_many_buffers(stream_world& in)
{
    std::vector<std::string> const words{"", "a", "bc", "", "def", "g", "h", "i", "j", "k", "lm"};
    play_ends(
        in,
        [&](any_stream& near) -> awaitable<void> {
            std::vector<asio::const_buffer> all;
            for (auto const& word : words)
                all.push_back(asio::buffer(word));
            auto const [failed, size] =
                co_await near.async_write_some(all, asio::as_tuple(asio::use_awaitable));
            CHECK_FALSE(failed);
            auto const written = std::string{"abcdefghijklm"}.substr(0, size);
            CHECK_FALSE(written.empty());
            co_await must_say(near, std::string{"abcdefghijklm"}.substr(size));
            near.shutdown_send();
        },
        [&](any_stream& far) -> awaitable<void> {
            auto const heard = co_await hear_all(far);
            CHECK(heard.text == "abcdefghijklm");
        });
}

void connecting_to_nobody_is_told(stream_world& in)
{
    play(in, {[&]() -> awaitable<void> {
             auto const nobody = in.nobody();
             auto const refused = co_await in.way().connect(nobody);
             CHECK_FALSE(refused);
             CHECK(refused.why() == model::outcome_kind::refused);
             CHECK_FALSE(refused.detail().empty());
             auto const unknown = in.unknown();
             auto const nameless = co_await in.way().connect(unknown);
             CHECK_FALSE(nameless);
             CHECK(nameless.why() == model::outcome_kind::dns);
             CHECK_FALSE(nameless.detail().empty());
         }});
}

void closing_the_door_ends_accepting(stream_world& in)
{
    play(in, {[&]() -> awaitable<void> {
                  auto const nobody = co_await in.door().accept();
                  CHECK_FALSE(nobody);
                  auto const still_nobody = co_await in.door().accept();
                  CHECK_FALSE(still_nobody);
              },
              [&]() -> awaitable<void> {
                  co_await wait(in, std::chrono::milliseconds{1});
                  in.door().close();
              }});
}

} // namespace

void check_streams(make_world const& make)
{
    struct {
        char const* name;
        void (*check)(stream_world&);
    } const cases[] = {
        {"carries bytes both ways", carries_bytes_both_ways},
        {"half-close lets the answer through", half_close_lets_the_answer_through},
        {"close aborts what is pending and all later", close_aborts_what_is_pending_and_all_later},
        {"destroying a stream closes it", destroying_a_stream_closes_it},
        {"reset breaks the connection", reset_breaks_the_connection},
        {"is quiet until something arrives", is_quiet_until_something_arrives},
        {"takes many buffers", takes_many_buffers},
        {"connecting to nobody is told", connecting_to_nobody_is_told},
        {"closing the door ends accepting", closing_the_door_ends_accepting},
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
