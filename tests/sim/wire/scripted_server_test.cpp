#include "sim/runner.hpp"
#include "sim/wire/script.hpp"
#include "sim/wire/wire.hpp"
#include "tests/support/journal_lines.hpp"
#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace drydock;
using sim::wire::script;
using sim::wire::script_of;

namespace {

/// Journals of a scenario that sends one payload, over wire and as judged.
struct journals {
    std::vector<std::string> wire, direct;
};

journals journals_of(std::string const& members, std::uint64_t seed = 1)
{
    sim::load_options options;
    options.seed = seed;
    auto const plan = test::loaded(
        test::file_with(R"("webhooks": [{"event": "track", "url": "https://shop.test/a?b=1#c"}],
                           "timeline": [{"at": "0s",
                                         "track": {"shipment": "se-1", "status": "IT"}}], )" +
                        members),
        options);
    test::journal_lines wire, direct;
    static_cast<void>(sim::run(plan, {&wire}, sim::over_wire()));
    if (!plan.needs_wire()) static_cast<void>(sim::run(plan, {&direct}));
    return {wire.all, direct.all};
}

std::string rules(std::string const& text)
{
    return R"("endpoints": {"https://shop.test": {"rules": [)" + text + "]}}";
}

bool has(std::vector<std::string> const& lines, std::string_view part)
{
    return std::ranges::any_of(lines, [&](auto const& l) { return l.find(part) != l.npos; });
}

} // namespace

TEST_CASE("an answer is written as HTTP has it, whatever its headers say", "[wire]")
{
    sim::reaction const given{.status = 503,
                              .headers = {{"Retry-After", "120"},
                                          {"content-length", "3"},
                                          {"Connection", "keep-alive"},
                                          {"X-Split", "a\r\nb: c"}},
                              .body = "slow down"};
    auto const made = script_of(given, 1);
    CHECK(made.then == script::ending::close);
    CHECK(made.bytes == "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\n"
                        "X-Split: a  b: c\r\nContent-Length: 9\r\n\r\nslow down");
    CHECK(script_of({.status = 204, .body = "no"}, 1).bytes == "HTTP/1.1 204 No Content\r\n\r\n");
}

TEST_CASE("a failure with several faces shows each of them, by chance", "[wire]")
{
    for (auto const fails : {sim::failure::malformed, sim::failure::reset, sim::failure::timeout}) {
        std::set<std::string> faces;
        for (std::uint64_t draws = 0; draws < 200; ++draws)
            faces.insert(script_of({.fails = fails}, draws).bytes);
        CHECK(faces.size() == (fails == sim::failure::malformed ? 6
                               : fails == sim::failure::reset   ? 3
                                                                : 2));
    }
}

TEST_CASE("every status is heard as it was meant", "[wire]")
{
    for (int status = 100; status <= 599; ++status) {
        INFO(status);
        auto const code = std::to_string(status);
        auto const seen =
            journals_of(R"("policy": {"attempts": 2, "retry_after": "honour"}, )" +
                        rules(R"({"attempt": 1, "after": "20ms", "respond": {"status": )" + code +
                              R"(, "headers": {"Retry-After": "7"}, "body": "some text"}})"));
        CHECK(seen.wire == seen.direct);
    }
}

TEST_CASE("every failure is heard as it was meant, whichever face it shows", "[wire]")
{
    auto const* const fails =
        GENERATE("timeout", "refused", "reset", "dns", "tls", "malformed", "lost_ack");
    auto const* const after = GENERATE("0s", "3s", "10s", "10000001us", "1h");
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        INFO(fails << " after " << after << ", seed " << seed);
        auto const seen = journals_of(
            rules(R"({"fail": ")" + std::string{fails} + R"(", "after": ")" + after + R"("})"),
            seed);
        CHECK(seen.wire == seen.direct);
    }
}

TEST_CASE("every failure is heard as it was meant, however slowly and in however many pieces",
          "[wire]")
{
    std::string const name =
        GENERATE("timeout", "refused", "reset", "dns", "tls", "malformed", "lost_ack");
    auto const* const link =
        GENERATE(R"({"fragment": 1})", R"({"latency": "40ms", "jitter": "30ms", "fragment": 7})");
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        INFO(name << " over " << link << ", seed " << seed);
        auto const seen = journals_of(R"("links": [)" + std::string{link} + "], " +
                                          rules(R"({"fail": ")" + name + R"("})"),
                                      seed);
        CHECK(has(seen.wire, "\"reason\":\"" + (name == "lost_ack" ? "timeout" : name) + "\""));
        CHECK(has(seen.wire, "effect_applied") == (name == "lost_ack"));
    }
}

TEST_CASE("a late answer is no answer, but the receiver did its work", "[wire]")
{
    auto const seen = journals_of(rules(R"({"attempt": 1, "after": "12s"})"));
    CHECK(seen.wire == seen.direct);
    CHECK(has(seen.wire, R"("at":"2019-09-07T00:00:12Z","type":"effect_applied")"));
}

TEST_CASE("an answer that is complete at the deadline is in time", "[wire]")
{
    auto const seen = journals_of(rules(R"({"after": "10s"})"));
    CHECK(seen.wire == seen.direct);
    CHECK(has(seen.wire, "delivery_succeeded"));
}

TEST_CASE("time on the way counts against the deadline, and so does connecting", "[wire]")
{
    // A way there and back to connect, another with the request and its answer.
    auto const in_time = journals_of(R"("links": [{"latency": "2500ms"}])");
    CHECK(has(in_time.wire, R"("at":"2019-09-07T00:00:10Z","type":"delivery_succeeded")"));
    auto const late = journals_of(R"("links": [{"times": 1, "latency": "2500001us"}])");
    CHECK(has(late.wire, R"("reason":"timeout")"));
    auto const swallowed = journals_of(R"("links": [{"times": 1, "blackhole": true}])");
    CHECK(has(swallowed.wire, R"("at":"2019-09-07T00:00:10Z","type":"attempt_failed")"));
    CHECK_FALSE(has(swallowed.wire, R"("at":"2019-09-07T00:00:10Z","type":"effect_applied")"));
}

TEST_CASE("a request that arrives after its sender gave up is worked on all the same", "[wire]")
{
    auto const seen = journals_of(R"("links": [{"times": 1, "latency": "4s"}])");
    CHECK(has(seen.wire, R"("at":"2019-09-07T00:00:10Z","type":"attempt_failed")"));
    CHECK(has(seen.wire, R"("at":"2019-09-07T00:00:12Z","type":"effect_applied","cause":5,)"));
    CHECK(has(seen.wire, "delivery_succeeded"));
}

TEST_CASE("a receiver works on when its answer can reach nobody", "[wire]")
{
    auto const broken_after = [](std::size_t bytes) {
        return journals_of(
                   R"("links": [{"times": 1, "latency": "100ms", "reset_after": {"sent": )" +
                   std::to_string(bytes) + "}}], " + rules(R"({"after": "3s"})"))
            .wire;
    };
    // The size of a request: the link breaks when the last byte has passed, or not at all.
    std::size_t size = 0;
    for (std::size_t step = 4096; step > 0; step /= 2)
        if (has(broken_after(size + step), "attempt_failed")) size += step;
    auto const seen = broken_after(size);
    CHECK(has(seen, R"("at":"2019-09-07T00:00:00.4Z","type":"attempt_failed")"));
    CHECK(has(seen, R"("at":"2019-09-07T00:00:03Z","type":"effect_applied","cause":5,)"));
    CHECK_FALSE(has(broken_after(size - 1), R"("type":"effect_applied","cause":5,)"));
    CHECK(has(broken_after(size + 1), R"("type":"delivery_succeeded","cause":5,)"));
}

TEST_CASE("an answer of which nothing comes back is a lost acknowledgement", "[wire]")
{
    auto const seen = journals_of(R"("links": [{"times": 1, "blackhole_after": {"received": 0}}])");
    CHECK(has(seen.wire, R"("reason":"timeout")"));
    CHECK(has(seen.wire, R"("type":"effect_applied","cause":5,)"));
}

TEST_CASE("a request that the link cut off has no effect, one whose answer was has", "[wire]")
{
    auto const cut = journals_of(R"("links": [{"times": 1, "reset_after": {"sent": 100}}])");
    CHECK(has(cut.wire, R"("reason":"reset")"));
    CHECK(std::ranges::count_if(
              cut.wire, [](auto const& l) { return l.find("effect_applied") != l.npos; }) == 1);
    auto const lost = journals_of(R"("links": [{"times": 1, "close_after": {"received": 30}}])");
    CHECK(has(lost.wire, R"("reason":"malformed")"));
    CHECK(std::ranges::count_if(
              lost.wire, [](auto const& l) { return l.find("effect_applied") != l.npos; }) == 2);
}
