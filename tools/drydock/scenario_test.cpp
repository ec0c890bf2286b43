#include "tools/drydock/scenario_test.hpp"

#include "tools/drydock/failure_report.hpp"
#include "tools/drydock/live_request.hpp"
#include "tools/drydock/scenario_run.hpp"
#include "tools/store/file.hpp"
#include "tools/store/golden.hpp"
#include "tools/store/journal_file.hpp"
#include "tools/store/journal_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view nothing_to_hold =
    "it expects nothing and has no golden, so there is nothing that could hold; "
    "`drydock test --bless FILE` makes a golden\n";

/// The golden of one file: what there is, and what is to be done with it.
struct golden_task {
    fs::path path;
    std::unique_ptr<golden_comparison> comparison;
    std::unique_ptr<journal_file> blessing;
    std::string failure;

    bool any() const { return comparison != nullptr || blessing != nullptr; }
    std::vector<sim::subscriber*> subscribers() const
    {
        std::vector<sim::subscriber*> all;
        if (comparison) all.push_back(comparison.get());
        if (blessing) all.push_back(blessing.get());
        return all;
    }
};

// A golden is of the file as it stands: a changed scenario is not compared with it.
golden_task golden_of(scenario_files::file const& file, test_options const& options,
                      sim::scenario const& what)
{
    golden_task task;
    if (is_bundled_name(file.path)) return task;
    task.path = golden_path(file.path);
    if (options.run.change_scenario() || options.run.is_live()) return task;
    std::error_code why;
    bool const exists = fs::exists(task.path, why);
    if (options.bless && (exists || file.named)) {
        fs::create_directories(task.path.parent_path(), why);
        task.blessing = std::make_unique<journal_file>(task.path.string(),
                                                       journal_header(what, header_form::golden));
    } else if (exists) {
        auto text = read_file(task.path);
        if (text.failure)
            task.failure = *text.failure;
        else
            task.comparison = std::make_unique<golden_comparison>(std::move(text.text), what);
    }
    return task;
}

std::string_view or_no_line(std::string const& line)
{
    return line.empty() ? std::string_view{"(no such line)"} : line;
}

std::string to_text(golden_comparison::difference const& d, fs::path const& path)
{
    return fmt::format("{}:{}: the journal differs from its golden\n"
                       "  golden: {}\n  run:    {}\n",
                       path.string(), d.line, or_no_line(d.expected), or_no_line(d.found));
}

void fail_case(test_report& report, std::string name, std::string const& why)
{
    report.suite.cases.push_back({std::move(name), why});
    report.code = std::max(report.code, static_cast<int>(exit_failed));
}

void refuse_to_run(test_report& report, std::string why)
{
    report.code = exit_bad_input;
    report.headline = "cannot be run";
    report.details += why + (why.ends_with('\n') ? "" : "\n");
    report.suite.errors.push_back(std::move(why));
}

void judge_verdicts(test_report& report, sim::scenario const& what, scenario_run const& run)
{
    auto const& verdicts = run.finished->result.verdicts;
    bool all_held = true;
    for (auto const& v : verdicts) {
        all_held = all_held && v.passed;
        if (v.passed)
            report.suite.cases.push_back({v.name, std::nullopt});
        else
            fail_case(report, v.name, v.message);
    }
    if (!all_held) report.details += failure_report(what, verdicts, painter{false}, run.again);
}

void judge_golden(test_report& report, golden_task& golden)
{
    if (golden.comparison) {
        auto const difference = golden.comparison->result();
        if (!difference) return report.suite.cases.push_back({"golden", std::nullopt});
        auto const why = to_text(*difference, golden.path);
        report.details += why;
        fail_case(report, "golden", why);
    }
    if (!golden.blessing) return;
    if (report.code != exit_held) {
        golden.blessing.reset();
        report.details += "not blessed, because something failed\n";
        return;
    }
    if (auto const failure = golden.blessing->finish()) return refuse_to_run(report, *failure);
    report.suite.cases.push_back({"golden", std::nullopt});
}

void judge_determinism(test_report& report, scenario_run const& run)
{
    if (!run.diverged) return report.suite.cases.push_back({"determinism", std::nullopt});
    auto const why = to_text(*run.diverged);
    report.details += why;
    fail_case(report, "determinism", why);
    report.code = exit_defect;
}

std::string headline(test_report const& report, bool blessed)
{
    auto const all = report.suite.cases.size();
    auto const failed = static_cast<std::size_t>(std::ranges::count_if(
        report.suite.cases, [](junit_case const& c) { return c.failure.has_value(); }));
    if (failed > 0) return fmt::format("{} of {} failed", failed, all);
    return fmt::format("{} held{}", all, blessed ? ", golden blessed" : "");
}

void judge(test_report& report, sim::scenario const& what, scenario_run const& run,
           golden_task& golden, test_options const& options)
{
    report.code = exit_held;
    report.suite.took = run.finished->wall;
    judge_verdicts(report, what, run);
    if (options.run.verify_determinism) judge_determinism(report, run);
    bool const judged =
        !run.finished->result.verdicts.empty() || golden.any() || report.code != exit_held;
    if (!judged) {
        report.details += nothing_to_hold;
        fail_case(report, "anything", std::string{nothing_to_hold});
    }
    judge_golden(report, golden);
    report.headline = headline(report, golden.blessing != nullptr);
    if (!run.failure.empty()) refuse_to_run(report, run.failure);
    if (options.run.summary_is_json())
        report.summary = summary_json(what, *run.finished) + "\n";
    else if (options.run.verbose)
        report.summary = summary_text(what, *run.finished, painter{false});
}

void run_and_judge(test_report& report, scenario_files::file const& file, sim::scenario const& what,
                   test_options const& options)
{
    auto golden = golden_of(file, options, what);
    if (!golden.failure.empty()) return refuse_to_run(report, golden.failure);
    auto run = run_scenario(what, options.run, golden.subscribers());
    if (!run.finished) {
        refuse_to_run(report, run.failure);
        report.code = exit_code_of(run);
        return;
    }
    if (auto const& failure = run.finished->result.failure; !failure.empty()) {
        refuse_to_run(report, failure);
        report.code = exit_code_of(run);
        return;
    }
    auto const command = repro_line(file.path, what, options.run);
    if (auto failure = finish_page(run, what, {file.path, command}))
        run.failure = std::move(*failure);
    judge(report, what, run, golden, options);
    if (!run.warning.empty()) report.details += "warning: " + run.warning + "\n";
    if (report.code != exit_held) report.details += "repeat with: " + command + "\n";
}

} // namespace

test_report test_scenario(scenario_files::file const& file, test_options const& options,
                          environment const& machine)
{
    test_report report;
    report.suite.file = file.path;
    auto const source = read_scenario(file.path);
    if (source.failure) {
        refuse_to_run(report, *source.failure);
        return report;
    }
    auto const request = load_options(options.run, machine);
    if (!request.failure.empty()) {
        refuse_to_run(report, request.failure);
        return report;
    }
    auto loaded = load(source, request.options);
    if (loaded.loaded && options.run.is_live()) assume_live(*loaded.loaded, options.run);
    if (loaded.loaded)
        run_and_judge(report, file, *loaded.loaded, options);
    else
        report.headline = "cannot be loaded";
    for (auto const& error : loaded.errors) {
        report.details += shown(error, source, painter{false});
        report.suite.errors.push_back(sim::to_text(error, source.name));
    }
    return report;
}

} // namespace drydock::tools
