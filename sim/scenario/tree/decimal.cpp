#include "sim/scenario/tree/decimal.hpp"

#include <algorithm>
#include <charconv>

namespace drydock::sim {
namespace {

constexpr std::string_view digit_characters = "0123456789";
// Further from 1 than this no number of ours is different from 0 or from too large.
constexpr std::int64_t far = 1'000'000'000;

std::string_view take_digits(std::string_view& text)
{
    auto const length = std::min(text.find_first_not_of(digit_characters), text.size());
    auto const taken = text.substr(0, length);
    text.remove_prefix(length);
    return taken;
}

/// The exponent after "e", up to the end of the text.
std::optional<std::int64_t> parse_exponent(std::string_view text)
{
    bool const minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    auto const digits = take_digits(text);
    if (digits.empty() || !text.empty()) return std::nullopt;
    std::int64_t value = far;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    value = std::min(value, far);
    return minus ? -value : value;
}

/// Drops the zeros at both ends.
void tidy(decimal& value)
{
    auto& digits = value.digits;
    auto const last = digits.find_last_not_of('0');
    auto const kept = last == std::string::npos ? 0 : last + 1;
    value.exponent += static_cast<std::int64_t>(digits.size() - kept);
    digits.resize(kept);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty()) value.exponent = 0;
}

/// Doubles 0.digits in place; true when that reaches 1, which is taken off.
bool doubled_past_one(std::string& digits)
{
    int carry = 0;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
        int const sum = 2 * (*at - '0') + carry;
        *at = static_cast<char>('0' + sum % 10);
        carry = sum / 10;
    }
    return carry == 1;
}

} // namespace

std::optional<decimal> parse_decimal(std::string_view text)
{
    decimal value;
    value.negative = text.starts_with('-');
    if (value.negative) text.remove_prefix(1);
    value.digits = take_digits(text);
    if (value.digits.empty()) return std::nullopt;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        auto const fraction = take_digits(text);
        if (fraction.empty()) return std::nullopt;
        value.digits += fraction;
        value.exponent = -static_cast<std::int64_t>(fraction.size());
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        auto const exponent = parse_exponent(text.substr(1));
        if (!exponent) return std::nullopt;
        value.exponent += *exponent;
        text = {};
    }
    if (!text.empty()) return std::nullopt;
    tidy(value);
    return value;
}

std::optional<std::uint64_t> whole(decimal const& value, std::int64_t power)
{
    if (value.is_zero()) return 0;
    auto const zeros = value.exponent + power;
    if (value.negative || zeros < 0 || zeros > 20) return std::nullopt;
    auto const written = value.digits + std::string(static_cast<std::size_t>(zeros), '0');
    std::uint64_t number = 0;
    auto const* const end = written.data() + written.size();
    auto const [stop, failure] = std::from_chars(written.data(), end, number);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    return number;
}

std::optional<chance> to_chance(decimal const& value)
{
    if (value.is_zero()) return chance{};
    if (whole(value) == 1u) return chance{.threshold = UINT64_MAX, .always = true};
    auto const leading = -value.exponent - static_cast<std::int64_t>(value.digits.size());
    if (value.negative || leading < 0) return std::nullopt;
    // Below 10^-20 a threshold of 64 bits cannot tell the chance from 0.
    if (leading > 20) return chance{};

    auto digits = std::string(static_cast<std::size_t>(leading), '0') + value.digits;
    std::uint64_t threshold = 0;
    for (int bit = 0; bit < 64; ++bit)
        threshold = threshold << 1 | (doubled_past_one(digits) ? 1u : 0u);
    return chance{.threshold = threshold, .always = false};
}

} // namespace drydock::sim
