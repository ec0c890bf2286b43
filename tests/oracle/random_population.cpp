// Populations, by chance: small ones, whose arrivals and scans meet whatever else there is.
#include "tests/oracle/random_maker.hpp"

#include <algorithm>

namespace drydock::oracle {

sim::distribution maker::make_gap()
{
    using enum sim::distribution::shape;
    if (percent(15)) return {exponential, 1min, {}, {}};
    if (percent(15)) return {uniform, 0min, 3min, {}};
    if (percent(15)) return {weighted, {}, {}, {{0min, 2}, {1min, 1}, {5min, 3}}};
    sim::distribution made;
    made.first = pick({duration{0min}, duration{1min}, duration{1min}, duration{2min},
                       duration{5min}, duration{30s}});
    return made;
}

std::vector<sim::story_choice> maker::choices(std::vector<scan_status> const& to)
{
    std::vector<sim::story_choice> made;
    for (auto const status : to) {
        sim::story_choice one;
        one.to = status;
        one.after = make_gap();
        // The file form has four digits.
        if (made.size() + 1 < to.size()) one.taken = {std::uint64_t{1 + below(9)} << 60, false};
        made.push_back(std::move(one));
    }
    return made;
}

sim::shipment_population maker::make_shipments()
{
    using enum scan_status;
    sim::shipment_population made;
    made.count = 1 + below(8);
    made.arrivals = make_gap();
    made.keep = percent(30);
    auto const after = [&](scan_status from) -> auto&
    {
        return made.story[static_cast<std::size_t>(from) - 1];
    };
    after(AC) = percent(30) ? choices({EX, AC, IT}) : choices({IT});
    if (percent(85)) after(IT) = percent(60) ? choices({AT, EX, DE}) : choices({AT, EX});
    if (percent(15)) after(IT) = choices({IT, DE});
    auto const reaches = [&](scan_status to) {
        return std::ranges::any_of(made.story, [&](auto const& from) {
            return std::ranges::any_of(from, [&](auto const& one) { return one.to == to; });
        });
    };
    if (reaches(AT) && percent(80)) after(AT) = percent(50) ? choices({EX, DE}) : choices({DE});
    if (reaches(EX) && percent(70)) after(EX) = percent(50) ? choices({UN, DE}) : choices({DE});
    return made;
}

// A population makes these ids: what the timeline makes is called otherwise.
void maker::make_room_for(model::subject_kind kind, std::uint32_t generated)
{
    auto const rename = [&](std::string& id) {
        auto const number = model::numeric_part(id);
        if (number != 0 && number <= generated) id = "old-" + std::to_string(number);
    };
    for (auto& entry : made_.timeline) {
        using enum model::subject_kind;
        if (kind == shipment) {
            if (auto* const a = std::get_if<sim::ship_entry>(&entry.what)) rename(a->shipment);
            if (auto* const a = std::get_if<sim::track_entry>(&entry.what)) rename(a->shipment);
            if (auto* const a = std::get_if<sim::rate_entry>(&entry.what)) rename(a->shipment);
        }
        if (auto* const a = std::get_if<sim::batch_entry>(&entry.what); a && kind == batch)
            rename(a->batch);
        if (auto* const a = std::get_if<sim::refresh_entry>(&entry.what); a && kind == order_source)
            rename(a->order_source);
    }
}

void maker::make_populations()
{
    for (auto n = 1 + below(3); n > 0; --n) {
        if (percent(70)) {
            made_.populations.push_back({make_shipments(), {}});
        } else if (percent(50)) {
            made_.populations.push_back(
                {sim::batch_population{pick({1min, 5min, 7min}), 1 + below(3)}, {}});
        } else {
            auto const fewest = below(2);
            made_.populations.push_back(
                {sim::refresh_population{pick({1min, 3min, 5min}), fewest, fewest + below(3)}, {}});
        }
    }
    for (auto const& one : made_.populations)
        if (!std::holds_alternative<sim::shipment_population>(one.what))
            made_.until = made_.start; // some time or other
    make_room_for(model::subject_kind::shipment, 99);
    make_room_for(model::subject_kind::batch, 99);
    make_room_for(model::subject_kind::order_source, 99);
}

} // namespace drydock::oracle
