// `drydock list`: the scenarios that are part of the program.
#include "model/assert.hpp"
#include "sim/scenario/load.hpp"
#include "tools/drydock/bundled/bundled.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

struct list_command {
    bool as_json = false;

    int act(console const& to) const;
};

constexpr char const* list_examples =
    "Examples:\n"
    "  drydock list\n"
    "  drydock list --json | jq -r .name\n"
    "  drydock run @stale_overwrite                  play one of them\n"
    "  drydock test @stale_overwrite\n"
    "  drydock new my.json --from @stale_overwrite   start one's own from it\n"
    "\n"
    "Exit codes: 0 listed, 2 bad usage.\n";

std::string about(bundled_text const& bundled)
{
    auto const loaded = sim::load_scenario(bundled.text, std::string{bundled.name});
    ASSERT(loaded.loaded.has_value()); // each is a test of ours
    return loaded.loaded->about;
}

std::size_t widest_name()
{
    return std::ranges::max(bundled_scenarios(), {}, [](auto const& b) { return b.name.size(); })
        .name.size();
}

// The name, and beside it what it is about, on as many lines as that takes.
std::string row(bundled_text const& bundled, std::size_t width, painter paint)
{
    auto const beside = std::string(width + 2, ' ');
    auto const name = padded(fmt::format("@{}", bundled.name), beside.size());
    return paint(tone::strong, name) + wrapped(about(bundled), beside).substr(beside.size());
}

int list_command::act(console const& to) const
{
    auto const width = widest_name() + 1;
    for (auto const& bundled : bundled_scenarios()) {
        if (as_json)
            to.out << sim::to_json(json_object({{"name", json_string(bundled.name)},
                                                {"about", json_string(about(bundled))}}))
                   << '\n';
        else
            to.out << row(bundled, width, to.paint());
    }
    return exit_held;
}

} // namespace

command add_list_command(command_line program)
{
    auto state = std::make_shared<list_command>();
    auto app = program.add_subcommand("list", "the scenarios that are part of the program");
    app.add_flag("--json", state->as_json, "one JSON object a scenario");
    app.footer(list_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
