// Judging hand-made journals by expectations.
#pragma once

#include "sim/expect/expectation.hpp"
#include "sim/expect/mismatch.hpp"
#include "sim/summary.hpp"
#include "tests/support/handmade_journal.hpp"
#include "tests/support/naive_json.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace drydock::tests {

using namespace std::chrono_literals;
using namespace drydock;
using sim::bounds;
using sim::expect_selection;
using of = expect_selection::of;
using shape = decltype(sim::expectation::what);

inline sim::scenario expecting(std::vector<shape> shapes)
{
    sim::scenario what;
    for (auto& one : shapes) {
        sim::expectation e;
        e.name = "expect/" + std::to_string(what.expect.size());
        e.pointer = "/" + e.name;
        e.where = {7, 3};
        e.what = std::move(one);
        what.expect.push_back(std::move(e));
    }
    return what;
}

inline std::vector<sim::verdict> judge_all(handmade_journal const& j, sim::scenario const& what)
{
    sim::summary_fold summary{what};
    j.play(summary);
    sim::expectation_fold fold{what, summary.sender()};
    j.play(fold);
    return fold.result(what.start + 24h);
}

inline sim::verdict judge(handmade_journal const& j, shape what)
{
    auto const all = judge_all(j, expecting({std::move(what)}));
    REQUIRE(all.size() == 1);
    return all[0];
}

inline expect_selection select(expect_selection::of what)
{
    expect_selection e;
    e.what = what;
    return e;
}

template <class Change> expect_selection select(expect_selection::of what, Change&& change)
{
    auto e = select(what);
    change(e.filter, e.checks);
    return e;
}

inline std::vector<sim::instant> times(std::initializer_list<sim::duration> offsets)
{
    std::vector<sim::instant> list;
    for (auto const offset : offsets)
        list.push_back(sim::default_start + offset);
    return list;
}

inline std::vector<model::sequence_number> events(std::initializer_list<std::uint64_t> numbers)
{
    std::vector<model::sequence_number> list;
    for (auto const n : numbers)
        list.push_back({n});
    return list;
}

/// se-1 delivers at once at 1h; se-2 fails three times; "box" waits when the webhook is disabled.
inline handmade_journal three_fates()
{
    handmade_journal j;
    j.webhook().ship("se-1").ship("se-2").ship("box");
    j.at(1h).deliver(1, model::scan_status::IT);
    j.scan(2, model::scan_status::IT).request().start(2, 1).fail(2, 1, 500).retry(2, 2, 3h);
    j.at(2h).scan(3, model::scan_status::AC).request().start(3, 1).fail(3, 1, 503).retry(3, 2, 4h);
    j.at(3h).start(2, 2).time_out(2, 2).discard(2, 2);
    j.at(210min).disable().cancel(3);
    return j;
}

} // namespace drydock::tests
