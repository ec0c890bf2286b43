// Each operation on the network that a delivery needs fails once, in turn.
#include "sim/runner.hpp"
#include "sim/wire/transport.hpp"
#include "tests/support/journal_lines.hpp"
#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <memory>
#include <set>
#include <string>

using namespace drydock;
using namespace std::chrono_literals;

namespace {

struct finding {
    std::uint64_t operations = 0;
    std::size_t waiting = 0; ///< at the end of the run
    test::journal_lines journal;
};

/// Tells what is left in its network when the run is over.
class failing_transport final : public sim::wire_transport {
public:
    failing_transport(sim::scenario const& what, sim::event_queue& queue, std::uint64_t failing,
                      finding& found)
        : wire_transport{what, queue}, found_{&found}
    {
        if (failing != 0) context().fail_operation(failing);
    }
    ~failing_transport() override
    {
        found_->operations = context().operations();
        found_->waiting = context().waiting_count();
    }

private:
    finding* found_;
};

/// The run in which the operation of that number fails; 0: none.
finding run_failing(sim::scenario const& what, std::uint64_t failing)
{
    finding found;
    auto const result =
        sim::run(what, {&found.journal}, [&](sim::scenario const& plan, sim::event_queue& queue) {
            return std::make_unique<failing_transport>(plan, queue, failing, found);
        });
    CHECK(result.failure.empty());
    return found;
}

sim::scenario one_delivery(std::string const& rules, std::string const& links)
{
    return test::loaded(test::file_with(
        R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
           "endpoints": {"https://shop.test": {"rules": [)" +
        rules + R"(]}}, "links": [)" + links + R"(],
           "timeline": [{"at": "0s", "track": {"shipment": "se-1", "status": "IT"}}])"));
}

std::string reason_in(std::string const& line)
{
    auto const at = line.find("\"reason\":\"") + 10;
    return line.substr(at, line.find('"', at) - at);
}

} // namespace

TEST_CASE("whichever operation of a delivery fails, its attempt ends and the next gets through",
          "[wire]")
{
    auto const* const links = GENERATE("", R"({"latency": "20ms", "fragment": 60})");
    auto const plan = one_delivery(R"({"after": "50ms"})", links);
    auto const sound = run_failing(plan, 0);
    REQUIRE(sound.operations >= 5);
    CHECK(sound.waiting == 0);
    CHECK(sound.journal.count("attempt_started") == 1);

    std::set<std::string> reasons;
    for (std::uint64_t n = 1; n <= sound.operations + 1; ++n) {
        INFO("operation " << n << " of " << sound.operations);
        auto const found = run_failing(plan, n);
        auto const& journal = found.journal;
        CHECK(found.waiting == 0);
        auto const failed = journal.count("attempt_failed");
        CHECK(failed <= 1);
        CHECK(journal.count("attempt_started") == failed + 1);
        CHECK(journal.count("retry_scheduled") == failed);
        CHECK(journal.count("delivery_succeeded") == 1);
        CHECK(journal.all.back().find("delivery_succeeded") != std::string::npos);
        for (auto const& line : journal.all)
            if (line.find("attempt_failed") != std::string::npos) reasons.insert(reason_in(line));
    }
    CHECK(reasons.contains("refused"));
    CHECK(reasons.contains("reset"));
}

TEST_CASE("a run that ends while attempts are on their way takes them down", "[wire]")
{
    auto plan = one_delivery(R"({"fail": "timeout"})", R"({"latency": "1s", "fragment": 100})");
    for (auto const length : {0s, 1s, 2s, 3s, 5s, 10s}) {
        plan.until = plan.start + length;
        auto const found = run_failing(plan, 0);
        CHECK(found.journal.count("attempt_started") == 1);
        CHECK(found.journal.count("attempt_failed") == (length == 10s ? 1U : 0U));
        CHECK(found.waiting > 0);
    }
}

TEST_CASE("whichever operation fails while all goes wrong, every attempt has one outcome", "[wire]")
{
    auto const plan =
        one_delivery(R"({"attempt": 1, "fail": "malformed"}, {"attempt": 2, "fail": "timeout"},
                        {"fail": "reset", "after": "1s"})",
                     R"({"latency": "5ms"})");
    auto const sound = run_failing(plan, 0);
    CHECK(sound.waiting == 0);
    for (std::uint64_t n = 1; n <= sound.operations; ++n) {
        INFO("operation " << n << " of " << sound.operations);
        auto const found = run_failing(plan, n);
        CHECK(found.waiting == 0);
        CHECK(found.journal.count("attempt_started") == 3);
        CHECK(found.journal.count("attempt_failed") == 3);
        CHECK(found.journal.count("delivery_discarded") == 1);
    }
}
