#include "tools/net/target_guard.hpp"

#include "sim/http/message.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>

namespace drydock::tools {

namespace ip = boost::asio::ip;

bool is_loopback(ip::address const& address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6()).is_loopback();
    return address.is_loopback();
}

std::string_view without_brackets(std::string_view host)
{
    if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
    return host;
}

bool target_guard::allows(std::string_view host, ip::address const& address) const
{
    if (is_loopback(address)) return true;
    return std::ranges::any_of(allowed_, [&](std::string_view name) {
        return sim::http::is_same_name(without_brackets(name), without_brackets(host));
    });
}

} // namespace drydock::tools
