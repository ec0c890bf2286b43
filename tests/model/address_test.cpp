#include "model/address.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;

TEST_CASE("an address has a normal form", "[address]")
{
    auto const prefix = [](std::string_view url) { return parse_address(url)->prefix(); };
    CHECK(prefix("https://shop.test") == "https://shop.test");
    CHECK(prefix("HTTPS://Shop.Test/Hooks/") == "https://shop.test/Hooks");
    CHECK(prefix("http://shop.test:80/") == "http://shop.test");
    CHECK(prefix("https://shop.test:443/a") == "https://shop.test/a");
    CHECK(prefix("https://shop.test:80") == "https://shop.test:80");
    CHECK(prefix("https://me:pw@shop.test/a?b=c#d") == "https://shop.test/a");
    CHECK(prefix("http://[::1]:8080/x") == "http://[::1]:8080/x");
    CHECK(parse_address("https://u@h/?q")->has_user);
    CHECK(parse_address("https://u@h/?q")->has_query);
}

TEST_CASE("what is no absolute http or https URL is no address", "[address]")
{
    for (auto const* url :
         {"", "shop.test", "//shop.test", "ftp://shop.test", "https://", "https:///hooks",
          "https://shop test", "https://shop.test:0", "https://shop.test:65536",
          "https://shop.test:", "https://shop.test:x", "https://sh\"op", "https://[::1", "://x",
          "https://[zz]/", "https://shop.test/a\nb"}) {
        INFO(url);
        CHECK_FALSE(parse_address(url));
    }
}

TEST_CASE("a prefix covers whole path segments of its own origin", "[address]")
{
    auto const covers = [](std::string_view prefix, std::string_view url) {
        return is_prefix_of(*parse_address(prefix), *parse_address(url));
    };
    CHECK(covers("https://shop.test", "https://shop.test/hooks"));
    CHECK(covers("https://shop.test/hooks", "https://SHOP.test:443/hooks/orders?x=1"));
    CHECK(covers("https://shop.test/hooks/", "https://shop.test/hooks"));
    CHECK_FALSE(covers("https://shop.test/hooks", "https://shop.test/hooks2"));
    CHECK_FALSE(covers("https://shop.test", "https://shop.test.evil/"));
    CHECK_FALSE(covers("https://shop.test", "http://shop.test/"));
    CHECK_FALSE(covers("https://shop.test", "https://shop.test:8443/"));
}
