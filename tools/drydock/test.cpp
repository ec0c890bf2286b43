// `drydock test`: every scenario must hold.
#include "tools/drydock/command.hpp"
#include "tools/drydock/live_request.hpp"
#include "tools/drydock/scenario_test.hpp"
#include "tools/drydock/sweep/work_pool.hpp"
#include "tools/drydock/watch.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <memory>

namespace drydock::tools {

namespace {

constexpr std::size_t widest_path = 60;

struct test_command {
    command_line app;
    test_options options;
    std::vector<std::string> paths;
    std::string junit;
    unsigned jobs = 1;

    std::string usage_error() const;
    int act(console const& to) const;
    int run_once(console const& to) const;
    void tell(console const& to, test_report const& report, std::size_t width) const;
    int conclude(console const& to, std::vector<test_report> const& reports) const;
};

constexpr char const* test_examples =
    "Examples:\n"
    "  drydock test scenarios                        every *.json below the folder\n"
    "  drydock test outage.json --verify-determinism\n"
    "  drydock test scenarios --jobs 4 --junit report.xml\n"
    "  drydock test scenarios --watch -q             once more whenever one of them changes\n"
    "  drydock test --bless outage.json              write golden/outage.jsonl beside it\n"
    "  drydock test --bless scenarios                renew the goldens that exist\n"
    "  drydock test scenarios/mine --start 'npm start' --wait-for localhost:3000/ \\\n"
    "    --endpoint localhost:3000/hooks --junit report.xml\n"
    "\n"
    "A file passes when all it expects held and its journal is the golden one, if it has one.\n"
    "A file with neither is no pass. Goldens are not compared when the command line changes the\n"
    "scenario.\n"
    "\n"
    "Exit codes: 0 all held, 1 something failed, 2 bad usage or scenario, 3 a receiver was not\n"
    "reachable, 4 nondeterminism or a defect; the gravest of all files.\n";

/// Runs every file on a few threads; reports can be taken in order as they come.
class test_pool {
public:
    test_pool(std::vector<scenario_files::file> const& files, unsigned jobs,
              test_options const& options, environment const& machine)
        : promises_(files.size()), pool_{files.size(), jobs, [this, &files, &options, &machine] {
                                             return worker(files, options, machine);
                                         }}
    {
    }
    test_report take(std::size_t i) { return promises_[i].get_future().get(); }

private:
    work_pool::worker worker(std::vector<scenario_files::file> const& files,
                             test_options const& options, environment const& machine)
    {
        return [this, &files, &options, &machine](std::size_t i) {
            promises_[i].set_value(test_scenario(files[i], options, machine));
        };
    }

    std::vector<std::promise<test_report>> promises_;
    work_pool pool_; // last: it ends before what it uses
};

std::size_t path_width(std::vector<scenario_files::file> const& files)
{
    std::size_t width = 0;
    for (auto const& file : files)
        width = std::max(width, display_width(file.path));
    return std::min(width, widest_path);
}

// Of several files the gravest code counts: a defect, then bad input, then a failure.
int gravest(std::vector<test_report> const& reports)
{
    return std::ranges::max(reports, {}, &test_report::code).code;
}

std::string usage_of_bless(run_options const& options, std::vector<std::string> const& paths)
{
    for (auto const& path : paths)
        if (is_bundled_name(path))
            return fmt::format("--bless takes files and folders; {} is part of the program", path);
    if (options.change_scenario())
        return "--bless takes files as they stand, without --seed, --var, --set, --policy, "
               "--profile or --until";
    return {};
}

std::string test_command::usage_error() const
{
    if (auto why = objection(app, options.run); !why.empty()) return why;
    if (options.run.watch && options.bless)
        return "--watch and --bless exclude each other: each run would change what is watched";
    if (jobs < 1 || jobs > most_jobs)
        return fmt::format("--jobs: expected 1 to {}, found {}", most_jobs, jobs);
    if (jobs > 1 && options.run.api_port && *options.run.api_port != 0)
        return fmt::format("--jobs {}: one port serves one run at a time; expected --api-port 0, "
                           "found {}",
                           jobs, *options.run.api_port);
    return options.bless ? usage_of_bless(options.run, paths) : std::string{};
}

int test_command::act(console const& to) const
{
    if (auto const why = usage_error(); !why.empty()) return refuse(to, why);
    if (!options.run.watch) return run_once(to);
    if (std::ranges::all_of(paths, is_bundled_name))
        return refuse(to, "--watch: expected a file or a folder; what is bundled cannot change");
    if (auto const found = find_scenarios(paths); found.failure) return refuse(to, *found.failure);
    auto const look = [this] { return text_of_all(paths); };
    return watch(to, fmt::format("{}", fmt::join(paths, ", ")), look, [&] { return run_once(to); });
}

int test_command::run_once(console const& to) const
{
    auto const request = load_options(options.run, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);
    auto const found = find_scenarios(paths);
    if (found.failure) return refuse(to, *found.failure);
    if (!options.run.journal.empty() && found.files.size() > 1)
        return refuse(to, "--journal takes the run of one file, not of several");
    if (!options.run.html.empty() && found.files.size() > 1)
        return refuse(to, "--html takes the run of one file, not of several");

    if (auto const warning = warning_before(options.run); !warning.empty())
        to.err << "warning: " << warning << '\n';
    receiver_process receiver;
    if (auto const why = await_receiver(receiver, options.run); !why.empty()) {
        refuse(to, why);
        return exit_unreachable;
    }
    test_pool pool{found.files, jobs, options, to.machine};
    auto const width = path_width(found.files);
    std::vector<test_report> reports;
    for (std::size_t i = 0; i < found.files.size(); ++i) {
        reports.push_back(pool.take(i));
        tell(to, reports.back(), width);
    }
    return conclude(to, reports);
}

void test_command::tell(console const& to, test_report const& report, std::size_t width) const
{
    bool const for_machine = options.run.summary_is_json();
    auto& people = for_machine ? to.err : to.out;
    auto const paint = for_machine ? painter{false} : to.paint();
    bool const held = report.code == exit_held;
    if (!held || !options.run.quiet)
        people << fmt::format("{}  {}  {}, {}\n",
                              held ? paint(tone::good, "ok  ") : paint(tone::bad, "FAIL"),
                              padded(printable(report.suite.file), width), report.headline,
                              length_phrase(report.suite.took));
    people << report.details;
    if (!held) people << '\n';
    to.out << report.summary;
}

int test_command::conclude(console const& to, std::vector<test_report> const& reports) const
{
    auto const held = static_cast<std::size_t>(
        std::ranges::count_if(reports, [](test_report const& r) { return r.code == exit_held; }));
    auto& people = options.run.summary_is_json() ? to.err : to.out;
    auto const failed = reports.size() - held;
    people << fmt::format("{}: {} held, {} failed\n", counted(reports.size(), "scenario"), held,
                          failed);
    if (!junit.empty()) {
        std::vector<junit_suite> suites;
        for (auto const& report : reports)
            suites.push_back(report.suite);
        if (auto const failure = write_file(junit, junit_xml(suites)))
            return std::max(refuse(to, *failure), gravest(reports));
    }
    return gravest(reports);
}

} // namespace

command add_test_command(command_line program)
{
    auto state = std::make_shared<test_command>();
    state->app = program.add_subcommand("test", "run scenarios; every one must hold");
    state->app.add_option("PATH", state->paths, "scenario files, folders of them, or @NAME")
        .required();
    add_run_options(state->app, state->options.run);
    state->app.add_option("--junit", state->junit, "write a JUnit report to a file")
        .type_name("OUT.xml");
    state->app.add_flag("--bless", state->options.bless,
                        "write goldens: for files named here, and for those that have one");
    state->app.add_option("--jobs", state->jobs, "files to run at the same time").type_name("N");
    state->app.footer(test_examples);
    return {state->app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
