#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::world;

namespace {

std::vector const all_statuses{scan_status::UN, scan_status::AC, scan_status::IT, scan_status::AT,
                               scan_status::EX, scan_status::DE, scan_status::NY, scan_status::SP};

world with_shipment(bool unordered = false, bool changes_only = false)
{
    world w;
    w.given(shipment_created{{1}, {1, {}}, {}, unordered, changes_only});
    return w;
}

bool has(world::answer const& answer, std::string_view type)
{
    for (auto const& line : answer.lines)
        if (line.find(type) != std::string::npos) return true;
    return false;
}

} // namespace

TEST_CASE("every pair of statuses is legal or not as the contract says", "[shipment]")
{
    auto const from = GENERATE(from_range(all_statuses));
    auto const to = GENERATE(from_range(all_statuses));
    using enum scan_status;
    bool expected = true;
    if (from == DE)
        expected = false; // final
    else if (to == AC)
        expected = from == UN || from == NY || from == AC; // only from where nothing is known yet
    else if (to == NY)
        expected = from == UN || from == NY; // the same
    CAPTURE(name(from), name(to));
    REQUIRE(is_legal_move(from, to) == expected);

    auto w = with_shipment(true);
    w.given(shipment_scanned{{1}, {}, at(0s), from});
    REQUIRE(w.when(scan_shipment{{1}, to, at(1s)}, at(1s)).refused == error::none);

    auto ordered = with_shipment();
    ordered.given(shipment_scanned{{1}, {}, at(0s), from});
    auto const answer = ordered.when(scan_shipment{{1}, to, at(1s)}, at(1s));
    REQUIRE(answer.refused == (expected ? error::none : error::illegal_move));
}

TEST_CASE("a shipment is created once", "[shipment]")
{
    world w;
    CHECK(
        w.when(create_shipment{"se-1"}, at(0s)).lines ==
        std::vector<std::string>{
            R"({"seq":1,"at":"2019-09-07T00:00:00Z","type":"shipment_created","cause":0,"shipment":"se-1"})"});
    CHECK(w.when(create_shipment{"se-1"}, at(0s)).refused == error::shipment_exists);
    CHECK(w.when(create_shipment{"parcel"}, at(0s)).refused == error::none);
    CHECK(w.when(create_shipment{"parcel"}, at(0s)).refused == error::shipment_exists);
}

TEST_CASE("a scan without a webhook is journaled and not sent", "[shipment]")
{
    auto w = with_shipment();
    auto const answer = w.when(scan_shipment{{1}, scan_status::IT, at(0s)}, at(0s));
    REQUIRE(answer.lines.size() == 2);
    REQUIRE(answer.lines[1].ends_with(
        R"("type":"event_unsubscribed","cause":2,"subject":"se-1","event":"track"})"));
}

TEST_CASE("a scan under an unchanged status is sent unless only changes are told", "[shipment]")
{
    auto const changes_only = GENERATE(false, true);
    auto w = with_shipment(false, changes_only);
    (void)w.when(scan_shipment{{1}, scan_status::IT, at(0s)}, at(0s));
    auto const again = w.when(scan_shipment{{1}, scan_status::IT, at(1s)}, at(1s));
    CHECK(again.lines.size() == (changes_only ? 1 : 2));
    auto const moved = w.when(scan_shipment{{1}, scan_status::DE, at(2s)}, at(2s));
    CHECK(moved.lines.size() == 2);
}

TEST_CASE("a late report does not change where the shipment is", "[shipment]")
{
    auto w = with_shipment(true);
    (void)w.when(scan_shipment{{1}, scan_status::DE, at(2h)}, at(2h));
    auto const late = w.when(scan_shipment{{1}, scan_status::IT, at(1h)}, at(3h));
    CHECK(has(late, R"("occurred_at":"2019-09-07T01:00:00Z")"));
    CHECK(w.state.at(shipment_number{1}).status == scan_status::DE);
    (void)w.when(scan_shipment{{1}, scan_status::EX, at(2h)}, at(4h));
    CHECK(w.state.at(shipment_number{1}).status == scan_status::EX); // a tie: the later report
}

TEST_CASE("a webhook for another event does not get scans", "[shipment]")
{
    world w;
    w.given(webhook_created{{1}, {}, w.text("https://shop.test"), webhook_event::batch});
    w.given(shipment_created{{1}, {1, {}}, {}});
    CHECK(has(w.when(scan_shipment{{1}, scan_status::IT, at(0s)}, at(0s)), "event_unsubscribed"));
}
