#include "sim/http/outgoing.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>

namespace drydock::sim::http {

namespace {

bool is_control(char c)
{
    return (c >= 0 && c < ' ' && c != '\t') || c == '\x7f';
}

void append_printable(std::string& out, std::string_view text)
{
    auto const start = static_cast<std::ptrdiff_t>(out.size());
    out += text;
    std::replace_if(out.begin() + start, out.end(), is_control, ' ');
}

} // namespace

void append_field(std::string& head, std::string_view name, std::string_view value)
{
    append_printable(head, name);
    head += ": ";
    append_printable(head, value);
    head += "\r\n";
}

bool is_framing(std::string_view name)
{
    return is_same_name(name, "Content-Length") || is_same_name(name, "Connection") ||
           is_same_name(name, "Transfer-Encoding");
}

std::string_view reason_of(unsigned status)
{
    namespace http = boost::beast::http;
    if (http::int_to_status(status) == http::status::unknown) return "Status";
    auto const reason = http::obsolete_reason(static_cast<http::status>(status));
    return {reason.data(), reason.size()};
}

asio::awaitable<error_code> write_all(any_stream& to, std::string_view head, std::string_view body)
{
    while (!head.empty() || !body.empty()) {
        std::array<asio::const_buffer, 2> const rest{asio::buffer(head), asio::buffer(body)};
        auto const [failed, size] =
            co_await to.async_write_some(rest, asio::as_tuple(asio::use_awaitable));
        if (failed) co_return failed;
        auto const of_head = std::min(size, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(size - of_head);
    }
    co_return error_code{};
}

} // namespace drydock::sim::http
