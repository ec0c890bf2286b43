#include "model/entity/batch.hpp"

#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::told;
using drydock::tests::world;

namespace {

using enum batch_status;
using statuses = std::vector<batch_status>;

std::vector const all{open,     queued,  processing, completed, completed_with_errors,
                      archived, invalid, notifying};

// How far a batch has come. Further is the only way, save that it ends in one of two ways.
int stage(batch_status status)
{
    switch (status) {
    case open: return 0;
    case queued: return 1;
    case processing: return 2;
    case notifying: return 3;
    case completed:
    case completed_with_errors:
    case invalid: return 4;
    case archived: return 5;
    }
    return -1;
}

world with_batch_webhook()
{
    world w;
    w.given(webhook_created{{1}, {}, w.text("https://shop.test"), webhook_event::batch});
    return w;
}

std::string changed(std::string const& status)
{
    return R"("type":"batch_status_changed","cause":0,"batch":"b-1","status":")" + status + "\"}";
}

} // namespace

TEST_CASE("a batch only goes on, and ends once", "[batch]")
{
    for (auto const from : all)
        for (auto const to : all) {
            INFO(name(from) << " to " << name(to));
            auto const found = way(from, to);
            CHECK(found.empty() == (stage(from) >= stage(to)));
            auto before = from;
            for (auto const next : found) {
                CHECK(stage(next) > stage(before));
                // One step at a time, for there is no shorter way.
                CHECK(way(before, next) == statuses{next});
                before = next;
            }
            if (!found.empty()) CHECK(found.back() == to);
        }
}

TEST_CASE("a batch is completed before it is archived, and invalid only if it must", "[batch]")
{
    CHECK(way(open, completed) == statuses{queued, processing, completed});
    CHECK(way(queued, completed_with_errors) == statuses{processing, completed_with_errors});
    CHECK(way(open, notifying) == statuses{queued, processing, notifying});
    CHECK(way(notifying, completed) == statuses{completed});
    CHECK(way(processing, archived) == statuses{completed, archived});
    CHECK(way(notifying, archived) == statuses{completed, archived});
    CHECK(way(open, archived) == statuses{invalid, archived});
    CHECK(way(notifying, invalid) == statuses{invalid});
}

TEST_CASE("a new batch passes through all statuses on its way and is told of at its end", "[batch]")
{
    auto w = with_batch_webhook();
    auto const answer = w.when(move_batch{"b-1", completed}, at(1s));
    CHECK(
        told(answer) ==
        std::vector<std::string>{
            R"("type":"batch_created","cause":0,"batch":"b-1"})", changed("queued"),
            changed("processing"), changed("completed"),
            R"("type":"delivery_requested","cause":5,"delivery":1,"webhook":"5515","subject":"b-1"})"});
    REQUIRE(w.when(move_batch{"b-1", archived}, at(2s)).lines.size() == 1);
}

TEST_CASE("a batch that jumps over its completion is told of it", "[batch]")
{
    auto w = with_batch_webhook();
    (void)w.when(move_batch{"b-1", processing}, at(1s));
    auto const lines = told(w.when(move_batch{"b-1", archived, "", R"({"body":""})"}, at(2s)));
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].find(R"("status":"completed","payload":{"body":""}})") != std::string::npos);
    CHECK(lines[1].find(R"("type":"delivery_requested","cause":5)") == 0);
    CHECK(lines[2] == changed("archived"));
}

TEST_CASE("without a webhook a completed batch is journaled and not sent", "[batch]")
{
    world w;
    auto const lines = told(w.when(move_batch{"b-1", completed_with_errors}, at(0s)));
    REQUIRE(lines.size() == 5);
    CHECK(lines.back() ==
          R"("type":"event_unsubscribed","cause":4,"subject":"b-1","event":"batch"})");
}

TEST_CASE("a batch without a way there is refused", "[batch]")
{
    auto w = with_batch_webhook();
    (void)w.when(move_batch{"b-1", completed}, at(0s));
    for (auto const to : {open, queued, processing, completed, invalid, notifying})
        CHECK(w.when(move_batch{"b-1", to, R"({"count":1})", R"({"body":"x"})"}, at(1s)).refused ==
              error::illegal_move);
}

TEST_CASE("a batch that is only made stays open and is not told of", "[batch]")
{
    auto w = with_batch_webhook();
    CHECK(told(w.when(move_batch{"b-1", open}, at(0s))) ==
          std::vector<std::string>{R"("type":"batch_created","cause":0,"batch":"b-1"})"});
    CHECK(w.when(move_batch{"b-1", open}, at(0s)).refused == error::illegal_move);
}

TEST_CASE("a batch keeps its fields, and each status tells all of them", "[batch]")
{
    world w;
    (void)w.when(move_batch{"b-1", queued, R"({"count":2,"errors":0})"}, at(0s));
    auto const lines =
        told(w.when(move_batch{"b-1", processing, R"({"errors":1,"forms":3})"}, at(0s)));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].ends_with(R"("fields":{"count":2,"errors":1,"forms":3}})"));
}
