#include "sim/scenario/text_format.hpp"

#include "model/status.hpp"
#include "model/time.hpp"

#include <algorithm>
#include <regex>

namespace drydock::sim {
namespace {

bool is_duration(std::string_view text)
{
    return model::parse_duration(text).has_value();
}

bool is_instant(std::string_view text)
{
    return model::parse_instant(text).has_value();
}

bool is_point(std::string_view text)
{
    return is_duration(text) || model::parse_clock_offset(text) || is_instant(text);
}

bool is_start(std::string_view text)
{
    return text == "now" || is_instant(text);
}

bool is_outcome(std::string_view text)
{
    auto const read = model::parse_attempt_outcome(text);
    if (!read || model::to_text(*read) != text) return false;
    return read->kind != model::outcome_kind::http || (read->status >= 100 && read->status <= 599);
}

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

bool is_variable_name(std::string_view text)
{
    if (text.empty() || text.front() == '-' || (text.front() >= '0' && text.front() <= '9'))
        return false;
    return std::ranges::all_of(text, is_name_character);
}

bool matches(std::string_view pattern, std::string_view text)
{
    std::regex expression;
    expression.imbue(std::locale::classic());
    expression.assign(pattern.begin(), pattern.end(), std::regex::ECMAScript);
    return std::regex_search(text.begin(), text.end(), expression);
}

} // namespace

fit fits(text_format const& format, std::string_view text)
{
    if (format.pattern.empty()) return text.empty() ? fit::wrong : fit::good;
    if (text.size() > longest_formatted) return fit::wrong;
    if (format.reads(text)) return fit::good;
    // A format without limits can be read whenever its pattern fits.
    if (format.limits.empty() || !matches(format.pattern, text)) return fit::wrong;
    return fit::out_of_limits;
}

std::string_view variable_in(std::string_view text)
{
    if (!text.starts_with("${") || !text.ends_with('}')) return {};
    auto const name = text.substr(2, text.size() - 3);
    return is_variable_name(name) ? name : std::string_view{};
}

// --- patterns ------------------------------------------------------------------------------------

constinit text_format const any_name{.pattern = {}, .expected = "a text that is not empty"};

constinit text_format const duration_format{
    .pattern = R"(^((?=[0-9])([0-9]+(\.[0-9]+)?d)?([0-9]+(\.[0-9]+)?h)?([0-9]+(\.[0-9]+)?m)?)"
               R"(([0-9]+(\.[0-9]+)?s)?([0-9]+(\.[0-9]+)?ms)?([0-9]+(\.[0-9]+)?us)?)"
               R"(|P(?=[0-9T])([0-9]+(\.[0-9]+)?D)?(T(?=[0-9])([0-9]+(\.[0-9]+)?H)?)"
               R"(([0-9]+(\.[0-9]+)?M)?([0-9]+(\.[0-9]+)?S)?)?)$)",
    .expected = "a duration such as \"40ms\"",
    .reads = is_duration,
    .limits = "a duration of at most 36525d in whole microseconds"};

constinit text_format const point_format{
    .pattern = R"(^((?=[0-9])([0-9]+(\.[0-9]+)?d)?([0-9]+(\.[0-9]+)?h)?([0-9]+(\.[0-9]+)?m)?)"
               R"(([0-9]+(\.[0-9]+)?s)?([0-9]+(\.[0-9]+)?ms)?([0-9]+(\.[0-9]+)?us)?)"
               R"(|P(?=[0-9T])([0-9]+(\.[0-9]+)?D)?(T(?=[0-9])([0-9]+(\.[0-9]+)?H)?)"
               R"(([0-9]+(\.[0-9]+)?M)?([0-9]+(\.[0-9]+)?S)?)?)"
               R"(|[0-9]+:[0-5][0-9](:[0-5][0-9])?)"
               R"(|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))"
               R"(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?)"
               R"((Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))$)",
    .expected = "a time such as \"30m\", \"02:30\" or \"2019-09-07T02:30:00Z\"",
    .reads = is_point,
    .limits = "an offset of at most 36525d in whole microseconds, or a day of the calendar"};

constinit text_format const start_format{
    .pattern = R"(^(now|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))"
               R"(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?)"
               R"((Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))$)",
    .expected = "\"now\" or a point in time such as \"2019-09-07T00:00:00Z\"",
    .reads = is_start,
    .limits = "a day of the calendar in the years 1 to 9999"};

constinit text_format const outcome_format{
    .pattern = "^(http_[1-5][0-9]{2}|timeout|refused|reset|dns|tls|malformed|interrupted|blocked)$",
    .expected = "an outcome of an attempt such as \"http_503\" or \"timeout\"",
    .reads = is_outcome};

constinit text_format const variable_name_format{
    .pattern = "^[A-Za-z_][A-Za-z0-9_-]*$",
    .expected = "a name of letters, digits, \"_\" and \"-\" that begins with no digit",
    .reads = is_variable_name};

} // namespace drydock::sim
