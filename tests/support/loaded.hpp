// Scenario files as texts: what they load as, and what is wrong with them.
#pragma once

#include "sim/scenario/load.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace drydock::test {

/// "3:9 /webhooks/0/event: expected ..." for each error.
inline std::vector<std::string> errors_of(std::string_view text,
                                          sim::load_options const& options = {})
{
    auto const result = sim::load_scenario(text, "f", options);
    std::vector<std::string> errors;
    for (auto const& e : result.errors)
        errors.push_back(sim::to_text(e, "f").substr(2));
    CHECK(result.loaded.has_value() == errors.empty());
    return errors;
}

/// The scenario; fails the test with the errors when there is none.
inline sim::scenario loaded(std::string_view text, sim::load_options const& options = {})
{
    auto result = sim::load_scenario(text, "f", options);
    for (auto const& e : result.errors)
        UNSCOPED_INFO(sim::to_text(e, "f"));
    REQUIRE(result.loaded);
    return std::move(*result.loaded);
}

/// A file with these members beside its format.
inline std::string file_with(std::string_view members)
{
    return "{\"format\": 1, " + std::string{members} + "}";
}

/// The one error of a file, without its place; all of them when it has another number.
inline std::string error_of(std::string_view members)
{
    auto const result = sim::load_scenario(file_with(members), "f");
    std::string all;
    for (auto const& e : result.errors) {
        CHECK(e.is == sim::scenario_error::kind::meaning);
        all += (all.empty() ? "" : "\n") + e.pointer + ": " + e.message;
    }
    return all;
}

/// The same, of a file with these entries of its timeline.
inline std::string timeline_error(std::string const& entries)
{
    return error_of("\"timeline\": [" + entries + "]");
}

inline constexpr auto track_hook =
    R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}])";

/// The one error of a file with a webhook, a shipment and these members.
inline std::string shop_error(std::string const& members)
{
    return error_of(std::string{track_hook} +
                    R"(, "timeline": [{"at": "0s", "ship": {"shipment": "se-1"}}], )" + members);
}

/// The hints of a file that has no errors.
inline std::vector<std::string> hints_of(std::string_view members)
{
    auto const result = sim::load_scenario(file_with(members), "f");
    for (auto const& e : result.errors)
        UNSCOPED_INFO(sim::to_text(e, "f"));
    REQUIRE(result.loaded);
    return result.hints;
}

} // namespace drydock::test
