#include "tools/drydock/sweep/shard_file.hpp"

#include "sim/scenario/tree/reader.hpp"
#include "tools/drydock/json.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace drydock::tools {

namespace fs = std::filesystem;
using sim::node;

namespace {

constexpr std::uint64_t format = 1;
constexpr std::size_t digest_length = 32;

// --- writing -------------------------------------------------------------------------------------

node texts_json(std::vector<std::string> const& texts)
{
    auto array = json_array();
    for (auto const& text : texts)
        array.items.push_back(json_string(text));
    return array;
}

node grid_json(grid const& over)
{
    auto axes = json_array();
    for (auto const& axis : over.axes)
        axes.items.push_back(json_object(
            {{"variable", json_string(axis.variable)}, {"values", texts_json(axis.values)}}));
    return axes;
}

node histogram_json(sim::histogram const& of)
{
    auto buckets = json_array();
    for (auto const& b : of.buckets()) {
        if (b.count == 0) continue;
        auto pair = json_array();
        pair.items = {json_number(b.count), json_number(static_cast<std::uint64_t>(b.largest))};
        buckets.items.push_back(std::move(pair));
    }
    return buckets;
}

node latencies_json(sweep_results const& results)
{
    auto points = json_array();
    for (std::size_t point = 0; point < results.points(); ++point)
        points.items.push_back(histogram_json(results.latencies(point)));
    return points;
}

node header_json(sweep_plan const& plan, shard const& part, sweep_results const& results)
{
    std::vector<std::string> paths;
    for (auto const& [path, column] : results.columns())
        paths.push_back(path);
    return json_object({{"drydock_sweep", json_number(format)},
                        {"program", json_string(plan.program)},
                        {"scenario", json_string(plan.scenario)},
                        {"fingerprint", json_string(plan.fingerprint)},
                        {"options", json_string(plan.options)},
                        {"seeds", json_object({{"first", json_number(plan.seeds.first)},
                                               {"last", json_number(plan.seeds.last)}})},
                        {"grid", grid_json(plan.over)},
                        {"shard", json_object({{"number", json_number(part.number)},
                                               {"of", json_number(part.of)}})},
                        {"about", json_string(plan.about)},
                        {"assumptions", texts_json(plan.assumptions)},
                        {"expects", json_boolean(plan.expects)},
                        {"measures", texts_json(paths)},
                        {"latencies", latencies_json(results)},
                        {"runs", json_number(results.runs().size())}});
}

void append_run(std::string& text, std::uint64_t run, run_record const& record,
                sweep_results const& results)
{
    text += fmt::format(R"({{"run":{},"digest":"{}","failed":{},"measures":[)", run, record.digest,
                        sim::to_json(texts_json(record.failed)));
    std::string_view before;
    for (auto const& [path, column] : results.columns()) {
        text += before;
        before = ",";
        auto const value = column < record.measures.size() ? record.measures[column] : std::nullopt;
        text += value ? measure_text(*value) : "null";
    }
    text += "]}\n";
}

// --- reading -------------------------------------------------------------------------------------

/// Reads the lines of one file. The first thing that is wrong is kept, and ends it.
class shard_reader {
public:
    explicit shard_reader(std::string_view text) : rest_{text} {}

    parsed_shard read(std::string name, bool with_runs = true);

private:
    bool next_line();
    std::string header();
    std::string run();
    std::string measures_of_run(std::vector<measure>& found) const;

    node const* member(std::string_view name, node::kind is) const
    {
        return member_of(line_, name, is);
    }
    static node const* member_of(node const& object, std::string_view name, node::kind is)
    {
        auto const* const found = object.find(name);
        return found != nullptr && found->is == is ? found : nullptr;
    }
    static std::optional<std::uint64_t> number_of(node const& object, std::string_view name)
    {
        auto const* const found = member_of(object, name, node::kind::number);
        return found == nullptr ? std::nullopt : parse_number(found->text);
    }
    bool take(std::string& to, std::string_view name) const;
    bool take(std::vector<std::string>& to, node const& object, std::string_view name) const;
    bool take_ranges();
    bool take_grid();
    bool take_latencies(sweep_results& results) const;

    std::string_view rest_;
    std::size_t number_ = 0; // of the line
    node line_;
    sweep_plan plan_;
    shard part_;
    std::vector<std::string> paths_;
    std::uint64_t announced_ = 0;
    std::optional<sweep_results> results_;
};

bool shard_reader::next_line()
{
    auto const end = rest_.find('\n');
    if (end == rest_.npos) return false;
    std::vector<sim::scenario_error> errors;
    auto tree = sim::read_json(rest_.substr(0, end), errors);
    rest_.remove_prefix(end + 1);
    ++number_;
    if (!tree || !errors.empty()) return false;
    line_ = std::move(*tree);
    return true;
}

bool shard_reader::take(std::string& to, std::string_view name) const
{
    auto const* const found = member(name, node::kind::string);
    if (found != nullptr) to = found->text;
    return found != nullptr;
}

bool shard_reader::take(std::vector<std::string>& to, node const& object,
                        std::string_view name) const
{
    auto const* const found = member_of(object, name, node::kind::array);
    if (found == nullptr) return false;
    for (auto const& item : found->items) {
        if (item.is != node::kind::string) return false;
        to.push_back(item.text);
    }
    return true;
}

bool shard_reader::take_ranges()
{
    auto const* const seeds = member("seeds", node::kind::object);
    auto const* const part = member("shard", node::kind::object);
    if (seeds == nullptr || part == nullptr) return false;
    auto const first = number_of(*seeds, "first"), last = number_of(*seeds, "last");
    auto const number = number_of(*part, "number"), of = number_of(*part, "of");
    if (!first || !last || *first > *last || !number || !of || *number < 1 || *number > *of)
        return false;
    plan_.seeds = {*first, *last};
    part_ = {*number, *of};
    return true;
}

bool shard_reader::take_grid()
{
    auto const* const axes = member("grid", node::kind::array);
    if (axes == nullptr) return false;
    for (auto const& item : axes->items) {
        auto const* const variable = member_of(item, "variable", node::kind::string);
        grid_axis axis;
        if (variable == nullptr || !take(axis.values, item, "values") || axis.values.empty())
            return false;
        axis.variable = variable->text;
        plan_.over.axes.push_back(std::move(axis));
    }
    return true;
}

bool shard_reader::take_latencies(sweep_results& results) const
{
    auto const* const points = member("latencies", node::kind::array);
    if (points == nullptr || points->items.size() != results.points()) return false;
    for (std::size_t point = 0; point < results.points(); ++point) {
        sim::histogram read;
        for (auto const& pair : points->items[point].items) {
            if (pair.items.size() != 2) return false;
            auto const count = parse_number(pair.items[0].text);
            auto const largest = parse_number(pair.items[1].text);
            if (!count || *count == 0 || !largest || *largest > INT64_MAX) return false;
            read.add({*count, static_cast<std::int64_t>(*largest)});
        }
        results.add_latencies(point, read);
    }
    return true;
}

std::string shard_reader::header()
{
    auto const version = next_line() ? number_of(line_, "drydock_sweep") : std::nullopt;
    if (!version) return "expected a shard of a sweep, found a first line that is no header";
    if (*version != format)
        return fmt::format("expected sweep format {}, found format {}", format, *version);
    auto const* const expects = member("expects", node::kind::boolean);
    auto const runs = number_of(line_, "runs");
    if (!take(plan_.program, "program") || !take(plan_.scenario, "scenario") ||
        !take(plan_.fingerprint, "fingerprint") || !take(plan_.options, "options") ||
        !take(plan_.about, "about") || !take(plan_.assumptions, line_, "assumptions") ||
        !take(paths_, line_, "measures") || !take_ranges() || !take_grid() || !runs ||
        expects == nullptr)
        return "its header lacks something, or has it in another form";
    plan_.expects = expects->truth;
    announced_ = *runs;
    results_.emplace(plan_.over.points());
    return take_latencies(*results_) ? "" : "its header has latencies in another form";
}

std::string shard_reader::measures_of_run(std::vector<measure>& found) const
{
    auto const* const values = member("measures", node::kind::array);
    if (values == nullptr || values->items.size() != paths_.size())
        return fmt::format("expected {} measures", paths_.size());
    for (std::size_t i = 0; i < paths_.size(); ++i) {
        auto const& value = values->items[i];
        if (value.is == node::kind::null) continue;
        auto const amount = parse_measure(value.text);
        if (!amount) return fmt::format("expected a number for {}", paths_[i]);
        found.push_back({paths_[i], *amount});
    }
    return {};
}

std::string shard_reader::run()
{
    run_record record;
    auto const number = next_line() ? number_of(line_, "run") : std::nullopt;
    if (!number || *number >= plan_.runs() || !part_.has(*number))
        return fmt::format("expected a run of {}", to_text(part_));
    if (results_->runs().contains(*number)) return fmt::format("has run {} twice", *number);
    if (!take(record.digest, "digest") || record.digest.size() != digest_length ||
        !take(record.failed, line_, "failed"))
        return "expected a digest and what failed";
    std::vector<measure> measures;
    auto failure = measures_of_run(measures);
    if (failure.empty()) results_->add(*number, std::move(record), measures);
    return failure;
}

parsed_shard shard_reader::read(std::string name, bool with_runs)
{
    auto failure = header();
    while (with_runs && failure.empty() && !rest_.empty())
        failure = run();
    if (with_runs && failure.empty() && results_->runs().size() != announced_)
        failure = fmt::format("expected {}, found {}: something is cut off",
                              counted(announced_, "run"), results_->runs().size());
    if (!failure.empty()) return {{}, fmt::format("{}:{}: {}", name, number_, failure)};
    return {shard_file{std::move(name), std::move(plan_), part_, std::move(*results_)}, {}};
}

// Empty, or why two files cannot be parts of one sweep.
std::string conflict(shard_file const& a, shard_file const& b)
{
    auto const both = fmt::format("{} and {}", a.name, b.name);
    if (auto const why = difference(a.plan, b.plan); !why.empty())
        return fmt::format("{} are not of one sweep: {}", both, why);
    if (a.part.of != b.part.of)
        return fmt::format("{} are not of one sweep: {} and {}", both, to_text(a.part),
                           to_text(b.part));
    if (a.part == b.part) return fmt::format("{} are both {}", both, to_text(a.part));
    return {};
}

parsed_shard read_shard(std::string const& path, std::optional<shard> const& wanted)
{
    if (wanted) {
        std::string line;
        std::getline(std::ifstream{path, std::ios::binary}, line);
        auto head = parse_shard_header(line + '\n', path);
        if (!head.file || head.file->part != *wanted) return head;
    }
    auto const all = read_file(path);
    return all.failure ? parsed_shard{{}, *all.failure} : parse_shard_file(all.text, path);
}

} // namespace

std::string shard_file_name(shard const& part)
{
    return fmt::format("shard-{}-of-{}.jsonl", part.number, part.of);
}

std::string shard_text(sweep_plan const& plan, shard const& part, sweep_results const& results)
{
    auto text = sim::to_json(header_json(plan, part, results)) + '\n';
    for (auto const& [run, record] : results.runs())
        append_run(text, run, record, results);
    return text;
}

parsed_shard parse_shard_file(std::string_view text, std::string name)
{
    return shard_reader{text}.read(std::move(name));
}

parsed_shard parse_shard_header(std::string_view line, std::string name)
{
    return shard_reader{line}.read(std::move(name), false);
}

shard_folder read_shards(std::string const& folder, std::optional<shard> const& wanted)
{
    std::error_code why;
    if (!fs::exists(folder, why)) return {};
    std::vector<std::string> paths;
    fs::directory_iterator entry{folder, why};
    for (; !why && entry != fs::directory_iterator{}; entry.increment(why)) {
        auto const name = entry->path().filename().string();
        if (name.starts_with("shard-") && name.ends_with(".jsonl"))
            paths.push_back(entry->path().string());
    }
    if (why) return {{}, fmt::format("cannot read {}: {}", folder, why.message())};
    std::ranges::sort(paths);
    shard_folder found;
    for (auto const& path : paths) {
        auto parsed = read_shard(path, wanted);
        if (!parsed.file) return {{}, parsed.failure};
        for (auto const& other : found.shards)
            if (auto problem = conflict(other, *parsed.file); !problem.empty())
                return {{}, std::move(problem)};
        found.shards.push_back(std::move(*parsed.file));
    }
    std::ranges::sort(found.shards, {}, [](shard_file const& f) { return f.part.number; });
    return found;
}

} // namespace drydock::tools
