#include "tests/oracle/oracle.hpp"

#include "model/entity/batch.hpp"
#include "model/entity/shipment.hpp"
#include "model/json/event_json.hpp"
#include "model/property/property.hpp"
#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "tests/oracle/random_scenario.hpp"
#include "tests/oracle/recount.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

using namespace drydock;

namespace {

/// How many random scenarios there are; more can be asked for by hand.
std::uint64_t corpus_size()
{
    auto const* const asked = std::getenv("DRYDOCK_ORACLE_SCENARIOS");
    return asked ? std::strtoull(asked, nullptr, 10) : 2000;
}

constexpr std::array of_effects{model::property::status_never_regresses,
                                model::property::at_most_one_effect, model::property::nothing_lost,
                                model::property::receiver_converges};

class line_collector final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        for (auto const& e : block) {
            writer_.append(lines.emplace_back(), e, first, texts);
            events.push_back(e);
            ++first.value;
        }
    }
    std::vector<std::string> lines;
    std::vector<model::event> events;

private:
    model::event_json_writer writer_;
};

/// How often each property of effects was violated, as the program's own fold counts it.
class property_counter final : public sim::subscriber {
public:
    explicit property_counter(sim::scenario const& plan)
        : fold_{{.policy = plan.policy,
                 .start = plan.start,
                 .asked = {of_effects.begin(), of_effects.end()},
                 .receiver_of = {}}}
    {
    }
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        fold_.apply(block, first, texts);
        for (auto const which : of_effects)
            violations[model::name(which)] = fold_.result(which, texts).violations;
    }
    std::map<std::string_view, std::uint64_t> violations;

private:
    model::property_fold fold_;
};

/// An etag is a hash of an answer's body, and the oracle writes no bodies.
void take_out_etag(std::string& line)
{
    if (line.find("\"type\":\"request_answered\"") == std::string::npos) return;
    if (auto const at = line.find(",\"etag\":"); at != std::string::npos)
        line.replace(at, std::string::npos, "}");
}

std::vector<std::string> journal_of(sim::scenario const& plan)
{
    line_collector collector;
    static_cast<void>(sim::run(plan, {&collector}));
    for (auto& line : collector.lines)
        take_out_etag(line);
    return collector.lines;
}

/// The first lines that differ, with a few before them; empty when all are equal.
std::string difference(std::vector<std::string> const& journal,
                       std::vector<std::string> const& oracle)
{
    auto const [ours, theirs] = std::ranges::mismatch(journal, oracle);
    if (ours == journal.end() && theirs == oracle.end()) return {};
    auto const at = ours - journal.begin();
    std::string text;
    for (auto i = std::max<std::ptrdiff_t>(0, at - 6); i < at; ++i)
        text += "  both    " + journal[static_cast<std::size_t>(i)] + '\n';
    text += "  journal " + (ours == journal.end() ? "(ends)" : *ours) + '\n';
    return text + "  oracle  " + (theirs == oracle.end() ? "(ends)" : *theirs) + '\n';
}

/// One random scenario as the program and as the oracle tell it.
struct told_twice {
    std::vector<std::string> journal;
    oracle::prediction honest;

    bool agree() const { return journal == honest.lines; }
};

/// All scenarios of the corpus, run once for all tests.
std::vector<told_twice> const& corpus()
{
    static auto const all = [] {
        std::vector<told_twice> made;
        for (std::uint64_t n = 0; n < corpus_size(); ++n) {
            auto const plan = oracle::random_scenario(n);
            made.push_back({journal_of(plan), oracle::predict(plan)});
        }
        return made;
    }();
    return all;
}

bool noticed(oracle::defect wrong)
{
    for (std::uint64_t n = 0; n < corpus().size(); ++n) {
        auto const& told = corpus()[n];
        if (!told.agree()) continue;
        if (oracle::predict(oracle::random_scenario(n), wrong).lines != told.journal) return true;
    }
    return false;
}

/// One webhook, its endpoint out from 0h until 3h, one shipment with one scan at 30m.
sim::scenario outage_story()
{
    using namespace std::chrono_literals;
    sim::scenario plan;
    plan.webhooks.push_back({model::webhook_event::track, "https://shop.test/hooks", ""});
    plan.has_endpoints = true;
    sim::endpoint shop;
    shop.prefix = "https://shop.test";
    sim::reaction unavailable;
    unavailable.status = 503;
    shop.outages.push_back({plan.start, plan.start + 3h, unavailable});
    plan.endpoints.push_back(shop);
    sim::ship_entry ship;
    ship.shipment = "se-1";
    ship.scans.push_back({plan.start + 30min, model::scan_status::IT, {}, "", {}});
    sim::timeline_entry entry;
    entry.at = plan.start;
    entry.what = ship;
    plan.timeline.push_back(entry);
    return plan;
}

} // namespace

TEST_CASE("program and oracle both write the contract's own journal", "[oracle]")
{
    std::vector<std::string> const contract{
        R"({"seq":1,"at":"2019-09-07T00:00:00Z","type":"webhook_created")"
        R"(,"cause":0,"webhook":"5515","event":"track","url":"https://shop.test/hooks"})",
        R"({"seq":2,"at":"2019-09-07T00:00:00Z","type":"shipment_created")"
        R"(,"cause":0,"shipment":"se-1"})",
        R"({"seq":3,"at":"2019-09-07T00:30:00Z","type":"shipment_scanned")"
        R"(,"cause":0,"shipment":"se-1","status":"IT"})",
        R"({"seq":4,"at":"2019-09-07T00:30:00Z","type":"delivery_requested")"
        R"(,"cause":3,"delivery":1,"webhook":"5515","subject":"se-1"})",
        R"({"seq":5,"at":"2019-09-07T00:30:00Z","type":"attempt_started")"
        R"(,"cause":4,"delivery":1,"attempt":1})",
        R"({"seq":6,"at":"2019-09-07T00:30:00Z","type":"attempt_failed")"
        R"(,"cause":5,"delivery":1,"attempt":1,"reason":"http_503"})",
        R"({"seq":7,"at":"2019-09-07T00:30:00Z","type":"retry_scheduled")"
        R"(,"cause":6,"delivery":1,"attempt":2,"due":"2019-09-07T02:30:00Z"})",
        R"({"seq":8,"at":"2019-09-07T02:30:00Z","type":"attempt_started")"
        R"(,"cause":7,"delivery":1,"attempt":2})",
        R"({"seq":9,"at":"2019-09-07T02:30:00Z","type":"attempt_failed")"
        R"(,"cause":8,"delivery":1,"attempt":2,"reason":"http_503"})",
        R"({"seq":10,"at":"2019-09-07T02:30:00Z","type":"retry_scheduled")"
        R"(,"cause":9,"delivery":1,"attempt":3,"due":"2019-09-07T04:30:00Z"})",
        R"({"seq":11,"at":"2019-09-07T04:30:00Z","type":"attempt_started")"
        R"(,"cause":10,"delivery":1,"attempt":3})",
        R"({"seq":12,"at":"2019-09-07T04:30:00Z","type":"effect_applied")"
        R"(,"cause":11,"delivery":1,"attempt":3})",
        R"({"seq":13,"at":"2019-09-07T04:30:00Z","type":"delivery_succeeded")"
        R"(,"cause":11,"delivery":1,"attempt":3,"status":200})",
    };
    CHECK(difference(contract, oracle::predict(outage_story()).lines) == "");
    CHECK(difference(journal_of(outage_story()), contract) == "");
}

TEST_CASE("random scenarios are journaled as the oracle says, event for event", "[oracle]")
{
    std::uint64_t different = 0;
    for (std::uint64_t n = 0; n < corpus().size(); ++n) {
        auto const& told = corpus()[n];
        if (told.agree() || ++different > 3) continue;
        UNSCOPED_INFO("random scenario " << n << ":\n"
                                         << oracle::to_file(oracle::random_scenario(n))
                                         << difference(told.journal, told.honest.lines));
        CHECK(told.agree());
    }
    CHECK(different == 0);
}

// These two are of the oracle and take the whole corpus.
TEST_CASE("every defect planted in the oracle is noticed by some random scenario", "[oracle][long]")
{
    for (auto i = 1; i < static_cast<int>(oracle::defect::count); ++i) {
        INFO("defect: " << oracle::name(static_cast<oracle::defect>(i)));
        CHECK(noticed(static_cast<oracle::defect>(i)));
    }
}

TEST_CASE("every rare situation is reached by some random scenario", "[oracle][long]")
{
    std::set<std::string_view> reached;
    for (auto const& told : corpus())
        reached.insert(told.honest.reached.begin(), told.honest.reached.end());
    for (auto const situation : oracle::rare_situations()) {
        INFO("situation: " << situation);
        CHECK(reached.contains(situation));
    }
    CHECK(reached.size() == oracle::rare_situations().size()); // none goes by another name
}

TEST_CASE("a random scenario that went through a file runs as before", "[oracle]")
{
    for (std::uint64_t n = 0; n < corpus().size(); n += 10) {
        auto const plan = oracle::random_scenario(n);
        auto const in_cpp = std::ranges::any_of(
            plan.endpoints, [](auto const& e) { return static_cast<bool>(e.code); });
        if (in_cpp || plan.asked_policy) continue;
        auto const text = oracle::to_file(plan);
        auto const result = sim::load_scenario(text, "random.json");
        for (auto const& error : result.errors)
            UNSCOPED_INFO(sim::to_text(error, "random.json"));
        UNSCOPED_INFO("random scenario " << n << ":\n" << text);
        REQUIRE(result.loaded);
        CHECK(difference(journal_of(*result.loaded), corpus()[n].journal) == "");
    }
}

TEST_CASE("the journal of a random scenario reads back as the same events", "[oracle]")
{
    for (std::uint64_t n = 0; n < corpus().size(); n += 5) {
        line_collector written;
        static_cast<void>(sim::run(oracle::random_scenario(n), {&written}));
        model::event_json_reader reader;
        model::text_table texts;
        for (std::size_t i = 0; i < written.lines.size(); ++i) {
            INFO("random scenario " << n << ", " << written.lines[i]);
            auto const read = reader.parse(written.lines[i], texts);
            auto const* const e = std::get_if<model::event>(&read);
            REQUIRE(e != nullptr);
            REQUIRE(std::memcmp(e, &written.events[i], sizeof *e) == 0);
        }
    }
}

TEST_CASE("properties of effects are violated as often as a naive recount says", "[oracle]")
{
    std::map<std::string_view, std::uint64_t> in_all;
    for (std::uint64_t n = 0; n < corpus().size(); n += 2) {
        auto const plan = oracle::random_scenario(n);
        property_counter counted{plan};
        static_cast<void>(sim::run(plan, {&counted}));
        auto const& journal = corpus()[n].journal;
        if (journal.empty()) continue;
        INFO("random scenario " << n << ":\n" << oracle::to_file(plan));
        for (auto const& [property, count] : oracle::count_violations(journal)) {
            INFO(property);
            CHECK(counted.violations[property] == count);
            in_all[property] += count;
        }
    }
    for (auto const which : of_effects)
        CHECK(in_all[model::name(which)] > 100); // or it has proved nothing
}

TEST_CASE("the same number makes the same random scenario", "[oracle]")
{
    for (std::uint64_t n = 0; n < 50; ++n)
        CHECK(oracle::to_file(oracle::random_scenario(n)) ==
              oracle::to_file(oracle::random_scenario(n)));
    CHECK(oracle::to_file(oracle::random_scenario(1)) !=
          oracle::to_file(oracle::random_scenario(2)));
}

TEST_CASE("the table of legal moves is what the contract's sentence says", "[oracle]")
{
    using enum model::scan_status;
    for (auto const from : {UN, AC, IT, AT, EX, DE, NY, SP})
        for (auto const to : {UN, AC, IT, AT, EX, DE, NY, SP}) {
            INFO(model::name(from) << " to " << model::name(to));
            CHECK(model::is_legal_move(from, to) == oracle::may_follow(from, to));
        }
}

TEST_CASE("a batch takes the ways that the oracle lists, and no others", "[oracle]")
{
    using enum model::batch_status;
    for (auto const from :
         {open, queued, processing, completed, completed_with_errors, archived, invalid, notifying})
        for (auto const to : {open, queued, processing, completed, completed_with_errors, archived,
                              invalid, notifying}) {
            INFO(model::name(from) << " to " << model::name(to));
            CHECK(model::way(from, to) ==
                  oracle::batch_way(from, to).value_or(std::vector<model::batch_status>{}));
        }
}
