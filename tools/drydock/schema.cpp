// `drydock schema`: the JSON Schema of a scenario file.
#include "sim/scenario/load.hpp"
#include "tools/drydock/command.hpp"

namespace drydock::tools {

command add_schema_command(command_line program)
{
    auto app = program.add_subcommand("schema", "print the JSON Schema of a scenario file");
    app.footer("Examples:\n"
               "  drydock schema > drydock.schema.json    then in an editor's settings\n");
    return {app, [](console const& to) {
                auto const schema = sim::scenario_schema();
                to.out << schema << (schema.ends_with('\n') ? "" : "\n");
                return static_cast<int>(exit_held);
            }};
}

} // namespace drydock::tools
