#include "model/policy.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;

namespace {

attempt_number nth(std::uint16_t value)
{
    return {value};
}

retry_policy with_delays(std::uint16_t attempts, std::vector<duration> const& delays)
{
    retry_policy made;
    made.attempts = attempts;
    made.delay_count = static_cast<std::uint8_t>(delays.size());
    std::copy(delays.begin(), delays.end(), made.delays.begin());
    return made;
}

} // namespace

TEST_CASE("the default policy is the seed's: three attempts, two hours apart", "[policy]")
{
    retry_policy const policy;
    CHECK(policy.attempts == 3);
    CHECK(policy.delay_after(nth(1)) == 2h);
    CHECK(policy.delay_after(nth(2)) == 2h);
    CHECK(policy.timeout == 10s);
    CHECK(policy.anchor == delay_anchor::end);
}

TEST_CASE("without a list exactly the 2xx answers are successes", "[policy]")
{
    retry_policy const policy;
    for (std::uint16_t code = 100; code < 600; ++code)
        REQUIRE(policy.is_success(attempt_outcome::http(code)) == (code / 100 == 2));
}

TEST_CASE("a list of successes replaces 2xx", "[policy]")
{
    retry_policy policy;
    policy.success = {200, 409};
    CHECK(policy.is_success(attempt_outcome::http(200)));
    CHECK(policy.is_success(attempt_outcome::http(409)));
    CHECK_FALSE(policy.is_success(attempt_outcome::http(201)));
}

TEST_CASE("only an answer can be a success or stop the retries", "[policy]")
{
    retry_policy policy;
    policy.success = {0};
    policy.stop_on = {0, 410};
    CHECK(policy.stops_on(attempt_outcome::http(410)));
    CHECK_FALSE(policy.stops_on(attempt_outcome::http(500)));
    for (auto kind = 2; kind <= static_cast<int>(outcome_kind::blocked); ++kind) {
        auto const outcome = attempt_outcome::of(static_cast<outcome_kind>(kind));
        CHECK_FALSE(policy.is_success(outcome));
        CHECK_FALSE(policy.stops_on(outcome));
    }
}

TEST_CASE("the n-th delay stands after attempt n and the last one repeats", "[policy]")
{
    auto const policy = with_delays(6, {5s, 5min, 30min});
    CHECK(policy.delay_after(nth(1)) == 5s);
    CHECK(policy.delay_after(nth(2)) == 5min);
    CHECK(policy.delay_after(nth(3)) == 30min);
    CHECK(policy.delay_after(nth(4)) == 30min);
    CHECK(policy.delay_after(nth(5)) == 30min);
}

TEST_CASE("jitter spans the delay on both sides and rounds towards it", "[policy]")
{
    retry_policy policy;
    SECTION("none")
    {
        auto const [least, most] = policy.jittered(2h);
        CHECK(least == 2h);
        CHECK(most == 2h);
    }
    SECTION("a fifth")
    {
        policy.jitter_millionths = 200'000;
        auto const [least, most] = policy.jittered(10s);
        CHECK(least == 8s);
        CHECK(most == 12s);
    }
    SECTION("a third of a microsecond is no spread")
    {
        policy.jitter_millionths = 333'333;
        auto const [least, most] = policy.jittered(2us);
        CHECK(least == 2us);
        CHECK(most == 2us);
    }
    SECTION("all of the longest duration does not overflow")
    {
        policy.jitter_millionths = 1'000'000;
        auto const [least, most] = policy.jittered(longest_duration);
        CHECK(least == 0us);
        CHECK(most == 2 * longest_duration);
    }
}

TEST_CASE("a backoff doubles up to its maximum, which then repeats", "[policy]")
{
    auto const delays = ladder({30s, 2, 1, 5min}, 20);
    REQUIRE(delays);
    CHECK(*delays == std::vector<duration>{30s, 1min, 2min, 4min, 5min});
}

TEST_CASE("a backoff has one delay less than attempts, but at least one", "[policy]")
{
    CHECK(ladder({30s, 2, 1, 1h}, 3) == std::vector<duration>{30s, 1min});
    CHECK(ladder({30s, 2, 1, 1h}, 2) == std::vector<duration>{30s});
    CHECK(ladder({30s, 2, 1, 1h}, 1) == std::vector<duration>{30s});
}

TEST_CASE("each step of a backoff rounds down to the microsecond", "[policy]")
{
    CHECK(ladder({3us, 3, 2, 1s}, 5) == std::vector<duration>{3us, 4us, 6us, 9us});
}

TEST_CASE("a factor of one makes one delay", "[policy]")
{
    CHECK(ladder({90s, 1, 1, 1h}, 60'000) == std::vector<duration>{90s});
}

TEST_CASE("an initial delay above the maximum is the maximum", "[policy]")
{
    CHECK(ladder({2h, 2, 1, 1h}, 4) == std::vector<duration>{1h});
}

TEST_CASE("a backoff past the longest duration is refused", "[policy]")
{
    CHECK_FALSE(ladder({24h, 10, 1, duration::max()}, 20));
    CHECK_FALSE(ladder({24h, 1'000'000'000, 1, duration::max()}, 6));
    CHECK(ladder({24h, 10, 1, longest_duration}, 20));
}

TEST_CASE("a backoff of more than sixty-four different delays is refused", "[policy]")
{
    backoff const slow{1s, 101, 100, longest_duration};
    CHECK(ladder(slow, 65)->size() == 64);
    CHECK_FALSE(ladder(slow, 66));
}
