#include "model/status.hpp"

#include "model/error.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace drydock::model;

TEST_CASE("every webhook event reads back from its name", "[status]")
{
    REQUIRE(webhook_event_names().size() == 7);
    for (auto const text : webhook_event_names()) {
        INFO(text);
        auto const event = parse_webhook_event(text);
        REQUIRE(event);
        CHECK(name(*event) == text);
    }
    CHECK(parse_webhook_event("track") == webhook_event::track);
    CHECK(name(webhook_event::order_source_refresh_complete) == "order_source_refresh_complete");
}

TEST_CASE("every scan status reads back from its code", "[status]")
{
    REQUIRE(scan_status_names().size() == 8);
    for (auto const text : scan_status_names()) {
        INFO(text);
        auto const status = parse_scan_status(text);
        REQUIRE(status);
        CHECK(name(*status) == text);
    }
    CHECK(parse_scan_status("DE") == scan_status::DE);
}

TEST_CASE("names outside a set are refused", "[status]")
{
    for (auto const* text :
         {"", "tracks", "Track", "track ", "de", "un", "store_refresh_complete"}) {
        INFO(text);
        CHECK_FALSE(parse_webhook_event(text));
        CHECK_FALSE(parse_scan_status(text));
        CHECK_FALSE(parse_discard_reason(text));
        CHECK_FALSE(parse_skip_reason(text));
    }
}

TEST_CASE("every outcome that is no answer reads back from its name", "[status]")
{
    REQUIRE(outcome_kind_names().size() == 9);
    for (auto const text : outcome_kind_names()) {
        INFO(text);
        if (text == "http") {
            CHECK_FALSE(parse_attempt_outcome(text));
            continue;
        }
        auto const outcome = parse_attempt_outcome(text);
        REQUIRE(outcome);
        CHECK(to_text(*outcome) == text);
        CHECK(name(outcome->kind) == text);
    }
}

TEST_CASE("every three-digit answer reads back from its outcome", "[status]")
{
    for (std::uint16_t code = 100; code < 1000; ++code) {
        auto const outcome = attempt_outcome::http(code);
        REQUIRE(parse_attempt_outcome(to_text(outcome)) == outcome);
    }
    CHECK(to_text(attempt_outcome::http(503)) == "http_503");
}

TEST_CASE("an answer outcome has exactly three digits", "[status]")
{
    for (auto const* text : {"http_", "http_5", "http_50", "http_5030", "http_099", "http_5x3",
                             "http_+53", "http 503", "HTTP_503", "503"}) {
        INFO(text);
        CHECK_FALSE(parse_attempt_outcome(text));
    }
}

TEST_CASE("reasons read back from their names", "[status]")
{
    using enum discard_reason;
    for (auto const reason : {attempts_exhausted, stopped, too_old})
        CHECK(parse_discard_reason(name(reason)) == reason);
    for (auto const reason : {skip_reason::duplicate, skip_reason::stale, skip_reason::no_effect})
        CHECK(parse_skip_reason(name(reason)) == reason);
}

TEST_CASE("each refusal is explained in its own words", "[status]")
{
    using enum error;
    std::set<std::string_view> seen;
    for (auto const why : {none, webhook_exists, webhook_unknown, shipment_exists, illegal_move,
                           stale_attempt, delivery_ended}) {
        CHECK_FALSE(explain(why).empty());
        CHECK(seen.insert(explain(why)).second);
    }
}
