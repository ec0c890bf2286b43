#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/population/check_story.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

using model::subject_kind;

/// How many times something happens that happens every so often until the end.
std::uint32_t times_until_end(scenario const& plan, duration every)
{
    if (!plan.until) return UINT32_MAX; // refused elsewhere
    auto const times = (*plan.until - plan.start) / every;
    return static_cast<std::uint32_t>(std::min<std::int64_t>(times, UINT32_MAX));
}

struct counter {
    scenario const& plan;
    subject_kind kind;

    std::uint64_t operator()(shipment_population const& p) const
    {
        return kind == subject_kind::shipment ? p.count : 0;
    }
    std::uint64_t operator()(batch_population const& p) const
    {
        return kind == subject_kind::batch ? times_until_end(plan, p.every) : 0;
    }
    std::uint64_t operator()(refresh_population const&) const
    {
        return kind == subject_kind::order_source ? 1 : 0;
    }
};

std::uint64_t count_all(scenario const& plan, subject_kind kind)
{
    std::uint64_t sum = 0;
    for (auto const& each : plan.populations)
        sum += std::visit(counter{plan, kind}, each.what);
    return sum;
}

// --- ends ----------------------------------------------------------------------------------------

/// Longer than almost every value that is drawn.
duration long_value(distribution const& d)
{
    auto longest = d.is == distribution::shape::uniform ? d.last : d.first;
    for (auto const& choice : d.choices)
        longest = std::max(longest, choice.value);
    return longest;
}

void check_end(building& b, shipment_population const& p, node const& source)
{
    auto const gap = long_value(p.arrivals);
    if (gap > model::longest_duration / static_cast<std::int64_t>(p.count))
        return b.c.error(source.find("arrivals"), "expected all arrivals to take no longer than " +
                                                      model::to_text(model::longest_duration));
    auto last = b.out.start + 2 * gap * static_cast<std::int64_t>(p.count);
    for (auto const& choices : p.story)
        for (auto const& choice : choices)
            last += 50 * std::min(long_value(choice.after), model::longest_duration / 50);
    if (last > last_instant - model::longest_duration)
        b.c.error(source.find("story"),
                  "expected stories that leave room for retries before the year 10000");
}

void check_until(building& b, std::string_view what, node const& source)
{
    if (b.out.until || b.root.find("until") != nullptr) return;
    b.c.error(&source,
              "expected \"until\" in the scenario: " + std::string{what} + " come without end");
}

struct checker {
    building& b;
    node const& source;

    void operator()(shipment_population const& p) const
    {
        check_end(b, p, source);
        check_story(b, p, *source.find("story"));
    }
    void operator()(batch_population const&) const { check_until(b, "batches", source); }
    void operator()(refresh_population const&) const { check_until(b, "refreshes", source); }
};

// --- ids -----------------------------------------------------------------------------------------

/// The key of the verb that holds an entity's id.
std::string_view id_key(subject_kind kind)
{
    return name(kind);
}

void check_entry(building& b, std::size_t place)
{
    auto const& entry = b.out.timeline[place];
    auto const [kind, id] = entity_of(entry);
    if (id == nullptr) return;
    // The numbers of the occurrences ascend, and so do those of the ids.
    auto const first = is_pattern(entry, *id) ? occurrence_text(*id, 1) : *id;
    auto const number = model::numeric_part(first);
    auto const most = generated(b.out, kind);
    if (number == 0 || number > most) return;
    b.c.error(b.sources[place].verb->find(id_key(kind)),
              "expected an id that no population makes: \"se-1\" to \"se-" + std::to_string(most) +
                  "\" are generated; found " + quoted(first));
}

// --- assumptions ---------------------------------------------------------------------------------

template <class Population> bool has(scenario const& plan)
{
    return std::ranges::any_of(plan.populations, [](population const& p) {
        return std::holds_alternative<Population>(p.what);
    });
}

void assume(scenario& plan)
{
    auto& lines = plan.assumptions;
    if (plan.populations.empty()) return;
    lines.push_back("population_order last: at one instant it comes after the timeline, in the "
                    "order of the file");
    if (has<batch_population>(plan))
        lines.push_back("batch_population completed: each batch is completed as it is made");
    if (has<refresh_population>(plan))
        lines.push_back("store_population one: each is of one store, its refreshes take no time, "
                        "its orders are the sample's");
}

} // namespace

std::uint32_t generated(scenario const& plan, subject_kind kind)
{
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(count_all(plan, kind), UINT32_MAX));
}

void check_populations(building& b)
{
    if (b.out.populations.empty()) return;
    if (b.out.populations.size() > most_populations)
        b.c.error(b.root.find("population"),
                  "expected at most " + std::to_string(most_populations) + " populations");
    for (std::size_t i = 0; i < b.out.populations.size(); ++i)
        std::visit(checker{b, *b.population_sources[i]}, b.out.populations[i].what);
    if (count_all(b.out, subject_kind::shipment) > most_generated)
        b.c.error(b.root.find("population"), "expected at most " + std::to_string(most_generated) +
                                                 " shipments in all populations");
    for (std::size_t place = 0; place < b.out.timeline.size(); ++place)
        check_entry(b, place);
    assume(b.out);
}

} // namespace drydock::sim
