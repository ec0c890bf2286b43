#include "model/api/page.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model::api;

namespace {

constexpr std::string_view keys[] = {"created_at", "ship_date"};
constexpr page_rules sorted{.sort_keys = keys};

/// What is asked for, or the first problem.
std::string asked(std::string_view query, page_rules const& rules = sorted)
{
    auto const text = "/v1/batches?" + std::string{query};
    auto const target = parse_target(text);
    REQUIRE(target);
    query_reader reader{*target};
    auto const page = read_page(reader, rules);
    if (!reader.problems().empty()) {
        auto const& first = reader.problems().front();
        CHECK(first.type == "validation");
        CHECK(first.code == "invalid_field_value");
        return first.message + " " + first.field_name + "=" + first.field_value;
    }
    return std::to_string(page.page) + " of " + std::to_string(page.size) +
           (page.ascending ? " up by " : " down by ") + std::string{page.sort_by};
}

std::string page_of(std::string_view query, std::size_t total, page_rules const& rules = sorted)
{
    auto const text = "/v1/batches" + std::string{query};
    auto const target = parse_target(text);
    REQUIRE(target);
    query_reader reader{*target};
    auto const page = read_page(reader, rules);
    CHECK(reader.problems().empty());
    std::string out;
    append_page(out, *target, "https://a.test", page, total, rules);
    return out;
}

} // namespace

TEST_CASE("a page is the first of 25 rows, newest first, unless the query says otherwise", "[api]")
{
    CHECK(asked("") == "1 of 25 down by created_at");
    CHECK(asked("page=3&page_size=2&sort_dir=asc&sort_by=ship_date") == "3 of 2 up by ship_date");
    CHECK(asked("page=2147483647&page_size=2147483647&sort_dir=desc") ==
          "2147483647 of 2147483647 down by created_at");
    CHECK(asked("pagesize=7", {.size_key = "pagesize"}) == "1 of 7 down by ");
    CHECK(asked("pagesize=7&sort_by=x", {}) == "1 of 25 down by ");
}

TEST_CASE("what a page cannot be is refused with the parameter's name", "[api]")
{
    for (std::string const value : {"0", "-1", "x", "", "1.5", "2147483648", "1x", "99999999999"}) {
        CHECK(asked("page=" + value) ==
              "page must be a whole number from 1 to 2147483647. page=\"" + value + '"');
        CHECK(asked("page_size=" + value) ==
              "page_size must be a whole number from 1 to 2147483647. page_size=\"" + value + '"');
    }
    CHECK(asked("page=1&page=1") == "page is given more than once. page=\"1\"");
    CHECK(asked("sort_dir=down") == "sort_dir must be one of asc, desc. sort_dir=\"down\"");
    CHECK(asked("sort_by=x") == "sort_by must be one of created_at, ship_date. sort_by=\"x\"");
}

TEST_CASE("a page shows its rows, and none past the end", "[api]")
{
    auto const rows = [](std::uint32_t page, std::uint32_t size, std::size_t total) {
        auto const found = rows_of({.page = page, .size = size}, total);
        return std::pair{found.first, found.last};
    };
    CHECK(rows(1, 25, 0) == std::pair{std::size_t{0}, std::size_t{0}});
    CHECK(rows(1, 25, 26) == std::pair{std::size_t{0}, std::size_t{25}});
    CHECK(rows(2, 25, 26) == std::pair{std::size_t{25}, std::size_t{26}});
    CHECK(rows(3, 25, 26) == std::pair{std::size_t{26}, std::size_t{26}});
    CHECK(rows(INT32_MAX, INT32_MAX, 26) == std::pair{std::size_t{26}, std::size_t{26}});
}

TEST_CASE("links repeat the query, with the page and its size last", "[api]")
{
    CHECK(page_of("?page=2&status=a%20b&page_size=10&x", 25) ==
          R"("total":25,"page":2,"pages":3,"links":{)"
          R"("first":{"href":"https://a.test/v1/batches?status=a%20b&x&page=1&page_size=10"},)"
          R"("last":{"href":"https://a.test/v1/batches?status=a%20b&x&page=3&page_size=10"},)"
          R"("prev":{"href":"https://a.test/v1/batches?status=a%20b&x&page=1&page_size=10"},)"
          R"("next":{"href":"https://a.test/v1/batches?status=a%20b&x&page=3&page_size=10"}})");
}

TEST_CASE("where there is no page before or after, the link is an empty object", "[api]")
{
    CHECK(page_of("", 25) == R"("total":25,"page":1,"pages":1,"links":{)"
                             R"("first":{"href":"https://a.test/v1/batches?page=1&page_size=25"},)"
                             R"("last":{"href":"https://a.test/v1/batches?page=1&page_size=25"},)"
                             R"("prev":{},"next":{}})");
    CHECK(page_of("", 0) == R"("total":0,"page":1,"pages":1,"links":{)"
                            R"("first":{"href":"https://a.test/v1/batches?page=1&page_size=25"},)"
                            R"("last":{"href":"https://a.test/v1/batches?page=1&page_size=25"},)"
                            R"("prev":{},"next":{}})");
    // Past the end, the page before is the last one.
    CHECK(page_of("?page=9&pagesize=2", 3, {.size_key = "pagesize"}) ==
          R"("total":3,"page":9,"pages":2,"links":{)"
          R"("first":{"href":"https://a.test/v1/batches?page=1&pagesize=2"},)"
          R"("last":{"href":"https://a.test/v1/batches?page=2&pagesize=2"},)"
          R"("prev":{"href":"https://a.test/v1/batches?page=2&pagesize=2"},"next":{}})");
}

TEST_CASE("percent-encoding is undone, and a malformed escape is none", "[api]")
{
    CHECK(decode_url("a%20b%2Fc%2f+") == "a b/c/+");
    CHECK(decode_url("%C3%A9") == "\xC3\xA9");
    for (auto const* const text : {"%", "%2", "%g0", "%0g", "a%+1"})
        CHECK_FALSE(decode_url(text));
    auto const target = parse_target("/a?x=1+2&y=a%3Db&&z&=q&x=%2B");
    REQUIRE(target);
    CHECK(target->path == "/a");
    REQUIRE(target->parameters.size() == 5);
    CHECK(target->parameters[0].value == "1 2");
    CHECK(target->parameters[1].value == "a=b");
    CHECK(target->parameters[1].raw == "y=a%3Db");
    CHECK(target->parameters[2].name == "z");
    CHECK(target->parameters[4].value == "+");
}
