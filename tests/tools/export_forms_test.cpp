// Journals in the forms of other tools, read as those would read them.
#include "tests/tools/called.hpp"

#include <boost/json.hpp>

#include <map>

using namespace drydock;
using namespace drydock::tests;
namespace json = boost::json;

namespace {

std::string exported(scratch_folder const& folder, std::string const& scenario,
                     std::string const& form)
{
    auto const journal = folder.path("a.db");
    REQUIRE(call({"run", folder.file("a.json", scenario), "-q", "--journal", journal}).code <= 1);
    auto const out = folder.path("out" + form);
    REQUIRE(call({"export", journal, out}).code == 0);
    return read(out);
}

json::value member(json::value const& of, std::string_view pointer)
{
    return of.at_pointer(pointer);
}

} // namespace

TEST_CASE("an archive has each attempt with what was sent and heard", "[export]")
{
    scratch_folder const folder;
    auto const all = json::parse(exported(folder, outage_story(three_attempts), ".har"));
    auto const& entries = all.at_pointer("/log/entries").as_array();
    REQUIRE(entries.size() == 3);
    std::vector<std::int64_t> statuses;
    for (auto const& entry : entries) {
        statuses.push_back(member(entry, "/response/status").as_int64());
        CHECK(member(entry, "/request/method") == "POST");
        CHECK(member(entry, "/request/url") == "https://shop.test/hooks");
        CHECK(member(entry, "/request/headers/0/name") == "Content-Type");
        CHECK(member(entry, "/request/postData/mimeType") == "application/json");
        auto const body = member(entry, "/request/postData/text");
        CHECK(body == member(entries[0], "/request/postData/text"));
        CHECK(json::parse(body.as_string()).at_pointer("/data/status_code") == "IT");
        CHECK(entry.as_object().count("comment") == 1);
    }
    CHECK(statuses == std::vector<std::int64_t>{503, 503, 200});
    CHECK(member(entries[1], "/startedDateTime") == "2019-09-07T02:30:00Z");
    CHECK(member(entries[1], "/comment") == "delivery 1, attempt 2");
}

TEST_CASE("an archive says why there was no answer, and how long it took", "[export]")
{
    scratch_folder const folder;
    auto story = outage_story("");
    story.replace(story.find("503"), 3, "\"timeout\"");
    auto const all = json::parse(exported(folder, story, ".har"));
    auto const& first = all.at_pointer("/log/entries/0");
    CHECK(member(first, "/response/status") == 0);
    CHECK(member(first, "/response/_error") == "timeout");
    CHECK(member(first, "/time").to_number<double>() > 0);
    CHECK(member(first, "/time") == member(first, "/timings/wait"));
}

TEST_CASE("a golden has no scenario to make an archive from", "[export]")
{
    scratch_folder const folder;
    auto const file = folder.file("a.json", outage_story(three_attempts));
    REQUIRE(call({"test", "--bless", file}).code == 0);
    auto const out = call({"export", folder.path("golden/a.jsonl"), folder.path("out.har")});
    CHECK(out.code == 2);
    CHECK_THAT(out.err, Catch::Contains("scenario"));
}

TEST_CASE("each slice of a trace ends, in the order of time", "[export]")
{
    scratch_folder const folder;
    auto const all = json::parse(exported(folder, outage_story(three_attempts), ".trace.json"));
    std::map<std::string, int> open; // by delivery and name
    std::map<std::string, int> phases;
    std::int64_t before = 0;
    for (auto const& each : all.at("traceEvents").as_array()) {
        std::string const phase{each.at("ph").as_string()};
        ++phases[phase];
        if (phase == "M") continue;
        CHECK(each.at("ts").as_int64() >= before);
        before = each.at("ts").as_int64();
        if (phase != "b" && phase != "e") continue;
        auto& depth =
            open[json::serialize(each.at("id")) + std::string{each.at("name").as_string()}];
        depth += phase == "b" ? 1 : -1;
        CHECK((depth == 0 || depth == 1));
    }
    CHECK(open.size() == 4); // the delivery and its three attempts
    for (auto const& [name, depth] : open)
        CHECK(depth == 0);
    CHECK(phases.at("b") == 4);
    CHECK(phases.at("M") == 3); // the program, the service, se-1
    CHECK(phases.at("i") > 0);
}

TEST_CASE("every event is a CloudEvent whose id is its place", "[export]")
{
    scratch_folder const folder;
    auto const text = exported(folder, outage_story(three_attempts), ".cloudevents.jsonl");
    std::istringstream lines{text};
    std::string line, source;
    int place = 0;
    std::map<std::string, std::string> subjects; // of each type, the last one
    while (std::getline(lines, line)) {
        auto const event = json::parse(line);
        CHECK(event.at("specversion") == "1.0");
        CHECK(event.at("id").as_string() == std::to_string(++place));
        if (source.empty()) source = event.at("source").as_string();
        CHECK(event.at("source").as_string() == source);
        CHECK(event.at("data").is_object());
        CHECK(event.at("datacontenttype") == "application/json");
        auto const& all = event.as_object();
        if (all.contains("subject"))
            subjects[std::string{event.at("type").as_string()}] = all.at("subject").as_string();
        if (all.contains("cause"))
            CHECK(std::stoi(std::string{all.at("cause").as_string()}) < place);
    }
    CHECK(place == 13);
    CHECK(source.starts_with("urn:drydock:run:"));
    CHECK(subjects.at("drydock.attempt_failed") == "se-1");
    CHECK(subjects.at("drydock.webhook_created") == "5515");
    CHECK(exported(folder, outage_story(three_attempts), ".cloudevents.jsonl") == text);
}
