// Which certificates are believed, and which one is shown.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace drydock::tools {

/// A context for TLS, or why there is none, in a line for people.
struct tls_context {
    std::shared_ptr<boost::asio::ssl::context> made = {};
    std::string problem = {};
};

struct tls_trust {
    std::string ca_file = {}; ///< PEM, instead of the system's store; empty: that one
    bool verifies = true;     ///< false: any certificate will do
};

tls_context client_context(tls_trust const& trust);

/// A server that shows the certificate (with its chain) in one PEM file, with the key in another.
tls_context server_context(std::string const& certificate_file, std::string const& key_file);

} // namespace drydock::tools
