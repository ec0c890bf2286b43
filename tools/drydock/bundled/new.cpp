// `drydock new`: a file to start one's own scenario from.
#include "tools/drydock/bundled/bundled.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/scenario_source.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

namespace drydock::tools {

namespace {

struct new_command {
    command_line app;
    std::string file;
    std::string from;
    bool force = false;

    scenario_source source() const;
    int act(console const& to) const;
};

constexpr char const* new_examples =
    "Examples:\n"
    "  drydock new my.json                           a template with comments\n"
    "  drydock new my.json --from @stale_overwrite   a copy of a bundled scenario\n"
    "  drydock new my.json --from other.json --force overwrite my.json\n"
    "\n"
    "`drydock list` names the bundled scenarios.\n"
    "Exit codes: 0 written, 2 bad usage, or the file exists or cannot be written.\n";

scenario_source new_command::source() const
{
    if (app.count("--from") > 0) return read_scenario(from);
    return {"the template", std::string{scenario_template()}, std::nullopt};
}

int new_command::act(console const& to) const
{
    if (is_bundled_name(file))
        return refuse(to, fmt::format("{}: expected the name of a file to write; a name with @ is "
                                      "a bundled scenario: --from {}",
                                      file, file));
    auto const made_from = source();
    if (made_from.failure) return refuse(to, *made_from.failure);
    std::error_code ignored;
    if (!force && std::filesystem::exists(std::filesystem::symlink_status(file, ignored)))
        return refuse(to, fmt::format("{} exists; --force overwrites it", file));
    if (auto const failure = write_file(file, made_from.text)) return refuse(to, *failure);
    to.out << fmt::format("wrote {0}, from {1}\nnext: drydock run {2}\n", printable(file),
                          printable(made_from.name), shell_word(file));
    return exit_held;
}

} // namespace

command add_new_command(command_line program)
{
    auto state = std::make_shared<new_command>();
    state->app = program.add_subcommand("new", "write a scenario to start one's own from");
    state->app.add_option("FILE", state->file, "the file to write").required();
    state->app.add_option("--from", state->from, "@NAME of a bundled scenario, or a file")
        .type_name("SCENARIO");
    state->app.add_flag("--force", state->force, "overwrite the file if it exists");
    state->app.footer(new_examples);
    return {state->app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
