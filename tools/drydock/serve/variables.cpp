#include "tools/drydock/serve/variables.hpp"

namespace drydock::tools {

std::string variable_of(std::string_view option)
{
    std::string made = "DRYDOCK_";
    for (auto const c : option.substr(2))
        made += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return made;
}

std::optional<std::string> variables::find(char const* option) const
{
    if (app_->count(option) != 0) return std::nullopt;
    auto const found = machine_->variables.find(variable_of(option));
    return found == machine_->variables.end() ? std::nullopt : std::optional{found->second};
}

void variables::fill(char const* option, std::string& value) const
{
    if (auto found = find(option)) value = std::move(*found);
}

void variables::fill(char const* option, std::vector<std::string>& values) const
{
    auto const found = find(option);
    if (!found) return;
    for (std::size_t at = 0; at <= found->size();) {
        auto const end = std::min(found->find(',', at), found->size());
        if (end != at) values.push_back(found->substr(at, end - at));
        at = end + 1;
    }
}

void variables::fill(char const* option, bool& value) const
{
    if (auto const found = find(option)) value = *found == "1" || *found == "true";
}

} // namespace drydock::tools
