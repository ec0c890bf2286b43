#include "sim/scenario/link/bandwidth.hpp"
#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace std::chrono_literals;
using test::error_of;
using test::errors_of;

namespace {

sim::link_rule rule_of(std::string const& text)
{
    auto const plan = test::loaded(test::file_with("\"links\": [" + text + "]"));
    REQUIRE(plan.links.size() == 1);
    CHECK(plan.needs_wire());
    return plan.links[0];
}

} // namespace

TEST_CASE("bandwidths are read exactly, in bytes and in bits", "[links]")
{
    using sim::parse_bandwidth;
    CHECK(parse_bandwidth("1B/s") == 1);
    CHECK(parse_bandwidth("1.5kB/s") == 1'500);
    CHECK(parse_bandwidth("10Mbit/s") == 1'250'000);
    CHECK(parse_bandwidth("1Gbit/s") == 125'000'000);
    CHECK(parse_bandwidth("0.008kbit/s") == 1);
    CHECK(parse_bandwidth("1000GB/s") == 1'000'000'000'000);
    CHECK(parse_bandwidth("007MB/s") == 7'000'000);
    for (auto const* const text :
         {"", "1", "MB/s", "1MB", "1 MB/s", "-1B/s", "1.B/s", ".5B/s", "1mb/s", "0B/s", "0.5B/s",
          "1001GB/s", "99999999999999999999B/s", "1.0000000001GB/s", "1kbit/s/s"}) {
        INFO(text);
        CHECK_FALSE(parse_bandwidth(text));
    }
}

TEST_CASE("a link is read with its conditions, its way and its break", "[links]")
{
    auto const rule = rule_of(R"({"to": "https://SHOP.test:443/", "from": "1h", "until": "2h",
        "times": 2, "chance": 0.5, "latency": "20ms", "jitter": "5ms", "bandwidth": "1MB/s",
        "fragment": 100, "reset_after": {"received": 10}})");
    CHECK(rule.to == "https://shop.test");
    CHECK(rule.from == sim::default_start + 1h);
    CHECK(rule.until == sim::default_start + 2h);
    CHECK(rule.times == 2);
    CHECK(rule.with_chance->threshold == std::uint64_t{1} << 63);
    CHECK(rule.then.latency == 20ms);
    CHECK(rule.then.jitter == 5ms);
    CHECK(rule.then.bytes_per_second == 1'000'000);
    CHECK(rule.then.fragment == 100);
    CHECK(rule.then.is == sim::link::door::open);
    REQUIRE(rule.then.cut);
    CHECK(rule.then.cut->how == sim::link_cut::kind::reset);
    CHECK(rule.then.cut->of_answer);
    CHECK(rule.then.cut->after == 10);
}

TEST_CASE("a link breaks in one way, or in none", "[links]")
{
    using door = sim::link::door;
    CHECK(rule_of("{}").then.is == door::open);
    CHECK(rule_of(R"({"refuse": true})").then.is == door::refused);
    CHECK(rule_of(R"({"refuse": false})").then.is == door::open);
    CHECK(rule_of(R"({"unknown_host": true})").then.is == door::unknown_host);
    CHECK(rule_of(R"({"blackhole": true})").then.is == door::blackhole);
    CHECK(rule_of(R"({"close_after": {"sent": 1}})").then.cut->how == sim::link_cut::kind::close);
    auto const swallowed = rule_of(R"({"blackhole_after": {"sent": 0}})");
    CHECK(swallowed.then.cut->how == sim::link_cut::kind::blackhole);
    CHECK_FALSE(swallowed.then.cut->of_answer);
    CHECK(errors_of(test::file_with(R"("links": [{"refuse": true, "blackhole": true}])"))[0].find(
              "expected only one of") != std::string::npos);
    CHECK(errors_of(test::file_with(R"("links": [{"reset_after": {}}])")).size() == 1);
}

TEST_CASE("headers that no answer can have are told", "[links]")
{
    auto const with = [](std::string const& headers) {
        return R"("endpoints": {"https://shop.test": {"outages": [{"as": {"headers": )" + headers +
               "}}]}}";
    };
    CHECK(error_of(with(R"({"Retry-After": "120", "x": ""})")).empty());
    CHECK(error_of(with(R"({"Retry After": "120"})")) ==
          "/endpoints/https:~1~1shop.test/outages/0/as/headers/Retry After: expected the name of a "
          "header such as \"Retry-After\" as the key, found \"Retry After\"");
    CHECK(
        error_of(with(R"({"a": " 120"})")).ends_with("without blanks at its ends, found \" 120\""));
    CHECK(error_of(with(R"({"a": "1\nb: 2"})")).find("of one line") != std::string::npos);
}

TEST_CASE("what cannot be meant by a link is told with what would be", "[links]")
{
    CHECK(error_of(R"("links": [{"to": "https://shop.test/hooks"}])") ==
          "/links/0/to: expected an origin such as \"https://shop.test\", without a path, found "
          "\"https://shop.test/hooks\"");
    CHECK(error_of(R"("links": [{"to": "shop.test"}])").starts_with("/links/0/to: expected an"));
    CHECK(error_of(R"("endpoints": {"https://shop.test/hooks": {}},
                      "links": [{"to": "https://shop.tst"}])") ==
          "/links/0/to: expected the origin of an endpoint: nobody is at \"https://shop.tst\"; did "
          "you mean \"https://shop.test\"?");
    CHECK(error_of(R"("endpoints": {"https://shop.test/hooks": {}},
                      "links": [{"to": "https://shop.test"}])")
              .empty());
    CHECK(error_of(R"("links": [{"from": "2h", "until": "1h"}])") ==
          "/links/0/until: expected a time after the start of the window");
    CHECK(errors_of(test::file_with(R"("links": [{"latency": 20}])"))[0].ends_with(
        "expected a duration such as \"40ms\", found 20"));
    CHECK(errors_of(test::file_with(R"("links": [{"bandwidth": "1MB"}])"))[0].ends_with(
        "expected a bandwidth such as \"1MB/s\" or \"10Mbit/s\", found \"1MB\""));
    CHECK(errors_of(test::file_with(R"("links": [{"fragment": 0}])")).size() == 1);
    CHECK(errors_of(test::file_with(R"("links": [{"latensy": "20ms"}])"))[0].ends_with(
        "unknown key \"latensy\"; did you mean \"latency\"?"));
}
