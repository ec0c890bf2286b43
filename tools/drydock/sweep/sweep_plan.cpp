#include "tools/drydock/sweep/sweep_plan.hpp"

#include "sim/digest.hpp"
#include "tools/drydock/terminal.hpp"
#include "tools/store/journal_header.hpp"

#include <fmt/format.h>

namespace drydock::tools {

namespace {

// What a run reads, as one text: the header of its journal, and the files that it sends.
std::string fingerprint_of(std::vector<sim::scenario> const& scenarios)
{
    std::string all;
    for (auto what : scenarios) {
        what.seed = 0;
        all += journal_header(what, header_form::full) + '\n';
        for (auto const& entry : what.timeline)
            all += entry.payload + '\n';
    }
    return sim::digest_of(all);
}

std::string options_without_seed(sim::scenario what, run_options const& options)
{
    what.seed = 0;
    return repro_options(what, options).substr(std::string_view{" --seed 0"}.size());
}

std::string range_text(seed_range seeds)
{
    return fmt::format("{}..{}", seeds.first, seeds.last);
}

std::string grid_text(grid const& over)
{
    std::string text;
    for (auto const& axis : over.axes)
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", axis.variable,
                            fmt::join(axis.values, ","));
    return text.empty() ? "none" : text;
}

std::string options_text(std::string const& options)
{
    return options.empty() ? "none" : options.substr(1);
}

} // namespace

std::string sweep_plan::repro_line(std::uint64_t run) const
{
    auto line = fmt::format("drydock run {} --seed {}", shell_word(scenario), seed_of(run));
    for (auto const& assignment : over.assignments(point_of(run)))
        line += " --var " + shell_word(assignment);
    return line + options;
}

std::string sweep_plan::name_of(std::uint64_t run) const
{
    auto text = fmt::format("seed {}", seed_of(run));
    if (!over.axes.empty())
        text += fmt::format(" with {}", fmt::join(over.assignments(point_of(run)), " "));
    return text;
}

sweep_plan make_plan(std::vector<sim::scenario> const& scenarios, run_options const& options,
                     seed_range seeds, grid over)
{
    auto const& first = scenarios.front();
    return {.program = std::string{program_version()},
            .scenario = first.path,
            .about = first.about,
            .assumptions = first.assumptions,
            .expects = !first.expect.empty(),
            .options = options_without_seed(first, options),
            .fingerprint = fingerprint_of(scenarios),
            .seeds = seeds,
            .over = std::move(over)};
}

std::string difference(sweep_plan const& a, sweep_plan const& b)
{
    if (a.program != b.program) return fmt::format("drydock {} and {}", a.program, b.program);
    if (a.seeds != b.seeds)
        return fmt::format("seeds {} and {}", range_text(a.seeds), range_text(b.seeds));
    if (a.over != b.over)
        return fmt::format("grid {} and {}", grid_text(a.over), grid_text(b.over));
    if (a.options != b.options)
        return fmt::format("options {} and {}", options_text(a.options), options_text(b.options));
    if (a.fingerprint != b.fingerprint)
        return fmt::format("scenario {} and {}, whose contents differ", a.scenario, b.scenario);
    return {};
}

} // namespace drydock::tools
