#include "tools/export/masked.hpp"

#include "sim/http/message.hpp"

#include <algorithm>
#include <array>

namespace drydock::tools {

namespace {

bool is_secret_parameter(std::string_view name)
{
    constexpr std::array<std::string_view, 7> secrets{"key",      "api_key", "apikey", "token",
                                                      "password", "secret",  "sig"};
    return std::ranges::any_of(
        secrets, [&](std::string_view each) { return sim::http::is_same_name(each, name); });
}

} // namespace

bool is_secret_header(std::string_view name)
{
    constexpr std::array<std::string_view, 6> secrets{
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "API-Key", "X-Api-Key"};
    return std::ranges::any_of(
        secrets, [&](std::string_view each) { return sim::http::is_same_name(each, name); });
}

std::string masked_url(std::string_view url)
{
    std::string made{url};
    auto const scheme = made.find("://");
    auto const begin = scheme == std::string::npos ? 0 : scheme + 3;
    auto const path = std::min(made.find_first_of("/?#", begin), made.size());
    auto const user = made.rfind('@', path);
    if (user != std::string::npos && user >= begin && user < path)
        made.replace(begin, user - begin, "***");
    auto at = made.find('?');
    while (at != std::string::npos) {
        auto const name = at + 1;
        auto const end = std::min(made.find_first_of("&#", name), made.size());
        auto const equals = made.find('=', name);
        if (equals < end && is_secret_parameter(std::string_view{made}.substr(name, equals - name)))
            made.replace(equals + 1, end - equals - 1, "***");
        at = made.find('&', name);
    }
    return made;
}

} // namespace drydock::tools
