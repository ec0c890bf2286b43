#include "tools/drydock/command_line.hpp"

#include <CLI/CLI.hpp>

namespace drydock::tools {

declared_option& declared_option::type_name(char const* name)
{
    option_->type_name(name);
    return *this;
}

declared_option& declared_option::required()
{
    option_->required();
    return *this;
}

declared_option& declared_option::show_default()
{
    option_->capture_default_str();
    return *this;
}

declared_option& declared_option::one_value()
{
    option_->allow_extra_args(false);
    return *this;
}

declared_option& declared_option::hidden()
{
    option_->group("");
    return *this;
}

command_line command_line::add_subcommand(char const* name, char const* about)
{
    return command_line{*app_->add_subcommand(name, about)};
}

declared_option command_line::add_option(char const* name, std::string& value, char const* about)
{
    return declared_option{*app_->add_option(name, value, about)};
}

declared_option command_line::add_option(char const* name, std::optional<std::string>& value,
                                         char const* about)
{
    return declared_option{*app_->add_option(name, value, about)};
}

declared_option command_line::add_option(char const* name, std::vector<std::string>& values,
                                         char const* about)
{
    return declared_option{*app_->add_option(name, values, about)};
}

declared_option command_line::add_option(char const* name, unsigned& value, char const* about)
{
    return declared_option{*app_->add_option(name, value, about)};
}

declared_option command_line::add_option(char const* name, std::optional<std::uint16_t>& value,
                                         char const* about)
{
    return declared_option{*app_->add_option(name, value, about)};
}

declared_option command_line::add_option(char const* name, std::optional<unsigned>& value,
                                         char const* about)
{
    return declared_option{*app_->add_option(name, value, about)};
}

declared_option command_line::add_option(char const* name)
{
    return declared_option{*app_->add_option(name)->type_size(1)->expected(1)};
}

void command_line::add_flag(char const* name, bool& value, char const* about)
{
    app_->add_flag(name, value, about);
}

void command_line::remove_option(char const* name)
{
    app_->remove_option(app_->get_option(name));
}

void command_line::footer(char const* text)
{
    app_->footer(text);
}

bool command_line::parsed() const
{
    return app_->parsed();
}

std::size_t command_line::count(char const* name) const
{
    return app_->count(name);
}

std::vector<std::string> command_line::values(char const* name) const
{
    return app_->get_option(name)->results();
}

} // namespace drydock::tools
