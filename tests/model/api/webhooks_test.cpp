#include "tests/support/api.hpp"

using namespace drydock::model;
using drydock::tests::called_world;
using drydock::tests::error_in;
using drydock::tests::errors_in;

namespace {

constexpr std::string_view webhooks = "/v1/environment/webhooks";
constexpr std::string_view first_webhook = "/v1/environment/webhooks/5515";

/// The three webhooks of the seed's list, whose ids say in which order they were made.
called_world of_the_seed()
{
    called_world w;
    for (auto const* const event : {"rate", "track", "batch"})
        w.post(webhooks, R"({"url":"https://your-server.com/listener/)" + std::string{event} +
                             R"(","event":")" + event + "\"}");
    return w;
}

std::string invalid(std::string_view field, std::string_view why, std::string_view value)
{
    std::string made = R"({"error_type":"validation","error_code":"invalid_field_value",)";
    made += R"("message":")" + std::string{field} + ' ' + std::string{why} + R"(","field_name":")" +
            std::string{field} + '"';
    if (!value.empty()) made += R"(,"field_value":)" + std::string{value};
    return made + '}';
}

std::string required(std::string_view field)
{
    auto const name = std::string{field};
    return R"({"error_type":"validation","error_code":"field_value_required","message":")" + name +
           R"( is required.","field_name":")" + name + "\"}";
}

constexpr std::string_view bad_url = "must be an absolute http or https URL.";
constexpr std::string_view unknown = "is not a field of this request.";

/// The error of a body that is refused with 400.
std::string refused(called_world& w, verb method, std::string_view body)
{
    INFO(body);
    auto const given = w.call(method, method == verb::POST ? webhooks : first_webhook, body);
    CHECK(given.status == 400);
    auto const error = error_in(given);
    CHECK(error.find("\"error_code\":\"" + given.error_code + '"') != error.npos);
    return error;
}

} // namespace

TEST_CASE("the seed's calls, in order, are answered as the seed says", "[api]")
{
    auto w = of_the_seed();
    w.remove("/v1/environment/webhooks/5517");
    w.post(webhooks, R"({"url":"https://x.test","event":"carrier_connected"})");

    auto const body = R"({
  "url": "https://your-server.com",
  "event": "batch"
})";
    auto const made = w.post(webhooks, body);
    CHECK(made.status == 200);
    CHECK(made.error_code.empty());
    CHECK(made.body == R"({"webhook_id":"5519","url":"https://your-server.com","event":"batch"})");
    REQUIRE(made.lines.size() == 1);
    CHECK(made.lines[0].ends_with(
        R"("webhook":"5519","event":"batch","url":"https://your-server.com"})"));

    auto const again = w.post(webhooks, body);
    CHECK(again.status == 409);
    CHECK(again.error_code == "webhook_event_type_conflict");
    CHECK(error_in(again) ==
          R"({"error_type":"business_rules","error_code":"webhook_event_type_conflict",)"
          R"("message":"A webhook for the event batch already exists."})");

    auto const one = w.get("/v1/environment/webhooks/5519");
    CHECK(one.status == 200);
    CHECK(one.body == made.body);
    CHECK(one.lines.empty());
}

TEST_CASE("the list is the seed's: a bare array in the order of the events' names", "[api]")
{
    auto w = of_the_seed();
    auto const list = w.get(webhooks);
    CHECK(list.status == 200);
    CHECK(list.lines.empty());
    CHECK(
        list.body ==
        R"([{"webhook_id":"5517","url":"https://your-server.com/listener/batch","event":"batch"},)"
        R"({"webhook_id":"5515","url":"https://your-server.com/listener/rate","event":"rate"},)"
        R"({"webhook_id":"5516","url":"https://your-server.com/listener/track","event":"track"}])");
}

TEST_CASE("a list without webhooks is an empty array", "[api]")
{
    called_world w;
    CHECK(w.get(webhooks).body == "[]");
    w.post(webhooks, R"({"url":"https://a.test","event":"track"})");
    w.remove(first_webhook);
    CHECK(w.get(webhooks).body == "[]");
}

TEST_CASE("every event can have one webhook, disabled ones included", "[api]")
{
    called_world w;
    for (auto const event : webhook_event_names()) {
        if (event == "report_complete") continue; // came after the seed
        auto const body =
            R"({"event":")" + std::string{event} + R"(","url":"http://u:p@a.test/x?y=1"})";
        INFO(body);
        CHECK(w.post(webhooks, body).status == 200);
        w.given(webhook_disabled{{static_cast<std::uint32_t>(w.state.webhooks.size())}});
        CHECK(w.post(webhooks, body).status == 409);
    }
    CHECK(w.get("/v1/environment/webhooks/5520").status == 200);
}

TEST_CASE("a webhook is updated by id, and only what differs is journaled", "[api]")
{
    auto w = of_the_seed();
    auto const changed = w.put(first_webhook, R"({"url":"https://new.test"})");
    CHECK(changed.status == 204);
    CHECK(changed.body.empty());
    REQUIRE(changed.lines.size() == 1);
    CHECK(changed.lines[0].ends_with(R"("webhook":"5515","url":"https://new.test"})"));
    CHECK(w.get(first_webhook).body ==
          R"({"webhook_id":"5515","url":"https://new.test","event":"rate"})");

    for (auto const* const body : {R"({"url":"https://new.test"})", "{}"}) {
        auto const same = w.put(first_webhook, body);
        CHECK(same.status == 204);
        CHECK(same.lines.empty());
    }
}

TEST_CASE("a webhook is deleted by id, and its event is free again", "[api]")
{
    auto w = of_the_seed();
    auto const gone = w.remove(first_webhook);
    CHECK(gone.status == 204);
    CHECK(gone.body.empty());
    REQUIRE(gone.lines.size() == 1);
    CHECK(gone.lines[0].find("webhook_deleted") != std::string::npos);
    CHECK(w.remove(first_webhook).status == 404);
    CHECK(w.post(webhooks, R"({"url":"https://a.test","event":"rate"})").body ==
          R"({"webhook_id":"5518","url":"https://a.test","event":"rate"})");
}

TEST_CASE("an id that no webhook has is not found", "[api]")
{
    auto w = of_the_seed();
    w.given(webhook_deleted{{1}});
    for (auto const id : {"5515", "5518", "0", "se-1", "%35517"})
        for (auto const method : {verb::GET, verb::PUT, verb::DELETE}) {
            auto const target = std::string{webhooks} + '/' + id;
            INFO(name(method) << ' ' << target);
            // Escapes are decoded: this one is an id that there is.
            if (id[0] == '%') {
                CHECK(w.call(verb::GET, target).status == 200);
                continue;
            }
            auto const given = w.call(method, target, R"({"url":"https://a.test"})");
            CHECK(given.status == 404);
            CHECK(given.error_code == "unspecified");
            CHECK(error_in(given) == R"({"error_type":"system","error_code":"unspecified",)"
                                     R"("message":"Webhook ID )" +
                                         std::string{id} + R"( was not found."})");
        }
}

TEST_CASE("a fixed id is found as it is written", "[api]")
{
    called_world w;
    w.given(webhook_created{
        {1}, {0, w.text("my hook/1")}, w.text("https://a.test"), webhook_event::track});
    CHECK(w.get("/v1/environment/webhooks/my%20hook%2f1").body ==
          R"({"webhook_id":"my hook/1","url":"https://a.test","event":"track"})");
    CHECK(w.get(first_webhook).status == 404);
}

TEST_CASE("a body that is no JSON object is refused", "[api]")
{
    auto w = of_the_seed();
    for (auto const method : {verb::POST, verb::PUT}) {
        for (auto const* const body : {"", " \n"})
            CHECK(refused(w, method, body) ==
                  R"({"error_type":"validation","error_code":"request_body_required",)"
                  R"("message":"Request body cannot be empty."})");
        for (auto const* const body : {"{", "url", R"({"url":"x",})", "{}x", "\xff"})
            CHECK(refused(w, method, body) ==
                  R"({"error_type":"system","error_code":"unspecified",)"
                  R"("message":"Request body is not valid JSON."})");
        for (auto const* const body : {"null", "[]", R"("{}")", "1"})
            CHECK(refused(w, method, body) ==
                  R"({"error_type":"system","error_code":"unspecified",)"
                  R"("message":"Request body must be a JSON object."})");
        CHECK(refused(w, method, R"({"url":"https://a.test","u\u0072l":"https://b.test"})") ==
              invalid("url", "is given more than once.", {}));
    }
    CHECK(w.get(webhooks).body.size() > 200);
}

TEST_CASE("a webhook that is not wholly or wrongly described is not made", "[api]")
{
    called_world w;
    auto const post = [&](std::string_view body) { return refused(w, verb::POST, body); };
    CHECK(post(R"({"event":"batch"})") == required("url"));
    CHECK(post(R"({"url":"https://a.test"})") == required("event"));
    for (auto const* const url : {R"("")", R"("shop.test")", R"("ftp://a.test")", "null", "1",
                                  R"(["https://a.test"])", R"("https://a b.test")"})
        CHECK(post(R"({"event":"batch","url":)" + std::string{url} + '}') ==
              invalid("url", bad_url, url));
    for (auto const* const event :
         {R"("")", R"("Batch")", R"("tracking")", R"("report_complete")", "null", "3", "{}"})
        CHECK(post(R"({"url":"https://a.test","event":)" + std::string{event} + '}') ==
              invalid("event", "must be the name of a webhook event.", event));
    for (auto const* const field : {"webhook_id", "headers", "name", "store_id", "x"})
        CHECK(post(R"({"url":"https://a.test","event":"batch",")" + std::string{field} +
                   R"(":"1"})") == invalid(field, unknown, R"("1")"));
    CHECK(w.state.webhooks.empty());
}

TEST_CASE("everything that is wrong is told at once, the first thing as the code", "[api]")
{
    called_world w;
    auto const given = w.post(webhooks, R"({"x":1,"url":"no"})");
    CHECK(given.status == 400);
    CHECK(given.error_code == "invalid_field_value");
    auto const with_source = [](std::string error) {
        return error.insert(1, R"("error_source":"shipengine",)");
    };
    CHECK(errors_in(given) == '[' + with_source(invalid("x", unknown, "1")) + ',' +
                                  with_source(invalid("url", bad_url, R"("no")")) + ',' +
                                  with_source(required("event")) + ']');
    CHECK(w.post(webhooks, "{}").error_code == "field_value_required");
}

TEST_CASE("the event of a webhook cannot be changed", "[api]")
{
    auto w = of_the_seed();
    CHECK(refused(w, verb::PUT, R"({"event":"rate"})") ==
          invalid("event", "of a webhook cannot be changed.", R"("rate")"));
    CHECK(refused(w, verb::PUT, R"({"url":""})") == invalid("url", bad_url, R"("")"));
    CHECK(refused(w, verb::PUT, R"({"webhook_id":"1"})") ==
          invalid("webhook_id", unknown, R"("1")"));
}

TEST_CASE("the profile of 2026 knows headers, name and store_id", "[api]")
{
    called_world w;
    w.spoken = profile::openapi_2026;
    auto const made = w.post(
        webhooks,
        R"({"store_id": -5, "headers": [ {"value": "1", "key": "X-\u0041"} ], "url": "https://a.test", "event": "track", "name": "Mine"})");
    CHECK(made.body == R"({"webhook_id":"5515","url":"https://a.test","event":"track",)"
                       R"("headers":[{"key":"X-A","value":"1"}],"name":"Mine","store_id":-5})");
    CHECK(made.lines[0].ends_with(
        R"("url":"https://a.test","fields":{"headers":[{"key":"X-A","value":"1"}],"name":"Mine","store_id":-5}})"));
    CHECK(w.get(first_webhook).body == made.body);

    // A field that is not given stays.
    auto const changed = w.put(first_webhook, R"({"name":"Yours","headers":[]})");
    CHECK(changed.status == 204);
    CHECK(changed.lines.size() == 1);
    CHECK(w.get(first_webhook).body ==
          R"({"webhook_id":"5515","url":"https://a.test","event":"track",)"
          R"("headers":[],"name":"Yours","store_id":-5})");
    CHECK(w.put(first_webhook, R"({"name":"Yours"})").lines.empty());
    CHECK(w.get(webhooks).body == '[' + w.get(first_webhook).body + ']');

    // One without them shows none.
    CHECK(w.post(webhooks, R"({"url":"https://a.test","event":"rate"})").body ==
          R"({"webhook_id":"5516","url":"https://a.test","event":"rate"})");
}

TEST_CASE("what the profile of 2026 knows must be of the right shape", "[api]")
{
    called_world w;
    w.spoken = profile::openapi_2026;
    w.post(webhooks, R"({"url":"https://a.test","event":"track"})");
    auto const put = [&](std::string_view body) { return refused(w, verb::PUT, body); };
    CHECK(put(R"({"name":null})") == invalid("name", "must be a string.", "null"));
    for (auto const* const id : {"1.0", "2147483648", R"("1")", "1e3"})
        CHECK(put(R"({"store_id":)" + std::string{id} + '}') ==
              invalid("store_id", "must be a whole number of 32 bits.", id));
    CHECK(put(R"({"headers":{}})") == invalid("headers", "must be an array.", "{}"));
    CHECK(put(R"({"headers":[1]})") == invalid("headers[0]", "must be an object.", "1"));
    CHECK(put(R"({"headers":[{"key":"a"}]})") == required("headers[0].value"));
    CHECK(put(R"({"headers":[{"key":"a","value":"b"},{"value":"b"}]})") ==
          required("headers[1].key"));
    CHECK(put(R"({"headers":[{"key":1,"value":"b"}]})") ==
          invalid("headers[0].key", "must be a string.", "1"));
    CHECK(put(R"({"headers":[{"key":"a b","value":"b"}]})") ==
          invalid("headers[0].key", "must be the name of an HTTP header.", "\"a b\""));
    CHECK(put(R"({"headers":[{"key":"","value":"b"}]})") ==
          invalid("headers[0].key", "must be the name of an HTTP header.", "\"\""));
    CHECK(put(R"({"headers":[{"key":"a","value":"b\r\nHost: x"}]})") ==
          invalid("headers[0].value", "must not have control characters.", R"("b\r\nHost: x")"));
    CHECK(put(R"({"headers":[{"key":"a","key":"b","value":"b"}]})") ==
          invalid("headers[0].key", "is given more than once.", {}));
    CHECK(put(R"({"headers":[{"key":"a","value":"b","x":0}]})") ==
          invalid("headers[0].x", "is not a field of a header.", "0"));
}

TEST_CASE("report_complete is an event of the profile of 2026", "[api]")
{
    called_world w;
    w.spoken = profile::openapi_2026;
    CHECK(w.post(webhooks, R"({"url":"https://a.test","event":"report_complete"})").status == 200);
}
