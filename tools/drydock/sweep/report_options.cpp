#include "tools/drydock/sweep/report_options.hpp"

#include "sim/scenario/nearest.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <array>

namespace drydock::tools {

std::string report_options::objection(command_line const& app) const
{
    static constexpr std::array<std::string_view, 2> forms{"text", "json"};
    if (summary != "text" && summary != "json")
        return fmt::format("--summary: expected text or json, found \"{}\"{}", summary,
                           sim::did_you_mean(summary, forms));
    if (app.count("--csv") > 0 && csv.empty())
        return "--csv: expected the name of a file, found nothing";
    if (app.count("--worst") == 0) return {};
    auto const why = objection_to_measure(worst);
    return why.empty() ? why : "--worst: " + why;
}

void add_report_options(command_line app, report_options& options)
{
    app.add_option("--worst", options.worst,
                   "list the runs with the highest value of a number of --summary json")
        .type_name("MEASURE");
    app.add_option("--csv", options.csv, "write one row for each run to a table")
        .type_name("OUT.csv");
    app.add_option("--summary", options.summary, "text or json").type_name("FORM");
}

int report(console const& to, swept const& what, report_options const& options)
{
    if (options.summary == "json")
        to.out << report_json(what, options.worst) << '\n';
    else
        to.out << report_text(what, options.worst, to.paint());
    if (!options.csv.empty())
        if (auto const failure = write_file(options.csv, report_csv(what)))
            return refuse(to, *failure);
    return what.exit_code();
}

} // namespace drydock::tools
