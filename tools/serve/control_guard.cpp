#include "tools/serve/control_guard.hpp"

#include <algorithm>
#include <array>

namespace drydock::tools {

namespace {

/// "localhost:8787" without its port.
std::string_view without_port(std::string_view host)
{
    auto const colon = host.rfind(':');
    bool const is_port = colon != std::string_view::npos && host.find(']', colon) == host.npos;
    return is_port ? host.substr(0, colon) : host;
}

bool is_own_name(std::string_view host)
{
    constexpr std::array<std::string_view, 3> names{"localhost", "127.0.0.1", "[::1]"};
    return std::ranges::any_of(
        names, [&](std::string_view each) { return sim::http::is_same_name(each, host); });
}

} // namespace

std::string control_guard::objection(sim::http::request const& what) const
{
    if (!is_local && hosts.empty())
        return "beyond this machine the control API needs --control-host NAME";
    auto const* const host = what.find("Host");
    auto const name = host == nullptr ? std::string_view{} : without_port(*host);
    bool const is_named = std::ranges::any_of(
        hosts, [&](std::string const& each) { return sim::http::is_same_name(each, name); });
    if (!is_named && !(is_local && is_own_name(name)))
        return "the control API is not for the host that was asked for";
    if (auto const* const origin = what.find("Origin");
        origin != nullptr && *origin != scheme + "://" + *host)
        return "the control API is not for pages from elsewhere";
    if (auto const* const site = what.find("Sec-Fetch-Site");
        site != nullptr && *site != "same-origin" && *site != "none")
        return "the control API is not for pages from elsewhere";
    return {};
}

} // namespace drydock::tools
