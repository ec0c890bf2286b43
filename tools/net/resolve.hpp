// Names to addresses.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <string>
#include <vector>

namespace drydock::tools {

struct resolved {
    std::vector<boost::asio::ip::tcp::endpoint> endpoints = {};
    boost::system::error_code failed = {};
};

/// Asks the system, unless `host` is an address. Terminal cancellation ends it at once; the
/// system's look-up, which cannot be stopped, goes on by itself and is ignored. Until it is done
/// the context has work.
boost::asio::awaitable<resolved> resolve(std::string host, std::string port);

} // namespace drydock::tools
