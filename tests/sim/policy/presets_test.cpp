// Each policy of the library against the numbers of its own source, as its page prints them.
#include "sim/scenario/policy/presets.hpp"

#include "sim/scenario/policy/ladder.hpp"
#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;
using model::duration;

namespace {

model::retry_policy preset(std::string_view name)
{
    auto const found = sim::find_preset(name);
    REQUIRE(found);
    return found->policy;
}

/// When each attempt starts after the first, without jitter.
std::vector<duration> starts(model::retry_policy policy)
{
    policy.jitter_millionths = 0;
    std::vector<duration> all;
    for (auto const& start : sim::attempt_starts(policy))
        all.push_back(start.least);
    return all;
}

duration last_start(model::retry_policy const& policy)
{
    return starts(policy).back();
}

using codes = std::vector<std::uint16_t>;
using times = std::vector<duration>;

} // namespace

TEST_CASE("the library is in order, and every policy in it has all that it must have", "[policy]")
{
    auto const all = sim::policy_presets();
    std::set<std::string_view> names;
    for (auto const& each : all) {
        INFO(each.name);
        CHECK(names.insert(each.name).second);
        CHECK_FALSE(each.sender.empty());
        CHECK_FALSE(each.reading.empty());
        CHECK(each.read.size() == 10);
        bool const is_seed = each.name.starts_with("seed-");
        CHECK(each.source.starts_with("https://") != is_seed);
        // The loader takes it as the block of a file, shape and all.
        auto const file = loaded(file_with("\"policy\": " + std::string{each.policy}));
        CHECK(file.policy == sim::read_preset(each.policy).policy);
        CHECK(loaded(file_with("\"policy\": \"" + std::string{each.name} + '"')).policy ==
              file.policy);
    }
    CHECK(all[0].name == "seed-2019");
    CHECK(std::ranges::is_sorted(all.subspan(2), {}, &sim::policy_preset::name));
    CHECK(sim::find_policy_preset("nobody") == nullptr);
    CHECK_FALSE(sim::find_preset("nobody"));
}

TEST_CASE("the seed attempts three times, two hours apart", "[policy]")
{
    auto const policy = preset("seed-2019");
    CHECK(policy == model::retry_policy{});
    CHECK(starts(policy) == times{0h, 2h, 4h});
    CHECK(sim::survivable_outage(policy) == 4h);
}

TEST_CASE("the seed's other reading retries three times", "[policy]")
{
    CHECK(starts(preset("seed-2019-retries")) == times{0h, 2h, 4h, 6h});
}

TEST_CASE("AfterShip's table ends after 245730 seconds, its formula after twice that", "[policy]")
{
    // The column "Acc. Delay (sec)".
    times const table{0s,    30s,   90s,    210s,   450s,   930s,    1890s,
                      3810s, 7650s, 15330s, 30690s, 61410s, 122850s, 245730s};
    CHECK(starts(preset("aftership-table")) == table);

    auto const formula = preset("aftership-formula");
    CHECK(formula.attempts == 14);
    for (std::uint16_t retry = 1; retry <= 13; ++retry)
        CHECK(formula.delay_after({retry}) == 30s * (1 << retry));
}

TEST_CASE("AhaSend waits for the fourth power of the failed attempts", "[policy]")
{
    auto const policy = preset("ahasend");
    CHECK(policy.attempts == 1 + 6);
    for (int failed = 1; failed <= 6; ++failed)
        CHECK(policy.delay_after({static_cast<std::uint16_t>(failed)}) ==
              1s * (failed * failed * failed * failed));
    CHECK(policy.jitter_millionths == 100'000);
    CHECK(policy.disable_after.failed_attempts == 100);
    CHECK(starts(policy)[5] / 1min == 16);
}

TEST_CASE("GitLab turns a webhook off for 1m, 2m and so on up to a day", "[policy]")
{
    auto const policy = preset("gitlab");
    CHECK(policy.attempts == 1);
    CHECK(policy.disable_after.failed_attempts == 4);
    CHECK(policy.disable_after.for_good_after == 40);
    // The rows of its table.
    auto const& off = policy.disable_after.recover_after;
    REQUIRE(off);
    CHECK(off->nth(1) == 1min);
    CHECK(off->nth(2) == 2min);
    CHECK(off->nth(7) == 1h + 4min);
    CHECK(off->nth(11) == 17h + 4min);
    CHECK(off->nth(12) == 24h);
    CHECK(off->nth(13) == 24h);
}

TEST_CASE("Ashby waits (2^attempt - 1) x 10 seconds, ten times at most", "[policy]")
{
    auto const policy = preset("ashby");
    CHECK(policy.attempts == 10);
    for (std::uint16_t made = 1; made < 10; ++made)
        CHECK(policy.delay_after({made}) == 10s * ((1 << made) - 1));
    CHECK(policy.stop_on == codes{401, 403, 404, 405, 410});
}

TEST_CASE("Circle retries eleven times in production", "[policy]")
{
    auto const policy = preset("circle");
    CHECK(policy.attempts == 1 + 11);
    CHECK(policy.delay_after({1}) == 1s);
    CHECK(policy.delay_after({5}) == 15min);
    CHECK(policy.delay_after({11}) == 11h);
    CHECK(last_start(policy) == 1s + 10s + 30s + 1min + 15min + 1h + 3h + 5h + 6h + 10h + 11h);
}

TEST_CASE("GitHub sends once and waits ten seconds", "[policy]")
{
    auto const policy = preset("github");
    CHECK(starts(policy) == times{0s});
    CHECK(policy.timeout == 10s);
    CHECK(sim::survivable_outage(policy) == 0s);
}

TEST_CASE("Kit makes eight attempts over about 41 hours", "[policy]")
{
    auto const policy = preset("kit");
    CHECK(policy.attempts == 8);
    CHECK(last_start(policy) / 1h == 41);
    CHECK(policy.stop_on == codes{410});
    CHECK(policy.retry_after == model::retry_after_rule::clamp);
    CHECK(policy.retry_after_least == 1s);
    CHECK(policy.retry_after_most == 24h);
}

TEST_CASE("Mailgun's intervals add up to less than its eight hours", "[policy]")
{
    auto const policy = preset("mailgun");
    CHECK(starts(policy) == times{0h, 5min, 15min, 30min, 90min, 210min, 450min});
    CHECK(policy.is_success(model::attempt_outcome::http(200)));
    CHECK_FALSE(policy.is_success(model::attempt_outcome::http(204)));
    CHECK(policy.stop_on == codes{406});
}

TEST_CASE("NMI reattempts up to 20 times", "[policy]")
{
    auto const policy = preset("nmi");
    CHECK(policy.attempts == 1 + 20);
    auto const all = starts(policy);
    CHECK(all[1] == 15s);
    CHECK(all[4] - all[1] == 3 * 60s);
    CHECK(all[17] - all[7] == 10h);
    CHECK(all[19] - all[17] == 24h);
    CHECK(all[20] - all[19] == 24h);
    CHECK(policy.success == codes{200});
}

TEST_CASE("PayMongo's twelve retries take 136.5 minutes", "[policy]")
{
    auto const policy = preset("paymongo");
    CHECK(policy.attempts == 1 + 12);
    CHECK(last_start(policy) == 136min + 30s);
    CHECK(policy.disable_after.failed_deliveries == 3);
}

TEST_CASE("Pusher Beams makes five attempts in total", "[policy]")
{
    auto const policy = preset("pusher-beams");
    CHECK(starts(policy) == times{0s, 10s, 40s, 160s, 460s});
    CHECK(policy.timeout == 3s);
}

TEST_CASE("Recurly waits 10 + x * 2^(x + 5) seconds", "[policy]")
{
    auto const policy = preset("recurly");
    CHECK(policy.attempts == 1 + 10);
    for (int x = 0; x < 10; ++x)
        CHECK(policy.delay_after({static_cast<std::uint16_t>(x + 1)}) ==
              10s + 1s * (x * (1 << (x + 5))));
    CHECK(policy.timeout == 5s);
}

TEST_CASE("ShipStream makes up to 14 retries, the last three a day apart", "[policy]")
{
    auto const policy = preset("shipstream");
    CHECK(policy.attempts == 1 + 14);
    CHECK(policy.delay_after({5}) == 15min);
    CHECK(policy.delay_after({11}) == 16h);
    CHECK(policy.delay_after({12}) == 24h);
    CHECK(policy.delay_after({14}) == 24h);
    CHECK(policy.timeout == 5s);
}

TEST_CASE("Shopify retries 8 times over 4 hours, ever more slowly", "[policy]")
{
    auto const policy = preset("shopify");
    CHECK(policy.attempts == 1 + 8);
    CHECK(last_start(policy) <= 4h);
    CHECK(last_start(policy) > 4h - 1ms);
    CHECK(policy.delay_after({8}) == 128 * policy.delay_after({1}));
    CHECK(policy.timeout == 5s);
    CHECK(policy.disable_after.failed_deliveries == 1);
}

TEST_CASE("Square's table has retry 6 after 63 minutes, and 72 hours end it", "[policy]")
{
    auto const policy = preset("square");
    CHECK(policy.attempts == 1 + 78);
    auto const all = starts(policy);
    // The column "Time since webhook event".
    CHECK(times(all.begin() + 1, all.begin() + 7) == times{1min, 3min, 7min, 15min, 31min, 63min});
    CHECK(all[7] - all[6] == 60min);
    CHECK(policy.max_age == 72h);
    CHECK(sim::sure_attempts(policy, sim::attempt_starts(policy)) == 1 + 76);
    CHECK(policy.timeout == 10s);
}

TEST_CASE("the example of Standard Webhooks takes 75:35:05", "[policy]")
{
    auto const policy = preset("standard-webhooks");
    // The column "Time since start".
    CHECK(starts(policy) == times{0s, 5s, 5min + 5s, 35min + 5s, 2h + 35min + 5s, 7h + 35min + 5s,
                                  17h + 35min + 5s, 31h + 35min + 5s, 51h + 35min + 5s,
                                  75h + 35min + 5s});
    CHECK(policy.timeout >= 15s);
    CHECK(policy.timeout <= 30s);
    CHECK(policy.stop_on == codes{410});
    CHECK(policy.retry_after == model::retry_after_rule::honour);
}

TEST_CASE("Strike waits 3, 9, 27 seconds and ends after about nine days", "[policy]")
{
    auto const policy = preset("strike");
    CHECK(starts(policy)[3] == 3s + 9s + 27s);
    CHECK(last_start(policy) / 24h == 9);
    CHECK(policy.stop_on == codes{410, 501});
    CHECK(policy.timeout == 5s);
}

TEST_CASE("Stripe sends for up to three days in live mode", "[policy]")
{
    auto const policy = preset("stripe-live");
    CHECK(policy.max_age == 72h);
    CHECK(starts(policy) == times{0h, 5min, 30min, 2h, 4h, 8h, 16h, 40h, 64h});
}

TEST_CASE("a fourth attempt of Svix comes 35 minutes and 5 seconds after the first", "[policy]")
{
    auto const policy = preset("svix");
    CHECK(policy.attempts == 8);
    CHECK(starts(policy)[3] == 35min + 5s);
    CHECK(policy.delay_after({6}) == 10h);
    CHECK(policy.delay_after({7}) == 10h);
    CHECK(policy.jitter_millionths == 200'000);
    CHECK(policy.timeout == 15s);
    CHECK(policy.disable_after.failing_for == 5 * 24h);
}

TEST_CASE("Wix makes 12 additional attempts, the last twelve hours after the one before",
          "[policy]")
{
    auto const policy = preset("wix");
    CHECK(policy.attempts == 1 + 12);
    CHECK(times(policy.delays.begin(), policy.delays.begin() + 4) == times{1min, 10min, 1h, 2h});
    CHECK(policy.delay_after({12}) == 12h);
    CHECK(last_start(policy) < 48h);
    CHECK(policy.timeout == 1250ms);
    CHECK(policy.success == codes{200});
}
