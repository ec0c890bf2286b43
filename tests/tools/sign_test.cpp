#include "tests/support/signing.hpp"
#include "tools/sign/base64.hpp"
#include "tools/sign/signature.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace drydock;
using namespace drydock::tests;
using namespace drydock::tools;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

rsa_key test_key()
{
    auto read = rsa_key::from_pem(test_key_pem);
    REQUIRE(read.key);
    return *read.key;
}

std::string failure_of(std::string_view pem)
{
    auto const read = rsa_key::from_pem(pem);
    CHECK_FALSE(read.key);
    return read.failure;
}

model::instant const stamp = *model::parse_instant(signed_stamp);

sim::header_list known_headers()
{
    return {{"Content-Type", "application/json"},
            {"X-ShipEngine-RSA-SHA256-Key-Id", std::string{test_key_id}},
            {"X-ShipEngine-RSA-SHA256-Signature", std::string{known_signature}},
            {"X-ShipEngine-Timestamp", std::string{signed_stamp}}};
}

key_set test_keys()
{
    auto const key = test_key();
    auto read = key_set::from_jwks(to_jwks({&key, 1}));
    REQUIRE(read.keys);
    return *read.keys;
}

verification verify_known(sim::header_list headers, model::instant now = stamp)
{
    return verify({std::move(headers), std::string{signed_body}}, test_keys(), now);
}

std::string jwk_with(std::string_view members)
{
    return R"({"keys":[{"kid":"a",)" + std::string{members} + "}]}";
}

} // namespace

TEST_CASE("base64 is written and read as RFC 4648 prints it", "[sign]")
{
    std::array<std::array<std::string_view, 2>, 7> const rows{{{"", ""},
                                                               {"f", "Zg=="},
                                                               {"fo", "Zm8="},
                                                               {"foo", "Zm9v"},
                                                               {"foob", "Zm9vYg=="},
                                                               {"fooba", "Zm9vYmE="},
                                                               {"foobar", "Zm9vYmFy"}}};
    for (auto const& [bytes, text] : rows) {
        CHECK(to_base64(bytes) == text);
        CHECK(from_base64(text) == std::string{bytes});
        auto const bare = text.substr(0, text.find('='));
        CHECK(to_base64url(bytes) == bare);
        CHECK(from_base64url(bare) == std::string{bytes});
    }
    std::string_view const high{"\xFB\xFF\x00", 3};
    CHECK(to_base64(high) == "+/8A");
    CHECK(to_base64url(high) == "-_8A");
    CHECK(from_base64url("-_8A") == std::string{high});
}

TEST_CASE("base64 that nobody wrote is no base64", "[sign]")
{
    for (auto const* const text :
         {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm9v====", "Zm 9v", "Zm9v\n", "-_8A"})
        CHECK_FALSE(from_base64(text));
    for (auto const* const text : {"Z", "Zg==", "Zh", "Zm9v=", "+/8A", "Zm9v\n"})
        CHECK_FALSE(from_base64url(text));
}

TEST_CASE("a signature is the one that OpenSSL's command line makes", "[sign]")
{
    CHECK(signature_headers(test_key(), signed_stamp, signed_body) ==
          sim::header_list{{"x-shipengine-rsa-sha256-key-id", std::string{test_key_id}},
                           {"x-shipengine-rsa-sha256-signature", std::string{known_signature}},
                           {"x-shipengine-timestamp", std::string{signed_stamp}}});
}

TEST_CASE("a key is known by the thumbprint that RFC 7638 prints for its example", "[sign]")
{
    auto const modulus = from_base64url(
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
        "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-"
        "65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
        "bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw");
    REQUIRE(modulus);
    auto const whole = rsa_key::from_numbers(*modulus, std::string_view{"\x01\x00\x01", 3});
    REQUIRE(whole.key);
    CHECK(whole.key->id() == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST_CASE("a key set is written member by member, and read again", "[sign]")
{
    auto const key = test_key();
    std::array const two{key, key};
    auto const jwk = R"({"kty":"RSA","kid":")" + std::string{test_key_id} +
                     R"(","use":"sig","alg":"RS256","n":")" + std::string{test_modulus} +
                     R"(","e":"AQAB"})";
    CHECK(to_jwks({&key, 1}) == R"({"keys":[)" + jwk + "]}");
    CHECK(to_jwks(two) == R"({"keys":[)" + jwk + ',' + jwk + "]}");
    auto const keys = test_keys();
    REQUIRE(keys.entries().size() == 1);
    CHECK(keys.find(test_key_id)->key->jwk() == jwk);
    CHECK_FALSE(keys.find(test_key_id)->key->is_private());
    CHECK(keys.find("other") == nullptr);
}

TEST_CASE("a new key is private, long enough, unlike others, and survives as PEM", "[sign]")
{
    auto const key = rsa_key::made();
    CHECK(key.is_private());
    CHECK(rsa_key::made().id() != key.id());
    auto const again = rsa_key::from_pem(key.pem());
    REQUIRE(again.key);
    CHECK(again.key->id() == key.id());
    CHECK(again.key->is_private());
    CHECK(again.key->verifies("bytes", key.sign("bytes")));
    CHECK_FALSE(again.key->verifies("other", key.sign("bytes")));
    CHECK_FALSE(again.key->verifies("bytes", ""));
}

TEST_CASE("the public half of a key verifies and has the same name", "[sign]")
{
    auto const read = rsa_key::from_pem(test_public_pem);
    REQUIRE(read.key);
    CHECK_FALSE(read.key->is_private());
    CHECK(read.key->id() == test_key_id);
    auto const keys = key_set::of(*read.key);
    CHECK(verify({known_headers(), std::string{signed_body}}, keys, stamp).is == verdict::valid);
}

TEST_CASE("what is no key that can sign says what it is instead", "[sign]")
{
    CHECK(failure_of("") == "is empty, expected an RSA key in PEM form");
    CHECK_THAT(failure_of("{}"), Contains("no line -----BEGIN"));
    CHECK_THAT(failure_of(test_key_pem.substr(0, 800)), Contains("damaged or cut off"));
    CHECK_THAT(failure_of(encrypted_key_pem), Contains("is encrypted"));
    CHECK(failure_of(short_key_pem) == "is an RSA key of 1024 bits, expected at least 2048");
    CHECK(failure_of(elliptic_key_pem) == "is no RSA key but one of type EC");
    CHECK_THAT(failure_of("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
               Contains("is a certificate"));
    CHECK_THAT(failure_of("-----BEGIN OPENSSH PRIVATE KEY-----\n"), Contains("ssh-keygen"));
}

TEST_CASE("a request that was signed is valid, whatever the case of its headers", "[sign]")
{
    auto const made = verify_known(known_headers());
    CHECK(made.is == verdict::valid);
    CHECK_THAT(made.why, Contains("2024-04-04T15:48:44Z") && Contains(std::string{test_key_id}));
    CHECK(recommended_answer(made.is) == 200);
    CHECK(name(made.is) == "valid");
}

TEST_CASE("each of the three headers must be there, and once", "[sign]")
{
    for (std::size_t i = 1; i < 4; ++i) {
        auto headers = known_headers();
        auto const taken = headers[i];
        headers.erase(headers.begin() + static_cast<std::ptrdiff_t>(i));
        auto const missing = verify_known(headers);
        CHECK(missing.is == verdict::missing_header);
        CHECK_THAT(missing.why, Contains("there is no header x-shipengine-"));
        CHECK(recommended_answer(missing.is) == 404);

        headers.push_back(taken);
        CHECK(verify_known(headers).is == verdict::valid);
        headers.push_back(taken);
        auto const repeated = verify_known(headers);
        CHECK(repeated.is == verdict::repeated_header);
        CHECK_THAT(repeated.why, Contains("is there 2 times"));
        CHECK(recommended_answer(repeated.is) == 400);
    }
}

TEST_CASE("a stamp may be five minutes off, either way, and not a microsecond more", "[sign]")
{
    for (auto const now : {stamp - 5min, stamp, stamp + 5min})
        CHECK(verify_known(known_headers(), now).is == verdict::valid);
    auto const stale = verify_known(known_headers(), stamp + 5min + 1us);
    CHECK(stale.is == verdict::outside_tolerance);
    CHECK_THAT(stale.why, Contains(" before ") && Contains("more than 5m off"));
    CHECK(recommended_answer(stale.is) == 400);
    auto const early = verify_known(known_headers(), stamp - 5min - 1us);
    CHECK(early.is == verdict::outside_tolerance);
    CHECK_THAT(early.why, Contains(" after "));
    CHECK(verify({known_headers(), std::string{signed_body}}, test_keys(), stamp + 1h, 1h).is ==
          verdict::valid);
}

TEST_CASE("a stamp that is no time is told apart", "[sign]")
{
    for (auto const* const text : {"", "now", "1712245724", "2024-04-04", "2024-04-04T15:48:44"}) {
        auto headers = known_headers();
        headers[3].second = text;
        auto const made = verify_known(headers);
        CHECK(made.is == verdict::bad_timestamp);
        CHECK_THAT(made.why, Contains("expected a time such as"));
        CHECK(recommended_answer(made.is) == 400);
    }
}

TEST_CASE("a key that is not in the set, or of no use, verifies nothing", "[sign]")
{
    auto headers = known_headers();
    headers[1].second = "other";
    auto const unknown = verify_known(headers);
    CHECK(unknown.is == verdict::unknown_key);
    CHECK(unknown.why == "no key is called \"other\"; known: \"" + std::string{test_key_id} + '"');
    CHECK(recommended_answer(unknown.is) == 401);

    headers[1].second = "a";
    struct {
        std::string_view members, why;
    } const rows[] = {
        {R"("kty":"EC","crv":"P-256","x":"AA","y":"AA")", "is of type EC"},
        {R"("n":"AA","e":"AQAB")", "is of type nothing"},
        {R"("kty":"RSA","use":"enc","n":"AA","e":"AQAB")", "has the use \"enc\""},
        {R"("kty":"RSA","alg":"RS512","n":"AA","e":"AQAB")", "is for the algorithm \"RS512\""},
        {R"("kty":"RSA","n":"A+","e":"AQAB")", "has no number in base64url as \"n\""},
        {R"("kty":"RSA","n":"AQAB")", "has no number in base64url as \"e\""},
        {R"("kty":"RSA","n":"AQAB","e":"AQAB")", "is an RSA key of 17 bits"},
    };
    for (auto const& row : rows) {
        INFO(row.members);
        auto const keys = key_set::from_jwks(jwk_with(row.members));
        REQUIRE(keys.keys);
        auto const made = verify({headers, std::string{signed_body}}, *keys.keys, stamp);
        CHECK(made.is == verdict::unknown_key);
        CHECK_THAT(made.why, Contains("the key \"a\" " + std::string{row.why}));
    }
}

TEST_CASE("a key without a name is found by its thumbprint, next to others", "[sign]")
{
    auto const keys =
        key_set::from_jwks(R"({ "keys": [ {"kty":"EC","kid":"x"}, {"kty":"RSA","e":"AQAB","n":")" +
                           std::string{test_modulus} + R"("} ], "more": 1 })");
    REQUIRE(keys.keys);
    CHECK(verify({known_headers(), std::string{signed_body}}, *keys.keys, stamp).is ==
          verdict::valid);
}

TEST_CASE("what is no key set says why", "[sign]")
{
    CHECK(key_set::from_jwks("").failure == "is no JSON");
    CHECK(key_set::from_jwks("{").failure == "is no JSON");
    for (auto const* const text : {"[]", "{}", R"({"keys":{}})", R"("keys")"})
        CHECK_THAT(key_set::from_jwks(text).failure, Contains("expected an object with an array"));
    CHECK(key_set::from_jwks(R"({"keys":[{},1]})").failure == "is no JWKS: /keys/1 is no object");
    CHECK(key_set::from_jwks(R"({"keys":[]})").failure == "is a JWKS without keys");
}

TEST_CASE("any other body, stamp, key or signature is wrong", "[sign]")
{
    auto const wrong = [](verification const& made) {
        CHECK(recommended_answer(made.is) == 401);
        return made.is == verdict::wrong_signature;
    };
    for (std::string const body : {"", "{\"resource_type\": \"API_TRACK\"}", "x"})
        CHECK(wrong(verify({known_headers(), body}, test_keys(), stamp)));

    auto headers = known_headers();
    headers[3].second = "2024-04-04T15:48:45Z";
    CHECK(wrong(verify_known(headers)));
    headers[3].second = "2024-04-04T15:48:44.0Z"; // the same time, other bytes
    CHECK(wrong(verify_known(headers)));

    headers = known_headers();
    headers[2].second[10] = headers[2].second[10] == 'A' ? 'B' : 'A';
    CHECK(wrong(verify_known(headers)));
    headers[2].second = "not base64";
    CHECK_THAT(verify_known(headers).why, Contains("expected base64, found \"not base64\""));
    CHECK(wrong(verify_known(headers)));
    CHECK(wrong(
        verify({known_headers(), std::string{signed_body}}, key_set::of(rsa_key::made()), stamp)));
}

TEST_CASE("each attempt is signed anew, with the stamp that was asked for", "[sign]")
{
    model::instant wall = stamp + 700ms;
    auto const in_run = *model::parse_instant("2019-09-07T00:30:00.5Z");
    auto const stamp_with = [&](sign_time const& time) {
        auto const sign = make_attempt_signer(test_key(), time, [&] { return wall; });
        auto headers = sign(in_run, signed_body);
        auto const text = headers[2].second;
        CHECK(verify({headers, std::string{signed_body}}, test_keys(), *model::parse_instant(text))
                  .is == verdict::valid);
        return text;
    };
    CHECK(stamp_with({sign_time::kind::wall}) == signed_stamp);
    CHECK(stamp_with({sign_time::kind::virtual_time}) == "2019-09-07T00:30:00Z");
    CHECK(stamp_with({sign_time::kind::offset, -10min}) == "2024-04-04T15:38:44Z");
    wall += 2h;
    CHECK(stamp_with({sign_time::kind::wall}) == "2024-04-04T17:48:44Z");
}
