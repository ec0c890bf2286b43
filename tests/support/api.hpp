// Calls of the API over a hand-made world: what they answer, and what they write.
#pragma once

#include "model/api/route.hpp"
#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

namespace drydock::tests {

inline bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != text.npos;
}

/// A world that is called. Each call is received, answered and applied as a service would.
class called_world : public world {
public:
    struct outcome {
        std::uint16_t status = 0;
        std::string body;
        std::string error_code;
        std::vector<std::string> lines; ///< the journal between request_received and its answer
    };

private:
    template <class Act> auto write(Act&& act)
    {
        std::vector<model::event> tail(model::event_writer::most_per_command);
        model::event_writer out{tail, at({}), {events.size()}, texts};
        auto const made = act(out);
        for (auto const& e : out.written()) {
            events.push_back(e);
            evolve(state, e, {events.size()});
        }
        return made;
    }

public:
    outcome call(model::verb method, std::string_view target, std::string_view body = {},
                 model::key_state key = model::key_state::valid)
    {
        model::api::taken_request const taken{{method, target, body, key}};
        auto const wish = taken.view();
        auto const cause = write([&](auto& out) {
            return add_received(state, wish, model::api::request_origin::scenario, out);
        });
        model::api::context const in{.s = state,
                                     .texts = texts,
                                     .now = at({}),
                                     .speaks = {spoken, model::default_base_url},
                                     .number = {state.request_count},
                                     .cause = cause,
                                     .index = index};
        auto const before = events.size();
        auto const given = write([&](auto& out) { return handle(in, wish, out); });
        outcome made{given.status, given.body, std::string{given.error_code}, lines_from(before)};
        for (auto i = before; i < events.size(); ++i)
            CHECK((events[i].cause >= cause && events[i].cause.value <= i)); // or what follows
        write([&](auto& out) {
            add_answered(in, given, out);
            return true;
        });
        etag = events.back().as<model::request_answered>().etag;
        return made;
    }

    outcome get(std::string_view target) { return call(model::verb::GET, target); }
    outcome post(std::string_view target, std::string_view body)
    {
        return call(model::verb::POST, target, body);
    }
    outcome put(std::string_view target, std::string_view body)
    {
        return call(model::verb::PUT, target, body);
    }
    outcome remove(std::string_view target) { return call(model::verb::DELETE, target); }

    model::api::shipment_index index;
    model::profile spoken = model::profile::seed_2019;
    std::uint64_t etag = 0; ///< of the last answer
};

/// The errors of an envelope, without the request id before them. Checks that it is one.
inline std::string errors_in(called_world::outcome const& o)
{
    constexpr std::string_view begin = R"({"request_id":")", middle = R"(","errors":)";
    REQUIRE(o.body.size() > begin.size() + 36 + middle.size());
    CHECK(o.body.starts_with(begin));
    CHECK(o.body.substr(begin.size() + 36, middle.size()) == middle);
    CHECK(o.body.ends_with('}'));
    auto const from = begin.size() + 36 + middle.size();
    return o.body.substr(from, o.body.size() - from - 1);
}

/// The one error of a refused call, which must have written nothing.
inline std::string error_in(called_world::outcome const& o)
{
    CHECK(o.lines.empty());
    auto const errors = errors_in(o);
    constexpr std::string_view begin = R"([{"error_source":"shipengine",)";
    REQUIRE(errors.starts_with(begin));
    CHECK(errors.find("error_source", begin.size()) == errors.npos);
    return '{' + errors.substr(begin.size(), errors.size() - begin.size() - 1);
}

} // namespace drydock::tests
