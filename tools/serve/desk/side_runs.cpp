#include "tools/serve/desk/side_runs.hpp"

#include "sim/outside_call.hpp"
#include "sim/runner.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/summary.hpp"
#include "tools/page/packed_run.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace drydock::tools {

namespace {

// Fewer than a file takes: a page that stays open holds several runs.
constexpr page_limits kept{.events = 100'000, .bodies = 2'000};

side_answer refused(std::string_view why, sim::node errors = json_array())
{
    return {400, sim::to_json(
                     json_object({{"error", json_string(why)}, {"errors", std::move(errors)}}))};
}

struct read_in {
    std::optional<sim::scenario> what;
    side_answer refusal;
};

read_in read(side_scenario const& given)
{
    auto read = sim::load_scenario(given.text, given.name, {.now = given.now});
    if (!read.loaded) {
        std::string all;
        for (auto const& error : read.errors)
            all += (all.empty() ? "" : "\n") + to_text(error, given.name);
        return {{}, refused(all, errors_json(read.errors))};
    }
    if (auto const why = sim::live_only(*read.loaded); !why.empty()) return {{}, refused(why)};
    return {std::move(read.loaded), {}};
}

measured_run play(sim::scenario const& what, std::vector<sim::subscriber*> extra)
{
    auto const begin = std::chrono::steady_clock::now();
    auto result = sim::run(what, std::move(extra));
    auto const wall = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
    return {std::move(result), wall, what.needs_wire() ? "wire" : "direct"};
}

std::string_view name(sim::scenario_error::kind of)
{
    using enum sim::scenario_error::kind;
    switch (of) {
    case text: return "text";
    case shape: return "shape";
    case meaning: return "meaning";
    }
    return "meaning";
}

sim::node line_json(std::string const& line)
{
    return line.empty() ? json_null() : json_string(line);
}

/// What a journal is of, where that is played once more.
recorded_scenario scenario_of(side_journal const& given, std::string const& name)
{
    return given.record ? recorded_scenario{} : load_recorded(given.header, name);
}

/// Records the beginning of a run.
class beginning final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        auto const room = most_compared - record_.events().size();
        if (room > 0) record_.on_block(block.first(std::min(block.size(), room)), first, texts);
    }
    recorded_run const& record() const { return record_; }

private:
    recorded_run record_;
};

std::optional<divergence> divergence_of(side_journal const& first, side_journal const& second,
                                        sim::scenario const* a, sim::scenario const* b)
{
    if (b == nullptr) {
        auto found = compare_with_second_run(*a, *second.record);
        if (found) std::swap(found->first, found->second);
        return found;
    }
    if (first.record) return compare_with_second_run(*b, *first.record);
    beginning played;
    sim::run(*a, {&played});
    return compare_with_second_run(*b, played.record());
}

} // namespace

sim::node errors_json(std::vector<sim::scenario_error> const& all)
{
    auto list = json_array();
    for (auto const& error : all)
        list.items.push_back(json_object({{"kind", json_string(name(error.is))},
                                          {"line", json_number(error.where.line)},
                                          {"column", json_number(error.where.column)},
                                          {"pointer", json_string(error.pointer)},
                                          {"message", json_string(error.message)}}));
    return list;
}

side_answer report_of(side_scenario const& given)
{
    auto const scenario = read(given);
    if (!scenario.what) return scenario.refusal;
    auto const run = play(*scenario.what, {});
    if (!run.result.failure.empty()) return refused(run.result.failure);
    return {200, summary_json(*scenario.what, run)};
}

side_answer page_of(side_scenario const& given)
{
    auto const scenario = read(given);
    if (!scenario.what) return scenario.refusal;
    auto const& what = *scenario.what;
    packed_run data{journal_header(what, header_form::full), &what, kept};
    auto const run = play(what, {&data});
    page_title const title{.name = given.name, .command = "drydock run " + shell_word(given.name)};
    auto const facts = page_facts(title, data.extent(), what, run);
    return {200, sim::to_json(json_object({{"facts", facts},
                                           {"journal", json_string(data.take_journal())},
                                           {"bodies", json_string(data.take_bodies())}}))};
}

side_answer parting_of(side_journal const& first, side_journal const& second)
{
    for (auto const* const each : {&first, &second})
        if (!each->record && (each->header.is_served() || each->header.is_live()))
            return refused("expected the header of a simulated run: what a server or a live run "
                           "heard is not in it");
    auto const a = scenario_of(first, "first");
    auto const b = scenario_of(second, "second");
    for (auto const* const each : {&a, &b}) {
        if (!each->failure.empty()) return refused(each->failure);
        if (!each->loaded) continue;
        if (auto const why = sim::live_only(*each->loaded); !why.empty()) return refused(why);
    }
    auto const found = divergence_of(first, second, a.loaded ? &*a.loaded : nullptr,
                                     b.loaded ? &*b.loaded : nullptr);
    auto headers = json_array();
    for (auto const& line : header_differences(first.header, second.header))
        headers.items.push_back(json_string(line));
    bool const is_cut = found && found->at.value > most_compared;
    bool const is_same = !found || is_cut;
    auto made = json_object({{"same", json_boolean(is_same)}, {"headers", std::move(headers)}});
    if (is_cut) append_member(made, "compared", json_number(most_compared));
    if (!is_same) {
        append_member(made, "at", json_number(found->at.value));
        append_member(made, "first", line_json(found->first));
        append_member(made, "second", line_json(found->second));
    }
    return {200, sim::to_json(made)};
}

} // namespace drydock::tools
