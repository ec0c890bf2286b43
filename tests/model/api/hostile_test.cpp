// Requests that nobody would send on purpose, thousands of them.
#include "model/json/json_text.hpp"
#include "tests/support/api.hpp"

#include <boost/json/parse.hpp>

#include <array>
#include <cstring>

using namespace drydock::model;
using drydock::tests::called_world;

namespace {

/// Numbers that look random and are the same in every run.
class dice {
public:
    std::size_t below(std::size_t limit)
    {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>((state_ >> 33) % limit);
    }
    template <class List> auto const& one_of(List const& list)
    {
        return list[below(std::size(list))];
    }

private:
    std::uint64_t state_ = 20190907;
};

constexpr std::string_view targets[] = {
    "/v1/environment/webhooks",      "/v1/environment/webhooks/5515",
    "/v1/environment/webhooks/5516", "/v1/tracking?carrier_code=ups&tracking_number=DRYDOCK1",
    "/v1/labels/se-9/track",         "/v1/environment/webhooks/x?page=1&page=2"};
constexpr std::string_view bodies[] = {
    "",
    "null",
    R"({"url":"https://a.test/hooks","event":"track"})",
    R"({"event":"batch","url":"http://[::1]:80/?q#f"})",
    R"({"url":"https://a.test","headers":[{"key":"a","value":"b"}],"name":"n\\\"","store_id":1})",
    R"({"url":"https://a.test","event":"rate","url":"https://b.test"})"};
constexpr std::string_view pieces[] = {
    "\"", "\\", "{", "}", "[", "]", ":",     ",",  "%",    "%2",       "&",   "=",           "/",
    "?",  "+",  " ", "0", "-", "e", "\\u00", "\n", "null", "\xc3\xa9", "%ff", "\xed\xa0\x80"};

std::string mutilated(dice& chance, std::string_view from)
{
    std::string text{from};
    for (auto wounds = chance.below(2) * chance.below(4); wounds > 0; --wounds) {
        auto const at = chance.below(text.size() + 1);
        if (chance.below(3) == 0 && at < text.size())
            text.erase(at, 1 + chance.below(3));
        else
            text.insert(at, chance.one_of(pieces));
    }
    return text;
}

void check_answer(called_world::outcome const& given, verb method)
{
    constexpr std::array<std::uint16_t, 6> known{200, 204, 400, 401, 404, 409};
    CHECK(std::ranges::find(known, given.status) != known.end());
    CHECK(given.error_code.empty() == (given.status < 300));
    CHECK(given.body.empty() == (given.status == 204));
    CHECK((given.body.empty() || is_compact_json(given.body)));
    if (method == verb::GET || given.status >= 300) CHECK(given.lines.empty());
}

} // namespace

TEST_CASE("whatever is asked is answered in form, and its journal can be read back", "[api]")
{
    dice chance;
    std::size_t made = 0, changed = 0, refused = 0;
    for (int round = 0; round < 300; ++round) {
        called_world w;
        w.spoken = round % 2 == 0 ? profile::seed_2019 : profile::openapi_2026;
        w.post("/v1/environment/webhooks", R"({"url":"https://a.test","event":"rate"})");
        w.given(shipment_created{{1}, {1, {}}, w.text(R"({"label_id":"se-9"})")});
        for (int i = 0; i < 20; ++i) {
            auto const method = verb{static_cast<std::uint8_t>(1 + chance.below(5))};
            auto const target = mutilated(chance, chance.one_of(targets));
            auto const body = mutilated(chance, chance.one_of(bodies));
            INFO(name(method) << ' ' << target << '\n' << body);
            auto const given = w.call(method, target, body);
            check_answer(given, method);
            if (given.status == 200 && method == verb::POST) ++made;
            if (given.status == 204) ++changed;
            if (given.status >= 400) ++refused;
        }
        event_json_reader reader;
        text_table texts;
        auto const lines = w.lines_from(0);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            auto const read = reader.parse(lines[i], texts);
            INFO(lines[i]);
            REQUIRE(std::holds_alternative<drydock::model::event>(read));
            auto const& event = std::get<drydock::model::event>(read);
            CHECK(std::memcmp(&event, &w.events[i], sizeof event) == 0);
        }
    }
    CHECK(made > 5);
    CHECK(changed > 50);
    CHECK(refused > 2'000);
}
