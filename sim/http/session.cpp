#include "sim/http/session.hpp"

#include "sim/http/incoming.hpp"
#include "sim/http/outgoing.hpp"
#include "sim/http/watchdog.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace drydock::sim::http {

namespace {

using beast::http::error;

// A client that goes on sending after a refusal is listened to for so many bytes.
constexpr std::size_t most_drained = 1024 * 1024;

constexpr model::duration trickle_pace = std::chrono::seconds{1};

struct complaint {
    unsigned status = 0; // 0: nothing to say, the connection is gone
    std::string why;
};

complaint complaint_about(error_code failed)
{
    if (failed == error::body_limit) return {413, "the body is too large"};
    if (failed == error::header_limit) return {431, "the header is too large"};
    if (failed == error::bad_version) return {505, "not a request of HTTP/1.0 or HTTP/1.1"};
    if (failed == error::end_of_stream || failed == error::partial_message) return {};
    if (failed.category() == make_error_code(error::bad_field).category())
        return {400, failed.message()};
    return {};
}

bool has_body(unsigned status)
{
    return status >= 200 && status != 204 && status != 304;
}

bool wants_close(response const& what)
{
    auto const* const connection = what.find("Connection");
    return connection != nullptr && is_same_name(*connection, "close");
}

std::string response_head(response const& what, bool keeps, bool is_http_1_0)
{
    auto head = fmt::format("HTTP/1.1 {} {}\r\n", what.status, reason_of(what.status));
    for (auto const& [name, value] : what.fields) {
        if (!is_framing(name)) append_field(head, name, value);
    }
    if (what.more)
        append_field(head, "Transfer-Encoding", "chunked");
    else if (has_body(what.status))
        append_field(head, "Content-Length", std::to_string(what.body.size()));
    if (!keeps)
        append_field(head, "Connection", "close");
    else if (is_http_1_0)
        append_field(head, "Connection", "keep-alive");
    head += "\r\n";
    return head;
}

// What a whole header promises that cannot be kept.
complaint judge(message_parser<true>& parser)
{
    auto const& asked = parser.get();
    auto const hosts = std::ranges::count_if(
        asked.fields, [](field const& f) { return is_same_name(f.name, "Host"); });
    if (hosts > 1 || (hosts == 0 && !parser.is_http_1_0()))
        return {400, "expected exactly one Host field"};
    if (asked.find("Transfer-Encoding") != nullptr && (parser.is_http_1_0() || !parser.chunked()))
        return {501, "expected no Transfer-Encoding but chunked"};
    if (auto const* const expects = asked.find("Expect");
        expects != nullptr && !is_same_name(*expects, "100-continue"))
        return {417, "expected no Expect but 100-continue"};
    return {};
}

// One session while it runs.
class session_conversation {
public:
    session_conversation(any_stream& stream, handler& to, clock& time, session_limits limits)
        : stream_{&stream},
          handler_{&to},
          time_{&time},
          limits_{limits},
          from_{stream},
          watch_{time, [&stream] { stream.close(); }}
    {
    }

    asio::awaitable<void> run()
    {
        auto goes_on = true;
        while (goes_on)
            goes_on = co_await serve_one();
        stream_->close();
    }

private:
    using parser = message_parser<true>;

    asio::awaitable<bool> serve_one();
    asio::awaitable<error_code> read_header(parser& into);
    asio::awaitable<error_code> read_body(parser& into);
    asio::awaitable<bool> answer(response const& what, parser& asked, bool keeps);
    asio::awaitable<error_code> send_pieces(body_source& from);
    asio::awaitable<void> spoil(spoiled_answer const& what);
    asio::awaitable<void> trickle();
    asio::awaitable<void> refuse(complaint const& why);
    asio::awaitable<void> linger();
    asio::awaitable<void> drain(std::size_t most);

    any_stream* stream_;
    handler* handler_;
    clock* time_;
    session_limits limits_;
    incoming from_;
    watchdog watch_;
};

// Whether the connection can take another request.
asio::awaitable<bool> session_conversation::serve_one()
{
    parser asked{limits_.message};
    auto failed = co_await read_header(asked);
    auto why = failed ? complaint_about(failed) : judge(asked);
    if (!failed && why.status == 0) {
        failed = co_await read_body(asked);
        if (failed) why = complaint_about(failed);
    }
    if (why.status != 0) {
        co_await refuse(why);
        co_return false;
    }
    if (failed) co_return false;

    watch_.rest();
    auto const what = co_await handler_->handle(asked.get());
    if (what.instead) {
        co_await spoil(*what.instead);
        co_return false;
    }
    auto const keeps = asked.keep_alive() && !wants_close(what);
    co_return co_await answer(what, asked, keeps);
}

asio::awaitable<error_code> session_conversation::read_header(parser& into)
{
    // Until the first byte the client may think; from then on it may not dawdle.
    watch_.expect_within(limits_.idle);
    if (auto const failed = co_await from_.wait()) co_return failed;
    watch_.expect_within(limits_.slow);
    co_return co_await from_.read(into, read_goal::header);
}

asio::awaitable<error_code> session_conversation::read_body(parser& into)
{
    if (into.is_done()) co_return error_code{};
    if (into.get().find("Expect") != nullptr && !into.is_http_1_0() && !from_.has_leftover()) {
        std::string_view const go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        auto const failed = co_await write_all(*stream_, go_on, {});
        if (failed) co_return failed;
    }
    co_return co_await from_.read(into, read_goal::message);
}

asio::awaitable<bool> session_conversation::answer(response const& what, parser& asked, bool keeps)
{
    watch_.expect_within(limits_.slow);
    auto const head = response_head(what, keeps, asked.is_http_1_0());
    auto const is_silent = !has_body(what.status) || asked.get().method == "HEAD";
    std::string_view const body = is_silent || what.more ? std::string_view{} : what.body;
    auto failed = co_await write_all(*stream_, head, body);
    if (!failed && what.more && !is_silent) failed = co_await send_pieces(*what.more);
    if (!failed && !keeps) co_await linger();
    co_return !failed && keeps;
}

// While a piece is waited for, nobody is slow.
asio::awaitable<error_code> session_conversation::send_pieces(body_source& from)
{
    for (;;) {
        watch_.rest();
        auto const piece = co_await from.next();
        auto const head = fmt::format("{:x}\r\n", piece ? piece->size() : 0);
        auto const tail = piece ? *piece + "\r\n" : std::string{"\r\n"};
        watch_.expect_within(limits_.slow);
        auto const failed = co_await write_all(*stream_, head, tail);
        if (failed || !piece) co_return failed;
    }
}

asio::awaitable<void> session_conversation::spoil(spoiled_answer const& what)
{
    watch_.expect_within(limits_.slow);
    auto const failed = co_await write_all(*stream_, what.bytes, {});
    if (failed) co_return;
    watch_.expect_within(limits_.hang);
    switch (what.then) {
    case farewell::close: co_await linger(); break;
    case farewell::reset: stream_->abort(); break;
    case farewell::hang: co_await drain(most_drained); break;
    case farewell::trickle: co_await trickle(); break;
    }
}

asio::awaitable<void> session_conversation::trickle()
{
    for (std::string_view const byte = ".";;) {
        auto const [stopped] =
            co_await time_->async_sleep(trickle_pace, asio::as_tuple(asio::use_awaitable));
        if (stopped) co_return;
        auto const failed = co_await write_all(*stream_, byte, {});
        if (failed) co_return;
    }
}

asio::awaitable<void> session_conversation::refuse(complaint const& why)
{
    auto const what = handler_->refuse(why.status, why.why);
    watch_.expect_within(limits_.slow);
    auto const head = response_head(what, false, false);
    auto const failed = co_await write_all(*stream_, head, what.body);
    if (!failed) co_await linger();
}

// Closing over bytes that nobody read would break the connection, and the answer might be lost.
asio::awaitable<void> session_conversation::linger()
{
    stream_->shutdown_send();
    watch_.expect_within(limits_.linger);
    co_await drain(most_drained);
}

asio::awaitable<void> session_conversation::drain(std::size_t most)
{
    std::array<char, 4 * 1024> unread;
    for (std::size_t drained = 0; drained < most;) {
        auto const [failed, size] = co_await stream_->async_read_some(
            asio::buffer(unread), asio::as_tuple(asio::use_awaitable));
        if (failed) co_return;
        drained += size;
    }
}

} // namespace

boost::asio::awaitable<void> session::run()
{
    session_conversation under_way{stream_, *handler_, *time_, limits_};
    try {
        co_await under_way.run();
    } catch (boost::system::system_error const&) { // cancelled
        stream_.close();
    }
}

} // namespace drydock::sim::http
