#include "tools/drydock/sweep/grid.hpp"
#include "tools/drydock/sweep/measures.hpp"
#include "tools/drydock/sweep/seed_range.hpp"
#include "tools/drydock/sweep/shard.hpp"

#include <catch2/catch.hpp>

using namespace drydock::tools;
using Catch::Contains;

namespace {

using words = std::vector<std::string>;
using variables = std::map<std::string, std::string, std::less<>>;

words values_of(std::string_view text)
{
    auto const parsed = parse_grid_axis(text);
    INFO(parsed.failure);
    CHECK(parsed.failure.empty());
    return parsed.axis.values;
}

shard told_by(variables const& set)
{
    auto const chosen = choose_shard({}, set);
    INFO(chosen.failure);
    CHECK(chosen.failure.empty());
    CHECK_FALSE(chosen.source.empty());
    return chosen.part;
}

} // namespace

TEST_CASE("seeds go from the first to the last, both included", "[sweep]")
{
    auto const range = parse_seeds("1..1000");
    CHECK(range.failure.empty());
    CHECK(range.seeds == seed_range{1, 1000});
    CHECK(range.seeds.count() == 1000);
    CHECK(parse_seeds("7..7").seeds.count() == 1);
    CHECK(parse_seeds("18446744073709551614..18446744073709551615").seeds.count() == 2);
}

TEST_CASE("what is no range of seeds is refused with words", "[sweep]")
{
    for (auto const* const text : {"", "5", "1..", "..5", "1...5", "a..b", "-1..5", "1..2..3",
                                   "0x1..5", " 1..5", "1..18446744073709551616"})
        CHECK(parse_seeds(text).failure ==
              "--seeds: expected FIRST..LAST such as 1..1000, both included, found \"" +
                  std::string{text} + "\"");
    CHECK(parse_seeds("5..1").failure == "--seeds 5..1: expected the smaller seed first");
    CHECK_THAT(parse_seeds("0..18446744073709551615").failure, Contains("expected at most"));
}

TEST_CASE("an axis has all values that its steps come upon", "[sweep]")
{
    CHECK(values_of("down_for=1h:3h:30m") == words{"1h", "1h30m", "2h", "2h30m", "3h"});
    CHECK(values_of("gap=500ms:2s:1s") == words{"500ms", "1.5s"});
    CHECK(values_of("chance=0:1:0.25") == words{"0", "0.25", "0.5", "0.75", "1"});
    CHECK(values_of("chance=0.1:0.3:0.1") == words{"0.1", "0.2", "0.3"});
    CHECK(values_of("n=1:10:4") == words{"1", "5", "9"});
    CHECK(values_of("n=-1.5:1:1") == words{"-1.5", "-0.5", "0.5"});
    CHECK(values_of("n=3:3:1") == words{"3"});
    CHECK(parse_grid_axis("down_for=1h:3h:30m").axis.variable == "down_for");
}

TEST_CASE("what is no axis is refused with words", "[sweep]")
{
    for (auto const* const text : {"", "n", "n=", "=1:2:1", "n=1:2", "n=1:2:3:4", "n=1h:3:1h",
                                   "n=a:b:c", "n=1e30:2e30:1", "n=0.0000000001:1:1"})
        CHECK_THAT(parse_grid_axis(text).failure,
                   Contains("--grid: expected NAME=FIRST:LAST:STEP, durations or numbers, such as "
                            "down_for=1h:5h:30m, found \"" +
                            std::string{text} + "\""));
    CHECK(parse_grid_axis("n=1:2:0").failure == "--grid n=1:2:0: expected a step above 0, found 0");
    CHECK(parse_grid_axis("n=1:2:-1").failure ==
          "--grid n=1:2:-1: expected a step above 0, found -1");
    CHECK_THAT(parse_grid_axis("n=2h:1h:1h").failure, Contains("first value to be at most"));
    CHECK_THAT(parse_grid_axis("n=0:10000:1").failure, Contains("expected at most 10000 values"));
    CHECK_THAT(parse_grid({"n=1:2:1", "n=3:4:1"}).failure, Contains("n has an axis already"));
    CHECK_THAT(parse_grid({"n=1:1000:1", "m=1:1000:1"}).failure, Contains("10000 points in all"));
}

TEST_CASE("a grid has all combinations, and its last axis changes fastest", "[sweep]")
{
    auto const parsed = parse_grid({"a=1:2:1", "b=1h:3h:1h"});
    REQUIRE(parsed.failure.empty());
    REQUIRE(parsed.over.points() == 6);
    CHECK(parsed.over.values(0) == words{"1", "1h"});
    CHECK(parsed.over.values(1) == words{"1", "2h"});
    CHECK(parsed.over.values(3) == words{"2", "1h"});
    CHECK(parsed.over.assignments(5) == words{"a=2", "b=3h"});
    CHECK(grid{}.points() == 1);
    CHECK(grid{}.values(0).empty());
}

TEST_CASE("shards share all runs among them", "[sweep]")
{
    for (std::uint64_t run = 0; run < 20; ++run) {
        unsigned owners = 0;
        for (std::uint64_t number = 1; number <= 3; ++number)
            owners += shard{number, 3}.has(run);
        CHECK(owners == 1);
    }
    CHECK(parse_shard("2/3").part == shard{2, 3});
    CHECK(to_text(shard{2, 3}) == "shard 2 of 3");
    for (auto const* const text : {"", "2", "0/3", "4/3", "2/", "/3", "a/b", "1/2/3", "1/9999999"})
        CHECK(parse_shard(text).failure ==
              "--shard: expected I/N with I from 1 to N, such as 2/3, found \"" +
                  std::string{text} + "\"");
}

TEST_CASE("a process finds its shard in what its launcher tells it", "[sweep]")
{
    CHECK(told_by({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "4"}}) == shard{2, 4});
    CHECK(told_by({{"PMI_RANK", "0"}, {"PMI_SIZE", "2"}}) == shard{1, 2});
    CHECK(told_by({{"SLURM_PROCID", "2"}, {"SLURM_NTASKS", "3"}}) == shard{3, 3});
    CHECK(told_by({{"JOB_COMPLETION_INDEX", "4"}, {"DRYDOCK_SHARDS", "5"}}) == shard{5, 5});
    // mpirun within a Slurm allocation: the nearest launcher counts.
    CHECK(told_by({{"OMPI_COMM_WORLD_RANK", "1"},
                   {"OMPI_COMM_WORLD_SIZE", "2"},
                   {"SLURM_PROCID", "0"},
                   {"SLURM_NTASKS", "1"}}) == shard{2, 2});
    CHECK(choose_shard({}, {{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "4"}}).source ==
          "OMPI_COMM_WORLD_RANK is 1, OMPI_COMM_WORLD_SIZE is 4");
    CHECK(choose_shard("1/3", {{"PMI_RANK", "1"}, {"PMI_SIZE", "2"}}).part == shard{1, 3});
    CHECK(choose_shard({}, {}).part == shard{1, 1});
}

TEST_CASE("half of what a launcher tells is refused, as is nonsense", "[sweep]")
{
    CHECK(choose_shard({}, {{"JOB_COMPLETION_INDEX", "4"}}).failure ==
          "JOB_COMPLETION_INDEX is set, but not DRYDOCK_SHARDS: expected both, or --shard I/N");
    for (auto const* const rank : {"3", "-1", "x", ""})
        CHECK_THAT(choose_shard({}, {{"PMI_RANK", rank}, {"PMI_SIZE", "3"}}).failure,
                   Contains("expected a rank from 0 and a number of processes above it"));
}

TEST_CASE("measures are exact, and known by their paths", "[sweep]")
{
    for (auto const* const text : {"0", "3", "0.25", "14400.557318", "0.000001"}) {
        auto const value = parse_measure(text);
        REQUIRE(value);
        CHECK(measure_text(*value) == text);
    }
    CHECK_FALSE(parse_measure("0.0000001"));
    CHECK_FALSE(parse_measure("x"));
    for (auto const* const path :
         {"load.recovery.peak", "latency.p99", "deliveries.discarded", "simulation_events",
          "attempts.by_outcome.http_503", "attempts.by_outcome.timeout", "expectations.failed"})
        CHECK(objection_to_measure(path).empty());
    CHECK(objection_to_measure("load.recovery.peek") ==
          "expected a number of `--summary json` such as load.recovery.peak, found "
          "\"load.recovery.peek\"; did you mean \"load.recovery.peak\"?");
    for (auto const* const path : {"", "seed", "wall_seconds", "digest", "load", "load.peak_at",
                                   "attempts.by_outcome.never"})
        CHECK_FALSE(objection_to_measure(path).empty());
}
