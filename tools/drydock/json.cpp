#include "tools/drydock/json.hpp"

#include <fmt/format.h>

namespace drydock::tools {

using sim::node;

namespace {

node made(node::kind is, std::string text = {})
{
    node value;
    value.is = is;
    value.text = std::move(text);
    return value;
}

// `digits` decimals of a fixed-point number, without trailing zeros.
std::string decimal(std::uint64_t whole, std::uint64_t fraction, int digits)
{
    auto text = fmt::format("{}.{:0{}}", whole, fraction, digits);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

} // namespace

node json_null()
{
    return made(node::kind::null);
}

node json_boolean(bool value)
{
    auto result = made(node::kind::boolean);
    result.truth = value;
    return result;
}

node json_string(std::string_view text)
{
    return made(node::kind::string, std::string{text});
}

node json_number(std::uint64_t value)
{
    return made(node::kind::number, std::to_string(value));
}

node json_seconds(std::optional<model::duration> length)
{
    if (!length) return json_null();
    auto const micros = static_cast<std::uint64_t>(length->count());
    return made(node::kind::number, decimal(micros / 1'000'000, micros % 1'000'000, 6));
}

node json_thousandths(std::uint64_t value)
{
    return made(node::kind::number, decimal(value / 1000, value % 1000, 3));
}

node json_object(std::initializer_list<std::pair<std::string_view, node>> members)
{
    auto result = made(node::kind::object);
    for (auto const& [name, value] : members)
        append_member(result, name, value);
    return result;
}

node json_array()
{
    return made(node::kind::array);
}

void append_member(node& object, std::string_view name, node value)
{
    object.members.push_back({std::string{name}, {}, std::move(value)});
}

} // namespace drydock::tools
