// RSA keys as signatures of webhooks need them: RSASSA-PKCS1-v1_5 with SHA-256. The only place
// that knows OpenSSL. Source: ShipEngine's page on validating webhooks, "RSA-SHA256".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st; // OpenSSL's EVP_PKEY

namespace drydock::tools {

struct rsa_key_result;

class rsa_key {
public:
    /// What is shorter is refused, and what is made has this length.
    static constexpr int least_bits = 2048;

    /// A new private key.
    static rsa_key made();
    /// A private or a public key as PEM: PKCS #1, PKCS #8 or SubjectPublicKeyInfo.
    static rsa_key_result from_pem(std::string_view pem);
    /// A public key from big-endian numbers, as in a JWK.
    static rsa_key_result from_numbers(std::string_view modulus, std::string_view exponent);

    bool is_private() const { return is_private_; }
    /// Its thumbprint (RFC 7638), by which it is known as `kid`.
    std::string const& id() const { return id_; }
    /// Its JWK: {"kty":"RSA","kid":..,"use":"sig","alg":"RS256","n":..,"e":..}.
    std::string jwk() const;
    /// The private key as PKCS #8. REQUIRES: is_private().
    std::string pem() const;

    /// The raw signature of some bytes; the same bytes have the same one. REQUIRES: is_private().
    std::string sign(std::string_view bytes) const;
    bool verifies(std::string_view bytes, std::string_view signature) const;

private:
    explicit rsa_key(std::shared_ptr<evp_pkey_st> key);
    static rsa_key_result checked(std::shared_ptr<evp_pkey_st> key);

    std::shared_ptr<evp_pkey_st> key_; // never changed, so copies share it
    bool is_private_;
    std::string modulus_, exponent_; // base64url
    std::string id_;
};

/// A key, or why there is none: the end of a sentence that begins with where it was found.
struct rsa_key_result {
    std::optional<rsa_key> key;
    std::string failure;
};

} // namespace drydock::tools
