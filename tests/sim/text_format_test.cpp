#include "sim/scenario/shape/text_format.hpp"

#include "model/time.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <string>
#include <vector>

using namespace drydock::sim;

namespace {

std::vector<std::string> texts()
{
    std::vector<std::string> all{"now",
                                 "1h30m",
                                 "PT2H",
                                 "P1DT12H",
                                 "02:30",
                                 "120:30:10",
                                 "2019-09-07T00:00:00Z",
                                 "2019-09-07T23:59:59.123456-05:30",
                                 "2019-02-30T00:00:00Z",
                                 "9999999999d",
                                 "0.1us",
                                 "1.5h",
                                 "1d2h3m4s5ms6us",
                                 "1MB/s",
                                 "1.5kB/s",
                                 "10Mbit/s",
                                 "0.5B/s",
                                 "1001GB/s",
                                 "http_503",
                                 "http_599",
                                 "http_099",
                                 "timeout",
                                 "blocked",
                                 "name_1",
                                 "9name",
                                 "-name",
                                 "P",
                                 "PT",
                                 "T",
                                 "1",
                                 "0s",
                                 "36525d",
                                 "36526d"};
    auto const given = all;
    // Every text of them with a character lost, doubled or replaced.
    for (auto const& text : given) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            all.push_back(text.substr(0, i) + text.substr(i + 1));
            all.push_back(text.substr(0, i) + text[i] + text.substr(i));
            for (auto const c : std::string_view{"0159:.-+TPZdhmsuDHMS_ \n"})
                all.push_back(text.substr(0, i) + c + text.substr(i + 1));
        }
    }
    return all;
}

} // namespace

TEST_CASE("the loader takes a text exactly when the pattern of the schema does", "[text_format]")
{
    auto const all = texts();
    REQUIRE(all.size() > 5000);
    for (auto const* const format : {&duration_format, &point_format, &start_format,
                                     &outcome_format, &bandwidth_format, &variable_name_format}) {
        std::regex const pattern{std::string{format->pattern}};
        for (auto const& text : all) {
            bool const taken = fits(*format, text) != fit::wrong;
            if (taken == std::regex_search(text, pattern)) continue;
            FAIL_CHECK(format->expected << ": " << text);
        }
    }
}

TEST_CASE("what is well-formed but cannot be meant is told apart", "[text_format]")
{
    CHECK(fits(duration_format, "36525d") == fit::good);
    CHECK(fits(duration_format, "36526d") == fit::out_of_limits);
    CHECK(fits(duration_format, "0.1us") == fit::out_of_limits);
    CHECK(fits(duration_format, "40") == fit::wrong);
    CHECK(fits(point_format, "2019-02-30T00:00:00Z") == fit::out_of_limits);
    CHECK(fits(point_format, "999999999:00") == fit::out_of_limits);
    CHECK(fits(start_format, "2019-13-30T00:00:00Z") == fit::wrong);
    CHECK(fits(start_format, "0000-01-01T00:00:00Z") == fit::out_of_limits);
    CHECK(fits(outcome_format, "http_600") == fit::wrong);
    CHECK(fits(bandwidth_format, "1MB/s") == fit::good);
    CHECK(fits(bandwidth_format, "0.5B/s") == fit::out_of_limits);
    CHECK(fits(bandwidth_format, "1MB") == fit::wrong);
    CHECK(fits(any_name, "") == fit::wrong);
    CHECK(fits(any_name, std::string(1000, 'x')) == fit::good);
}

TEST_CASE("a long text is no duration and takes no long time", "[text_format]")
{
    CHECK(fits(duration_format, "0." + std::string(100, '0') + "s") == fit::wrong);
    CHECK(fits(duration_format, std::string(1'000'000, '1')) == fit::wrong);
}

TEST_CASE("a variable is a whole text", "[text_format]")
{
    CHECK(variable_in("${down_for}") == "down_for");
    CHECK(variable_in("${a-b9}") == "a-b9");
    std::regex const pattern{std::string{variable_pattern}};
    CHECK(std::regex_search("${a-b9}", pattern));
    for (auto const* const text : {"", "$", "${}", "${a", "{a}", "${9a}", "${-a}", "${a b}",
                                   " ${a}", "${a} ", "${a}${b}", "${a.b}"}) {
        INFO(text);
        CHECK(variable_in(text).empty());
        CHECK_FALSE(std::regex_search(text, pattern));
    }
}
