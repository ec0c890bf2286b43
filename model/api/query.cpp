#include "model/api/query.hpp"

#include "model/json/json_text.hpp"

#include <algorithm>
#include <charconv>

namespace drydock::model::api {

namespace {

std::optional<char> decode_escape(std::string_view digits)
{
    if (digits.size() < 2) return std::nullopt;
    unsigned char value = 0;
    auto const [stop, failure] = std::from_chars(digits.data(), digits.data() + 2, value, 16);
    if (failure != std::errc{} || stop != digits.data() + 2) return std::nullopt;
    return static_cast<char>(value);
}

std::optional<parameter> parse_parameter(std::string_view raw)
{
    std::string spaced{raw};
    std::ranges::replace(spaced, '+', ' ');
    auto const equals = std::min(spaced.find('='), spaced.size());
    auto name = decode_url(std::string_view{spaced}.substr(0, equals));
    auto value = decode_url(std::string_view{spaced}.substr(std::min(equals + 1, spaced.size())));
    if (!name || !value) return std::nullopt;
    return parameter{std::move(*name), std::move(*value), raw};
}

} // namespace

std::optional<std::string> decode_url(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        auto const byte = decode_escape(text.substr(i + 1));
        if (!byte) return std::nullopt;
        decoded += *byte;
        i += 2;
    }
    return mended_utf8(decoded);
}

std::optional<request_target> parse_target(std::string_view target)
{
    auto const mark = target.find('?');
    request_target made{target.substr(0, mark), {}};
    auto rest = mark == target.npos ? std::string_view{} : target.substr(mark + 1);
    while (!rest.empty()) {
        auto const end = std::min(rest.find('&'), rest.size());
        if (end > 0) {
            auto one = parse_parameter(rest.substr(0, end));
            if (!one) return std::nullopt;
            made.parameters.push_back(std::move(*one));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return made;
}

void query_reader::complain(std::string_view name, std::string_view wanted, std::string_view value)
{
    std::string quoted;
    append_json_string(quoted, value);
    std::string message{name};
    ((message += ' ') += wanted) += '.';
    problems_.push_back(invalid_value(std::string{name}, std::move(message), std::move(quoted)));
}

std::optional<std::string_view> query_reader::text(std::string_view name)
{
    auto const& all = target_->parameters;
    auto const found = std::ranges::find(all, name, &parameter::name);
    if (found == all.end()) return std::nullopt;
    auto const again = std::find_if(found + 1, all.end(),
                                    [&](parameter const& other) { return other.name == name; });
    if (again == all.end()) return found->value;
    complain(name, "is given more than once", again->value);
    return std::nullopt;
}

std::string_view query_reader::required(std::string_view name)
{
    auto const before = problems_.size();
    auto const given = text(name);
    if (given && !given->empty()) return *given;
    if (problems_.size() == before) problems_.push_back(value_required(std::string{name}));
    return {};
}

std::uint32_t query_reader::number(std::string_view name, std::uint32_t usual)
{
    auto const given = text(name);
    if (!given) return usual;
    std::uint32_t value = 0;
    auto const* const end = given->data() + given->size();
    auto const [stop, failure] = std::from_chars(given->data(), end, value);
    if (failure == std::errc{} && stop == end && value >= 1 && value <= INT32_MAX) return value;
    complain(name, "must be a whole number from 1 to 2147483647", *given);
    return usual;
}

std::optional<instant> query_reader::time(std::string_view name)
{
    auto const given = text(name);
    if (!given) return std::nullopt;
    auto const at = parse_instant(*given);
    if (!at) complain(name, "must be a time such as 2019-09-07T00:00:00Z", *given);
    return at;
}

time_window query_reader::window(std::string_view name)
{
    auto const from = time(std::string{name} + "_start");
    return {from, time(std::string{name} + "_end")};
}

std::string_view query_reader::choice(std::string_view name,
                                      std::span<std::string_view const> names,
                                      std::string_view usual)
{
    auto const given = text(name);
    if (!given) return usual;
    if (std::ranges::find(names, *given) != names.end()) return *given;
    std::string wanted{"must be one of"};
    for (auto const& each : names)
        (wanted += &each == names.data() ? " " : ", ") += each;
    complain(name, wanted, *given);
    return usual;
}

} // namespace drydock::model::api
