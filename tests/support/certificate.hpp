// Certificates for tests, made on the spot.
#pragma once

#include <filesystem>
#include <string>

namespace drydock::tests {

/// What a certificate says. An issuer of an empty name: it is signed by its own key.
struct certificate_request {
    std::string name = "localhost"; ///< a host name, or an IPv4 address
    int valid_from_day = -1;        ///< counted from today
    int valid_until_day = 30;
};

/// A certificate and its key, in files of their own (PEM) that go with it.
class certificate {
public:
    /// Signed by its own key; it may sign others.
    explicit certificate(certificate_request const& what);
    certificate(certificate_request const& what, certificate const& issuer);
    certificate(certificate const&) = delete;
    certificate& operator=(certificate const&) = delete;
    ~certificate();

    std::string file() const { return (folder_ / "certificate.pem").string(); }
    std::string key_file() const { return (folder_ / "key.pem").string(); }

private:
    certificate(certificate_request const& what, certificate const* issuer);

    std::filesystem::path folder_;
};

} // namespace drydock::tests
