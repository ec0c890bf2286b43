#include "sim/http/message.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::sim;
using namespace std::chrono_literals;

TEST_CASE("fields are found by name without case, the first one first", "[http]")
{
    http::request const what{.fields = {{"Host", "a"}, {"X-One", "1"}, {"x-one", "2"}}};
    REQUIRE(what.find("X-ONE") != nullptr);
    CHECK(*what.find("X-ONE") == "1");
    CHECK(what.find("X-On") == nullptr);
    CHECK(what.find("") == nullptr);
    CHECK(http::is_same_name("", ""));
    CHECK_FALSE(http::is_same_name("[", "{")); // 32 apart, as cases are
}

TEST_CASE("Retry-After is whole seconds or nothing", "[http]")
{
    CHECK(http::parse_retry_after("0") == model::duration{0s});
    CHECK(http::parse_retry_after("4294967295") == model::duration{4294967295s});
    for (auto const* const text :
         {"", " ", "-1", "+1", "1s", "1.0", "4294967296", "1 ", "Fri, 31 Dec 1999 23:59:59 GMT"}) {
        INFO(text);
        CHECK_FALSE(http::parse_retry_after(text));
    }
}
