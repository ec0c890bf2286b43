#include "tests/support/signing.hpp"
#include "tests/tools/called.hpp"

#include <sys/stat.h>

using namespace drydock;
using namespace drydock::tests;
using namespace std::chrono_literals;
using Catch::Contains;
using Catch::StartsWith;

namespace {

tools::environment const at_stamp{.now = *model::parse_instant("2024-04-04T15:48:44.75Z")};

std::string known_lines()
{
    return "x-shipengine-rsa-sha256-key-id: " + std::string{test_key_id} +
           "\nx-shipengine-rsa-sha256-signature: " + std::string{known_signature} +
           "\nx-shipengine-timestamp: " + std::string{signed_stamp} + '\n';
}

/// A folder with a key, a body, its key set and its headers.
struct signed_folder : scratch_folder {
    std::string key = file("key.pem", test_key_pem);
    std::string body = file("body.json", signed_body);
    std::string headers = file("headers.txt", known_lines());
    std::string jwks = file("jwks.json", call({"sign", "--key", key, "--jwks"}).out);

    called verify(std::vector<std::string> more = {}, std::string const& what = {}) const
    {
        more.insert(more.begin(), {"verify", "--jwks", jwks, what.empty() ? body : what});
        return call(more, at_stamp);
    }
};

} // namespace

TEST_CASE("sign prints the three headers, stamped now or as asked", "[sign]")
{
    signed_folder const folder;
    auto const now = call({"sign", "--key", folder.key, folder.body}, at_stamp);
    CHECK(now.code == 0);
    CHECK(now.out == known_lines());
    CHECK(now.err.empty());
    CHECK(call({"sign", "--key", folder.key, "--timestamp", std::string{signed_stamp}, folder.body})
              .out == known_lines());
    auto const json = call({"sign", "--key", folder.key, folder.body, "--json"}, at_stamp);
    CHECK(json.out == R"({"x-shipengine-rsa-sha256-key-id":")" + std::string{test_key_id} +
                          R"(","x-shipengine-rsa-sha256-signature":")" +
                          std::string{known_signature} +
                          R"(","x-shipengine-timestamp":"2024-04-04T15:48:44Z"})" + '\n');
}

TEST_CASE("a key that is not there is made once, for its owner alone", "[sign]")
{
    signed_folder const folder;
    auto const path = folder.path("new.pem");
    auto const made = call({"sign", "--key", path, "--jwks"});
    CHECK(made.code == 0);
    CHECK_THAT(made.err, StartsWith("made a new key: " + path + " ("));
    CHECK_THAT(made.out, StartsWith(R"({"keys":[{"kty":"RSA","kid":")") && Contains("\"}]}\n"));
    struct stat is {};
    REQUIRE(stat(path.c_str(), &is) == 0);
    CHECK((is.st_mode & 07777) == 0600);

    auto const text = read(path);
    auto const again = call({"sign", "--key", path, "--jwks"});
    CHECK(again.out == made.out);
    CHECK(again.err.empty());
    CHECK(read(path) == text);
}

TEST_CASE("sign refuses what it cannot sign with, and makes no key for it", "[sign]")
{
    signed_folder const folder;
    auto const refused = [&](std::vector<std::string> args) {
        args.insert(args.begin(), "sign");
        auto const made = call(args);
        CHECK(made.code == 2);
        CHECK(made.out.empty());
        return made.err;
    };
    auto const pub = folder.file("public.pem", test_public_pem);
    CHECK(refused({"--key", pub, folder.body}) ==
          "drydock: --key: " + pub + " is a public key, expected the private one to sign with\n");
    auto const small = folder.file("short.pem", short_key_pem);
    CHECK(refused({"--key", small, folder.body}) ==
          "drydock: --key: " + small + " is an RSA key of 1024 bits, expected at least 2048\n");
    CHECK_THAT(refused({"--key", folder.path(), folder.body}), Contains("it is a folder"));
    CHECK_THAT(refused({"--key", folder.path("no/key.pem"), folder.body}),
               Contains("cannot write ") && Contains("No such file"));
    CHECK_THAT(refused({"--key", folder.key, folder.path("none.json")}),
               Contains("cannot read ") && Contains("none.json"));
    CHECK_THAT(refused({folder.body}), Contains("--key is required"));

    auto const other = folder.path("other.pem");
    CHECK(refused({"--key", other, "--timestamp", "noon", folder.body}) ==
          "drydock: --timestamp: expected a time such as 2024-04-04T15:48:44Z, found \"noon\"\n");
    CHECK_THAT(refused({"--key", other, "--jwks", folder.body}), Contains("takes no body"));
    CHECK_THAT(refused({"--key", other, "--jwks", "--json"}), Contains("leave out --json"));
    CHECK_THAT(refused({"--key", other, folder.path("none.json")}), Contains("cannot read "));
    CHECK_FALSE(fs::exists(other));
}

TEST_CASE("verify judges a request by key set or key", "[sign]")
{
    signed_folder const folder;
    auto const made = folder.verify({"--header", "@" + folder.headers});
    CHECK(made.code == 0);
    CHECK(made.out == "valid: signed at 2024-04-04T15:48:44Z by the key \"" +
                          std::string{test_key_id} + "\"\n");
    CHECK(made.err.empty());
    for (auto const pem : {test_key_pem, test_public_pem})
        CHECK(call({"verify", "--key", folder.file("any.pem", pem), "--header",
                    "@" + folder.headers, folder.body},
                   at_stamp)
                  .code == 0);
    CHECK(folder
              .verify({"--header", "X-ShipEngine-RSA-SHA256-Key-Id:" + std::string{test_key_id},
                       "--header",
                       "x-shipengine-rsa-sha256-signature:  " + std::string{known_signature} + " ",
                       "--header", "x-shipengine-timestamp: " + std::string{signed_stamp},
                       "--header", "Content-Type: application/json", "--json"})
              .out == R"({"valid":true,"verdict":"valid","why":"signed at 2024-04-04T15:48:44Z by)"
                      R"( the key \")" +
                          std::string{test_key_id} + R"(\"","answer":200})" + '\n');
}

TEST_CASE("verify says what is wrong and what to answer", "[sign]")
{
    signed_folder const folder;
    auto const none = folder.verify();
    CHECK(none.code == 1);
    CHECK(none.out == "missing_header: there is no header x-shipengine-rsa-sha256-key-id\n"
                      "a receiver should answer 404\n");

    std::vector<std::string> late{"--header", "@" + folder.headers, "--at", "2024-04-04T15:53:45Z"};
    CHECK(folder.verify(late).code == 1);
    CHECK(folder.verify(late).out ==
          "outside_tolerance: the stamp 2024-04-04T15:48:44Z is 5m1s before "
          "2024-04-04T15:53:45Z, more than 5m off\na receiver should answer 400\n");
    late.insert(late.end(), {"--tolerance", "301s"});
    CHECK(folder.verify(late).code == 0);

    auto const other = folder.verify({"--header", "@" + folder.headers, "--json"},
                                     folder.file("other.json", "{}"));
    CHECK(other.code == 1);
    CHECK_THAT(other.out, StartsWith(R"({"valid":false,"verdict":"wrong_signature","why":)") &&
                              Contains(R"("answer":401})"));
}

TEST_CASE("verify refuses what it cannot judge", "[sign]")
{
    signed_folder const folder;
    auto const refused = [&](std::vector<std::string> args) {
        args.insert(args.begin(), "verify");
        args.push_back(folder.body);
        auto const made = call(args);
        CHECK(made.code == 2);
        CHECK(made.out.empty());
        return made.err;
    };
    CHECK_THAT(refused({}), Contains("expected either --jwks or --key"));
    CHECK_THAT(refused({"--jwks", folder.jwks, "--key", folder.key}),
               Contains("expected either --jwks or --key"));
    CHECK(refused({"--jwks", folder.key}) == "drydock: --jwks: " + folder.key + " is no JSON\n");
    CHECK_THAT(refused({"--key", folder.jwks}), Contains("is no key in PEM form"));
    CHECK_THAT(refused({"--key", folder.path("none.pem")}), Contains("cannot read "));
    CHECK_FALSE(fs::exists(folder.path("none.pem")));
    std::vector<std::string> const with{"--jwks", folder.jwks};
    auto const also = [&](std::vector<std::string> more) {
        more.insert(more.begin(), with.begin(), with.end());
        return refused(more);
    };
    CHECK(also({"--tolerance", "300"}) ==
          "drydock: --tolerance: expected a duration such as 5m, found \"300\"\n");
    CHECK(also({"--at", "noon"}) ==
          "drydock: --at: expected a time such as 2024-04-04T15:48:44Z, found \"noon\"\n");
    CHECK(also({"--header", "x-shipengine-timestamp"}) ==
          "drydock: --header: expected \"name: value\", found \"x-shipengine-timestamp\"\n");
    auto const lines = folder.file("bad.txt", "a: b\r\n\r\nno header\r\n");
    CHECK(also({"--header", "@" + lines}) == "drydock: --header: " + lines +
                                                 ":3: expected \"name: value\", found \"no "
                                                 "header\"\n");
    CHECK_THAT(also({"--header", "@" + folder.path("none.txt")}), Contains("cannot read "));
}
