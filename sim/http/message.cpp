#include "sim/http/message.hpp"

#include <algorithm>

namespace drydock::sim::http {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool is_same_name(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string const* find_field(std::vector<field> const& fields, std::string_view name)
{
    auto const found =
        std::ranges::find_if(fields, [&](field const& f) { return is_same_name(f.name, name); });
    return found == fields.end() ? nullptr : &found->value;
}

} // namespace drydock::sim::http
