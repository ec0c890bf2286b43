#include "tools/store/event_code.hpp"

#include "model/status.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>
#include <random>
#include <span>
#include <string>

using namespace drydock;
using tools::db::decode_events;
using tools::db::event_encoder;

namespace {

std::string encoded(std::vector<model::event> const& events, model::sequence_number first)
{
    event_encoder out{first};
    out.add(events);
    CHECK(out.count() == events.size());
    return std::string{out.bytes()};
}

bool comes_back(std::vector<model::event> const& events, model::sequence_number first)
{
    std::vector<model::event> found;
    auto const bytes = [](auto const& of) { return std::as_bytes(std::span{of}); };
    return decode_events(encoded(events, first), first, events.size(), found) &&
           std::ranges::equal(bytes(found), bytes(events));
}

/// Numbers of every length are as likely.
class any_numbers {
public:
    explicit any_numbers(unsigned seed) : source_{seed} {}

    std::uint64_t next() { return source_() >> (source_() % 64) & (0 - (source_() % 4 != 0)); }
    model::event event(std::uint64_t sequence)
    {
        model::event e{.at = model::instant{model::duration{static_cast<std::int64_t>(next())}},
                       .type = static_cast<model::event_type>(next() % 256)};
        e.cause = {source_() % 2 == 0 ? next() : sequence - next() % 100};
        for (std::size_t word = 0; word < 3; ++word) {
            auto const value = next();
            std::memcpy(e.body.data() + 8 * word, &value, sizeof value);
        }
        return e;
    }

private:
    std::mt19937_64 source_;
};

std::string in_hex(std::string_view bytes)
{
    std::string text;
    for (auto const each : bytes) {
        auto const byte = static_cast<unsigned char>(each);
        for (auto const digit : {byte / 16, byte % 16})
            text += "0123456789abcdef"[digit];
    }
    return text;
}

model::instant at(std::int64_t micros)
{
    return model::instant{model::duration{micros}};
}

} // namespace

TEST_CASE("what is in a block's bytes is part of the format", "[store]")
{
    using namespace model;
    std::vector<event> const events{
        make_event(at(0x01020304), {}, delivery_requested{{7}, {1}, subject{300}, {}}),
        make_event(at(0x01020304), {100}, attempt_started{{7}, {1}}),
        make_event(at(0x01020304 + 1000), {100}, attempt_started{{6}, {2}}),
    };
    //                            type, sizes: at 8, cause 0; delivery, webhook 1, subject 2
    CHECK(in_hex(encoded(events, {100})) == "32"
                                            "5302"
                                            "0403020100000000"
                                            "0e"
                                            "02"
                                            "5802"
                                            // at 0, cause 1: the event before; 7, attempt 1
                                            "34"
                                            "5400"
                                            "01"
                                            "0e"
                                            "02"
                                            // at 3, cause 1; -1, +1
                                            "34"
                                            "5600"
                                            "e80300"
                                            "02"
                                            "01"
                                            "02");
}

TEST_CASE("events come back from their bytes, whatever is in them", "[store]")
{
    CHECK(comes_back({}, {1}));
    any_numbers numbers{1};
    for (std::size_t round = 0; round < 200; ++round) {
        auto const first = numbers.next() | 1;
        std::vector<model::event> events;
        while (events.size() < 1 + round)
            events.push_back(numbers.event(first + events.size()));
        // No cause, itself, and all other numbers are different things.
        events.front().cause = {first * (round % 2)};
        REQUIRE(comes_back(events, {first}));
    }
}

TEST_CASE("an event takes less room than in memory, even one that nothing foretells", "[store]")
{
    std::vector<model::event> events(100);
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i].at = at(i % 2 == 0 ? INT64_MIN : 0);
        events[i].cause = {UINT64_MAX};
        events[i].body.fill(std::byte(i % 2 == 0 ? 0x7f : 0));
        events[i].type = model::event_type{1};
    }
    CHECK(comes_back(events, {1}));
    CHECK(encoded(events, {1}).size() < events.size() * sizeof(model::event));
}

TEST_CASE("bytes of fewer events, of more, or of none are refused", "[store]")
{
    any_numbers numbers{2};
    std::vector<model::event> events, found;
    while (events.size() < 20)
        events.push_back(numbers.event(1 + events.size()));
    auto const bytes = encoded(events, {1});
    REQUIRE(decode_events(bytes, {1}, 20, found));
    CHECK(!decode_events(bytes, {1}, 19, found));
    CHECK(!decode_events(bytes, {1}, 21, found));
    CHECK(!decode_events(bytes, {1}, SIZE_MAX, found));
    CHECK(!decode_events(bytes + '\0', {1}, 20, found));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK(!decode_events(std::string_view{bytes}.substr(0, size), {1}, 20, found));
    for (std::size_t i = 0; i < bytes.size(); ++i) { // never beyond their end
        auto damaged = bytes;
        damaged[i] = static_cast<char>(numbers.next());
        static_cast<void>(decode_events(damaged, {1}, 20, found));
    }
}
