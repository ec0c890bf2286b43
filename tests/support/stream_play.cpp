#include "tests/support/stream_play.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace drydock::tests {

void play(stream_world& in, std::vector<part> const& parts)
{
    std::size_t running = parts.size();
    std::exception_ptr thrown;
    for (auto const& one : parts)
        asio::co_spawn(in.executor(), one, [&](std::exception_ptr what) {
            --running;
            if (what) thrown = what;
        });
    auto const ended = in.run_until([&] { return running == 0 || thrown; });
    if (thrown) std::rethrow_exception(thrown);
    INFO(running << " of " << parts.size() << " parts did not end");
    REQUIRE(ended);
}

asio::awaitable<http::error_code> say(http::any_stream& to, std::string text)
{
    auto const [failed, size] =
        co_await asio::async_write(to, asio::buffer(text), asio::as_tuple(asio::use_awaitable));
    if (!failed) CHECK(size == text.size());
    co_return failed;
}

asio::awaitable<void> must_say(http::any_stream& to, std::string text)
{
    auto const failed = co_await say(to, std::move(text));
    CHECK_FALSE(failed);
}

namespace {

// Reads pieces of at most `most` bytes until `done` says so of the text.
asio::awaitable<overheard> hear_while(http::any_stream& from, std::size_t most,
                                      std::function<bool(std::string const&)> more)
{
    overheard result;
    std::vector<char> piece(std::max<std::size_t>(most, 1));
    while (more(result.text)) {
        auto const [failed, size] =
            co_await from.async_read_some(asio::buffer(piece), asio::as_tuple(asio::use_awaitable));
        result.text.append(piece.data(), size);
        if (!failed) continue;
        result.ended = failed;
        break;
    }
    co_return result;
}

} // namespace

asio::awaitable<overheard> hear(http::any_stream& from, std::string until)
{
    // Byte by byte: what comes after it is not ours.
    std::function<bool(std::string const&)> more = [&until](std::string const& text) {
        return !text.ends_with(until);
    };
    co_return co_await hear_while(from, 1, std::move(more));
}

asio::awaitable<overheard> hear_bytes(http::any_stream& from, std::size_t count)
{
    overheard result;
    std::vector<char> piece(64 * 1024);
    while (result.text.size() < count) {
        auto const rest = std::min(piece.size(), count - result.text.size());
        auto const [failed, size] = co_await from.async_read_some(
            asio::buffer(piece, rest), asio::as_tuple(asio::use_awaitable));
        result.text.append(piece.data(), size);
        if (!failed) continue;
        result.ended = failed;
        break;
    }
    co_return result;
}

asio::awaitable<overheard> hear_all(http::any_stream& from)
{
    std::function<bool(std::string const&)> more = [](std::string const&) { return true; };
    co_return co_await hear_while(from, 64 * 1024, std::move(more));
}

asio::awaitable<http::any_stream> connect(stream_world& in)
{
    auto const to = in.address();
    auto made = co_await in.way().connect(to);
    INFO(made.detail());
    REQUIRE(made);
    co_return std::move(made.opened());
}

asio::awaitable<void> wait(stream_world& in, model::duration length)
{
    co_await in.time().async_sleep(length, asio::use_awaitable);
}

void play_ends(stream_world& in, end_part const& near, end_part const& far)
{
    // Either end goes on when the other one has ended, so streams close only after both.
    http::any_stream here;
    http::any_stream there;
    play(in, {[&]() -> asio::awaitable<void> {
                  here = co_await connect(in);
                  co_await near(here);
              },
              [&]() -> asio::awaitable<void> {
                  there = co_await in.door().accept();
                  REQUIRE(there);
                  co_await far(there);
              }});
}

std::string long_text(std::size_t length)
{
    std::string text;
    text.reserve(length + 8);
    while (text.size() < length)
        text += std::to_string(text.size()) + ' ';
    text.resize(length);
    return text;
}

} // namespace drydock::tests
