#include "tools/drydock/sweep/sweep_results.hpp"

#include "sim/digest.hpp"
#include "sim/random.hpp"
#include "tools/drydock/sweep/shard_file.hpp"
#include "tools/drydock/sweep/sweep_report.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::tools;
using Catch::Contains;

namespace {

sweep_plan plan_of(std::uint64_t seeds)
{
    return {.program = "0.1.0",
            .scenario = "a b.json",
            .about = "About \"it\".",
            .assumptions = {"attempts 3 in all"},
            .expects = true,
            .options = " --policy svix",
            .fingerprint = "f",
            .seeds = {1, seeds},
            .over = {{{"down_for", {"1h", "2h"}}}}};
}

std::uint64_t drawn(std::uint64_t run, std::uint32_t n)
{
    return sim::draw(run, {.purpose = {}, .subject = n});
}

// What a run with that number might have come to: columns that come and go, and latencies.
void add_run(sweep_results& to, sweep_plan const& plan, std::uint64_t run)
{
    run_record record{.digest = sim::digest_of(std::to_string(run)), .failed = {}, .measures = {}};
    if (run % 5 == 0) record.failed = {"expect/0 \"count\"", "nothing_lost"};
    std::vector<measure> measures{{"attempts.total", static_cast<std::int64_t>(run) * 1'000'000},
                                  {"latency.p50", static_cast<std::int64_t>(run) * 10}};
    if (run % 3 == 0) measures.push_back({"load.recovery.peak", 1'500'000});
    if (run % 2 == 0) measures.push_back({"attempts.by_outcome.timeout", 2'000'000});
    to.add(run, std::move(record), measures);
    sim::histogram latencies;
    for (std::uint32_t n = 0; n < run; ++n)
        latencies.add(static_cast<std::int64_t>(drawn(run, n) >> 20));
    to.add_latencies(plan.point_of(run), latencies);
}

shard_file shard_of(sweep_plan const& plan, shard const& part)
{
    sweep_results results{plan.over.points()};
    // Backwards, as threads might finish.
    for (auto run = plan.runs(); run-- > 0;)
        if (part.has(run)) add_run(results, plan, run);
    return {shard_file_name(part), plan, part, std::move(results)};
}

std::string text_of(shard_file const& file)
{
    return shard_text(file.plan, file.part, file.results);
}

std::string told(sweep_plan const& plan, sweep_results results)
{
    swept const what{plan, {}, std::move(results), {}};
    return report_text(what, "latency.p50", painter{false}) + report_csv(what) +
           report_json(what, "load.recovery.peak");
}

std::string failure_of(std::string const& text)
{
    auto const parsed = parse_shard_file(text, "x");
    CHECK_FALSE(parsed.file);
    return parsed.failure;
}

std::string replaced(std::string text, std::string const& from, std::string const& to)
{
    auto const at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("any number of shards merges into the same results, in any order", "[sweep]")
{
    auto const plan = plan_of(20);
    auto const whole = told(plan, shard_of(plan, {1, 1}).results);
    for (unsigned const of : {2U, 3U, 7U, 40U}) {
        sweep_results forwards{2}, backwards{2};
        for (std::uint64_t number = 1; number <= of; ++number) {
            forwards.merge(shard_of(plan, {number, of}).results);
            backwards.merge(shard_of(plan, {of + 1 - number, of}).results);
        }
        CHECK(told(plan, std::move(forwards)) == whole);
        CHECK(told(plan, std::move(backwards)) == whole);
    }
    CHECK_THAT(whole, Contains("runs        40: 32 held, 8 failed"));
    CHECK_THAT(whole, Contains("8 runs failed; repeat with:\ndrydock run 'a b.json' --seed 1 --var "
                               "down_for=1h --policy svix\n"));
}

TEST_CASE("a shard's file says all that the shard does", "[sweep]")
{
    auto const file = shard_of(plan_of(10), {2, 3});
    auto const text = text_of(file);
    auto const read = parse_shard_file(text, "x");
    INFO(read.failure);
    REQUIRE(read.file);
    CHECK(read.file->part == shard{2, 3});
    CHECK(difference(read.file->plan, file.plan).empty());
    CHECK(told(read.file->plan, read.file->results) == told(file.plan, file.results));
    CHECK(text_of(*read.file) == text);
    auto const head = parse_shard_header(text, "x");
    REQUIRE(head.file);
    CHECK(head.file->part == shard{2, 3});
    CHECK(head.file->results.runs().empty());
}

TEST_CASE("the digest of a sweep is the hash of the digests of its runs, in order", "[sweep]")
{
    auto const plan = plan_of(2);
    std::string lines;
    for (auto run = 0; run < 4; ++run)
        lines += sim::digest_of(std::to_string(run)) + "\n";
    CHECK(shard_of(plan, {1, 1}).results.digest() == sim::digest_of(lines));
    CHECK(sim::digest_of("") == "99aa06d3014798d86001c324468d497f"); // as xxh128sum prints it
}

TEST_CASE("a file that is no shard, or not all of one, is refused", "[sweep]")
{
    auto const text = text_of(shard_of(plan_of(4), {1, 2}));
    CHECK(failure_of("") ==
          "x:0: expected a shard of a sweep, found a first line that is no header");
    CHECK_THAT(failure_of("{\"drydock_journal\":1}\n"), Contains("that is no header"));
    CHECK(failure_of(replaced(text, "\"drydock_sweep\":1", "\"drydock_sweep\":2")) ==
          "x:1: expected sweep format 1, found format 2");
    CHECK_THAT(failure_of(replaced(text, "\"seeds\"", "\"sheds\"")), Contains("x:1: its header"));
    CHECK_THAT(failure_of(text.substr(0, text.rfind("{\"run\""))),
               Contains("expected 4 runs, found 3: something is cut off"));
    CHECK_THAT(failure_of(text.substr(0, text.size() - 10)), Contains("expected a run of shard 1"));
    CHECK(failure_of(replaced(text, "{\"run\":2,", "{\"run\":1,")) ==
          "x:3: expected a run of shard 1 of 2");
    CHECK(failure_of(replaced(text, "{\"run\":2,", "{\"run\":0,")) == "x:3: has run 0 twice");
    CHECK_THAT(failure_of(replaced(text, "{\"run\":2,", "{\"run\":8,")),
               Contains("expected a run"));
    CHECK_THAT(failure_of(replaced(text, "\"measures\":[2,0,", "\"measures\":[2,")),
               Contains("expected 4 measures"));
}

TEST_CASE("missing runs are found, whole shards among them", "[sweep]")
{
    auto const plan = plan_of(3); // runs 0 to 5
    sweep_results results{2};
    add_run(results, plan, 0);
    add_run(results, plan, 2);
    auto const first = missing_of(plan, {1, 2}, results);
    REQUIRE(first);
    CHECK_FALSE(first->is_whole);
    CHECK(first->runs == std::vector<std::uint64_t>{4});
    auto const second = missing_of(plan, {2, 2}, results);
    REQUIRE(second);
    CHECK(second->is_whole);
    CHECK(second->runs == std::vector<std::uint64_t>{1, 3, 5});
    add_run(results, plan, 4);
    CHECK_FALSE(missing_of(plan, {1, 2}, results));
}

TEST_CASE("the worst runs come first, and equal ones in order", "[sweep]")
{
    auto const plan = plan_of(10);
    auto const results = shard_of(plan, {1, 1}).results;
    auto const worst = worst_runs(results, "latency.p50", 3);
    REQUIRE(worst.size() == 3);
    CHECK(worst[0].run == 19);
    CHECK(worst[2].run == 17);
    auto const equal = worst_runs(results, "load.recovery.peak", 100);
    REQUIRE(equal.size() == 7); // every third has it
    CHECK(equal[0].run == 0);
    CHECK(equal[6].run == 18);
    CHECK(worst_runs(results, "load.peak", 3).empty());
}
