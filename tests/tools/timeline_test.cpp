#include "tools/drydock/timeline.hpp"

#include "sim/runner.hpp"
#include "tests/support/scripted_transport.hpp"
#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using namespace std::chrono_literals;
using Catch::Contains;
using model::scan_status;

namespace {

sim::reaction const refusing{.fails = sim::failure::refused};

// Scans of shipments "se-1", "se-2", ... one a minute, to an endpoint that a test may change.
sim::scenario scans(std::uint32_t count)
{
    sim::scenario what;
    what.webhooks = {{model::webhook_event::track, "https://shop.test/hooks", {}}};
    what.has_endpoints = true;
    what.endpoints.emplace_back().prefix = "https://shop.test";
    sim::timeline_entry entry;
    entry.at = what.start;
    entry.every = 1min;
    entry.times = count;
    sim::track_entry track;
    track.shipment = count == 1 ? "se-1" : "se-{n}";
    track.scan.at = what.start;
    track.scan.status = scan_status::IT;
    entry.what = track;
    what.timeline = {entry};
    return what;
}

void switch_webhook(sim::scenario& what, model::duration after, bool enabled)
{
    sim::timeline_entry entry;
    entry.at = what.start + after;
    sim::webhook_entry change;
    change.event = model::webhook_event::track;
    change.enabled = enabled;
    entry.what = change;
    what.timeline.push_back(entry);
}

std::string told(sim::scenario const& what, tools::timeline_limits limits = {})
{
    std::ostringstream out;
    tools::timeline lines{what, out, tools::painter{false}, limits};
    sim::run(what, {&lines});
    lines.finish();
    return out.str();
}

std::size_t lines_of(std::string const& text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

TEST_CASE("an attempt stands where it began, with what came of it later", "[timeline]")
{
    auto what = scans(2);
    sim::endpoint_rule slow;
    slow.subject = "se-1";
    slow.attempts = {1};
    slow.after.first = 12s;
    slow.after_given = true;
    what.endpoints[0].rules = {slow};
    what.timeline[0].every = 5s;
    CHECK(told(what) ==
          "  offset  subject  what  attempt  outcome     took  receiver  then\n"
          "00:00:00  webhook 5515 created: track to https://shop.test/hooks\n"
          "00:00:00  se-1     IT    In Transit\n"
          "00:00:00  se-1     IT    #1 1/3   ✗ timeout   10s             next try at 02:00:10\n"
          "00:00:05  se-2     IT    In Transit\n"
          "00:00:05  se-2     IT    #2 1/3   ✓ http_200        applied   delivered\n"
          "00:00:12  se-1     IT    #1 1/3                     applied   late, the sender had "
          "given up\n"
          "02:00:10  se-1     IT    #1 2/3   ✓ http_200        applied   delivered after 2h10s\n");
}

TEST_CASE("fractions of a second and days keep the colons below each other", "[timeline]")
{
    auto what = scans(1);
    what.timeline[0].at += 36h;
    sim::endpoint_rule quick;
    quick.after.first = 40ms;
    quick.after_given = true;
    quick.attempts = {1};
    quick.then.status = 500;
    what.endpoints[0].rules = {quick};
    auto const text = told(what);
    CHECK_THAT(text, Contains("\n   00:00:00      webhook 5515 created"));
    CHECK_THAT(text, Contains("\n1d 12:00:00      se-1     IT    #1 1/3   ✗ http_500  40ms"));
    CHECK_THAT(text, Contains("next try at 1d 14:00:00.040\n"));
    CHECK_THAT(text, Contains("\n1d 14:00:00.040  se-1     IT    #1 2/3   ✓ http_200"));
}

TEST_CASE("every endpoint with outages has its band", "[timeline]")
{
    auto what = scans(1);
    what.endpoints[0].outages = {{what.start, what.start + 3h, refusing},
                                 {what.start + 1h, what.start + 2h, refusing}};
    sim::endpoint other;
    other.prefix = "https://other.test";
    other.outages = {{what.start + 90min, what.start + 30 * 24h, {.fails = sim::failure::dns}}};
    what.endpoints.push_back(other);
    auto const text = told(what);
    CHECK_THAT(text, Contains("\n┌      00:00:00  outage begins: https://shop.test"));
    CHECK_THAT(text, Contains("\n├      01:00:00  outage begins: https://shop.test"));
    CHECK_THAT(text, Contains("\n│┌     01:30:00  outage begins: https://other.test has no address "
                              "until 30d 00:00\n"));
    CHECK_THAT(text, Contains("\n├│     02:00:00  outage ends: https://shop.test"));
    CHECK_THAT(text, Contains("\n└│     03:00:00  outage ends: https://shop.test"));
    CHECK_THAT(text, Contains("\n │     04:00:00  se-1"));
    CHECK_THAT(text, Contains("\n └ 30d 00:00:00  outage ends: https://other.test\n"));
}

TEST_CASE("an outage that begins after everything is over is not told", "[timeline]")
{
    auto what = scans(1);
    what.endpoints[0].outages = {{what.start + 1h, what.start + 2h, refusing}};
    CHECK_THAT(told(what), !Contains("outage"));
}

TEST_CASE("webhook changes tell what became of waiting deliveries", "[timeline]")
{
    auto what = scans(1);
    what.endpoints[0].outages = {{what.start, what.start + 24h, refusing}};
    switch_webhook(what, 1h, false);
    switch_webhook(what, 2h, true);
    auto const text = told(what);
    CHECK_THAT(text, Contains("01:00:00  webhook 5515 disabled\n"));
    CHECK_THAT(text, Contains("01:00:00  se-1     IT    #1       cancelled, its webhook is off: no "
                              "further try\n"));
    CHECK_THAT(text, Contains("02:00:00  webhook 5515 enabled\n"));
}

TEST_CASE("a webhook that its policy disables says why", "[timeline]")
{
    auto what = scans(1);
    what.endpoints[0].outages = {{what.start, what.start + 24h, refusing}};
    what.policy.disable_after.failed_deliveries = 1;
    auto const text = told(what);
    CHECK_THAT(text, Contains("#1 3/3   ✗ refused  discarded, no attempt left\n"));
    CHECK_THAT(text, Contains("webhook 5515 disabled, because it kept failing\n"));
}

TEST_CASE("a scan that nobody is told of says so", "[timeline]")
{
    auto what = scans(1);
    what.webhooks.clear();
    CHECK_THAT(
        told(what),
        Contains("se-1     IT    In Transit; no webhook is on for track, nothing is sent\n"));
}

TEST_CASE("an attempt in flight at the end says so", "[timeline]")
{
    auto what = scans(1);
    sim::endpoint_rule slow;
    slow.after.first = 5s;
    slow.after_given = true;
    what.endpoints[0].rules = {slow};
    what.until = what.start + 2s;
    CHECK_THAT(told(what), Contains("#1 1/3   still in flight at the end\n") ||
                               Contains("#1 1/3                  still in flight at the end\n"));
}

TEST_CASE("a long run keeps its first and last lines and counts the others", "[timeline]")
{
    auto const what = scans(3000);
    auto const text = told(what);
    CHECK(lines_of(text) == 1 + 60 + 1 + 20);
    CHECK_THAT(text, Contains("... 5921 lines left out; -v shows all\n"));
    CHECK_THAT(text, Contains("se-1  ") && Contains("se-3000") && !Contains("se-1500"));
    auto const all = told(what, {.all = true});
    CHECK(lines_of(all) == 1 + 1 + 6000);
    CHECK_THAT(all, Contains("se-1500"));
}

TEST_CASE("texts of a scenario cannot confuse the terminal or the columns", "[timeline]")
{
    auto what = scans(1);
    auto& track = std::get<sim::track_entry>(what.timeline[0].what);
    track.shipment = "bad\x1b[2J" + std::string(40, 'x');
    auto const text = told(what);
    CHECK_THAT(text, !Contains("\x1b"));
    CHECK_THAT(text, Contains("  bad [2Jxxxxxxxxxxxxxxxx…  IT    In Transit\n"));
}

TEST_CASE("a call stands before what it leads to, with its answer", "[timeline]")
{
    auto what = scans(1);
    auto const call = [&](model::verb method, std::string target, model::key_state key) {
        sim::timeline_entry entry;
        entry.at = what.start;
        entry.what = sim::request_entry{.method = method, .target = std::move(target), .key = key};
        what.timeline.push_back(entry);
    };
    call(model::verb::DELETE, "/v1/environment/webhooks/5515", model::key_state::valid);
    call(model::verb::GET, "/v1/environment/webhooks", model::key_state::wrong);
    call(model::verb::GET, "/v1/\x1b[2J", model::key_state::valid);
    auto const text = told(what);
    CHECK_THAT(text, Contains("00:00:00  DELETE /v1/environment/webhooks/5515: 204\n"
                              "00:00:00  webhook 5515 deleted\n"
                              "00:00:00  GET /v1/environment/webhooks, wrong key: 401 "
                              "unauthorized\n"
                              "00:00:00  GET /v1/ [2J: 404 not_found\n"));
}

TEST_CASE("what is not about a scan says what it is about, and a changed payload is told of",
          "[timeline]")
{
    auto what = scans(1);
    what.timeline[0].payload = R"({"remove":["/data"]})";
    what.webhooks.push_back({model::webhook_event::batch, "https://shop.test/batches", {}});
    sim::timeline_entry entry;
    entry.at = what.start + 1h;
    entry.what = sim::batch_entry{"se-7", model::batch_status::completed_with_errors, {}};
    what.timeline.push_back(entry);
    entry.at += 1h;
    sim::refresh_entry refresh;
    refresh.order_source = "shop";
    refresh.takes = 5s;
    refresh.orders = {"{}", "{}"};
    entry.what = refresh;
    what.timeline.push_back(entry);
    CHECK(told(what) == "  offset  subject  what     attempt  outcome     receiver  then\n"
                        "00:00:00  webhook 5515 created: track to https://shop.test/hooks\n"
                        "00:00:00  webhook 5516 created: batch to https://shop.test/batches\n"
                        "00:00:00  se-1     IT       In Transit, with a payload of its own\n"
                        "00:00:00  se-1     IT       #1 1/3   ✓ http_200  applied   delivered\n"
                        "01:00:00  se-7     batch    queued\n"
                        "01:00:00  se-7     batch    processing\n"
                        "01:00:00  se-7     batch    completed with errors\n"
                        "01:00:00  se-7     batch    #2 1/3   ✓ http_200  applied   delivered\n"
                        "02:00:00  shop     refresh  started\n"
                        "02:00:05  shop     orders   2 orders imported; no webhook is on for "
                        "sales_orders_imported, nothing is sent\n"
                        "02:00:05  shop     refresh  complete; no webhook is on for "
                        "order_source_refresh_complete, nothing is sent\n");
}

TEST_CASE("a live attempt is told with who answered, and a failure with what was heard",
          "[timeline]")
{
    using enum model::answerer;
    auto const refused = model::attempt_outcome::of(model::outcome_kind::refused);
    std::string const long_page(200, 'x');
    test::scripted_transport::record record;
    auto& tells = record.tells;
    tells[1] = {{.outcome = model::attempt_outcome::http(503), .heard = {rule, {}}}, 0s};
    tells[2] = {{.outcome = refused, .heard = {endpoint, "[::1]:1: Connection refused"}}, 0s};
    tells[3] = tells[2]; // in the same way: not told again
    tells[4] = {{.outcome = model::attempt_outcome::http(500), .heard = {endpoint, "no\ndisk"}},
                1234us};
    tells[5] = {{.outcome = model::attempt_outcome::http(500), .heard = {endpoint, long_page}}, 0s};
    tells[6] = {{.outcome = model::attempt_outcome::http(200),
                 .probed = sim::probe_result{2, {}},
                 .heard = {endpoint, {}}},
                0s};
    for (auto& told : tells)
        told.second.seen.has_arrived = false;
    auto what = scans(1);
    what.policy.attempts = 6;
    what.policy.delays.fill(1h);
    std::ostringstream out;
    tools::timeline lines{what, out, tools::painter{false}, {.whole_seconds = true}};
    sim::run(what, {&lines}, telling(record));
    lines.finish();
    CHECK(
        out.str() ==
        "  offset  subject  what  attempt  outcome     took  receiver    then\n"
        "00:00:00  webhook 5515 created: track to https://shop.test/hooks\n"
        "00:00:00  se-1     IT    In Transit\n"
        "00:00:00  se-1     IT    #1 1/6   ✗ http_503        rule        next try at 01:00\n"
        "01:00:00  se-1     IT    #1 2/6   ✗ refused         endpoint    next try at 02:00\n"
        "          └ [::1]:1: Connection refused\n"
        "02:00:00  se-1     IT    #1 3/6   ✗ refused         endpoint    next try at 03:00\n"
        "03:00:00  se-1     IT    #1 4/6   ✗ http_500  1ms   endpoint    next try at 04:00\n"
        "          └ \"no disk\"\n"
        "04:00:00  se-1     IT    #1 5/6   ✗ http_500        endpoint    next try at 05:00\n"
        "          └ \"" +
            std::string(59, 'x') +
            "…\"\n"
            "05:00:00  se-1     IT    #1 6/6   ✓ http_200        applied 2x  delivered after 5h\n");
}
