#include "tools/sign/rsa_key.hpp"

#include "model/assert.hpp"
#include "tools/sign/base64.hpp"

#include <fmt/format.h>

#include <climits>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

namespace drydock::tools {

namespace {

template <auto Free> struct freed_by {
    template <class T> void operator()(T* held) const { Free(held); }
};
using bio = std::unique_ptr<BIO, freed_by<BIO_free_all>>;
using number = std::unique_ptr<BIGNUM, freed_by<BN_clear_free>>;
using digest_context = std::unique_ptr<EVP_MD_CTX, freed_by<EVP_MD_CTX_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, freed_by<EVP_PKEY_CTX_free>>;
using decoder = std::unique_ptr<OSSL_DECODER_CTX, freed_by<OSSL_DECODER_CTX_free>>;
using parameters = std::unique_ptr<OSSL_PARAM, freed_by<OSSL_PARAM_free>>;
using parameter_builder = std::unique_ptr<OSSL_PARAM_BLD, freed_by<OSSL_PARAM_BLD_free>>;

unsigned char const* bytes_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::shared_ptr<EVP_PKEY> owned(EVP_PKEY* key)
{
    return {key, EVP_PKEY_free};
}

number number_of(EVP_PKEY const& key, char const* name)
{
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(&key, name, &found) != 1) ERR_clear_error();
    return number{found};
}

std::string base64url_of(EVP_PKEY const& key, char const* name)
{
    auto const found = number_of(key, name);
    ASSERT(found != nullptr);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(found.get())), '\0');
    BN_bn2bin(found.get(), reinterpret_cast<unsigned char*>(bytes.data()));
    return to_base64url(bytes);
}

std::string sha256(std::string_view text)
{
    std::string made(SHA256_DIGEST_LENGTH, '\0');
    SHA256(bytes_of(text), text.size(), reinterpret_cast<unsigned char*>(made.data()));
    return made;
}

// What people have at hand instead of a key in a form that can be read.
std::string what_instead(std::string_view pem)
{
    auto const has = [&](std::string_view words) { return pem.find(words) != pem.npos; };
    if (pem.empty()) return "is empty, expected an RSA key in PEM form";
    if (has("ENCRYPTED")) return "is encrypted: take off the passphrase with openssl pkey -in FILE";
    if (has("BEGIN CERTIFICATE"))
        return "is a certificate, not a key: openssl x509 -in FILE -pubkey -noout prints its key";
    if (has("BEGIN OPENSSH"))
        return "is in OpenSSH's own form: ssh-keygen -p -m PEM -f FILE converts it";
    if (!has("-----BEGIN ")) return "is no key in PEM form: it has no line -----BEGIN ...-----";
    return "is no key in PEM form that can be read: it may be damaged or cut off";
}

} // namespace

rsa_key::rsa_key(std::shared_ptr<evp_pkey_st> key)
    : key_{std::move(key)},
      is_private_{number_of(*key_, OSSL_PKEY_PARAM_RSA_D) != nullptr},
      modulus_{base64url_of(*key_, OSSL_PKEY_PARAM_RSA_N)},
      exponent_{base64url_of(*key_, OSSL_PKEY_PARAM_RSA_E)},
      id_{to_base64url(
          sha256(fmt::format(R"({{"e":"{}","kty":"RSA","n":"{}"}})", exponent_, modulus_)))}
{
}

rsa_key rsa_key::made()
{
    auto key = owned(EVP_RSA_gen(static_cast<unsigned>(least_bits)));
    ASSERT(key != nullptr);
    return rsa_key{std::move(key)};
}

rsa_key_result rsa_key::from_pem(std::string_view pem)
{
    EVP_PKEY* found = nullptr;
    decoder const reader{
        OSSL_DECODER_CTX_new_for_pkey(&found, "PEM", nullptr, nullptr, 0, nullptr, nullptr)};
    ASSERT(reader != nullptr);
    ASSERT(pem.size() <= INT_MAX);
    bio const text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    // Nobody is asked for a passphrase: no callback is set that could.
    bool const was_read = OSSL_DECODER_from_bio(reader.get(), text.get()) == 1;
    auto key = owned(found);
    ERR_clear_error();
    if (!was_read || key == nullptr) return {std::nullopt, what_instead(pem)};
    return checked(std::move(key));
}

rsa_key_result rsa_key::from_numbers(std::string_view modulus, std::string_view exponent)
{
    ASSERT(modulus.size() <= INT_MAX && exponent.size() <= INT_MAX);
    number const n{BN_bin2bn(bytes_of(modulus), static_cast<int>(modulus.size()), nullptr)};
    number const e{BN_bin2bn(bytes_of(exponent), static_cast<int>(exponent.size()), nullptr)};
    parameter_builder const builder{OSSL_PARAM_BLD_new()};
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    parameters const given{OSSL_PARAM_BLD_to_param(builder.get())};
    key_context const maker{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
    EVP_PKEY* made = nullptr;
    bool const was_made =
        EVP_PKEY_fromdata_init(maker.get()) == 1 &&
        EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, given.get()) == 1;
    auto key = owned(made);
    ERR_clear_error();
    if (!was_made) return {std::nullopt, "has numbers that make no RSA key"};
    return checked(std::move(key));
}

rsa_key_result rsa_key::checked(std::shared_ptr<evp_pkey_st> key)
{
    if (EVP_PKEY_is_a(key.get(), "RSA") != 1) {
        auto const* const kind = EVP_PKEY_get0_type_name(key.get());
        return {std::nullopt, fmt::format("is no RSA key but one of type {}", kind ? kind : "?")};
    }
    auto const bits = EVP_PKEY_get_bits(key.get());
    if (bits < least_bits)
        return {std::nullopt,
                fmt::format("is an RSA key of {} bits, expected at least {}", bits, least_bits)};
    return {rsa_key{std::move(key)}, {}};
}

std::string rsa_key::jwk() const
{
    return fmt::format(R"({{"kty":"RSA","kid":"{}","use":"sig","alg":"RS256","n":"{}","e":"{}"}})",
                       id_, modulus_, exponent_);
}

std::string rsa_key::pem() const
{
    ASSERT(is_private_);
    bio const out{BIO_new(BIO_s_mem())};
    auto const written =
        PEM_write_bio_PKCS8PrivateKey(out.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    ASSERT(written == 1);
    char* text = nullptr;
    auto const length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

std::string rsa_key::sign(std::string_view bytes) const
{
    ASSERT(is_private_);
    digest_context const context{EVP_MD_CTX_new()};
    auto const begun =
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    ASSERT(begun == 1);
    std::string made(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    auto length = made.size();
    auto const signed_it =
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(made.data()), &length,
                       bytes_of(bytes), bytes.size());
    ASSERT(signed_it == 1 && length == made.size());
    return made;
}

bool rsa_key::verifies(std::string_view bytes, std::string_view signature) const
{
    digest_context const context{EVP_MD_CTX_new()};
    auto const begun =
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    ASSERT(begun == 1);
    bool const is_right = EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(),
                                           bytes_of(bytes), bytes.size()) == 1;
    ERR_clear_error();
    return is_right;
}

} // namespace drydock::tools
