#include "sim/http/incoming.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <string_view>

namespace drydock::sim::http {

namespace {

using beast::http::error;

constexpr std::size_t longest_read = 64 * 1024;

std::string_view text_of(beast::flat_buffer const& buffer)
{
    return {static_cast<char const*>(buffer.data().data()), buffer.size()};
}

// Whether a message can begin so; what cannot is not waited for to end.
template <bool IsRequest> bool can_begin(std::string_view text)
{
    if constexpr (IsRequest) {
        if (text.empty() || text == "\r") return true; // an empty line may come first
        auto const c = text[0];
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    } else {
        constexpr std::string_view version = "HTTP/1.";
        auto const length = std::min(text.size(), version.size());
        return text.substr(0, length) == version.substr(0, length);
    }
}

} // namespace

// Some clients send an empty line after a body (RFC 9112, 2.2).
void incoming::skip_blank_lines()
{
    while (text_of(buffer_).starts_with("\r\n"))
        buffer_.consume(2);
}

// Moves `scanned_` to behind the header's end. Lines must end in CRLF.
error_code incoming::find_header_end()
{
    auto const text = text_of(buffer_);
    for (auto at = text.find('\n', scanned_); at != text.npos; at = text.find('\n', at + 1)) {
        if (at == 0 || text[at - 1] != '\r') return error::bad_line_ending;
        scanned_ = at + 1;
        if (text.substr(0, scanned_).ends_with("\r\n\r\n")) return {};
    }
    scanned_ = text.size();
    return error::need_more;
}

template <bool IsRequest> error_code incoming::parse_header(message_parser<IsRequest>& into)
{
    if constexpr (IsRequest) skip_blank_lines();
    if (buffer_.size() == 0) return error::need_more;
    if (!can_begin<IsRequest>(text_of(buffer_))) return error::bad_version;

    auto const limit = into.limits().header;
    if (auto const failed = find_header_end()) {
        auto const is_too_long = failed == error::need_more && buffer_.size() > limit;
        return is_too_long ? make_error_code(error::header_limit) : failed;
    }
    if (scanned_ > limit) return error::header_limit;
    error_code failed;
    into.eager(false);
    buffer_.consume(into.put(buffer_.data(), failed));
    scanned_ = 0;
    // The header is whole: what Beast still waits for cannot come.
    return failed == error::need_more ? make_error_code(error::bad_field) : failed;
}

// All that can be done with what is here; need_more when that is not enough.
template <bool IsRequest>
error_code incoming::parse(message_parser<IsRequest>& into, read_goal goal)
{
    if (!into.is_header_done() && !into.is_done()) {
        if (auto const failed = parse_header(into)) return failed;
    }
    if (into.is_done() || goal == read_goal::header) return {};
    if (buffer_.size() == 0) return error::need_more;
    error_code failed;
    into.eager(true);
    buffer_.consume(into.put(buffer_.data(), failed));
    if (failed == error::need_more && buffer_.size() > into.limits().header)
        return error::header_limit;
    if (failed) return failed;
    return into.is_done() ? error_code{} : make_error_code(error::need_more);
}

// The peer has ended its direction.
template <bool IsRequest> error_code incoming::end(message_parser<IsRequest>& into)
{
    if (!into.got_some())
        return buffer_.size() == 0 ? error::end_of_stream : error::partial_message;
    error_code failed;
    into.put_eof(failed);
    return failed;
}

asio::awaitable<error_code> incoming::read_more()
{
    auto const space = buffer_.prepare(next_read_);
    auto const [failed, size] =
        co_await from_->async_read_some(space, asio::as_tuple(asio::use_awaitable));
    buffer_.commit(size);
    received_ += size;
    if (size == next_read_) next_read_ = std::min(next_read_ * 2, longest_read);
    co_return failed;
}

asio::awaitable<error_code> incoming::wait()
{
    while (buffer_.size() == 0) {
        auto const failed = co_await read_more();
        if (failed == asio::error::eof) co_return error::end_of_stream;
        if (failed) co_return failed;
    }
    co_return error_code{};
}

template <bool IsRequest>
asio::awaitable<error_code> incoming::read(message_parser<IsRequest>& into, read_goal goal)
{
    for (;;) {
        if (auto const failed = parse(into, goal); failed != error::need_more) co_return failed;
        auto const failed = co_await read_more();
        if (failed == asio::error::eof) co_return end(into);
        if (failed) co_return failed;
    }
}

template asio::awaitable<error_code> incoming::read(message_parser<true>&, read_goal);
template asio::awaitable<error_code> incoming::read(message_parser<false>&, read_goal);

} // namespace drydock::sim::http
