#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <map>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;

namespace {

/// Of one entry at 0s whose members are given.
std::string entry_error(std::string const& members)
{
    return timeline_error("{\"at\": \"0s\", " + members + "}");
}

template <class Entry> Entry entry_of(std::string const& members)
{
    auto const plan = loaded(file_with(
        "\"profile\": \"openapi-2026\", \"timeline\": [{\"at\": \"0s\", " + members + "}]"));
    return std::get<Entry>(plan.timeline.at(0).what);
}

/// A disk with these files.
sim::load_options with_files(std::map<std::string, std::string> const& files)
{
    sim::load_options options;
    options.read_file = [files](std::string const& path) -> sim::file_contents {
        auto const found = files.find(path);
        if (found == files.end()) return {{}, "cannot read " + path + ": no such file"};
        return {found->second, {}};
    };
    return options;
}

} // namespace

TEST_CASE("entries about entities are read with the fields of the API", "[scenario]")
{
    auto const batch = entry_of<sim::batch_entry>(
        R"("batch": {"count": 2, "batch": "b", "status": "archived", "batch_notes": null})");
    CHECK(batch.batch == "b");
    CHECK(batch.status == model::batch_status::archived);
    CHECK(batch.fields == R"({"count":2,"batch_notes":null})");
    CHECK(entry_of<sim::batch_entry>(R"("batch": {"batch": "b"})").status ==
          model::batch_status::completed);

    auto const rate = entry_of<sim::rate_entry>(R"("rate": {"shipment": "s", "errors": []})");
    CHECK(rate.shipment == "s");
    CHECK(rate.fields == R"({"errors":[]})");

    auto const carrier =
        entry_of<sim::carrier_entry>(R"("carrier_connected": {"carrier": "c", "balance": 40.0})");
    CHECK(carrier.carrier == "c");
    CHECK(carrier.fields == R"({"balance":40.0})");

    auto const report =
        entry_of<sim::report_entry>(R"("report_complete": {"report": "r", "report_type": "x"})");
    CHECK(report.report == "r");
    CHECK(report.fields == R"({"report_type":"x"})");
}

TEST_CASE("a refresh is read with what it takes, its outcome and its orders", "[scenario]")
{
    auto const plain = entry_of<sim::refresh_entry>(R"("store_refresh": {"order_source": "s"})");
    CHECK(plain.takes == 0s);
    CHECK_FALSE(plain.fails);
    CHECK(plain.orders.empty());
    auto const full = entry_of<sim::refresh_entry>(
        R"("store_refresh": {"order_source": "s", "takes": "5s", "active": false,
                             "orders": [{"external_order_number": "A"}, {}]})");
    CHECK(full.takes == 5s);
    CHECK(full.fields == R"({"active":false})");
    CHECK(full.orders == std::vector<std::string>{R"({"external_order_number":"A"})", "{}"});
    CHECK(entry_of<sim::refresh_entry>(
              R"("store_refresh": {"order_source": "s", "outcome": "error"})")
              .fails);
}

TEST_CASE("a resend is read with its filter", "[scenario]")
{
    auto const plan = loaded(file_with(
        R"("webhooks": [{"event": "rate", "url": "https://a.test"}], "timeline": [
            {"at": "0s", "rate": {"shipment": "s"}},
            {"at": "0s", "resend": {"event": "rate", "subject": "s", "outcome": "pending",
                                    "attempts": {"at_least": 2}}}])"));
    auto const& which = std::get<sim::resend_entry>(plan.timeline.at(1).what).which;
    CHECK(which.event == model::webhook_event::rate);
    CHECK(which.subject == "s");
    CHECK(which.outcome == "pending");
    REQUIRE(which.attempts);
    CHECK(which.attempts->at_least == 2);
    CHECK_FALSE(which.attempts->at_most);
}

// --- moves -----------------------------------------------------------------------------------

TEST_CASE("a way that a batch cannot take is an error with its place and what is left",
          "[scenario]")
{
    auto const errors = errors_of(R"({ "format": 1,
  "timeline": [
    { "at": "1h", "batch": { "batch": "b-1", "status": "completed" } },
    { "at": "2h", "batch": { "batch": "b-1",
                             "status": "processing" } } ] })");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0] == "5:40 /timeline/1/batch/status: expected a status that batch \"b-1\" can "
                       "come to from completed: one of archived; found processing");
}

TEST_CASE("nothing follows an archived batch", "[scenario]")
{
    CHECK(timeline_error(R"({"at": "1s", "batch": {"batch": "b", "status": "archived"}},
                            {"at": "2s", "batch": {"batch": "b"}})") ==
          "/timeline/1/batch: expected a status that batch \"b\" can come to from archived: there "
          "is none; found completed");
}

TEST_CASE("batches are walked one by one in the order of the run", "[scenario]")
{
    CHECK(timeline_error(R"({"at": "2s", "batch": {"batch": "a", "status": "completed"}},
                            {"at": "1s", "batch": {"batch": "a", "status": "open"}},
                            {"at": "1s", "batch": {"batch": "b", "status": "completed"}},
                            {"at": "1s", "batch": {"batch": "a", "status": "queued"}},
                            {"at": "2s", "batch": {"batch": "b", "status": "archived"}})") == "");
    CHECK(timeline_error(R"({"at": "1s", "batch": {"batch": "a", "status": "queued"}},
                            {"at": "1s", "batch": {"batch": "a", "status": "open"}})")
              .find("/timeline/1/batch/status: expected a status that batch \"a\" can come to from "
                    "queued: one of processing completed completed_with_errors archived invalid "
                    "notifying; found open") == 0);
}

TEST_CASE("a repeated batch is walked occurrence by occurrence", "[scenario]")
{
    CHECK(timeline_error(R"({"at": "0s", "repeat": {"every": "1s", "times": 9},
                             "batch": {"batch": "b-{n}"}})") == "");
    CHECK(timeline_error(R"({"at": "0s", "repeat": {"every": "1s", "times": 2},
                             "batch": {"batch": "b"}})")
              .find("one of archived (occurrence 2); found completed") != std::string::npos);
}

TEST_CASE("refreshes of a store must not overlap", "[scenario]")
{
    auto const errors = errors_of(R"({ "format": 1,
  "timeline": [
    { "at": "1h", "store_refresh": { "order_source": "s", "takes": "5m" } },
    { "at": "1h", "store_refresh": { "order_source": "t", "takes": "5m" } },
    { "at": "1h5m", "store_refresh": { "order_source": "s" } } ] })");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0] == "5:13 /timeline/2/at: expected a time after 2019-09-07T01:05:00Z, when the "
                       "refresh of \"s\" from line 3 ends");
    CHECK(timeline_error(R"({"at": "0s", "store_refresh": {"order_source": "s", "takes": "5m"}},
                  {"at": "5m1s", "store_refresh": {"order_source": "s"}})") == "");
    CHECK(timeline_error(R"({"at": "0s", "repeat": {"every": "1m", "times": 2},
                             "store_refresh": {"order_source": "s", "takes": "1m"}})")
              .find("(occurrence 2)") != std::string::npos);
}

TEST_CASE("a refresh that fails imports no orders", "[scenario]")
{
    CHECK(
        entry_error(R"("store_refresh": {"order_source": "s", "outcome": "error",
                                           "orders": [{}]})") ==
        "/timeline/0/store_refresh/orders: expected no orders: a refresh that fails imports none");
    CHECK(entry_error(R"("store_refresh": {"order_source": "s", "outcome": "error",
                                           "orders": []})") == "");
}

// --- payloads --------------------------------------------------------------------------------

TEST_CASE("a payload that nothing carries is an error that says why", "[scenario]")
{
    auto const with = [](std::string const& verb) {
        return error_of(R"("webhooks": [{"event": "rate", "url": "https://a.test"}], "timeline": [
            {"at": "0s", "payload": {"body": "x"}, )" +
                        verb + "}]");
    };
    auto const silent = [&](std::string const& verb, std::string const& why) {
        INFO(verb);
        CHECK(with(verb) == "/timeline/0/payload: expected no payload: " + why);
    };
    silent(R"("webhook": {"event": "rate", "enabled": false})", "a change of a webhook sends none");
    silent(R"("resend": {})", "what is resent keeps its body");
    silent(R"("store_refresh": {"order_source": "s", "outcome": "error"})",
           "a refresh that fails sends none");
    silent(R"("ship": {"shipment": "s"})", "without scans nothing is sent");
    silent(R"("batch": {"batch": "b", "status": "processing"})",
           "only completed batches are told of");
    CHECK(with(R"("ship": {"shipment": "s", "story": "delivered"})") == "");
    CHECK(with(R"("batch": {"batch": "b"})") == "");
    CHECK(with(R"("store_refresh": {"order_source": "s"})") == "");
    CHECK(with(R"("rate": {"shipment": "s"})") == "");
}

TEST_CASE("a batch carries a payload only where its way makes it completed", "[scenario]")
{
    auto const moved = [](std::string const& id, std::string const& status,
                          std::string const& more) {
        return R"({"at": "0s", "batch": {"batch": ")" + id + R"(", "status": ")" + status + "\"}" +
               more + '}';
    };
    std::string const payload = R"(, "payload": {"body": "x"})";
    std::string const refused = "payload: expected no payload: only completed batches are told of";
    auto const archived = moved("b", "archived", payload);
    // Straight to the archive leads by way of invalid.
    CHECK(timeline_error(archived) == "/timeline/0/" + refused);
    CHECK(timeline_error(moved("b", "queued", "") + ", " + archived) == "/timeline/1/" + refused);
    CHECK(timeline_error(moved("b", "completed", "") + ", " + archived) ==
          "/timeline/1/" + refused);
    CHECK(timeline_error(moved("b", "processing", "") + ", " + archived) == "");
    CHECK(timeline_error(moved("b", "open", payload)) == "/timeline/0/" + refused);
    // Once, however often it occurs; and not when one occurrence is told of.
    auto const repeated =
        moved("b{n}", "archived", payload + R"(, "repeat": {"every": "1s", "times": 3})");
    CHECK(timeline_error(repeated) == "/timeline/0/" + refused);
    CHECK(timeline_error(moved("b2", "processing", "") + ", " + repeated) == "");
}

TEST_CASE("what is no JSON pointer is an error at its place", "[scenario]")
{
    CHECK(entry_error(R"("rate": {"shipment": "s"},
              "payload": {"override": {"resource_type": 1, "/a~2": 2, "/ok": 3}})") ==
          "/timeline/0/payload/override/resource_type: expected a JSON pointer such as "
          "\"/data/status_code\", found \"resource_type\"\n"
          "/timeline/0/payload/override/~1a~02: expected a JSON pointer such as "
          "\"/data/status_code\", found \"/a~2\"");
    CHECK(entry_error(R"("rate": {"shipment": "s"}, "payload": {"remove": ["/a", "b"]})") ==
          "/timeline/0/payload/remove/1: expected a JSON pointer such as \"/data/status_code\", "
          "found \"b\"");
}

TEST_CASE("a payload's file is read and becomes its body", "[scenario]")
{
    auto const text = file_with(R"("timeline": [{"at": "0s", "rate": {"shipment": "s"},
                                   "payload": {"file": "captured.json"}}])");
    auto const plan = loaded(text, with_files({{"captured.json", "{\"a\":\t40.0}\n"}}));
    CHECK(plan.timeline[0].payload == R"({"body":"{\"a\":\t40.0}\n"})");
    // So the scenario that is kept in a journal needs no file.
    CHECK(loaded(sim::to_json(plan.resolved)).timeline[0].payload == plan.timeline[0].payload);
}

TEST_CASE("a payload's file that cannot be read is an error", "[scenario]")
{
    auto const text = file_with(R"("timeline": [{"at": "0s", "rate": {"shipment": "s"},
                                   "payload": {"file": "gone.json"}}])");
    CHECK(errors_of(text, with_files({{"other.json", ""}})) ==
          std::vector<std::string>{
              "2:56 /timeline/0/payload/file: cannot read gone.json: no such file"});
    CHECK(errors_of(text) == std::vector<std::string>{
                                 "2:56 /timeline/0/payload/file: cannot read gone.json from here"});
}

// --- profiles --------------------------------------------------------------------------------

TEST_CASE("what came after 2019 needs the later profile", "[scenario]")
{
    auto const members = [](std::string const& profile) {
        return R"("profile": ")" + profile + R"(",
            "webhooks": [{"event": "report_complete", "url": "https://a.test"}], "timeline": [
            {"at": "0s", "ship": {"shipment": "a", "scans": [{"at": "1s", "status": "NY"}]}},
            {"at": "0s", "track": {"shipment": "b", "status": "SP"}},
            {"at": "0s", "webhook": {"event": "report_complete", "enabled": false}},
            {"at": "0s", "report_complete": {"report": "r"}}])";
    };
    auto const wrong = [](std::string const& place, std::string const& what) {
        return place + ": expected profile \"openapi-2026\" for " + what +
               ": in \"seed-2019\" there is none";
    };
    CHECK(error_of(members("openapi-2026")) == "");
    CHECK(error_of(members("seed-2019")) ==
          wrong("/webhooks/0/event", "report_complete") + '\n' +
              wrong("/timeline/0/ship/scans/0/status", "NY") + '\n' +
              wrong("/timeline/1/track/status", "SP") + '\n' +
              wrong("/timeline/2/webhook/event", "report_complete") + '\n' +
              wrong("/timeline/3/report_complete", "report_complete"));
}

TEST_CASE("an illegal move names only statuses that the profile has", "[scenario]")
{
    auto const moves = R"("timeline": [{"at": "1s", "track": {"shipment": "a", "status": "IT"}},
                                       {"at": "2s", "track": {"shipment": "a", "status": "AC"}}])";
    CHECK(error_of(moves).find(": one of UN IT AT EX DE; found AC") != std::string::npos);
    CHECK(error_of(R"("profile": "openapi-2026", )" + std::string{moves})
              .find(": one of UN IT AT EX DE SP; found AC") != std::string::npos);
}

// --- names -----------------------------------------------------------------------------------

TEST_CASE("a filter of a resend names what occurs", "[scenario]")
{
    auto const with = [](std::string const& filter) {
        return error_of(R"("webhooks": [{"event": "rate", "url": "https://a.test"},
                                        {"event": "batch", "url": "https://a.test"}],
            "timeline": [{"at": "0s", "rate": {"shipment": "se-4711"}},
                         {"at": "0s", "batch": {"batch": "morning"}},
                         {"at": "1s", "resend": )" +
                        filter + "}]");
    };
    CHECK(with("{}") == "");
    CHECK(with(R"({"subject": "morning"})") == "");
    CHECK(with(R"({"subject": "se-4771"})") ==
          "/timeline/2/resend/subject: expected the id of something that the timeline makes, found "
          "\"se-4771\"; did you mean \"se-4711\"?");
    CHECK(
        with(R"({"event": "rate", "subject": "morning"})") ==
        "/timeline/2/resend/subject: expected the id of a shipment that the timeline makes, found "
        "\"morning\"");
    CHECK(with(R"({"event": "batch", "subject": "mornin"})") ==
          "/timeline/2/resend/subject: expected the id of a batch that the timeline makes, found "
          "\"mornin\"; did you mean \"morning\"?");
    CHECK(with(R"({"event": "track"})")
              .find("/timeline/2/resend/event: expected an event that has a webhook, found "
                    "\"track\"") == 0);
    CHECK(with(R"({"attempts": 4})") ==
          "/timeline/2/resend/attempts: expected an attempt from 1 to 3: the policy makes no more");
    CHECK(with(R"({"attempts": {"at_least": 4}})")
              .find("/timeline/2/resend/attempts/at_least: expected an attempt") == 0);
}

TEST_CASE("a subject is looked for among all kinds unless the event narrows it", "[scenario]")
{
    auto const rule = [](std::string const& condition) {
        return error_of(R"("webhooks": [{"event": "sales_orders_imported", "url": "https://a.test"},
                                        {"event": "track", "url": "https://a.test"}],
            "endpoints": {"https://a.test": {"rules": [{"respond": 500, )" +
                        condition + R"(}]}},
            "timeline": [{"at": "0s", "repeat": {"every": "1h", "times": 3},
                          "store_refresh": {"order_source": "shop-{n}"}}])");
    };
    CHECK(rule(R"("subject": "shop-3")") == "");
    CHECK(rule(R"("event": "sales_orders_imported", "subject": "shop-1")") == "");
    CHECK(rule(R"("subject": "shop-4")")
              .find("expected the id of something that the timeline makes") != std::string::npos);
    CHECK(rule(R"("event": "track", "subject": "shop-1")")
              .find("expected the id of a shipment that the timeline makes") != std::string::npos);
    CHECK(rule(R"("event": "sales_orders_imported", "status": "DE")")
              .find("expected no status: only the event \"track\" tells of one") !=
          std::string::npos);
}

TEST_CASE("rates make their shipment like a scan does", "[scenario]")
{
    CHECK(
        timeline_error("{\"at\": \"0s\", \"rate\": {\"shipment\": \"a\"}},\n"
                       "{\"at\": \"1s\", \"ship\": {\"shipment\": \"a\"}}") ==
        "/timeline/1/ship/shipment: expected a shipment that does not exist yet; line 1 makes it");
    auto const hints = hints_of(R"("timeline": [{"at": "0s", "ship": {"shipment": "se-4711"}},
                                                {"at": "1s", "rate": {"shipment": "se-4771"}}])");
    REQUIRE(hints.size() == 1);
    CHECK(hints[0].ends_with(R"(/timeline/1/rate/shipment: this makes a new shipment "se-4771"; )"
                             R"(did you mean "se-4711"?)"));
}
