#include "sim/attempt_headers.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace std::chrono_literals;
using sim::attempt_headers;
using sim::header_list;

namespace {

constexpr auto today = model::profile::openapi_2026;
model::instant const half_past = *model::parse_instant("2019-09-07T00:30:00Z");

header_list with_webhook_of(std::string_view fields)
{
    return attempt_headers({.profile = today, .webhook_fields = fields});
}

} // namespace

TEST_CASE("the seed's profile sends nothing but the type of the body", "[headers]")
{
    sim::attempt_signer const signer = [](auto, auto) { return header_list{{"signed", "yes"}}; };
    CHECK(attempt_headers(
              {.webhook_fields = R"({"headers":[{"key":"A","value":"1"}]})", .signer = &signer}) ==
          header_list{{"Content-Type", "application/json"}});
}

TEST_CASE("the profile of 2026 adds the agent, the webhook's headers and the signature, in order",
          "[headers]")
{
    sim::attempt_signer const signer = [](model::instant at, std::string_view body) {
        return header_list{{"signed", model::to_text(at) + ' ' + std::string{body}}};
    };
    CHECK(
        attempt_headers({.profile = today,
                         .at = half_past,
                         .body = "{}",
                         .webhook_fields =
                             R"({"headers":[{"key":"B","value":"x \"y\""},{"key":"A","value":""},)"
                             R"({"key":"B","value":"\u00fc"}],"name":"Mine"})",
                         .signer = &signer}) == header_list{{"Content-Type", "application/json"},
                                                            {"User-Agent", "ShipEngine/v1"},
                                                            {"B", "x \"y\""},
                                                            {"A", ""},
                                                            {"B", "\xC3\xBC"},
                                                            {"signed", "2019-09-07T00:30:00Z {}"}});
    header_list const plain{{"Content-Type", "application/json"}, {"User-Agent", "ShipEngine/v1"}};
    for (auto const* const none : {"", "{}", R"({"name":"Mine"})", R"({"headers":[]})"})
        CHECK(with_webhook_of(none) == plain);
}

TEST_CASE("a webhook may replace the agent, in whatever case", "[headers]")
{
    CHECK(with_webhook_of(R"({"headers":[{"key":"USER-agent","value":"mine"}]})") ==
          header_list{{"Content-Type", "application/json"}, {"USER-agent", "mine"}});
}

TEST_CASE("a webhook replaces nothing else that the service sets, and breaks no request",
          "[headers]")
{
    auto const plain = with_webhook_of({});
    for (std::string const name :
         {"content-type", "Content-Length", "HOST", "transfer-encoding", "Connection", "Expect",
          "X-ShipEngine-Timestamp", "x-shipengine-rsa-sha256-signature", "Drydock-Attempt", "a b",
          "a:", "", "a\\r\\nb"})
        CHECK(with_webhook_of(R"({"headers":[{"key":")" + name + R"(","value":"1"}]})") == plain);
    CHECK(with_webhook_of(R"({"headers":[{"key":"a","value":"b\r\nHost: evil.test"}]})") == plain);
    CHECK(with_webhook_of(R"({"headers":[{"key":"X-Hosts","value":"1"}]})").size() == 3);
    CHECK_FALSE(sim::is_header_of_service("x-shipengine"));
}

TEST_CASE("drydock's headers tell which attempt it is, when they are wished for", "[headers]")
{
    CHECK(attempt_headers(
              {.at = half_past + 250ms, .delivery = {7}, .attempt = 3, .run = "story 1"}) ==
          header_list{{"Content-Type", "application/json"},
                      {"Drydock-Run", "story 1"},
                      {"Drydock-Delivery", "7"},
                      {"Drydock-Attempt", "3"},
                      {"Drydock-Virtual-Time", "2019-09-07T00:30:00.25Z"}});
}
