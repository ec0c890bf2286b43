#include "tools/drydock/scenario_run.hpp"

#include "tools/store/file.hpp"
#include "tools/store/journal_header.hpp"
#include "tools/store/journal_sink.hpp"

#include <fmt/format.h>

#include <memory>
#include <string_view>

namespace drydock::tools {

namespace {

std::string_view or_end(std::string const& line)
{
    return line.empty() ? std::string_view{"(the run had ended)"} : line;
}

std::chrono::microseconds elapsed_since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                 begin);
}

} // namespace

scenario_run run_scenario(sim::scenario const& what, run_options const& options,
                          std::vector<sim::subscriber*> extra)
{
    std::unique_ptr<journal_sink> file;
    recorded_run record;
    if (!options.journal.empty()) {
        // Writing over the scenario itself would destroy what the journal is of.
        if (is_same_file(options.journal, what.path))
            return {.failure = fmt::format("cannot write {}: it is the scenario", options.journal)};
        file = open_journal_sink(options.journal, journal_header(what, header_form::full));
        if (!file->good()) return {.failure = *file->finish()};
        extra.push_back(file.get());
    }
    if (options.verify_determinism) extra.push_back(&record);

    auto const begin = std::chrono::steady_clock::now();
    auto result = sim::run(what, std::move(extra));
    scenario_run run{.finished = measured_run{std::move(result), elapsed_since(begin)}};
    if (file)
        if (auto failure = file->finish()) run.failure = std::move(*failure);
    if (options.verify_determinism) run.diverged = compare_with_second_run(what, record);
    return run;
}

std::string to_text(divergence const& found)
{
    return fmt::format("not deterministic: two runs differ from event {} on\n"
                       "  first run:  {}\n  second run: {}\n",
                       found.at.value, or_end(found.first), or_end(found.second));
}

int exit_code_of(scenario_run const& run)
{
    if (run.diverged) return exit_defect;
    if (!run.failure.empty()) return exit_bad_input;
    return run.finished->result.held() ? exit_held : exit_failed;
}

} // namespace drydock::tools
