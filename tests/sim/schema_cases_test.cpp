// Scenario files, sound and broken, with the loader's verdict on each: schema_agreement.py asks the
// JSON Schema for its own.
#include "sim/scenario/shape/shape.hpp"
#include "sim/scenario/tree/reader.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace drydock::sim;
namespace fs = std::filesystem;

namespace {

std::string read_file(fs::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    REQUIRE(in.good());
    return text.str();
}

fs::path const every_key = fs::path{DRYDOCK_SOURCE_DIR} / "tests/sim/every_key.json";

std::vector<fs::path> scenario_files()
{
    std::vector<fs::path> all{every_key};
    for (auto const* const folder : {"scenarios", "scenarios/lessons"})
        for (auto const& entry : fs::directory_iterator{fs::path{DRYDOCK_SOURCE_DIR} / folder})
            if (entry.path().extension() == ".json") all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    return all;
}

node resolved(fs::path const& path)
{
    INFO(path);
    auto made = load_scenario(read_file(path), path.string());
    for (auto const& e : made.errors)
        UNSCOPED_INFO(to_text(e, path.string()));
    REQUIRE(made.loaded);
    return std::move(made.loaded->resolved);
}

/// Whether the loader finds a shape or a key in `text` that the schema would refuse as well.
bool is_refused(std::string const& text)
{
    auto const made = load_scenario(text, "case");
    return std::ranges::any_of(
        made.errors, [](scenario_error const& e) { return e.is == scenario_error::kind::shape; });
}

/// Numbers that look random and are the same in every run.
class sequence {
public:
    explicit sequence(std::uint64_t seed) : state_{seed} {}

    std::size_t below(std::size_t limit)
    {
        state_ += 0x9e3779b97f4a7c15u;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
        return static_cast<std::size_t>((mixed ^ (mixed >> 31)) % limit);
    }

private:
    std::uint64_t state_;
};

// --- breaking files ----------------------------------------------------------------------------

constexpr std::string_view values[] = {"null",
                                       "true",
                                       "[]",
                                       "{}",
                                       "0",
                                       "1",
                                       "-1",
                                       "1.5",
                                       "0.5",
                                       "99",
                                       "100",
                                       "599",
                                       "600",
                                       "7e1",
                                       "65536",
                                       "4294967296",
                                       "18446744073709551616",
                                       "1e300",
                                       "1.0",
                                       R"("")",
                                       R"("x")",
                                       R"("40")",
                                       R"("40ms")",
                                       R"("1h30m")",
                                       R"("30m1h")",
                                       R"("PT2H")",
                                       R"("P1DT")",
                                       R"("02:30")",
                                       R"("2:60")",
                                       R"("now")",
                                       R"("2019-09-07T00:00:00Z")",
                                       R"("2019-02-30T00:00:00Z")",
                                       R"("2019-09-07")",
                                       R"("99999999d")",
                                       R"("0.1us")",
                                       R"("2xx")",
                                       R"("track")",
                                       R"("DE")",
                                       R"("refused")",
                                       R"("http_503")",
                                       R"("http_099")",
                                       R"("timeout")",
                                       R"("delivered")",
                                       R"("rule")",
                                       R"("seed-2019")",
                                       R"("openapi-2026")",
                                       R"("honour")",
                                       R"("every")",
                                       R"("rates_updated")",
                                       R"("GET")",
                                       R"("missing")",
                                       R"({"method": "GET", "path": "/v1/tracking"})",
                                       R"("attempt_failed")",
                                       R"("nothing_lost")",
                                       R"("${no}")",
                                       R"("${no} more")",
                                       "[1]",
                                       R"(["1h", "2h"])",
                                       R"(["1h", "2h", "3h"])",
                                       R"([["1h", 1]])",
                                       R"([["1h"]])",
                                       R"(["DE"])",
                                       R"({"at_least": 1})",
                                       R"({"at_most": "1h"})",
                                       R"({"exponential": "1h"})",
                                       R"({"status": 200})",
                                       R"({"exponential": "1h", "uniform": ["1h", "2h"]})",
                                       R"({"x": {"y": null}})"};

constexpr std::string_view names[] = {
    "format",   "population", "lesson",   "links",    "probe",  "capacity", "batch",
    "rate",     "request",    "payload",  "resend",   "ship",   "track",    "webhook",
    "at",       "status",     "shipment", "respond",  "fail",   "count",    "outcomes",
    "statuses", "deliveries", "property", "at_least", "x",      "",         "vars",
    "retries",  "enabled",    "delivery", "name",     "method", "path",     "url",
    "body",     "key",        "expect",   "say",      "ask",    "answer",   "because"};

node value_of(std::string_view text)
{
    std::vector<scenario_error> errors;
    auto made = read_json(text, errors);
    REQUIRE(made);
    return std::move(*made);
}

class breaker {
public:
    explicit breaker(std::uint64_t seed) : random_{seed} {}

    node broken(node tree)
    {
        auto const wounds = 1 + random_.below(2);
        for (std::size_t i = 0; i < wounds; ++i)
            wound(tree);
        return tree;
    }

private:
    void collect(node& at)
    {
        all_.push_back(&at);
        for (auto& item : at.items)
            collect(item);
        for (auto& m : at.members)
            collect(m.value);
    }

    void wound(node& tree)
    {
        all_.clear();
        collect(tree);
        auto& at = *all_[random_.below(all_.size())];
        if (at.is == node::kind::object && !at.members.empty() && random_.below(8) != 0)
            wound_object(at);
        else if (at.is == node::kind::array && !at.items.empty() && random_.below(4) != 0)
            wound_array(at);
        else if (at.is == node::kind::string && !at.text.empty() && random_.below(2) == 0)
            misspell(at.text);
        else
            at = value_of(values[random_.below(std::size(values))]);
    }

    void wound_object(node& object)
    {
        auto const place = random_.below(object.members.size());
        auto& victim = object.members[place];
        switch (random_.below(4)) {
        case 0:
            object.members.erase(object.members.begin() + static_cast<std::ptrdiff_t>(place));
            break;
        case 1: misspell(victim.name); break;
        case 2: victim.value = value_of(values[random_.below(std::size(values))]); break;
        default: {
            auto const name = names[random_.below(std::size(names))];
            object.members.push_back(
                {std::string{name}, {}, value_of(values[random_.below(std::size(values))])});
        }
        }
    }

    void wound_array(node& array)
    {
        auto const place = static_cast<std::ptrdiff_t>(random_.below(array.items.size()));
        auto const one = array.items[static_cast<std::size_t>(place)];
        switch (random_.below(3)) {
        case 0: array.items.erase(array.items.begin() + place); break;
        case 1: array.items.push_back(one); break;
        default: array.items.push_back(value_of(values[random_.below(std::size(values))]));
        }
    }

    void misspell(std::string& text)
    {
        if (text.empty()) return;
        auto const place = random_.below(text.size());
        switch (random_.below(3)) {
        case 0: text.erase(place, 1); break;
        case 1: text.insert(place, 1, text[place]); break;
        default: text[place] = "aez0_:."[random_.below(7)];
        }
    }

    sequence random_;
    std::vector<node*> all_;
};

bool repeats_a_key(node const& tree)
{
    std::set<std::string_view> seen;
    for (auto const& m : tree.members)
        if (!seen.insert(m.name).second || repeats_a_key(m.value)) return true;
    return std::ranges::any_of(tree.items, repeats_a_key);
}

/// Writes one case to a line, with the number of cases that the loader refused.
struct case_file {
    std::ofstream out{"cases.jsonl"};
    std::size_t taken = 0, refused = 0;

    void add(std::string const& from, std::string const& text)
    {
        bool const bad = is_refused(text);
        out << R"({"from":")" << from << R"(","refused":)" << (bad ? "true" : "false")
            << R"(,"file":)" << text << "}\n";
        ++(bad ? refused : taken);
    }
};

// --- which keys a file uses --------------------------------------------------------------------

using used_keys = std::set<std::pair<shape const*, std::string_view>>;

/// Notes each key of the tables that `value` uses, and, with no value, each that there is.
void walk(node const* value, shape const& is, used_keys& used, std::set<shape const*>& seen)
{
    if (value == nullptr && !seen.insert(&is).second) return;
    for (auto const& k : is.keys) {
        auto const* const inner = value == nullptr ? nullptr : value->find(k.name);
        if (k.value == nullptr || (value != nullptr && inner == nullptr)) continue;
        used.insert({&is, k.name});
        walk(inner, *k.value, used, seen);
    }
    auto const meant = [&](shape const& part) {
        if (value == nullptr || is.is != shape::form::by_key) return true;
        return value->find(part.keys.front().name) != nullptr;
    };
    if (is.is == shape::form::either || is.is == shape::form::by_key)
        for (auto const* const part : is.parts)
            if (meant(*part)) walk(value, *part, used, seen);
    if (is.item == nullptr) return;
    if (value == nullptr) return walk(nullptr, *is.item, used, seen);
    for (auto const& item : value->items)
        walk(&item, *is.item, used, seen);
    for (auto const& m : value->members)
        walk(&m.value, *is.item, used, seen);
}

} // namespace

TEST_CASE("one sample uses every key that there is", "[schema]")
{
    used_keys all, used;
    std::set<shape const*> seen;
    walk(nullptr, scenario_shape, all, seen);
    auto const sample = resolved(every_key);
    walk(&sample, scenario_shape, used, seen);
    REQUIRE(all.size() > 120);
    for (auto const& [is, name] : all) {
        INFO(is->name << " " << name);
        // A file's text stands in its place by now.
        CHECK((used.contains({is, name}) || name == "file"));
    }
}

TEST_CASE("the schema is JSON, names each block once and describes every key", "[schema]")
{
    auto const schema = value_of(scenario_schema());
    CHECK(schema.find("$schema")->text == "https://json-schema.org/draft/2020-12/schema");
    CHECK_FALSE(repeats_a_key(schema));
    std::size_t described = 0;
    for (auto const& m : schema.find("properties")->members) {
        INFO(m.name);
        REQUIRE(m.value.find("description") != nullptr);
        CHECK(m.value.find("description")->text.ends_with('.'));
        ++described;
    }
    CHECK(described == 17);
}

// Hidden: schema_agreement.py runs it and reads the two files that it writes.
TEST_CASE("scenario files are written with the loader's verdict", "[.schema_cases]")
{
    std::ofstream{"schema.json"} << scenario_schema();
    case_file cases;
    breaker wound{20190907};
    for (auto const& path : scenario_files()) {
        auto const name = path.filename().string();
        auto const tree = resolved(path);
        // The schema is for files as people write them: with variables.
        cases.add(name, to_json(value_of(read_file(path))));
        cases.add(name + ", resolved", to_json(tree));
        auto const count = path == every_key ? 500 : 8;
        for (auto i = 0; i < count; ++i) {
            auto const broken = wound.broken(tree);
            if (repeats_a_key(broken)) continue; // no schema can see that
            cases.add(name + ", case " + std::to_string(i), to_json(broken));
        }
    }
    CHECK(cases.taken > 60);
    CHECK(cases.refused > 300);
}
