// Raw peers for tests of HTTP: what they say and hear is bytes.
#pragma once

#include "tests/support/stream_contract.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tests {

/// A coroutine that plays one part. What it captures outlives play().
using part = std::function<asio::awaitable<void>()>;

/// Runs all parts side by side until each has ended; fails the test when they do not.
void play(stream_world& in, std::vector<part> const& parts);

/// Writes all of it. Never await within CHECK: GCC evaluates what Catch2 only looks at.
asio::awaitable<http::error_code> say(http::any_stream& to, std::string text);
asio::awaitable<void> must_say(http::any_stream& to, std::string text);

/// What came up to the given end of it, or up to the end of everything.
struct overheard {
    std::string text;
    http::error_code ended; ///< none: the given end was found
};
asio::awaitable<overheard> hear(http::any_stream& from, std::string until);
asio::awaitable<overheard> hear_bytes(http::any_stream& from, std::size_t count);
asio::awaitable<overheard> hear_all(http::any_stream& from);

/// REQUIRES: the door of `in` accepts, or will.
asio::awaitable<http::any_stream> connect(stream_world& in);

/// Waits in the world's time.
asio::awaitable<void> wait(stream_world& in, model::duration length);

/// Plays the two ends of one connection.
using end_part = std::function<asio::awaitable<void>(http::any_stream&)>;
void play_ends(stream_world& in, end_part const& near, end_part const& far);

/// Text of a length, which a shifted or swapped piece would change.
std::string long_text(std::size_t length);

} // namespace drydock::tests
