// Options that may be given by the environment: --base-url as DRYDOCK_BASE_URL.
#pragma once

#include "tools/drydock/command.hpp"
#include "tools/drydock/command_line.hpp"

#include <string>
#include <vector>

namespace drydock::tools {

/// "DRYDOCK_BASE_URL" for "--base-url".
std::string variable_of(std::string_view option);

/// What is not given on the command line is taken from the environment, if it is there.
class variables {
public:
    variables(command_line const& app, environment const& machine) : app_{&app}, machine_{&machine}
    {
    }

    void fill(char const* option, std::string& value) const;
    /// A list, its items separated by commas.
    void fill(char const* option, std::vector<std::string>& values) const;
    /// "1" and "true" set it.
    void fill(char const* option, bool& value) const;

private:
    std::optional<std::string> find(char const* option) const;

    command_line const* app_;
    environment const* machine_;
};

} // namespace drydock::tools
