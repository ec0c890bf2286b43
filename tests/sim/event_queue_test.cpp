#include "sim/event_queue.hpp"

#include "sim/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace drydock;
using sim::work;
using sim::work_kind;

namespace {

model::instant at(std::int64_t microseconds)
{
    return model::instant{model::duration{microseconds}};
}

} // namespace

TEST_CASE("nothing is popped before it is due, and what is due at the end is", "[event_queue]")
{
    sim::event_queue queue;
    queue.push({.due = at(5), .kind = work_kind::retry});
    CHECK_FALSE(queue.pop_due(at(4)));
    CHECK(queue.pop_due(at(5))->due == at(5));
    CHECK_FALSE(queue.pop_due(at(99)));
}

TEST_CASE("at one instant kind, ordinal and attempt decide, never slot or history", "[event_queue]")
{
    std::vector<work> all;
    for (std::uint32_t i = 0; i < 400; ++i) {
        auto const bits = sim::draw(i, {});
        all.push_back({.due = at(static_cast<std::int64_t>(bits % 3)),
                       .ordinal = static_cast<std::uint32_t>(bits >> 8) % 5,
                       .where = {static_cast<std::uint32_t>(bits >> 32)},
                       .attempt = static_cast<std::uint16_t>((bits >> 16) % 4),
                       .kind = static_cast<work_kind>(1 + (bits >> 24) % 5)});
    }
    auto const key = [](work const& w) { return std::tuple{w.due, w.kind, w.ordinal, w.attempt}; };
    auto sorted = all;
    std::ranges::stable_sort(sorted, {}, key);
    for (int turn = 0; turn < 3; ++turn) {
        sim::event_queue queue;
        for (auto const& each : all)
            queue.push(each);
        for (auto const& expected : sorted)
            REQUIRE(key(*queue.pop_due(at(9))) == key(expected));
        CHECK(queue.size() == 0);
        std::rotate(all.begin(), all.begin() + 97, all.end());
    }
}
