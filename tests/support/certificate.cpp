#include "tests/support/certificate.hpp"

#include <catch2/catch.hpp>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace drydock::tests {

namespace fs = std::filesystem;

namespace {

using key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using x509 = std::unique_ptr<X509, decltype(&X509_free)>;
using file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

file open(std::string const& path, char const* mode)
{
    file opened{std::fopen(path.c_str(), mode), std::fclose};
    REQUIRE(opened);
    return opened;
}

fs::path new_folder()
{
    auto pattern = (fs::temp_directory_path() / "drydock-certificate-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    return pattern;
}

void extend(X509* made, X509* issuer, int kind, std::string const& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, made, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    REQUIRE(extension != nullptr);
    X509_add_ext(made, extension, -1);
    X509_EXTENSION_free(extension);
}

x509 draft(certificate_request const& what, EVP_PKEY* own)
{
    x509 made{X509_new(), X509_free};
    X509_set_version(made.get(), 2);
    static long serial = 0;
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_time_adj_ex(X509_getm_notBefore(made.get()), what.valid_from_day, 0, nullptr);
    X509_time_adj_ex(X509_getm_notAfter(made.get()), what.valid_until_day, 0, nullptr);
    X509_set_pubkey(made.get(), own);
    auto const* const text = reinterpret_cast<unsigned char const*>(what.name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC, text, -1, -1,
                               0);
    return made;
}

} // namespace

certificate::certificate(certificate_request const& what) : certificate{what, nullptr} {}

certificate::certificate(certificate_request const& what, certificate const& issuer)
    : certificate{what, &issuer}
{
}

certificate::certificate(certificate_request const& what, certificate const* issuer)
    : folder_{new_folder()}
{
    key const own{EVP_EC_gen("P-256"), EVP_PKEY_free};
    auto const made = draft(what, own.get());
    key issuer_key{nullptr, EVP_PKEY_free};
    x509 issuer_made{nullptr, X509_free};
    if (issuer != nullptr) {
        issuer_key.reset(
            PEM_read_PrivateKey(open(issuer->key_file(), "r").get(), nullptr, nullptr, nullptr));
        issuer_made.reset(
            PEM_read_X509(open(issuer->file(), "r").get(), nullptr, nullptr, nullptr));
    }
    auto* const signs = issuer_made ? issuer_made.get() : made.get();
    X509_set_issuer_name(made.get(), X509_get_subject_name(signs));
    auto const is_address = std::isdigit(static_cast<unsigned char>(what.name[0])) != 0;
    extend(made.get(), signs, NID_subject_alt_name, (is_address ? "IP:" : "DNS:") + what.name);
    extend(made.get(), signs, NID_basic_constraints, issuer == nullptr ? "CA:TRUE" : "CA:FALSE");
    REQUIRE(X509_sign(made.get(), issuer_key ? issuer_key.get() : own.get(), EVP_sha256()) > 0);
    REQUIRE(PEM_write_X509(open(file(), "w").get(), made.get()) == 1);
    REQUIRE(PEM_write_PrivateKey(open(key_file(), "w").get(), own.get(), nullptr, nullptr, 0,
                                 nullptr, nullptr) == 1);
}

certificate::~certificate()
{
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

} // namespace drydock::tests
