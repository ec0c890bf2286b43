// The library: receivers, policies and properties written in C++.
#include "sim/simulation.hpp"

#include "model/draw.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace drydock;
using namespace drydock::sim;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

constexpr std::string_view one_scan = R"({
  "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "timeline": [ { "at": "30m", "track": { "shipment": "se-1", "status": "IT" } } ]
})";

/// Keeps the starts of attempts, as offsets from the start of the run.
class attempt_starts final : public subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number,
                  model::text_table const&) override
    {
        for (auto const& e : block)
            if (e.type == model::event_type::attempt_started) at.push_back(e.at - default_start);
    }
    std::vector<duration> at;
};

std::vector<duration> attempts_of(simulation const& what)
{
    attempt_starts seen;
    auto const result = what.run({&seen});
    CHECK(result.complaints() == "");
    CHECK(result.held());
    return seen.at;
}

response down(request const&)
{
    return {.status = 503};
}

std::optional<duration> four_times_every_minute(failed_attempt const& failed)
{
    if (failed.attempt == 4) return std::nullopt;
    return 1min;
}

// Every delivery that is requested ends.
class all_end final : public property_judge {
public:
    void on_block(std::span<model::event const> block, model::sequence_number,
                  model::text_table const&) override
    {
        for (auto const& e : block) {
            requested_ += e.type == model::event_type::delivery_requested;
            ended_ += e.type == model::event_type::delivery_succeeded ||
                      e.type == model::event_type::delivery_discarded;
        }
    }
    model::property_result result() override
    {
        model::property_result found{.judged = requested_, .violations = 0, .first = {}};
        for (auto n = ended_; n < requested_; ++n)
            found.add([] { return model::violation{"a delivery is pending", {}}; });
        return found;
    }

private:
    std::uint64_t requested_ = 0, ended_ = 0;
};

std::string failure_of(simulation const& what)
{
    auto const result = what.run();
    CHECK_FALSE(result.held());
    CHECK(result.verdicts.empty());
    CHECK(result.complaints() == result.failure);
    return result.failure;
}

} // namespace

// --- receivers -----------------------------------------------------------------------------------

TEST_CASE("a receiver in C++ sees each attempt and decides what it answers", "[simulation]")
{
    std::vector<request> seen;
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", [&](request const& r) -> response {
        seen.push_back(r);
        if (r.attempt == 1) return {.status = 500, .after = 3s};
        return {.status = 204};
    });
    CHECK(attempts_of(shop) == std::vector<duration>{30min, 2h + 30min + 3s});
    REQUIRE(seen.size() == 2);
    CHECK(seen[1].event == model::webhook_event::track);
    CHECK(seen[1].subject == "se-1");
    CHECK(seen[1].status == model::scan_status::IT);
    CHECK(seen[1].attempt == 2);
    CHECK(seen[1].at == default_start + 2h + 30min + 3s);
    CHECK_THAT(seen[1].body, Contains("API_TRACK"));
    CHECK(seen[0].body == seen[1].body);
}

TEST_CASE("a receiver in C++ may work without acknowledging, and acknowledge without working",
          "[simulation]")
{
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", [](request const& r) -> response {
        if (r.attempt == 1) return {.fails = failure::lost_ack};
        if (r.attempt == 2) return {.status = 500, .effect = true};
        return {.status = 200, .effect = false};
    });
    auto const result = shop.run();
    CHECK(result.summary.effects.total == 2);
    CHECK(result.summary.deliveries.delivered == 1);
}

TEST_CASE("an answer in C++ that takes longer than the policy waits is a timeout", "[simulation]")
{
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", [](request const& r) -> response {
        return {.after = r.attempt == 1 ? duration{11s} : duration{10s}};
    });
    CHECK(attempts_of(shop) == std::vector<duration>{30min, 2h + 30min + 10s});
}

TEST_CASE("outages and rules of the scenario stand in front of a receiver in C++", "[simulation]")
{
    int asked = 0;
    simulation shop{R"({
      "format": 1,
      "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
      "endpoints": { "https://shop.test/hooks": {
        "outages": [ { "from": "0h", "until": "1h" } ],
        "rules": [ { "attempt": 2, "respond": 500 } ]
      } },
      "timeline": [ { "at": "0s", "track": { "shipment": "se-1", "status": "IT" } } ],
      "expect": [ { "attempts": {}, "outcomes": [ "refused", "http_500", "http_201" ] } ]
    })"};
    shop.endpoint("HTTPS://shop.test:443/hooks/", [&](request const&) -> response {
        ++asked;
        return {.status = 201};
    });
    CHECK(shop.run().complaints() == "");
    CHECK(asked == 1);
    CHECK(shop.plan().endpoints.size() == 1);
}

TEST_CASE("each run starts from a copy of the code", "[simulation]")
{
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", [n = 0](request const&) mutable -> response {
        return {.status = static_cast<std::uint16_t>(n++ == 0 ? 500 : 200)};
    });
    auto const first = shop.run();
    CHECK(first.summary.attempts.total == 2);
    CHECK(shop.run().digest == first.digest);
}

// --- policies ------------------------------------------------------------------------------------

TEST_CASE("a policy in C++ decides when to try again and when to give up", "[simulation]")
{
    std::vector<failed_attempt> asked;
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", [](request const&) -> response {
        return {.status = 429, .headers = {{"Retry-After", "90"}}, .after = 2s};
    });
    shop.policy([&](failed_attempt const& failed) {
        asked.push_back(failed);
        return four_times_every_minute(failed);
    });
    CHECK(attempts_of(shop) == std::vector<duration>{30min, 31min + 2s, 32min + 4s, 33min + 6s});
    REQUIRE(asked.size() == 4);
    CHECK(asked[1].subject == "se-1");
    CHECK(asked[1].event == model::webhook_event::track);
    CHECK(asked[1].attempt == 2);
    CHECK(asked[1].outcome == model::attempt_outcome::http(429));
    CHECK(asked[1].requested_at == default_start + 30min);
    CHECK(asked[1].started_at == default_start + 31min + 2s);
    CHECK(asked[1].at == default_start + 31min + 4s);
    CHECK(asked[1].retry_after == duration{90s});
    CHECK(shop.run().summary.deliveries.discarded == 1);
}

TEST_CASE("a policy in C++ outlasts the ladder, and the properties of the sender let it",
          "[simulation]")
{
    std::string text{one_scan};
    text.insert(text.rfind('}'), R"(, "expect": [ { "property": "attempts_bounded" },
        { "property": "retries_spaced" }, { "attempts": {}, "count": 9 } ])");
    simulation shop{text};
    shop.endpoint("https://shop.test", down)
        .policy([](failed_attempt const& failed) -> std::optional<duration> {
            if (failed.attempt == 9) return std::nullopt;
            return failed.attempt % 2 == 0 ? 0s : 5s;
        });
    auto const result = shop.run();
    CHECK(result.complaints() == "");
    CHECK(result.verdicts.size() == 3);
}

TEST_CASE("a policy in C++ draws its jitter from the seed", "[simulation]")
{
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", down)
        .policy([](failed_attempt const& failed) -> std::optional<duration> {
            if (failed.attempt == 3) return std::nullopt;
            return model::scale_draw(1min, 1h, failed.draw);
        });
    auto const first = attempts_of(shop);
    REQUIRE(first.size() == 3);
    CHECK(first[1] - first[0] != first[2] - first[1]);
    CHECK(attempts_of(shop) == first);
    CHECK(attempts_of(shop.seed(2)) != first);
}

TEST_CASE("a policy that never gives up ends at the last number of an attempt", "[simulation]")
{
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", down).policy([](failed_attempt const&) { return 1min; });
    auto const result = shop.run();
    CHECK(result.summary.attempts.total == 65'535);
    CHECK(result.summary.deliveries.discarded == 1);
}

TEST_CASE("a policy may also be data, and the last one given counts", "[simulation]")
{
    simulation shop{one_scan};
    model::retry_policy twice;
    twice.attempts = 2;
    shop.endpoint("https://shop.test", down).policy(four_times_every_minute).policy(twice);
    CHECK(attempts_of(shop) == std::vector<duration>{30min, 2h + 30min});
    CHECK(to_json(shop.plan().policy_as_given).find("\"attempts\":2") != std::string::npos);
}

// --- properties ----------------------------------------------------------------------------------

TEST_CASE("a property in C++ becomes a verdict with its name", "[simulation]")
{
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", down)
        .property("all_end", all_end{})
        .property("nobody_fails", [](seen_event const& e, model::property_result& found) {
            if (e.what.type != model::event_type::attempt_failed) return;
            ++found.judged;
            found.add([&] { return model::violation{"an attempt failed", {e.sequence}}; });
        });
    auto const result = shop.run();
    CHECK_FALSE(result.held());
    REQUIRE(result.verdicts.size() == 2);
    CHECK(result.verdicts[0].name == "all_end");
    CHECK(result.verdicts[0].passed);
    CHECK(result.verdicts[1].name == "nobody_fails");
    CHECK_FALSE(result.verdicts[1].passed);
    CHECK(result.verdicts[1].evidence.size() == 3);
    CHECK(result.complaints() == "nobody_fails: expected violations 0; found 3\n"
                                 "  an attempt failed\n  an attempt failed\n  an attempt failed");
    CHECK(shop.run().complaints() == result.complaints());
}

TEST_CASE("a property that judged nothing fails as vacuous", "[simulation]")
{
    simulation shop{
        R"({
      "format": 1, "timeline": [ { "at": "0s", "ship": { "shipment": "se-1" } } ]
    })"};
    shop.property("all_end", all_end{});
    CHECK(shop.run().complaints() == "all_end: vacuous, it judged nothing");
}

TEST_CASE("a property with an end sees what is pending at the end", "[simulation]")
{
    simulation shop{one_scan, {.until = "1h"}};
    shop.endpoint("https://shop.test", down).property("all_end", all_end{});
    CHECK(shop.run().complaints() ==
          "all_end: expected violations 0; found 1\n  a delivery is pending");
}

TEST_CASE("verdicts stand in order: expectations, properties in C++, broken ones always on",
          "[simulation]")
{
    std::string text{one_scan};
    text.insert(text.rfind('}'), R"(, "expect": [ { "attempts": {}, "count": 1 } ])");
    simulation shop{text};
    shop.property("all_end", all_end{});
    auto const result = shop.run();
    REQUIRE(result.verdicts.size() == 2);
    CHECK(result.verdicts[0].name == "expect/0 attempts");
    CHECK(result.verdicts[1].name == "all_end");
}

// --- what goes wrong -----------------------------------------------------------------------------

TEST_CASE("errors in the text of a scenario are what the run says", "[simulation]")
{
    simulation const wrong{R"({ "format": 1, "tmeline": [], "seed": "x" })", {}, "shop.json"};
    auto const failure = failure_of(wrong);
    CHECK_THAT(failure, Contains("shop.json:1:16 /tmeline: ") &&
                            Contains("did you mean \"timeline\"?") && Contains("\nshop.json:1:"));
}

TEST_CASE("a prefix that is no URL is what the run says", "[simulation]")
{
    simulation shop{one_scan};
    shop.endpoint("shop.test", down);
    CHECK(failure_of(shop) == "endpoint: expected an absolute http or https URL such as "
                              "\"https://shop.test/hooks\", found \"shop.test\"");
}

TEST_CASE("a receiver that throws ends the run with its words", "[simulation]")
{
    simulation shop{one_scan};
    shop.endpoint("https://shop.test", [](request const& r) -> response {
        if (r.attempt == 2) throw std::runtime_error{"no such order"};
        return {.status = 500};
    });
    CHECK(failure_of(shop) == "the receiver of https://shop.test, asked for attempt 2 for se-1 at "
                              "2019-09-07T02:30:00Z, threw: no such order");
    CHECK(shop.run().summary.attempts.total == 2);
}

TEST_CASE("a receiver that answers what cannot be ends the run", "[simulation]")
{
    auto const answering = [](response const& answer) {
        simulation shop{one_scan};
        shop.endpoint("https://shop.test", [answer](request const&) { return answer; });
        return failure_of(shop);
    };
    CHECK_THAT(answering({.headers = {{"Retry After", "1"}}}),
               Contains("answered the header \"Retry After: 1\"; expected a name"));
    CHECK_THAT(answering({.headers = {{"Retry-After", "1\nB: 2"}}}), Contains("of one line"));
    CHECK_THAT(answering({.status = 99}),
               Contains("se-1 at 2019-09-07T00:30:00Z, answered 99; expected a status from 100"));
    CHECK_THAT(answering({.status = 600}), Contains("answered 600;"));
    CHECK_THAT(answering({.after = -1s}), Contains("took -1s; expected 0s to 36525d"));
    CHECK_THAT(answering({.after = duration::max()}), Contains("expected 0s to 36525d"));
}

TEST_CASE("a policy that throws or asks for what cannot be ends the run", "[simulation]")
{
    auto const asking = [](policy_code code) {
        simulation shop{one_scan};
        shop.endpoint("https://shop.test", down).policy(std::move(code));
        return failure_of(shop);
    };
    CHECK(
        asking([](failed_attempt const&) -> std::optional<duration> { throw 1; }) ==
        "the policy, asked about attempt 1 for se-1 at 2019-09-07T00:30:00Z, threw something that "
        "is no std::exception");
    CHECK_THAT(asking([](failed_attempt const&) { return -5s; }),
               Contains(", answered -5s; expected 0s to 36525d"));
    CHECK_THAT(asking([](failed_attempt const&) { return duration::max(); }),
               Contains("; expected 0s to 36525d"));
}

TEST_CASE("a property that throws ends the run and is asked no more", "[simulation]")
{
    int asked = 0;
    simulation shop{one_scan};
    shop.property("broken", [&](seen_event const&, model::property_result&) {
        ++asked;
        throw std::logic_error{"out of order"};
    });
    CHECK(failure_of(shop) == "the property broken threw: out of order");
    CHECK(asked == 1);

    struct fails_at_the_end final : property_judge {
        void on_block(std::span<model::event const>, model::sequence_number,
                      model::text_table const&) override
        {
        }
        model::property_result result() override { throw std::logic_error{"at the end"}; }
    };
    CHECK(failure_of(simulation{one_scan}.property("late", fails_at_the_end{})) ==
          "the property late threw: at the end");
}

TEST_CASE("a property that makes no judge is what the run says", "[simulation]")
{
    auto plan = simulation{one_scan}.plan();
    plan.properties.push_back({"none", [] { return std::unique_ptr<property_judge>{}; }});
    CHECK(failure_of(simulation{plan}) == "the property none made no judge");
}

TEST_CASE("simulations share nothing", "[simulation]")
{
    simulation healthy{one_scan};
    simulation ill = healthy;
    ill.endpoint("https://shop.test", [&](request const&) -> response {
        // A whole other simulation, in the middle of this one.
        CHECK(healthy.run().summary.attempts.total == 1);
        return {.status = 500};
    });
    auto const alone = healthy.run().digest;
    CHECK(ill.run().summary.attempts.total == 3);
    CHECK(healthy.run().digest == alone);
}
