#include "tools/sign/key_set.hpp"

#include "model/json/json_text.hpp"
#include "tools/sign/base64.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::tools {

namespace {

using model::decode_json_string;
using model::raw_member;

std::optional<std::string> number_in(std::string_view jwk, std::string_view name)
{
    auto bytes = from_base64url(decode_json_string(raw_member(jwk, name)));
    if (bytes && bytes->empty()) bytes.reset();
    return bytes;
}

// Empty, or why a JWK is not for RSA signatures with SHA-256.
std::string purpose_against_it(std::string_view jwk)
{
    auto const type = decode_json_string(raw_member(jwk, "kty"));
    if (type != "RSA") return fmt::format("is of type {}", type.empty() ? "nothing" : type);
    auto const use = raw_member(jwk, "use");
    if (!use.empty() && use != R"("sig")") return fmt::format("has the use {}", use);
    auto const algorithm = raw_member(jwk, "alg");
    if (!algorithm.empty() && algorithm != R"("RS256")")
        return fmt::format("is for the algorithm {}", algorithm);
    return {};
}

key_set::entry read_jwk(std::string_view jwk)
{
    key_set::entry made{.id = decode_json_string(raw_member(jwk, "kid"))};
    made.unusable = purpose_against_it(jwk);
    if (!made.unusable.empty()) return made;
    auto const modulus = number_in(jwk, "n");
    auto const exponent = number_in(jwk, "e");
    if (!modulus || !exponent) {
        made.unusable = fmt::format("has no number in base64url as \"{}\"", modulus ? "e" : "n");
        return made;
    }
    auto read = rsa_key::from_numbers(*modulus, *exponent);
    made.key = std::move(read.key);
    made.unusable = std::move(read.failure);
    if (made.id.empty() && made.key) made.id = made.key->id();
    return made;
}

} // namespace

std::string to_jwks(std::span<rsa_key const> keys)
{
    std::string made = R"({"keys":[)";
    for (auto const& key : keys) {
        if (&key != keys.data()) made += ',';
        made += key.jwk();
    }
    return made + "]}";
}

key_set key_set::of(rsa_key key)
{
    key_set made;
    auto id = key.id();
    made.entries_.push_back({std::move(id), std::move(key), {}});
    made.any_name_ = true;
    return made;
}

key_set_result key_set::from_jwks(std::string_view text)
{
    auto const document = model::compact_json(text);
    if (document.empty()) return {std::nullopt, "is no JSON"};
    auto const keys = document.starts_with('{') ? raw_member(document, "keys") : "";
    if (!keys.starts_with('['))
        return {std::nullopt, R"(is no JWKS: expected an object with an array "keys")"};
    key_set made;
    auto const items = model::split_items(keys);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items[i].starts_with('{'))
            return {std::nullopt, fmt::format("is no JWKS: /keys/{} is no object", i)};
        made.entries_.push_back(read_jwk(items[i]));
    }
    if (made.entries_.empty()) return {std::nullopt, "is a JWKS without keys"};
    return {std::move(made), {}};
}

key_set::entry const* key_set::find(std::string_view id) const
{
    if (any_name_) return &entries_.front();
    auto const found = std::ranges::find(entries_, id, &entry::id);
    return found == entries_.end() ? nullptr : &*found;
}

} // namespace drydock::tools
