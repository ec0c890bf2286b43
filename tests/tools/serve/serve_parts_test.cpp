#include "tools/drydock/serve/variables.hpp"
#include "tools/export/masked.hpp"
#include "tools/net/clock_mode.hpp"
#include "tools/serve/bin_record.hpp"
#include "tools/serve/control_guard.hpp"
#include "tools/serve/rate_limit.hpp"

#include <catch2/catch.hpp>

using namespace drydock::tools;
using namespace std::chrono_literals;

TEST_CASE("the modes of a clock are read as they are written", "[serve]")
{
    for (auto const* const text : {"manual", "auto", "1x", "60x", "1000000x"}) {
        auto const mode = parse_clock_mode(text);
        REQUIRE(mode);
        CHECK(to_text(*mode) == text);
    }
    for (auto const* const text : {"", "x", "0x", "-1x", "60", "60 x", "1000001x", "Manual"})
        CHECK(!parse_clock_mode(text));
}

TEST_CASE("a limit of calls begins anew each minute", "[serve]")
{
    rate_limit limit{2};
    CHECK(limit.take(0s) == 0);
    CHECK(limit.take(1s) == 0);
    CHECK(limit.take(1500ms) == 59);
    CHECK(limit.take(59999ms) == 1);
    CHECK(limit.take(60s) == 0);
    rate_limit none{0};
    for (int i = 0; i < 1000; ++i)
        CHECK(none.take(0s) == 0);
}

TEST_CASE("control is for this machine, by its own names", "[serve]")
{
    control_guard const local;
    auto const asked = [](std::vector<drydock::sim::http::field> fields) {
        return drydock::sim::http::request{.fields = std::move(fields)};
    };
    CHECK(local.objection(asked({{"Host", "localhost:8787"}})).empty());
    CHECK(local.objection(asked({{"Host", "[::1]:8787"}})).empty());
    CHECK(local.objection(asked({{"Host", "[::1]"}})).empty());
    CHECK(!local.objection(asked({})).empty());
    CHECK(!local.objection(asked({{"Host", "localhost.evil.test"}})).empty());
    CHECK(!local.objection(asked({{"Host", "127.0.0.1"}, {"Origin", "http://evil.test"}})).empty());
    control_guard const open{.is_local = false, .hosts = {"ship.test"}};
    CHECK(open.objection(asked({{"Host", "Ship.test:80"}})).empty());
    CHECK(!open.objection(asked({{"Host", "localhost"}})).empty());
    CHECK(!control_guard{.is_local = false}.objection(asked({{"Host", "localhost"}})).empty());
}

TEST_CASE("what is secret in a URL is not shown", "[serve]")
{
    CHECK(masked_url("https://user:pass@shop.test/a?token=1&x=2&api_key=3#f") ==
          "https://***@shop.test/a?token=***&x=2&api_key=***#f");
    CHECK(masked_url("/bin/a?Password=x") == "/bin/a?Password=***");
    CHECK(masked_url("/v1/tracking?tracking_number=1Z") == "/v1/tracking?tracking_number=1Z");
    CHECK(masked_url("https://shop.test/@x") == "https://shop.test/@x");
    CHECK(is_secret_header("authorization"));
    CHECK(!is_secret_header("Content-Type"));
}

TEST_CASE("the variable of an option is its name in capitals", "[serve]")
{
    CHECK(variable_of("--base-url") == "DRYDOCK_BASE_URL");
    CHECK(variable_of("--listen") == "DRYDOCK_LISTEN");
}
