// The options that a command declares. A thin front of CLI11: that library is all headers, and
// takes seconds of compilation in each source that sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace drydock::tools {

/// An option that has been declared, for more to be said of it.
class declared_option {
public:
    explicit declared_option(CLI::Option& option) : option_{&option} {}

    /// What stands for its value in the help: "FILE".
    declared_option& type_name(char const* name);
    declared_option& required();
    /// Prints the value that the variable has now as the default.
    declared_option& show_default();
    /// Takes one word each time it is given, so that a file behind it is not swallowed.
    declared_option& one_value();
    /// Not in the help.
    declared_option& hidden();

private:
    CLI::Option* option_;
};

/// The command line of the program or of one command. A handle: copies mean the same one.
class command_line {
public:
    command_line() = default;
    explicit command_line(CLI::App& app) : app_{&app} {}

    command_line add_subcommand(char const* name, char const* about);
    /// Names are like "--until", "-q,--quiet", or "FILE" for a word without a name. The value goes
    /// to the variable, which must live until the command line has been read.
    declared_option add_option(char const* name, std::string& value, char const* about);
    declared_option add_option(char const* name, std::optional<std::string>& value,
                               char const* about);
    declared_option add_option(char const* name, std::vector<std::string>& values,
                               char const* about);
    declared_option add_option(char const* name, unsigned& value, char const* about);
    declared_option add_option(char const* name, std::optional<std::uint16_t>& value,
                               char const* about);
    declared_option add_option(char const* name, std::optional<unsigned>& value, char const* about);
    /// One that only count() and values() tell of.
    declared_option add_option(char const* name);
    void add_flag(char const* name, bool& value, char const* about);
    void remove_option(char const* name);
    /// Below the options in the help: the examples.
    void footer(char const* text);

    /// Whether the command was chosen.
    bool parsed() const;
    /// How often the option was given.
    std::size_t count(char const* name) const;
    /// The words that were given to it.
    std::vector<std::string> values(char const* name) const;

private:
    CLI::App* app_ = nullptr;
};

} // namespace drydock::tools
