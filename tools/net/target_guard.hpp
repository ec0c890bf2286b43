// Which addresses drydock may reach: this machine, and hosts that its user named.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::tools {

class target_guard {
public:
    /// Host names or addresses, as in URLs, without port.
    explicit target_guard(std::vector<std::string> allowed = {}) : allowed_{std::move(allowed)} {}

    /// Whether `host`, which was resolved to `address`, may be connected to.
    bool allows(std::string_view host, boost::asio::ip::address const& address) const;

private:
    std::vector<std::string> allowed_;
};

/// 127.0.0.0/8 and ::1, also when written as an IPv6 address.
bool is_loopback(boost::asio::ip::address const& address);

/// The host of a URL without the brackets of an IPv6 address.
std::string_view without_brackets(std::string_view host);

} // namespace drydock::tools
