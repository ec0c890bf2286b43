// Where webhooks really go.
#include "tools/live/target_map.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using model::webhook_event;
using tools::target_map;

namespace {

/// Where a track webhook of that URL goes; the failure when the values are none.
std::string track_goes(std::vector<std::string> const& values, std::string_view url)
{
    auto const made = target_map::parse(values);
    if (!made.failure.empty()) return made.failure;
    auto const found = made.map.find(webhook_event::track, url);
    return found ? found->url() : "nowhere";
}

std::string target_of(std::string_view text)
{
    auto const made = tools::parse_target(text);
    return made ? made->url() : "none";
}

constexpr auto hook = "https://shop.test/hooks/a?token=1";

} // namespace

TEST_CASE("a target needs no scheme, and keeps its query", "[live]")
{
    CHECK(target_of("localhost:3000/hooks") == "http://localhost:3000/hooks");
    CHECK(target_of(":3000") == "http://localhost:3000/");
    CHECK(target_of(":3000/a/?b=/c#d") == "http://localhost:3000/a/?b=/c");
    CHECK(target_of("https://[::1]:8443?a=1") == "https://[::1]:8443/?a=1");
    CHECK(target_of("HTTP://Shop.Test:80/A") == "http://shop.test/A");
    CHECK(target_of("ftp://localhost/") == "none");
    CHECK(target_of("http://user@localhost/") == "none");
    CHECK(target_of("localhost:0") == "none");
    CHECK(target_of("") == "none");
}

TEST_CASE("without targets a webhook goes to its own URL", "[live]")
{
    CHECK(track_goes({}, hook) == hook);
    CHECK(track_goes({}, "no URL") == "nowhere");
}

TEST_CASE("one target takes all webhooks, as it stands", "[live]")
{
    CHECK(track_goes({"localhost:3000/in?x=a=b"}, hook) == "http://localhost:3000/in?x=a=b");
    CHECK(track_goes({":3000"}, "no URL") == "http://localhost:3000/");
}

TEST_CASE("a target of an event comes first, then that of the longest prefix", "[live]")
{
    std::vector<std::string> const some{"https://shop.test=http://localhost:1",
                                        "https://shop.test/hooks=http://localhost:2/in",
                                        "rate=localhost:3", ":4/rest"};
    CHECK(track_goes(some, hook) == "http://localhost:2/in/a?token=1");
    CHECK(track_goes(some, "https://shop.test/other/") == "http://localhost:1/other/");
    CHECK(track_goes(some, "https://shop.test") == "http://localhost:1/");
    CHECK(track_goes(some, "https://shop.test/hooksy") == "http://localhost:1/hooksy");
    CHECK(track_goes(some, "https://other.test/hooks") == "http://localhost:4/rest");
    auto with_event = some;
    with_event.emplace_back("track=localhost:5/t");
    CHECK(track_goes(with_event, hook) == "http://localhost:5/t");
}

TEST_CASE("what is no target says what was expected", "[live]")
{
    CHECK(track_goes({"trak=:3000"}, hook) ==
          "expected a webhook event or a URL before \"=\", found \"trak\"; did you mean "
          "\"track\"?");
    CHECK(track_goes({"track=ftp://a"}, hook) ==
          "expected a URL such as http://localhost:3000/hooks, found \"ftp://a\"");
    CHECK(track_goes({":1", ":2"}, hook) ==
          "expected one target for all webhooks, found another: \":2\"");
    CHECK(track_goes({"https://shop.test=:1", "https://SHOP.test/=:2"}, hook) ==
          "expected one target for https://SHOP.test/, found another: \"https://SHOP.test/=:2\"");
}
