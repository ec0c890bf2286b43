#include "tools/drydock/terminal.hpp"

#include "tools/drydock/json.hpp"
#include "tools/drydock/junit.hpp"

#include <catch2/catch.hpp>

using namespace drydock::tools;
using namespace std::chrono_literals;

TEST_CASE("offsets read like clocks", "[terminal]")
{
    CHECK(offset_column(0s) == "00:00:00");
    CHECK(offset_column(30min) == "00:30:00");
    CHECK(offset_column(26h + 1s + 40ms) == "1d 02:00:01.040");
    CHECK(offset_column(1us) == "00:00:00");
    CHECK(offset_phrase(2h + 30min) == "02:30");
    CHECK(offset_phrase(2h + 10s) == "02:00:10");
    CHECK(offset_phrase(50h) == "2d 02:00");
    CHECK(offset_phrase(1h + 40ms) == "01:00:00.040");
}

TEST_CASE("lengths have the units that a person cares for", "[terminal]")
{
    CHECK(length_phrase(0s) == "0s");
    CHECK(length_phrase(7us) == "7us");
    CHECK(length_phrase(40ms + 999us) == "40ms");
    CHECK(length_phrase(10s + 250ms) == "10.2s");
    CHECK(length_phrase(59s + 999ms) == "59.9s");
    CHECK(length_phrase(5min + 30s) == "5m30s");
    CHECK(length_phrase(4h) == "4h");
    CHECK(length_phrase(2h + 10s) == "2h10s");
    CHECK(length_phrase(30h + 1s) == "1d6h");
    CHECK(length_phrase(720h) == "30d");
}

TEST_CASE("widths count what is seen", "[terminal]")
{
    CHECK(display_width("✗ http_503") == 10);
    CHECK(padded("✓", 3) == "✓  ");
    CHECK(padded("long", 2) == "long");
    CHECK(shortened("abcdef", 6) == "abcdef");
    CHECK(shortened("äbcdefg", 4) == "äbc…");
    CHECK(printable("a\tb\x1b\x7f\n") == "a b   ");
}

TEST_CASE("long texts break at blanks", "[terminal]")
{
    CHECK(wrapped("") == "");
    CHECK(wrapped("one\ntwo", "  ") == "  one\n  two\n");
    auto const text = std::string(60, 'a') + " " + std::string(60, 'b') + " c";
    CHECK(wrapped(text) == std::string(60, 'a') + "\n" + std::string(60, 'b') + " c\n");
    auto const solid = std::string(150, 'x');
    CHECK(wrapped(solid + " y") == solid + "\ny\n");
}

TEST_CASE("words of a shell command are quoted only where needed", "[terminal]")
{
    CHECK(shell_word("down_for=5h") == "down_for=5h");
    CHECK(shell_word("") == "''");
    CHECK(shell_word("a b") == "'a b'");
    CHECK(shell_word("it's") == "'it'\\''s'");
    CHECK(shell_word("$(x)") == "'$(x)'");
}

TEST_CASE("nouns are counted", "[terminal]")
{
    CHECK(counted(1, "attempt") == "1 attempt");
    CHECK(counted(0, "attempt") == "0 attempts");
    CHECK(counted(2, "timeline entry") == "2 timeline entries");
}

TEST_CASE("colour goes around text only when it is on", "[terminal]")
{
    CHECK(painter{false}(tone::bad, "x") == "x");
    CHECK(painter{true}(tone::bad, "x") == "\x1b[31mx\x1b[0m");
    CHECK(painter{true}(tone::plain, "x") == "x");
    CHECK(painter{true}(tone::bad, "") == "");
}

TEST_CASE("seconds and thousandths are exact decimals", "[terminal]")
{
    CHECK(drydock::sim::to_json(json_seconds(4h)) == "14400");
    CHECK(drydock::sim::to_json(json_seconds(50ms)) == "0.05");
    CHECK(drydock::sim::to_json(json_seconds(1us)) == "0.000001");
    CHECK(drydock::sim::to_json(json_seconds(std::nullopt)) == "null");
    CHECK(drydock::sim::to_json(json_thousandths(2500)) == "2.5");
    CHECK(drydock::sim::to_json(json_thousandths(10'000)) == "10");
}

TEST_CASE("XML holds no character that it may not", "[junit]")
{
    CHECK(xml_text("a<b>&\"c\"\n") == "a&lt;b&gt;&amp;&quot;c&quot;&#10;");
    CHECK(xml_text("ü✗") == "ü✗");
    CHECK(xml_text(std::string_view{"a\0b\x1b", 4}) == "a\xEF\xBF\xBD"
                                                       "b\xEF\xBF\xBD");
    CHECK(xml_text("\xFFx\xC3") == "\xEF\xBF\xBDx\xEF\xBF\xBD");
    CHECK(xml_text("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(xml_text("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");
}
