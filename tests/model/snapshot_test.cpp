#include "model/snapshot.hpp"

#include "sim/runner.hpp"
#include "tests/oracle/random_scenario.hpp"
#include "tests/support/handmade_journal.hpp"

#include <boost/pfr/core.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

using namespace drydock;

namespace {

// Equal in every member, found without any list of members: one that a snapshot forgets shows.
template <class T> bool is_same(T const& a, T const& b);
template <class T> bool is_same(std::vector<T> const& a, std::vector<T> const& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](T const& x, T const& y) { return is_same(x, y); });
}
template <class T, class Index>
bool is_same(model::slab<T, Index> const& a, model::slab<T, Index> const& b)
{
    auto const all = a.ordinals();
    return all == b.ordinals() && std::ranges::all_of(all, [&](std::uint32_t n) {
               return is_same(a[a.find(n)], b[b.find(n)]);
           });
}
template <class Key, class T> bool is_same(std::map<Key, T> const& a, std::map<Key, T> const& b)
{
    return a == b;
}
bool is_same(model::state const& a, model::state const& b)
{
    auto const& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18,
                 a19, a20, a21] = a;
    auto const& [b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15, b16, b17, b18,
                 b19, b20, b21] = b;
    return is_same(a1, b1) && is_same(a2, b2) && is_same(a3, b3) && is_same(a4, b4) &&
           is_same(a5, b5) && is_same(a6, b6) && a7 == b7 && a8 == b8 && is_same(a9, b9) &&
           is_same(a10, b10) && is_same(a11, b11) && is_same(a12, b12) && is_same(a13, b13) &&
           is_same(a14, b14) && is_same(a15, b15) && a16 == b16 && a17 == b17 && a18 == b18 &&
           a19 == b19 && a20 == b20 && a21 == b21;
}
template <class T> bool is_same(T const& a, T const& b)
{
    if constexpr (std::equality_comparable<T>) {
        return a == b;
    } else {
        return [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            return (is_same(boost::pfr::get<I>(a), boost::pfr::get<I>(b)) && ...);
        }
        (std::make_index_sequence<boost::pfr::tuple_size_v<T>>{});
    }
}

void fold(model::state& s, std::span<model::event const> events, std::uint64_t from,
          std::uint64_t until)
{
    for (auto i = from; i < until; ++i)
        model::evolve(s, events[i], {i + 1});
}

} // namespace

TEST_CASE("a reloaded snapshot folds on like the state that it is of", "[snapshot]")
{
    std::uint64_t snapshots = 0;
    for (std::uint64_t number = 1; number <= 150; ++number) {
        sim::memory_journal journal;
        sim::run(oracle::random_scenario(number), {&journal});
        std::span<model::event const> const events{journal.events};
        model::state whole;
        fold(whole, events, 0, events.size());
        for (std::uint64_t at = 0; at <= events.size(); at += 1 + events.size() / 9) {
            INFO("scenario " << number << ", after event " << at);
            model::state s;
            fold(s, events, 0, at);
            auto reloaded = model::from_snapshot(model::to_snapshot(s));
            REQUIRE(reloaded);
            CHECK(is_same(*reloaded, s));
            fold(*reloaded, events, at, events.size());
            CHECK(is_same(*reloaded, whole));
            CHECK(model::to_snapshot(*reloaded) == model::to_snapshot(whole));
            ++snapshots;
        }
    }
    CHECK(snapshots > 1000);
}

TEST_CASE("the comparison of states sees every kind of change", "[snapshot]")
{
    auto const journal = tests::outage_story();
    model::state s;
    fold(s, journal.events, 0, 10); // a delivery waits
    CHECK(is_same(s, s));
    auto const differs = [&](auto&& change) {
        auto other = s;
        change(other);
        return !is_same(s, other) && model::to_snapshot(s) != model::to_snapshot(other);
    };
    CHECK(differs([](model::state& o) { o.webhooks[0].failing = false; }));
    CHECK(differs([](model::state& o) { o.scans[0].status = model::scan_status::DE; }));
    CHECK(differs([](model::state& o) { o.shipments[{0}].changes_only = true; }));
    CHECK(differs([](model::state& o) { o.deliveries[{0}].due += model::duration{1}; }));
    CHECK(differs([](model::state& o) { o.ids[0].clear(); }));
    CHECK(differs([](model::state& o) { o.shipments[{0}].untracked = true; }));
    CHECK(differs([](model::state& o) { ++o.delivery_count; }));
    CHECK(differs([](model::state& o) { ++o.capture_count; }));
}

TEST_CASE("the bytes of a snapshot do not depend on slots", "[snapshot]")
{
    auto const life = [](bool first_ends_first) {
        tests::handmade_journal j;
        j.webhook().ship();
        j.scan(1, model::scan_status::IT).request().scan(1, model::scan_status::IT).request();
        j.start(1, 1).start(2, 1);
        if (first_ends_first)
            j.succeed(1, 1).succeed(2, 1);
        else
            j.succeed(2, 1).succeed(1, 1);
        j.scan(1, model::scan_status::IT).request();
        model::state s;
        fold(s, j.events, 0, j.events.size());
        return s;
    };
    auto const a = life(true), b = life(false);
    CHECK(a.deliveries.find(3) != b.deliveries.find(3));
    CHECK(model::to_snapshot(a) == model::to_snapshot(b));
}

TEST_CASE("bytes of another length are no snapshot", "[snapshot]")
{
    auto const journal = tests::outage_story();
    model::state s;
    fold(s, journal.events, 0, journal.events.size());
    auto const bytes = model::to_snapshot(s);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK(!model::from_snapshot(std::string_view{bytes}.substr(0, size)));
    CHECK(!model::from_snapshot(bytes + '\0'));
    CHECK(model::from_snapshot(bytes));
}
