#include "tools/drydock/junit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::tools {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

struct code_point {
    std::size_t length = 1;
    bool valid = false;
};

bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Overlong forms, surrogates and the two last code points of the plane are no XML characters.
bool is_xml_character(std::uint32_t value, std::size_t length)
{
    static constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[length] || value > 0x10FFFF) return false;
    if (value < 0x20) return value == '\t' || value == '\n' || value == '\r';
    return (value < 0xD800 || value > 0xDFFF) && value != 0xFFFE && value != 0xFFFF;
}

code_point first_code_point(std::string_view text)
{
    auto const lead = static_cast<unsigned char>(text[0]);
    std::size_t const length = lead < 0x80   ? 1
                               : lead < 0xC0 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF8 ? 4
                                             : 0;
    if (length == 0 || length > text.size()) return {};
    std::uint32_t value = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(text[i])) return {};
        value = value << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    return is_xml_character(value, length) ? code_point{length, true} : code_point{};
}

std::string seconds(std::chrono::microseconds took)
{
    return fmt::format("{}.{:06}", took.count() / 1'000'000, took.count() % 1'000'000);
}

std::size_t failures(junit_suite const& suite)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        suite.cases, [](junit_case const& c) { return c.failure.has_value(); }));
}

std::size_t tests(junit_suite const& suite)
{
    return suite.cases.size() + (suite.errors.empty() ? 0 : 1);
}

// Errors of loading have no expectation to stand under: they are a case of their own.
void append_suite(std::string& xml, junit_suite const& suite)
{
    auto const file = xml_text(suite.file);
    xml += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\">\n", file,
        tests(suite), failures(suite), suite.errors.empty() ? 0 : 1, seconds(suite.took));
    if (!suite.errors.empty()) {
        std::string all;
        for (auto const& error : suite.errors)
            all += error + "\n";
        xml += fmt::format("    <testcase classname=\"{}\" name=\"load\">\n"
                           "      <error message=\"{}\">{}</error>\n    </testcase>\n",
                           file, xml_text(suite.errors.front()), xml_text(all));
    }
    for (auto const& c : suite.cases) {
        xml += fmt::format("    <testcase classname=\"{}\" name=\"{}\"", file, xml_text(c.name));
        if (!c.failure)
            xml += "/>\n";
        else
            xml += fmt::format(">\n      <failure message=\"{0}\">{0}</failure>\n    </testcase>\n",
                               xml_text(*c.failure));
    }
    xml += "  </testsuite>\n";
}

} // namespace

std::string xml_text(std::string_view text)
{
    std::string safe;
    while (!text.empty()) {
        auto const next = first_code_point(text);
        auto const piece = text.substr(0, next.length);
        if (!next.valid)
            safe += replacement;
        else if (piece == "&")
            safe += "&amp;";
        else if (piece == "<")
            safe += "&lt;";
        else if (piece == ">")
            safe += "&gt;";
        else if (piece == "\"")
            safe += "&quot;";
        else if (piece == "\n")
            safe += "&#10;";
        else
            safe += piece;
        text.remove_prefix(next.length);
    }
    return safe;
}

std::string junit_xml(std::vector<junit_suite> const& suites)
{
    std::size_t all = 0, failed = 0, errors = 0;
    std::chrono::microseconds took{};
    for (auto const& suite : suites) {
        all += tests(suite);
        failed += failures(suite);
        errors += suite.errors.empty() ? 0 : 1;
        took += suite.took;
    }
    auto xml =
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"drydock\" "
                    "tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\">\n",
                    all, failed, errors, seconds(took));
    for (auto const& suite : suites)
        append_suite(xml, suite);
    return xml + "</testsuites>\n";
}

} // namespace drydock::tools
