#include "sim/http/message.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

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

std::optional<model::duration> parse_retry_after(std::string_view value)
{
    std::uint32_t seconds = 0;
    auto const* const end = value.data() + value.size();
    auto const [stop, failure] = std::from_chars(value.data(), end, seconds);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    return std::chrono::seconds{seconds};
}

} // namespace drydock::sim::http
