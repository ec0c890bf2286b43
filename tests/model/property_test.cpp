#include "model/property/property.hpp"

#include "model/property/attempt_rules.hpp"
#include "sim/summary.hpp"
#include "tests/support/handmade_journal.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::model;
using namespace std::chrono_literals;
using tests::handmade_journal;
using enum scan_status;

namespace {

constexpr property all_properties[]{
    property::status_never_regresses, property::at_most_one_effect, property::nothing_lost,
    property::receiver_converges,     property::attempts_bounded,   property::retries_spaced,
    property::cancelled_means_silent,
};

/// The rules of the sender are judged in two places: this one is part of every run.
void check_same_in_summary(handmade_journal const& j, property which, retry_policy policy,
                           property_result const& expected)
{
    sim::scenario what;
    what.policy = std::move(policy);
    sim::summary_fold fold{what};
    j.play(fold);
    auto const found = fold.sender().result(which);
    CHECK(found.judged == expected.judged);
    CHECK(found.violations == expected.violations);
    REQUIRE(found.first.size() == expected.first.size());
    for (std::size_t i = 0; i < found.first.size(); ++i) {
        CHECK(found.first[i].message == expected.first[i].message);
        CHECK(found.first[i].evidence == expected.first[i].evidence);
    }
}

property_result judge(handmade_journal const& j, property which, retry_policy policy = {})
{
    property_options options{
        .policy = policy, .start = sim::default_start, .asked = {which}, .receiver_of = {}};
    property_fold fold{options};
    std::span<event const> const all{j.events};
    auto const half = all.size() / 2;
    fold.apply(all.first(half), {1}, j.texts);
    fold.apply(all.subspan(half), {half + 1}, j.texts);
    auto found = fold.result(which, j.texts);
    if (is_always_on(which)) check_same_in_summary(j, which, std::move(policy), found);
    return found;
}

/// The default policy, changed by `change`.
template <class Change> retry_policy policy_with(Change&& change)
{
    retry_policy policy;
    change(policy);
    return policy;
}

std::vector<sequence_number> events(std::initializer_list<std::uint64_t> numbers)
{
    std::vector<sequence_number> list;
    for (auto const n : numbers)
        list.push_back({n});
    return list;
}

/// IT at 0h meets an outage and arrives with the retry, after DE of 1h.
handmade_journal stale_overwrite()
{
    handmade_journal j;
    j.webhook().ship("se-1");
    j.at(0h).scan(1, IT).request().start(1, 1).fail(1, 1, 503).retry(1, 2, 2h);
    j.at(1h).deliver(1, DE);
    j.at(2h).start(1, 2).apply(1, 2).succeed(1, 2);
    return j;
}

} // namespace

TEST_CASE("each property has a name and is found by it", "[property]")
{
    for (auto const which : all_properties) {
        CHECK(name(which) == sim::property_names[static_cast<std::size_t>(which)]);
        CHECK(parse_property(name(which)) == which);
    }
    CHECK_FALSE(parse_property("nothing_gained"));
}

TEST_CASE("every property holds over a story that goes well", "[property]")
{
    auto const which = GENERATE(from_range(std::begin(all_properties), std::end(all_properties)));
    auto const found = judge(tests::outage_story(), which);
    INFO(name(which));
    CHECK(found.judged == 1);
    CHECK(found.violations == 0);
    CHECK(found.first.empty());
}

TEST_CASE("every property is vacuous over a journal without deliveries", "[property]")
{
    handmade_journal j;
    j.ship().scan(1, IT).unsubscribed();
    auto const which = GENERATE(from_range(std::begin(all_properties), std::end(all_properties)));
    CHECK(judge(j, which).judged == 0);
}

TEST_CASE("a status regresses when an older scan is applied after a newer one", "[property]")
{
    auto const found = judge(stale_overwrite(), property::status_never_regresses);
    REQUIRE(found.violations == 1);
    CHECK(found.judged == 2);
    CHECK(found.first[0].message ==
          "se-1 went back from DE of 1h (delivery 2, event 11) to IT of 0s (delivery 1, event 14)"
          " at https://shop.test/hooks");
    CHECK(found.first[0].evidence == events({11, 14}));
}

TEST_CASE("a late report of an old scan regresses even when it is delivered at once", "[property]")
{
    handmade_journal j;
    j.webhook().ship();
    j.at(2h).deliver(1, IT);
    j.at(3h).deliver(1, AT, 1h);
    CHECK(judge(j, property::status_never_regresses).violations == 1);
    CHECK(judge(j, property::receiver_converges).violations == 1);
}

TEST_CASE("scans of one instant do not regress, nor do those of different shipments", "[property]")
{
    handmade_journal j;
    j.webhook().ship("se-1").ship("se-2");
    j.at(2h).deliver(1, IT).deliver(1, AT);
    j.at(3h).deliver(2, IT, 1h);
    CHECK(judge(j, property::status_never_regresses).violations == 0);
}

TEST_CASE("what another receiver applied is no regression", "[property]")
{
    handmade_journal j;
    j.webhook("https://old.test").ship();
    j.at(0h).scan(1, IT).request().start(1, 1).fail(1, 1, 503).retry(1, 2, 2h);
    j.at(1h).deliver(1, DE);
    j.at(90min).repoint("https://new.test");
    j.at(2h).start(1, 2).apply(1, 2).succeed(1, 2);
    CHECK(judge(j, property::status_never_regresses).violations == 0);
    CHECK(judge(j, property::receiver_converges).violations == 1);

    property_fold one_receiver{{.policy = {},
                                .start = sim::default_start,
                                .asked = {property::status_never_regresses},
                                .receiver_of = [](std::string_view) { return 0U; }}};
    one_receiver.apply(j.events, {1}, j.texts);
    CHECK(one_receiver.result(property::status_never_regresses, j.texts).violations == 1);
}

TEST_CASE("a late effect belongs to the receiver its attempt went to", "[property]")
{
    handmade_journal j;
    j.webhook("https://old.test").ship();
    j.at(0h).scan(1, IT).request().start(1, 1);
    j.at(10s).time_out(1, 1).retry(1, 2, 2h);
    j.at(11s).repoint("https://new.test");
    j.at(12s).deliver(1, DE);
    j.at(13s).apply(1, 1);
    CHECK(judge(j, property::status_never_regresses).violations == 0);
}

TEST_CASE("each effect beyond the first of a delivery is a violation", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1);
    j.at(10s).time_out(1, 1).retry(1, 2, 2h + 10s);
    j.at(12s).apply(1, 1);
    j.at(2h + 10s).start(1, 2).apply(1, 2).succeed(1, 2);
    auto const found = judge(j, property::at_most_one_effect);
    REQUIRE(found.violations == 1);
    CHECK(found.judged == 2);
    CHECK(found.first[0].message == "delivery 1 had an effect again, of attempt 2 (event 10)");
    CHECK(found.first[0].evidence == events({4, 10}));
}

TEST_CASE("an effect that comes after its delivery has ended still counts", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1);
    j.at(10s).time_out(1, 1).retry(1, 2, 2h + 10s);
    j.at(2h + 10s).start(1, 2).apply(1, 2).succeed(1, 2);
    j.at(3h).apply(1, 1);
    CHECK(judge(j, property::at_most_one_effect).violations == 1);
}

TEST_CASE("a discarded delivery is lost unless its effect comes late", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1);
    j.at(10s).time_out(1, 1).discard(1, 1);
    auto const lost = judge(j, property::nothing_lost);
    REQUIRE(lost.violations == 1);
    CHECK(lost.first[0].message ==
          "delivery 1 of se-1 (IT of 0s) was discarded (event 7) and had no effect");
    CHECK(lost.first[0].evidence == events({4, 7}));

    j.at(12s).apply(1, 1);
    CHECK(judge(j, property::nothing_lost).violations == 0);
    CHECK(judge(j, property::receiver_converges).violations == 0);
}

TEST_CASE("a delivery is lost when it is acknowledged without an effect", "[property]")
{
    handmade_journal j;
    j.webhook().ship("parcel").scan(1, IT).request().start(1, 1).succeed(1, 1);
    auto const lost = judge(j, property::nothing_lost);
    REQUIRE(lost.violations == 1);
    CHECK(lost.first[0].message ==
          "delivery 1 of parcel (IT of 0s) was delivered (event 6) and had no effect");
}

TEST_CASE("a delivery is lost when it is cancelled or still pending", "[property]")
{
    handmade_journal j;
    j.webhook().ship().ship("se-2");
    j.scan(1, IT).request().start(1, 1).fail(1, 1, 500).retry(1, 2, 2h);
    j.at(1h).disable().cancel(1);
    j.scan(2, IT).request().start(2, 1).fail(2, 1, 500).retry(2, 2, 3h);
    auto const lost = judge(j, property::nothing_lost);
    REQUIRE(lost.violations == 2);
    CHECK(lost.judged == 2);
    CHECK(lost.first[0].message ==
          "delivery 1 of se-1 (IT of 0s) was cancelled (event 10) and had no effect");
    CHECK(lost.first[1].message == "delivery 2 of se-2 (IT of 1h) is pending and had no effect");
}

TEST_CASE("a stale skip is no loss, a duplicate skip is", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1);
    auto duplicate = j;
    j.skip(1, 1, skip_reason::stale).succeed(1, 1);
    CHECK(judge(j, property::nothing_lost).violations == 0);

    duplicate.skip(1, 1, skip_reason::duplicate).succeed(1, 1);
    auto const lost = judge(duplicate, property::nothing_lost);
    REQUIRE(lost.violations == 1);
    CHECK(lost.first[0].message == "delivery 1 of se-1 (IT of 0s) was delivered (event 7) and had "
                                   "no effect, skipped as a duplicate (event 6)");
    CHECK(lost.first[0].evidence == events({4, 6, 7}));
}

TEST_CASE("what a probe shows is what the receiver shows", "[property]")
{
    auto const ends_with = [](scan_status shown, bool is_skip) {
        handmade_journal j;
        j.webhook().ship().scan(1, IT).request().start(1, 1).apply(1, 1).succeed(1, 1);
        j.scan(1, DE).request().start(2, 1);
        if (is_skip)
            j.skip(2, 1, skip_reason::no_effect, shown);
        else
            j.apply(2, 1, shown);
        j.succeed(2, 1);
        return judge(j, property::receiver_converges).violations;
    };
    CHECK(ends_with(DE, false) == 0);
    CHECK(ends_with(IT, false) == 1); // it took the payload in, and still shows the old one
    CHECK(ends_with({}, true) == 1);
    CHECK(ends_with(IT, true) == 1);
    CHECK(ends_with(DE, true) == 0); // it learned of it in another way
}

TEST_CASE("an acknowledgement without an effect is a loss, an effect before it is none",
          "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1);
    auto seen_before = j;
    j.skip(1, 1, skip_reason::no_effect).succeed(1, 1);
    CHECK(judge(j, property::nothing_lost).violations == 1);
    seen_before.apply(1, 1).fail(1, 1, 500).retry(1, 2, 2h).at(2h).start(1, 2);
    seen_before.skip(1, 2, skip_reason::no_effect).succeed(1, 2);
    CHECK(judge(seen_before, property::nothing_lost).violations == 0);
}

TEST_CASE("a duplicate skip after an effect of the same delivery is no loss", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).apply(1, 1).fail(1, 1, 500);
    j.retry(1, 2, 2h).at(2h).start(1, 2).skip(1, 2, skip_reason::duplicate).succeed(1, 2);
    CHECK(judge(j, property::nothing_lost).violations == 0);
    CHECK(judge(j, property::at_most_one_effect).violations == 0);
}

TEST_CASE("what a resend brought home is not lost, however often it was resent", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).fail(1, 1, 500).discard(1, 1);
    j.at(1h).resend(1).start(2, 1).fail(2, 1, 500).discard(2, 1);
    CHECK(judge(j, property::nothing_lost).violations == 1); // the first, not both
    j.at(2h).resend(2).start(3, 1);
    CHECK(judge(j, property::nothing_lost).violations == 1);
    auto stale = j;
    auto duplicate = j;
    j.apply(3, 1).succeed(3, 1);
    CHECK(judge(j, property::nothing_lost).violations == 0);
    CHECK(judge(j, property::at_most_one_effect).violations == 0);
    stale.skip(3, 1, skip_reason::stale).succeed(3, 1);
    CHECK(judge(stale, property::nothing_lost).violations == 0);
    duplicate.skip(3, 1, skip_reason::duplicate).succeed(3, 1);
    CHECK(judge(duplicate, property::nothing_lost).violations == 1);
}

TEST_CASE("the receiver diverges when it shows another status than the newest scan", "[property]")
{
    auto const found = judge(stale_overwrite(), property::receiver_converges);
    REQUIRE(found.violations == 1);
    CHECK(found.judged == 1);
    CHECK(found.first[0].message ==
          "se-1 is DE of 1h (event 8), the receiver shows IT of 0s (event 14)");
    CHECK(found.first[0].evidence == events({8, 14}));
}

TEST_CASE("the receiver diverges when it never heard of a shipment that was told of", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).fail(1, 1, 500).discard(1, 1);
    auto const found = judge(j, property::receiver_converges);
    REQUIRE(found.violations == 1);
    CHECK(found.first[0].message == "se-1 is IT of 0s (event 3), the receiver shows nothing");
}

TEST_CASE("a shipment nobody was told of need not converge", "[property]")
{
    handmade_journal j;
    j.webhook().ship("se-1").ship("se-2").deliver(1, IT);
    j.disable().scan(2, IT).unsubscribed();
    auto const found = judge(j, property::receiver_converges);
    CHECK(found.judged == 1);
    CHECK(found.violations == 0);
}

TEST_CASE("a scan that nobody was told of is still the true status", "[property]")
{
    handmade_journal j;
    j.webhook().ship().deliver(1, IT).disable();
    j.at(1h).scan(1, DE).unsubscribed();
    CHECK(judge(j, property::receiver_converges).violations == 1);
}

TEST_CASE("an attempt beyond the policy's is not bounded", "[property]")
{
    auto const found = judge(tests::outage_story(), property::attempts_bounded,
                             policy_with([](auto& p) { p.attempts = 2; }));
    REQUIRE(found.violations == 1);
    CHECK(found.first[0].message == "delivery 1 made attempt 3 (event 11), the policy allows 2");
    CHECK(found.first[0].evidence == events({11}));
}

TEST_CASE("an attempt that is left out is noticed", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).fail(1, 1, 500).retry(1, 3, 2h);
    j.at(2h).start(1, 3);
    auto const found = judge(j, property::attempts_bounded);
    REQUIRE(found.violations == 1);
    CHECK(found.first[0].message == "delivery 1 made attempt 3 (event 8) after attempt 1");
}

TEST_CASE("a retry must start when it is due", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).fail(1, 1, 500).retry(1, 2, 2h);
    j.at(3h).start(1, 2);
    auto const found = judge(j, property::retries_spaced);
    REQUIRE(found.violations == 1);
    CHECK(found.first[0].message ==
          "attempt 2 of delivery 1 started at 3h (event 8), its retry was due at 2h (event 7)");
    CHECK(found.first[0].evidence == events({7, 8}));
}

TEST_CASE("a retry must not be scheduled before the policy's delay", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1);
    j.at(10s).time_out(1, 1).retry(1, 2, 2h).at(2h).start(1, 2);
    auto const found = judge(j, property::retries_spaced);
    REQUIRE(found.violations == 1);
    CHECK(found.first[0].message == "attempt 2 of delivery 1 started at 2h (event 8), the policy "
                                    "allows it from 2h10s (scheduled in event 7)");

    auto const under = [&](auto&& change) {
        return judge(j, property::retries_spaced, policy_with(change)).violations;
    };
    CHECK(under([](auto& p) { p.anchor = delay_anchor::start; }) == 0);
    CHECK(under([](auto& p) { p.jitter_millionths = 200'000; }) == 0);
    CHECK(under([](auto& p) { p.jitter_millionths = 1'000; }) == 1);
}

TEST_CASE("a policy that heeds Retry-After may retry earlier", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).fail(1, 1, 429).retry(1, 2, 2min);
    j.at(2min).start(1, 2);
    auto const under = [&](retry_after_rule rule, duration least) {
        auto const policy = policy_with([&](auto& p) {
            p.retry_after = rule;
            p.retry_after_least = least;
        });
        return judge(j, property::retries_spaced, policy).violations;
    };
    CHECK(under(retry_after_rule::honour, 0s) == 0);
    CHECK(under(retry_after_rule::clamp, 2min) == 0);
    CHECK(under(retry_after_rule::clamp, 3min) == 1);
    CHECK(judge(j, property::retries_spaced).violations == 1);
}

TEST_CASE("a retry that nobody scheduled is noticed", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).fail(1, 1, 500);
    j.at(2h).start(1, 2).succeed(1, 2).start(1, 3);
    auto const found = judge(j, property::retries_spaced);
    REQUIRE(found.violations == 2);
    CHECK(found.first[0].message == "attempt 2 of delivery 1 started at 2h (event 7), which no "
                                    "retry was scheduled for");
    CHECK(found.first[1].message ==
          "attempt 3 of delivery 1 started (event 9) after the delivery had ended");
}

TEST_CASE("an attempt of a cancelled delivery breaks the silence", "[property]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).fail(1, 1, 500).retry(1, 2, 2h);
    j.at(1h).remove().cancel(1).at(2h).start(1, 2);
    auto const found = judge(j, property::cancelled_means_silent);
    REQUIRE(found.violations == 1);
    CHECK(found.first[0].message ==
          "attempt 2 of delivery 1 started (event 10) after the delivery was cancelled (event 9)");
    CHECK(found.first[0].evidence == events({9, 10}));
    CHECK(judge(j, property::retries_spaced).violations == 0);
}

TEST_CASE("only the first violations are told, all are counted", "[property]")
{
    handmade_journal j;
    j.webhook().ship();
    for (std::uint32_t n = 1; n <= 15; ++n)
        j.scan(1, IT).request().start(n, 1).succeed(n, 1);
    auto const found = judge(j, property::nothing_lost);
    CHECK(found.violations == 15);
    CHECK(found.first.size() == property_result::most_reported);
}
