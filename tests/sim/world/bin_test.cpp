// What stands before the bins of a world.
#include "sim/world/world.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/scripted_transport.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace std::chrono_literals;

namespace {

/// A world in which nothing happens but what comes to its bins.
struct quiet_world {
    explicit quiet_world(std::string const& plan = "")
        : what{test::loaded(test::file_with(plan)), {}, test::telling(record)}
    {
        what.start();
    }
    unsigned answer(std::string_view bin)
    {
        auto const given = what.capture({.bin = bin, .head = "{}", .body = {}}).what;
        return given.fails ? 0u : given.status;
    }
    bool refuses(std::string_view bin, model::duration after)
    {
        return what.is_bin_refusing(bin, what.now() + after);
    }

    test::scripted_transport::record record;
    sim::world what;
};

} // namespace

TEST_CASE("what stands before a bin moves with the base URL, and remembers", "[world]")
{
    quiet_world w;
    CHECK(w.what.set_bin_rules("b", R"({"rules": [{"times": 2, "respond": 500}],
                                        "outages": [{"from": "1h", "until": "2h"}]})") == "");
    CHECK(w.answer("b") == 500);
    w.what.set_base_url("http://127.0.0.1:1234");
    CHECK(w.answer("b") == 500);
    CHECK(w.answer("b") == 200);
    CHECK(w.refuses("b", 1h));
    w.what.advance_clock(w.what.now() + 1h);
    CHECK(w.answer("b") == 0);
}

TEST_CASE("an outage stands before a bin whoever gave it", "[world]")
{
    constexpr std::string_view base = "https://api.shipengine.com/bin/";
    auto const one_until = [&](std::string_view bin, std::string_view end) {
        return "{\"" + std::string{base} + std::string{bin} + R"(":{"outages":[{"until":")" +
               std::string{end} + "\"}]}}";
    };
    quiet_world w{"\"endpoints\":" + one_until("b", "1h")};
    auto const start = w.what.now();
    CHECK(w.refuses("b", 1h - 1us));
    CHECK(!w.refuses("b", 1h));
    CHECK(w.what.next_outage_edge("b", start) == start + 1h);
    CHECK(w.what.set_endpoints(one_until("c%20d", "3h")) == "");
    CHECK(!w.refuses("b", 0h));
    CHECK(w.refuses("c d", 0h));
    CHECK(w.what.next_outage_edge("c d", start) == start + 3h);
    // Given as an endpoint and for the bin: the port goes by what requests meet.
    CHECK(w.what.set_bin_rules("c d", R"({"outages": [{"until": "5h", "as": 503}]})") == "");
    CHECK(w.refuses("c d", 0h));
    CHECK(w.answer("c d") == 0);
    CHECK(!w.refuses("c d", 4h));
    w.what.advance_clock(start + 4h);
    CHECK(w.answer("c d") == 200);
}
