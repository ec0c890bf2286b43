#include "tools/net/tls_context.hpp"

#include <boost/system/error_code.hpp>

#include <openssl/ssl.h>

namespace drydock::tools {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

namespace {

std::shared_ptr<ssl::context> make_context(ssl::context::method method)
{
    auto made = std::make_shared<ssl::context>(method);
    SSL_CTX_set_min_proto_version(made->native_handle(), TLS1_2_VERSION);
    return made;
}

tls_context without(std::string const& file, error_code failed)
{
    return {.problem = "cannot use " + file + ": " + failed.message()};
}

} // namespace

tls_context client_context(tls_trust const& trust)
{
    auto made = make_context(ssl::context::tls_client);
    error_code failed;
    if (!trust.verifies) {
        made->set_verify_mode(ssl::verify_none, failed);
        return {.made = std::move(made)};
    }
    made->set_verify_mode(ssl::verify_peer, failed);
    if (trust.ca_file.empty())
        made->set_default_verify_paths(failed);
    else
        made->load_verify_file(trust.ca_file, failed);
    if (failed) return without(trust.ca_file, failed);
    return {.made = std::move(made)};
}

tls_context server_context(std::string const& certificate_file, std::string const& key_file)
{
    auto made = make_context(ssl::context::tls_server);
    error_code failed;
    made->use_certificate_chain_file(certificate_file, failed);
    if (failed) return without(certificate_file, failed);
    made->use_private_key_file(key_file, ssl::context::pem, failed);
    if (failed) return without(key_file, failed);
    return {.made = std::move(made)};
}

} // namespace drydock::tools
