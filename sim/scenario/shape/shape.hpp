// What a scenario file may contain, as tables. The loader checks with them and the JSON Schema is
// printed from them, so that the two cannot disagree.
#pragma once

#include "sim/scenario/shape/text_format.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace drydock::sim {

struct shape;

/// A member that an object may have.
struct key {
    std::string_view name;
    shape const* value = nullptr;
    std::string_view doc = {}; ///< one line
    bool required = false;
};

/// How many of some members an object has.
struct key_group {
    std::span<std::string_view const> names;
    std::size_t least = 0, most = 1;
};

struct number_range {
    bool whole = true;
    std::int64_t least = 0;
    std::uint64_t most = UINT64_MAX;
};

/// What one value may be. A variable may stand for any value, save where `literal`.
struct shape {
    enum class form : std::uint8_t {
        any,
        null,
        boolean,
        text,   ///< of `format`
        number, ///< within `range`
        choice, ///< one of `names`
        object, ///< with `keys`
        by_key, ///< one of the objects `parts`: the one whose first key is there
        map,    ///< an object with any keys of `format`, all with values of shape `item`
        list,   ///< of `item`
        tuple,  ///< an array of exactly `parts`
        either, ///< one of `parts`, no two of which are of one JSON type
    };
    using names_of = std::span<std::string_view const> (*)();

    form is = form::any;
    std::string_view name = {};     ///< under $defs of the schema; empty: written in place
    std::string_view expected = {}; ///< for messages; empty: made from the rest
    text_format const* format = nullptr;
    number_range range = {};
    names_of names = nullptr;
    std::span<key const> keys = {};
    std::span<key_group const> groups = {};
    bool is_open = false; ///< of an object: other keys may hold anything
    shape const* item = nullptr;
    std::span<shape const* const> parts = {};
    std::size_t fewest = 0, most = SIZE_MAX; ///< of a list
    bool literal = false;
};

/// A whole file.
extern shape const scenario_shape;

// The blocks of a file, and what they share.
extern shape const any_shape, boolean_shape, text_shape, name_shape, number_shape;
extern shape const null_shape, nullable_text;
extern shape const duration_shape, point_shape, distribution_shape, chance_shape;
extern shape const event_shape, status_shape, answer_code_shape, answer_codes_shape;
extern shape const policy_shape;
extern shape const webhook_shape, endpoint_shape, link_shape, entry_shape, expectation_shape;
extern shape const batch_shape, rate_shape, carrier_shape, report_shape, refresh_shape;
extern shape const payload_shape, delivery_filter_shape;
extern shape const request_shape, answer_check_shape;
extern shape const population_shape;
extern shape const lesson_answer_shape, lesson_step_shape;

} // namespace drydock::sim
