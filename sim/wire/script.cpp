#include "sim/wire/script.hpp"

#include "model/assert.hpp"
#include "sim/http/outgoing.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace drydock::sim::wire {

namespace {

constexpr std::string_view bytes_of_malformed[] = {
    "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u2\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
    "512\r\n\r\n{\"received\": t",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nno length\r\n",
    "HTTP/1.1 fine OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok",
    "<html><head><title>502 Bad Gateway</title></head></html>\n",
};

// Some are broken before the first byte of an answer, some within one.
constexpr std::string_view bytes_of_reset[] = {
    "",
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Le",
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe first half, and",
};

// Long enough that it never ends, short enough to be no reason for refusing it.
constexpr std::string_view bytes_of_trickle = "HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n";

std::string_view one_of(std::span<std::string_view const> faces, std::uint64_t draws)
{
    auto const drawn = draw(draws, {.purpose = draw_purpose::face});
    auto const last = model::duration{static_cast<std::int64_t>(faces.size()) - 1};
    return faces[static_cast<std::size_t>(uniform({}, last, drawn).count())];
}

/// Whether an answer of this status has a body (RFC 9112, 6.3).
bool has_body(std::uint16_t status)
{
    return status >= 200 && status != 204 && status != 304;
}

std::string answer_of(reaction const& judged)
{
    auto text = fmt::format("HTTP/1.1 {} {}\r\n", judged.status, http::reason_of(judged.status));
    for (auto const& [name, value] : judged.headers)
        if (!http::is_framing(name)) http::append_field(text, name, value);
    if (!has_body(judged.status)) return text += "\r\n";
    fmt::format_to(std::back_inserter(text), "Content-Length: {}\r\n\r\n", judged.body.size());
    return text += judged.body;
}

} // namespace

script script_of(reaction const& judged, std::uint64_t draws)
{
    using enum script::ending;
    if (!judged.fails) return {answer_of(judged), close};
    switch (*judged.fails) {
    case failure::timeout: {
        bool const is_slow = draw(draws, {.purpose = draw_purpose::face}) % 2 == 0;
        return is_slow ? script{std::string{bytes_of_trickle}, trickle} : script{{}, hang};
    }
    case failure::lost_ack: return {{}, hang};
    case failure::reset: return {std::string{one_of(bytes_of_reset, draws)}, reset};
    case failure::malformed: return {std::string{one_of(bytes_of_malformed, draws)}, close};
    case failure::refused:
    case failure::dns:
    case failure::tls: return {{}, close};
    }
    model::assertion_failed("a known failure", __FILE__, __LINE__);
}

} // namespace drydock::sim::wire
