#include "model/text_table.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <utility>

using namespace drydock::model;

TEST_CASE("a text keeps its number and its first use; the empty text is number 0", "[text_table]")
{
    text_table texts;
    CHECK(texts.intern("a", {3}) == text_number{1});
    CHECK(texts.intern("b", {4}) == text_number{2});
    CHECK(texts.intern("a", {5}) == text_number{1});
    CHECK(texts.first_use({1}) == sequence_number{3});
    CHECK_FALSE(texts.intern("", {6}));
    CHECK_FALSE(texts.find("c"));
    CHECK(texts.size() == 2);
    CHECK(texts[{2}] == "b");
}

TEST_CASE("a copy of the table stands on its own when the original is gone", "[text_table]")
{
    auto original = std::make_unique<text_table>();
    original->intern("short", {1});
    original->intern("long enough to stand outside of its string", {2});
    text_table const copy{*original};
    text_table assigned;
    assigned.intern("something else", {1});
    assigned = *original;
    auto const moved = std::move(*original);
    original.reset();

    for (auto const* const each : {&copy, &std::as_const(assigned), &moved}) {
        CHECK(each->size() == 2);
        CHECK(each->find("short") == text_number{1});
        CHECK(each->find("long enough to stand outside of its string") == text_number{2});
        CHECK_FALSE(each->find("something else"));
        CHECK(each->first_use({2}) == sequence_number{2});
    }
}
