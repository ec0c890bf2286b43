// Populations, as the oracle sees them: all arrivals are known from the start.
#include "tests/oracle/oracle_world.hpp"

namespace drydock::oracle {

using sim::draw_purpose;

void world::populate(std::uint32_t place)
{
    auto const& what = plan_.populations[place].what;
    auto const index =
        static_cast<std::uint16_t>(is(defect::gaps_shared_by_populations) ? 0 : place);
    auto const turn_of = is(defect::populations_in_reverse) ? 1000 - place : place;
    auto at = plan_.start;
    if (auto const* const all = std::get_if<sim::shipment_population>(&what)) {
        std::uint32_t earlier = 0;
        for (std::uint32_t i = 0; i < place; ++i)
            if (auto const* const p =
                    std::get_if<sim::shipment_population>(&plan_.populations[i].what))
                earlier += p->count;
        for (std::uint32_t n = 1; n <= all->count; ++n) {
            if (n > 1 || !is(defect::no_gap_before_the_first))
                at += all->arrivals.sample(
                    sim::draw(plan_.seed, {draw_purpose::arrival_gap, index, 0, n}));
            push(at, arrival, turn_of, n, [this, all, earlier, n] { arrive(*all, earlier, n); });
        }
    }
    if (auto const* const all = std::get_if<sim::batch_population>(&what))
        for (at += all->every; at <= *plan_.until; at += all->every)
            push(at, arrival, turn_of, 0, [this, all] { generate_batch(*all); });
    if (auto const* const all = std::get_if<sim::refresh_population>(&what))
        for (std::uint32_t n = 1; at + all->every * n <= *plan_.until; ++n)
            push(at + all->every * n, arrival, turn_of, n,
                 [this, all, place, n] { generate_refresh(*all, place, n); });
}

void world::note_arrival()
{
    if (last_timeline_ == now_) note("an arrival at the instant of an entry");
    if (last_arrival_ == now_) note("two arrivals at one instant");
    last_arrival_ = now_;
}

/// What the draws of a subject are keyed by.
std::uint64_t world::stable(thing const& subject) const
{
    if (subject.arrival != 0 && !is(defect::generated_drawn_by_id)) return subject.arrival;
    auto const kind = is(defect::draws_without_kind) ? subject_kind::shipment : subject.kind;
    return sim::stable_number(model::name(kind), subject.id);
}

// --- shipments -----------------------------------------------------------------------------------

void world::arrive(sim::shipment_population const& all, std::uint32_t earlier, std::uint32_t n)
{
    note_arrival();
    ++generated_;
    auto const number = is(defect::ids_by_population) ? earlier + n : generated_;
    auto& made = make(subject_kind::shipment, "se-" + std::to_string(number), "");
    made.arrival = number;
    line("shipment_created", 0, created(made) + ends_of(all));
    step(made, all, scan_status::AC);
}

/// The statuses with which the shipment is forgotten; nothing where it can be asked for.
std::string world::ends_of(sim::shipment_population const& all) const
{
    auto kept = all.keep;
    for (auto const& entry : plan_.timeline)
        kept = kept || std::holds_alternative<sim::request_entry>(entry.what) ||
               std::holds_alternative<sim::resend_entry>(entry.what);
    if (kept) return {};
    std::set<scan_status> ends;
    for (auto const& choices : all.story)
        for (auto const& choice : choices)
            if (all.story[static_cast<std::size_t>(choice.to) - 1].empty()) ends.insert(choice.to);
    std::string text;
    for (auto const status : ends)
        text += (text.empty() ? "\"" : ",\"") + std::string{model::name(status)} + '"';
    return ",\"ends\":[" + text + ']';
}

void world::step(thing& subject, sim::shipment_population const& all, scan_status status)
{
    if (last_arrival_ == now_ && subject.scans.size() > 0)
        note("an arrival at the instant of a scan");
    scan(subject, {.at = now_, .status = status, .occurred_at = {}, .fields = {}, .where = {}}, {},
         {});
    auto const& choices = all.story[static_cast<std::size_t>(status) - 1];
    if (choices.empty()) return;
    auto const& next = choose(subject, choices);
    auto nth = static_cast<std::uint32_t>(subject.scans.size()) + 1;
    if (is(defect::dwell_of_the_scan_before)) --nth;
    auto const whose = is(defect::dwell_shared_by_all) ? 1 : stable(subject);
    auto const dwell =
        next.after.sample(sim::draw(plan_.seed, {draw_purpose::story_dwell, 0, whose, nth}));
    push(now_ + dwell, story, subject.number, 0,
         [this, &subject, &all, to = next.to] { step(subject, all, to); });
}

sim::story_choice const& world::choose(thing const& subject,
                                       std::vector<sim::story_choice> const& from)
{
    auto const nth = static_cast<std::uint32_t>(subject.scans.size());
    std::uint64_t sum = 0;
    for (std::uint16_t i = 0; i + 1U < from.size(); ++i) {
        auto const one = is(defect::chances_of_one_draw);
        auto const drawn =
            sim::draw(plan_.seed, {draw_purpose::story_branch, one ? std::uint16_t{0} : i,
                                   stable(subject), nth});
        sum = one ? sum + from[i].taken.threshold : from[i].taken.threshold;
        if (from[i].taken.always || drawn < sum) return from[i];
        note("a choice taken that was not the first");
    }
    return from.back();
}

// --- batches and stores --------------------------------------------------------------------------

void world::generate_batch(sim::batch_population const& all)
{
    note_arrival();
    move({.batch = "se-" + std::to_string(++batches_),
          .status = batch_status::completed,
          .fields = "{\"completed\":" + std::to_string(all.size) + '}'},
         0, {});
}

void world::generate_refresh(sim::refresh_population const& all, std::uint32_t place,
                             std::uint32_t n)
{
    note_arrival();
    std::uint32_t number = 1;
    for (std::uint32_t i = 0; i < place; ++i)
        if (std::holds_alternative<sim::refresh_population>(plan_.populations[i].what)) ++number;
    auto const id = "se-" + std::to_string(number);
    auto const fewest = std::int64_t{all.fewest_orders};
    auto const count =
        sim::uniform(duration{fewest}, duration{std::int64_t{all.most_orders}},
                     sim::draw(plan_.seed, {draw_purpose::order_count, 0,
                                            sim::stable_number("order_source", id), n}));
    auto const found = is(defect::all_orders_alike) ? fewest : count.count();
    if (found == 0) note("a store of a population without news");
    refreshes_.push_back({});
    auto& entry = refreshes_.back();
    entry.order_source = id;
    entry.orders.assign(static_cast<std::size_t>(found), "{}");
    start_refresh(entry, place, 0, {});
}

} // namespace drydock::oracle
