// A generated shipment is forgotten once its story is over and told, by every fold alike.
#include "model/snapshot.hpp"
#include "sim/runner.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/run_lines.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace drydock;
using namespace drydock::test;

namespace {

/// Looks at the state of the run after each block.
class onlooker final : public sim::subscriber {
public:
    void on_start(model::state const& folded) override { state = &folded; }
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        for (auto const& e : block) {
            model::evolve(own, e, first);
            ++first.value;
        }
        most_live = std::max(most_live, state->passing.live());
        most_text = std::max(most_text, texts.size());
        equal = equal && model::to_snapshot(*state) == model::to_snapshot(own);
        // What the run holds at its end is gone with it.
        at_end = own;
    }

    model::state const* state = nullptr;
    model::state own, at_end;
    std::size_t most_live = 0;
    std::uint32_t most_text = 0;
    bool equal = true;
};

/// Stories of about an hour, a shipment a minute: sixty or so are under way at a time.
std::string population(std::string_view more = {})
{
    return R"("population": {"shipments": 3000, "arrivals": "1m", )" + std::string{more} +
           R"("story": {"AC": [{"to": "IT", "after": {"exponential": "20m"}}],
                        "IT": [{"to": "EX", "chance": 0.2, "after": {"exponential": "20m"}},
                               {"to": "DE", "after": {"exponential": "40m"}}]}})";
}

constexpr std::string_view receiver = R"("webhooks": [{"event": "track",
    "url": "https://shop.test"}], "endpoints": {"https://shop.test": {"rules": [
    {"chance": 0.2, "respond": 500}, {"chance": 0.1, "fail": "lost_ack", "after": "12s"},
    {"respond": 200, "after": {"exponential": "1s"}}]}}, )";

} // namespace

TEST_CASE("what has passed takes no memory", "[population]")
{
    auto const plan = loaded(file_with(std::string{receiver} + population()));
    onlooker seen;
    auto const result = sim::run(plan, {&seen});
    CHECK(result.summary.deliveries.requested > 8000);
    CHECK(seen.equal);
    CHECK(seen.at_end.shipment_count == 3000);
    CHECK(seen.at_end.passing.live() == 0);
    CHECK(seen.at_end.deliveries.live() == 0);
    CHECK(seen.at_end.shipments.live() == 0);
    CHECK(seen.at_end.scans.empty());
    CHECK(seen.at_end.ids[0].empty());
    CHECK(seen.most_live > 50);
    CHECK(seen.most_live < 500); // some wait four hours for their last attempt
    CHECK(seen.at_end.passed_scans.size() < 3 * seen.most_live);
    CHECK(seen.most_text == 1); // the URL: no id is interned
}

TEST_CASE("a shipment without a webhook is forgotten with its last scan", "[population]")
{
    auto const plan = loaded(file_with(population()));
    onlooker seen;
    static_cast<void>(sim::run(plan, {&seen}));
    CHECK(seen.equal);
    CHECK(seen.at_end.passing.live() == 0);
    CHECK(seen.most_live < 200);
}

TEST_CASE("what can be asked for is kept", "[population]")
{
    auto const kept_of = [](std::string const& members) {
        onlooker seen;
        auto const plan = loaded(file_with(members));
        static_cast<void>(sim::run(plan, {&seen}));
        return seen.at_end.shipments.live();
    };
    CHECK(kept_of(population(R"("keep": true, )")) == 3000);
    CHECK(kept_of(population() + R"(, "timeline": [{"at": "1d", "request":
        {"method": "GET", "path": "/v1/environment/webhooks"}}])") == 3000);
    CHECK(kept_of(population() + R"(, "timeline": [{"at": "1d", "resend": {}}])") == 3000);
    CHECK(kept_of(population() + R"(, "timeline": [{"at": "1d", "carrier_connected":
        {"carrier": "se-1"}}])") == 0);
}

TEST_CASE("what is kept says so in its first event, and nothing else differs", "[population]")
{
    auto forgotten = lines_of(loaded(file_with(std::string{receiver} + population())));
    auto const kept =
        lines_of(loaded(file_with(std::string{receiver} + population(R"("keep": true, )"))));
    std::size_t marked = 0;
    for (auto& line : forgotten) {
        constexpr std::string_view mark = R"(,"ends":["EX","DE"])";
        auto const at = line.find(mark);
        if (at == line.npos) continue;
        CHECK(member(line, "type") == "shipment_created");
        line.erase(at, mark.size());
        ++marked;
    }
    CHECK(marked == 3000);
    CHECK(difference(forgotten, kept) == "");
}

TEST_CASE("an expectation of state finds what is forgotten, and changes no digest", "[population]")
{
    auto const plain = sim::run(loaded(file_with(std::string{receiver} + population())));
    auto const asked = sim::run(loaded(
        file_with(std::string{receiver} + population() +
                  R"(, "expect": [{"state": {"shipment": "se-2"}, "at": "2h", "is": {"scans": 3}},
                        {"state": {"shipment": "se-2999"}, "at": "40d", "is": {"scans": 3}}])")));
    CHECK(asked.digest == plain.digest);
    CHECK(asked.complaints() == "");
}

TEST_CASE("the body of a passing shipment tells the same scans as that of one kept", "[population]")
{
    // A deduplicating receiver looks at bytes, so they are built on every attempt.
    constexpr std::string_view careful = R"("webhooks": [{"event": "track",
        "url": "https://shop.test"}], "endpoints": {"https://shop.test": {"rules": [
        {"chance": 0.4, "fail": "lost_ack"}], "handler": "deduplicating"}}, )";
    auto const effects = [&](std::string_view more) {
        std::vector<std::string> found;
        for (auto& line : lines_of(loaded(file_with(std::string{careful} + population(more)))))
            if (member(line, "type").starts_with("effect_")) found.push_back(line);
        return found;
    };
    auto const passing = effects({});
    CHECK(passing.size() > 8000);
    CHECK(difference(passing, effects(R"("keep": true, )")) == "");

    auto const plan =
        loaded(file_with(std::string{receiver} + population() +
                         R"(, "expect": [{"deliveries": {"subject": "se-7"}, "count": 3,
                         "body": {"data": {"tracking_number": "DRYDOCK7"}}}])"));
    CHECK(sim::run(plan).complaints() == "");
}
