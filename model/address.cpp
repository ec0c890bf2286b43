#include "model/address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace drydock::model {
namespace {

// By hand: the C library's asks the locale.
char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string made{text};
    std::ranges::transform(made, made.begin(), lower);
    return made;
}

bool is_host_character(char c)
{
    c = lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_host(std::string_view host)
{
    if (host.starts_with('['))
        return host.size() > 2 && host.ends_with(']') &&
               host.find_first_not_of("0123456789abcdefABCDEF:.", 1) == host.size() - 1;
    return !host.empty() && std::ranges::all_of(host, is_host_character);
}

bool is_port(std::string_view port)
{
    std::uint16_t number = 0;
    auto const* const end = port.data() + port.size();
    auto const [stop, failure] = std::from_chars(port.data(), end, number);
    return failure == std::errc{} && stop == end && number != 0;
}

/// Sets host and port from "host", "host:port" or "[::1]:port".
bool read_authority(address& made, std::string_view text)
{
    auto const bracket = text.find(']');
    auto const colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    made.host = lowered(text.substr(0, colon));
    if (!is_host(made.host)) return false;
    if (colon == std::string_view::npos) return true;
    made.port = text.substr(colon + 1);
    if (!is_port(made.port)) return false;
    if (made.port == (made.scheme == "https" ? "443" : "80")) made.port.clear();
    return true;
}

} // namespace

std::string address::origin() const
{
    return scheme + "://" + host + (port.empty() ? "" : ":" + port);
}

std::optional<address> parse_address(std::string_view url)
{
    address made;
    auto const colon = url.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    if (std::ranges::any_of(url, [](char c) { return c <= ' ' || c == '\x7f'; }))
        return std::nullopt;
    made.scheme = lowered(url.substr(0, colon));
    if (made.scheme != "http" && made.scheme != "https") return std::nullopt;

    auto rest = url.substr(colon + 3);
    auto const query = rest.find_first_of("?#");
    made.has_query = query != std::string_view::npos;
    rest = rest.substr(0, query);
    auto authority = rest.substr(0, rest.find('/'));
    made.path = rest.substr(authority.size());
    while (made.path.ends_with('/'))
        made.path.pop_back();
    auto const user = authority.rfind('@');
    made.has_user = user != std::string_view::npos;
    if (made.has_user) authority.remove_prefix(user + 1);
    if (!read_authority(made, authority)) return std::nullopt;
    return made;
}

std::string encode_url(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                              c == '~';
        if (is_plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

bool is_prefix_of(address const& prefix, address const& url)
{
    if (prefix.origin() != url.origin() || !url.path.starts_with(prefix.path)) return false;
    return url.path.size() == prefix.path.size() || url.path[prefix.path.size()] == '/';
}

} // namespace drydock::model
