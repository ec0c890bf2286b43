#include "sim/explore/explorer.hpp"
#include "tests/oracle/random_scenario.hpp"
#include "tests/support/loaded.hpp"

#include <algorithm>

using namespace drydock;
using namespace drydock::sim;
using namespace drydock::test;
using model::property;

namespace {

std::vector<possible_outcome> outcomes(std::vector<std::string_view> const& words,
                                       model::retry_policy const& policy = {})
{
    std::vector<possible_outcome> made;
    for (auto const word : words) {
        auto const one = parse_possible_outcome(word, policy);
        REQUIRE(one);
        made.push_back(*one);
    }
    return made;
}

std::string told(std::string_view timeline, std::string_view more = {})
{
    constexpr std::string_view webhooks =
        R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}], )";
    auto const own = more.find("webhooks") != std::string_view::npos;
    return file_with(std::string{own ? "" : webhooks} + R"("timeline": [)" + std::string{timeline} +
                     "]" + std::string{more});
}

constexpr std::string_view one_scan =
    R"({"at": "0s", "track": {"shipment": "se-1", "status": "IT"}})";
constexpr std::string_view two_scans =
    R"({"at": "0s", "track": {"shipment": "se-1", "status": "IT"}},
    {"at": "1h", "track": {"shipment": "se-1", "status": "DE"}})";

std::uint64_t broken(explored const& found, property which)
{
    return found.runs.violated[static_cast<std::size_t>(which)];
}
path_length shortest(explored const& found, property which)
{
    auto const& length = found.shortest[static_cast<std::size_t>(which)];
    REQUIRE(length);
    return *length;
}
std::vector<path_step> const& path(explored const& found, property which)
{
    return found.paths[static_cast<std::size_t>(which)];
}

} // namespace

TEST_CASE("one event that is delivered or not has four ways to go", "[explore]")
{
    // ok; fail ok; fail fail ok; fail fail fail.
    auto const found = explore(loaded(told(one_scan)), outcomes({"ok", "fail"}));
    CHECK(found.is_exhaustive);
    CHECK(found.runs.all == 4);
    CHECK(found.runs.delivered == 3);
    CHECK(found.runs.discarded == 1);
    CHECK(found.runs.repeated == 0);
    CHECK(broken(found, property::nothing_lost) == 1);
    CHECK(shortest(found, property::nothing_lost) == path_length{3, 0, 3});
}

TEST_CASE("with the lost acknowledgement one event has fifteen ways to go", "[explore]")
{
    // o: ok, f: fail, l: lost_ack, after which the receiver has done its work and a retry comes.
    //   one attempt:    o                                                     1
    //   two:            fo lo                                                 2
    //   three:          ffo flo lfo llo  fff ffl flf fll lff lfl llf lll      4 + 8
    // Delivered: 1 + 2 + 4 = 7. Discarded: the 8 that end without o. More than one effect: lo, flo,
    // lfo, llo (three), and fll, lfl, llf, lll without o: 8. Without any effect: fff.
    auto const found = explore(loaded(told(one_scan)), outcomes({"ok", "fail", "lost_ack"}));
    CHECK(found.is_exhaustive);
    CHECK(found.runs.all == 15);
    CHECK(found.runs.delivered == 7);
    CHECK(found.runs.discarded == 8);
    CHECK(found.runs.repeated == 8);
    CHECK(broken(found, property::at_most_one_effect) == 8);
    CHECK(shortest(found, property::at_most_one_effect) == path_length{1, 0, 2});
    CHECK(broken(found, property::nothing_lost) == 1);
    CHECK(broken(found, property::attempts_bounded) == 0);
}

TEST_CASE("of two events an hour apart every run is counted, and each inversion found", "[explore]")
{
    // IT arrives at 0h, 2h, 4h or never, DE at 1h, 3h, 5h or never: 16 runs. IT after DE: 2h after
    // 1h, 4h after 1h, 4h after 3h. The receiver is wrong at the end in these, and where DE never
    // arrives: 4 more.
    auto const what = loaded(told(two_scans));
    auto const found = explore(what, outcomes({"ok", "fail"}));
    CHECK(found.is_exhaustive);
    CHECK(found.runs.all == 16);
    CHECK(found.runs.delivered == 9);
    CHECK(broken(found, property::status_never_regresses) == 3);
    CHECK(broken(found, property::receiver_converges) == 7);
    CHECK(broken(found, property::nothing_lost) == 7);

    CHECK(shortest(found, property::status_never_regresses) == path_length{1, 0, 3});
    auto const& steps = path(found, property::status_never_regresses);
    REQUIRE(steps.size() == 3);
    CHECK(steps[0].delivery.value == 1);
    CHECK(steps[0].option == 1);
    CHECK(steps[1].delivery.value == 2);
    CHECK(steps[1].option == 0);
    CHECK(steps[2].at == what.start + std::chrono::hours{2});

    // 15 x 15 ways; 7 x 7 deliver both; 7 x 7 keep both to one effect at most; 14 x 14 lose none.
    auto const more = explore(what, outcomes({"ok", "fail", "lost_ack"}));
    CHECK(more.runs.all == 225);
    CHECK(more.runs.delivered == 49);
    CHECK(more.runs.repeated == 225 - 49);
    CHECK(broken(more, property::nothing_lost) == 225 - 196);
    CHECK(more.played < 225);
}

TEST_CASE("the ways of events that have nothing to do with each other multiply", "[explore]")
{
    std::string entries;
    for (auto const* const at : {"0d", "1d", "2d", "3d", "4d", "5d"})
        entries += std::string{entries.empty() ? "" : ","} + R"({"at": ")" + at +
                   R"(", "track": {"shipment": "se-1)" + at[0] + R"(", "status": "IT"}})";
    auto const found = explore(loaded(told(entries)), outcomes({"ok", "fail", "lost_ack"}));
    CHECK(found.is_exhaustive);
    CHECK(found.runs.all == 11'390'625);                // 15 to the 6th
    CHECK(found.runs.delivered == 117'649);             // 7 to the 6th
    CHECK(found.runs.repeated == 11'390'625 - 117'649); // 7 ways have one effect at most
    CHECK(broken(found, property::nothing_lost) == 11'390'625 - 7'529'536); // 14 to the 6th
    CHECK(found.played < 1'000);
}

TEST_CASE("a receiver that compares times never goes back, whatever happens", "[explore]")
{
    auto const what = loaded(
        told(two_scans, R"(, "endpoints": {"https://shop.test": {"handler": "by_occurred_at"}})"));
    auto const found = explore(what, outcomes({"ok", "fail", "lost_ack"}));
    CHECK(found.runs.all == 225);
    CHECK(broken(found, property::status_never_regresses) == 0);

    auto const careful = loaded(
        told(two_scans, R"(, "endpoints": {"https://shop.test": {"handler": "deduplicating"}})"));
    CHECK(broken(explore(careful, outcomes({"ok", "fail", "lost_ack"})),
                 property::at_most_one_effect) == 0);
}

TEST_CASE("what the file says of answers is replaced, and an unknown host stays one", "[explore]")
{
    auto const down = loaded(told(one_scan, R"(, "endpoints": {"https://shop.test": {
        "outages": [{"from": "0h", "until": "9d"}], "rules": [{"respond": 500}]}})"));
    CHECK(explore(down, outcomes({"ok", "fail"})).runs.delivered == 3);

    auto const elsewhere = loaded(told(one_scan, R"(, "endpoints": {"https://x.test": {}})"));
    auto const found = explore(elsewhere, outcomes({"ok", "fail"}));
    CHECK(found.is_exhaustive);
    CHECK(found.runs.all == 1);
    CHECK(found.runs.discarded == 1);
}

TEST_CASE("what is due at one instant goes in every order that can matter", "[explore]")
{
    constexpr std::string_view together =
        R"({"at": "1h", "track": {"shipment": "se-1", "status": "IT", "occurred_at": "0h"}},
           {"at": "1h", "track": {"shipment": "se-1", "status": "DE"}})";
    // Both are asked at 1h. The end of the first comes before DE is asked, after it, or after DE's.
    auto const found = explore(loaded(told(together)), outcomes({"ok"}));
    CHECK(found.is_exhaustive);
    CHECK(found.runs.all == 3);
    CHECK(broken(found, property::status_never_regresses) == 1);
    CHECK(shortest(found, property::status_never_regresses) == path_length{0, 1, 2});

    constexpr std::string_view apart =
        R"({"at": "1h", "track": {"shipment": "se-1", "status": "IT"}},
           {"at": "1h", "track": {"shipment": "se-2", "status": "DE"}})";
    CHECK(explore(loaded(told(apart)), outcomes({"ok"})).runs.all == 1);
}

TEST_CASE("what is not varied is not called exhaustive", "[explore]")
{
    auto const what = loaded(told(two_scans));
    auto const few = explore(what, outcomes({"ok", "fail"}), {.attempts = 1});
    CHECK_FALSE(few.is_exhaustive);
    CHECK(few.is_bounded);
    CHECK(few.runs.all == 4);

    auto const first = explore(what, outcomes({"ok", "fail"}), {.deliveries = 1});
    CHECK_FALSE(first.is_exhaustive);
    CHECK(first.runs.all == 4);
    CHECK(explore(what, outcomes({"ok", "fail"}), {.attempts = 3, .deliveries = 2}).is_exhaustive);

    int left = 5;
    auto const late =
        explore(what, outcomes({"ok", "fail"}), {.is_out_of_time = [&] { return left-- == 0; }});
    CHECK_FALSE(late.is_exhaustive);
    CHECK(late.is_out_of_time);
    CHECK(late.played == 5);
    CHECK(late.runs.all == 5);
    CHECK(explore(what, outcomes({"ok", "fail"}), {.states = 3}).is_out_of_states);
}

namespace {

/// All that a search counts is the same with and without sharing.
void check_sharing(scenario const& what, std::vector<std::string_view> const& words)
{
    auto const each = explore(what, outcomes(words, what.policy), {.shares = false});
    auto const shared = explore(what, outcomes(words, what.policy));
    CHECK(each.is_exhaustive);
    CHECK(each.runs.all == each.played);
    CHECK(shared.runs == each.runs);
    CHECK(shared.played <= each.played);
    for (std::size_t i = 0; i < properties_count; ++i)
        CHECK(shared.shortest[i] == each.shortest[i]);
}

void check(std::string_view about, std::string const& text,
           std::vector<std::string_view> const& words)
{
    INFO(about);
    check_sharing(loaded(text), words);
}

std::string once(std::string_view timeline, std::string_view more = {})
{
    return told(timeline, R"(, "policy": {"attempts": 1})" + std::string{more});
}

std::vector<std::string_view> const unseen{"ok", "timeout", "lost_ack"};
std::vector<std::string_view> const both{"ok", "fail"};

} // namespace

// In each of these, runs come to a state that differs in one thing only, and that matters later.
// timeout and lost_ack take the same time.
TEST_CASE("states that differ in what matters are told apart", "[explore]")
{
    check("whether an open delivery had its effect", told(one_scan),
          {"ok", "timeout", "lost_ack", "reset"});
    check("what the receiver shows, and what is open", told(two_scans), unseen);
    check("how an attempt in flight will end",
          told(
              R"({"at": "0s", "track": {"shipment": "se-1", "status": "IT"}},
           {"at": "5s", "track": {"shipment": "se-1", "status": "DE"}})"),
          unseen);

    check("how new the newest scan is that was applied",
          once(
              R"({"at": "0h", "track": {"shipment": "se-1", "status": "IT"}},
           {"at": "1h", "track": {"shipment": "se-1", "status": "IT"}},
           {"at": "3h", "track": {"shipment": "se-1", "status": "IT", "occurred_at": "30m"}})"),
          both);
    check("which of two scans of one time the receiver shows",
          once(
              R"({"at": "1h", "track": {"shipment": "se-1", "status": "IT"}},
           {"at": "2h", "track": {"shipment": "se-1", "status": "AT", "occurred_at": "1h"}},
           {"at": "3h", "track": {"shipment": "se-1", "status": "IT", "occurred_at": "30m"}})",
              R"(, "endpoints": {"https://shop.test": {"handler": "by_occurred_at"}})"),
          both);
    check("whether a shipment that is over is shown as it is",
          once(
              R"({"at": "0h", "track": {"shipment": "se-1", "status": "IT"}},
           {"at": "1h", "track": {"shipment": "se-1", "status": "DE"}},
           {"at": "2h", "track": {"shipment": "se-2", "status": "IT"}})"),
          both);
}

TEST_CASE("states that differ in what sender and receiver remember are told apart", "[explore]")
{
    check("which delivery was lost, when one may be resent",
          told(
              R"({"at": "0h", "batch": {"batch": "se-1"}}, {"at": "1h", "batch": {"batch": "se-2"}},
           {"at": "2h", "resend": {"subject": "se-1", "outcome": "discarded"}})",
              R"(, "webhooks": [{"event": "batch", "url": "https://shop.test/b"}],
             "policy": {"attempts": 1})"),
          both);
    check("how often in a row a webhook failed",
          told(
              R"({"at": "0h", "track": {"shipment": "se-1", "status": "DE"}},
           {"at": "1h", "track": {"shipment": "se-2", "status": "DE"}},
           {"at": "2h", "track": {"shipment": "se-3", "status": "DE"}},
           {"at": "3h", "track": {"shipment": "se-4", "status": "DE"}})",
              R"(, "policy": {"attempts": 1, "disable_after": {"failed_deliveries": 2}})"),
          both);
    check("when the next attempt may start, and which are held",
          told(
              R"({"at": "0h", "track": {"shipment": "se-1", "status": "IT"}},
           {"at": "2h", "track": {"shipment": "se-2", "status": "IT"}})",
              R"(, "policy": {"attempts": 2, "timeout": "1h", "in_flight": 1,
             "rate": {"attempts": 1, "per": "90m"}})"),
          unseen);
    check("whether a webhook is on trial",
          told(
              R"({"at": "0h", "track": {"shipment": "se-1", "status": "DE"}},
           {"at": "1h", "track": {"shipment": "se-2", "status": "DE"}},
           {"at": "4h", "track": {"shipment": "se-3", "status": "DE"}},
           {"at": "6h", "track": {"shipment": "se-4", "status": "DE"}})",
              R"(, "policy": {"attempts": 1, "disable_after": {"failed_attempts": 2,
             "recover_after": "2h"}})"),
          both);
    check(
        "what a receiver knows that compares bodies",
        told(
            R"({"at": "0h", "rate": {"shipment": "se-1"}}, {"at": "1h", "rate": {"shipment": "se-2"}},
           {"at": "2h", "rate": {"shipment": "se-1"}}, {"at": "3h", "rate": {"shipment": "se-2"}})",
            R"(, "webhooks": [{"event": "rate", "url": "https://shop.test/r"}],
             "policy": {"attempts": 1},
             "endpoints": {"https://shop.test": {"handler": "deduplicating"}})"),
        both);
}

namespace {

constexpr std::size_t most_played = 120;

/// Explored to the end within so many runs, or nothing.
std::optional<explored> within_reach(scenario const& what, bool shares)
{
    std::size_t left = most_played;
    auto const words = std::vector<std::string_view>{"ok", "fail", "lost_ack"};
    auto found = explore(what, outcomes(words, what.policy),
                         {.attempts = 2,
                          .deliveries = 2,
                          .is_out_of_time = [&left] { return left-- == 0; },
                          .shares = shares});
    if (found.is_out_of_time) return std::nullopt;
    return found;
}

/// One that a search can play: without what only a network can.
scenario explorable(std::uint64_t number)
{
    auto what = oracle::random_scenario(number);
    what.links.clear();
    std::erase_if(what.timeline, [](timeline_entry const& entry) {
        return std::holds_alternative<call_entry>(entry.what);
    });
    return what;
}

} // namespace

TEST_CASE("sharing what comes of a state changes no count and no shortest path", "[explore]")
{
    int compared = 0;
    std::uint64_t spared = 0;
    for (std::uint64_t number = 1; number <= 16; ++number) {
        auto const what = explorable(number);
        auto const each = within_reach(what, false);
        if (!each) continue;
        auto const shared = within_reach(what, true);
        INFO("random scenario " << number << '\n' << oracle::to_file(what));
        REQUIRE(shared);
        CHECK(shared->runs == each->runs);
        CHECK(each->runs.all == each->played);
        for (std::size_t i = 0; i < properties_count; ++i) {
            REQUIRE(shared->shortest[i].has_value() == each->shortest[i].has_value());
            if (!each->shortest[i]) continue;
            CHECK(shared->shortest[i]->faults == each->shortest[i]->faults);
            CHECK(shared->shortest[i]->reorders == each->shortest[i]->reorders);
        }
        ++compared;
        spared += each->played - shared->played;
    }
    CAPTURE(compared);
    CHECK(compared >= 3);
    CHECK(spared > 0);
}

TEST_CASE("orders of what is unrelated break nothing that the others do not", "[explore]")
{
    int compared = 0;
    for (std::uint64_t number = 1; number <= 10; ++number) {
        auto what = explorable(number);
        auto const few = within_reach(what, true);
        // A rule that never applies, but might: so everything may matter to everything.
        what.policy.disable_after.failed_deliveries = 1'000'000;
        auto const all = within_reach(what, true);
        if (!few || !all || what.policy.disable_after.failing_for != duration{}) continue;
        INFO("random scenario " << number << '\n' << oracle::to_file(what));
        CHECK(few->runs.all <= all->runs.all);
        for (std::size_t i = 0; i < properties_count; ++i)
            CHECK((few->runs.violated[i] != 0) == (all->runs.violated[i] != 0));
        ++compared;
    }
    CAPTURE(compared);
    CHECK(compared >= 3);
}
