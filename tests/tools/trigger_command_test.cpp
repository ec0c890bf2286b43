#include "model/status.hpp"
#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// The lines of a timeline that tell of attempts.
std::vector<std::string> attempts_in(std::string const& out)
{
    std::vector<std::string> found;
    std::istringstream lines{out};
    for (std::string line; std::getline(lines, line);)
        if (line.find("✗") != line.npos || line.find("✓") != line.npos) found.push_back(line);
    return found;
}

called trigger(std::vector<std::string> words)
{
    words.insert(words.begin(), "trigger");
    return call(words);
}

/// What is printed with these words, run from a file, has the digest of the run.
void check_printed(std::vector<std::string> words)
{
    INFO(Catch::StringMaker<std::vector<std::string>>::convert(words));
    auto const run = trigger(words);
    INFO(run.out << run.err);
    REQUIRE(run.code == 0);
    words.emplace_back("--print");
    auto const printed = trigger(words);
    REQUIRE(printed.code == 0);
    CHECK(printed.err.empty());

    scratch_folder const folder;
    auto const file = folder.file("printed.json", printed.out);
    CHECK(call({"check", file, "-q"}).err.empty());
    auto const again = call({"run", file});
    CHECK(again.code == 0);
    CHECK(digest_in(again.out) == digest_in(run.out));
}

} // namespace

TEST_CASE("each event is triggered, and its scenario does the same from a file", "[trigger]")
{
    for (auto const event : model::webhook_event_names()) {
        auto const name = std::string{event};
        auto const run = trigger({name});
        INFO(run.out << run.err);
        CHECK(run.code == 0);
        CHECK(run.err.empty());
        CHECK_THAT(run.out, Contains("created: " + name + " to https://shop.test/hooks\n"));
        REQUIRE(attempts_in(run.out).size() == 1);
        CHECK_THAT(attempts_in(run.out)[0], Contains("1/3   ✓ http_200  applied   delivered"));
        check_printed({name});
        check_printed({name, "--count", "3", "--every", "1h", "--lost-ack"});
    }
}

TEST_CASE("a lost acknowledgement after an outage is a delivery that had its effect and is lost",
          "[trigger]")
{
    auto const run = trigger({"track", "--down", "0h..3h", "--lost-ack"});
    CHECK(run.code == 0);
    auto const attempts = attempts_in(run.out);
    REQUIRE(attempts.size() == 3);
    CHECK_THAT(attempts[0], Contains("00:00:00  se-1     IT    #1 1/3   ✗ refused"));
    CHECK_THAT(attempts[1], Contains("02:00:00  se-1     IT    #1 2/3   ✗ refused"));
    CHECK_THAT(attempts[2], Contains("04:00:00  se-1     IT    #1 3/3   ✗ timeout"));
    CHECK_THAT(attempts[2], Contains("applied   discarded, no attempt left"));
    check_printed({"track", "--down", "0h..3h", "--lost-ack"});
}

TEST_CASE("first attempts fail as often as asked, and the answer after them is lost", "[trigger]")
{
    auto const attempts =
        attempts_in(trigger({"batch", "--respond", "503", "--times", "2", "--lost-ack"}).out);
    REQUIRE(attempts.size() == 3);
    CHECK_THAT(attempts[0], Contains("✗ http_503"));
    CHECK_THAT(attempts[1], Contains("✗ http_503"));
    CHECK_THAT(attempts[2], Contains("✗ timeout"));
    CHECK_THAT(trigger({"rate", "--fail", "reset"}).out, Contains("✗ reset"));
    CHECK_THAT(trigger({"rate", "--down", "0s..1h", "--down", "1h..3h", "--as", "503"}).out,
               Contains("2/3   ✗ http_503"));
}

TEST_CASE("usual fields are said in words", "[trigger]")
{
    auto const print = [](std::vector<std::string> words) {
        words.emplace_back("--print");
        auto const printed = trigger(words);
        CHECK(printed.err.empty());
        return printed.out;
    };
    auto const track =
        print({"track", "--status", "DE", "--subject", "se-7", "--tracking-number", "9400"});
    CHECK_THAT(track, Contains(R"("status": "DE")"));
    CHECK_THAT(track, Contains(R"("shipment": "se-7")"));
    CHECK_THAT(track, Contains(R"("tracking_number": "9400")"));
    CHECK_THAT(print({"track", "--status", "SP"}), Contains(R"("profile": "openapi-2026")"));
    CHECK_THAT(print({"batch", "--status", "completed_with_errors"}), Contains("process_errors"));
    CHECK_THAT(print({"carrier_connected", "--subject", "se-9"}), Contains(R"("carrier": "se-9")"));
    check_printed({"track", "--tracking-number", "94{n}", "--count", "3"});
    check_printed({"track", "--tracking-number", "9400", "--subject", "se-7", "--count", "3"});
}

TEST_CASE("what options of a run change is in what is printed", "[trigger]")
{
    std::vector<std::string> const words{
        "track",   "--seed",  "7",     "--policy",    R"({"attempts":2,"delay":"30m"})",
        "--until", "1d",      "--set", "/about=Mine", "--fail",
        "timeout", "--times", "5",     "--profile",   "openapi-2026"};
    auto const run = trigger(words);
    CHECK_THAT(run.out, StartsWith("Mine\n"));
    CHECK_THAT(run.out, Contains("trigger track, seed 7, from "));
    CHECK_THAT(run.out, Contains("#1 2/2"));
    check_printed(words);
}

TEST_CASE("a triggered event goes to outputs as any run does", "[trigger]")
{
    scratch_folder const folder;
    auto const journal = folder.path("out.jsonl");
    auto const run = trigger({"track", "--journal", journal, "--summary", "json"});
    CHECK(run.code == 0);
    CHECK_THAT(run.out, StartsWith("{"));
    CHECK_THAT(run.out, Contains(R"("transport":"direct")"));
    CHECK(call({"replay", journal}).code == 0);
    CHECK(trigger({"track", "--verify-determinism", "-q"}).code == 0);
}

TEST_CASE("a failing trigger ends with the words that repeat it", "[trigger]")
{
    auto const run =
        trigger({"track", "--lost-ack", "--subject", "parcel 1", "--journal", "/dev/full", "-q"});
    CHECK(run.code == 2);
    CHECK_THAT(run.out, Contains("\nrepeat with: drydock trigger track --subject 'parcel 1' "
                                 "--lost-ack --seed 1\n"));
}

TEST_CASE("words that trigger cannot use are named with what was meant", "[trigger]")
{
    auto const problem = [](std::vector<std::string> words) {
        auto const run = trigger(std::move(words));
        CHECK(run.code == 2);
        CHECK(run.out.empty());
        return run.err;
    };
    CHECK(problem({"trakc"}) ==
          "drydock: expected an event: batch, rate, track, carrier_connected, "
          "sales_orders_imported, order_source_refresh_complete, report_complete, found \"trakc\"; "
          "did you mean \"track\"?\n");
    CHECK_THAT(problem({}), Contains("EVENT"));
    CHECK_THAT(problem({"track", "--status", "IN"}), Contains("did you mean \"UN\"?"));
    CHECK_THAT(problem({"batch", "--status", "complete"}), Contains("did you mean \"completed\"?"));
    CHECK_THAT(problem({"rate", "--status", "IT"}), Contains("--status is about track and batch"));
    CHECK_THAT(problem({"rate", "--tracking-number", "1"}), Contains("is about track; rate has"));
    CHECK_THAT(problem({"track", "--fail", "lost-ack"}), Contains("did you mean \"lost_ack\"?"));
    CHECK_THAT(problem({"track", "--respond", "99"}), Contains("100 to 599, found 99"));
    CHECK_THAT(problem({"track", "--down", "3h"}), Contains("expected FROM..UNTIL such as 0h..3h"));
    CHECK_THAT(problem({"track", "--down", "0h..3h", "--as", "refuse"}),
               Contains("did you mean \"refused\"?"));
    CHECK_THAT(problem({"track", "--down", "0h..3h", "--as", "600"}), Contains("100 to 599"));
    CHECK_THAT(problem({"track", "--as", "503"}), Contains("expected --down FROM..UNTIL beside"));
    CHECK_THAT(problem({"track", "--times", "2"}), Contains("expected --fail or --respond beside"));
    CHECK_THAT(problem({"track", "--every", "1m"}), Contains("expected --count above 1 beside"));
    CHECK_THAT(problem({"track", "--count", "0"}), Contains("at least 1 event"));
    CHECK_THAT(problem({"track", "--fail", "reset", "--respond", "500"}), Contains("exclude"));
    CHECK_THAT(problem({"track", "--lostack"}), Contains("did you mean \"--lost-ack\"?"));
    CHECK_THAT(problem({"track", "--watch"}), Contains("there is no option --watch"));
    CHECK_THAT(problem({"track", "--plain"}), Contains("--plain is about a live run"));
    // What only the loader knows is told with the place in what would be printed.
    CHECK_THAT(problem({"track", "--down", "3h..0h"}), Contains("/outages/0"));
    CHECK_THAT(problem({"report_complete", "--profile", "seed-2019"}), Contains("openapi-2026"));
}
