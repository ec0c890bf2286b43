#include "sim/world/world.hpp"

#include "model/address.hpp"
#include "model/json/json_text.hpp"
#include "sim/scenario/fragment.hpp"
#include "sim/world/again.hpp"

#include <algorithm>

namespace drydock::sim {

using model::event_type;

void world::comparison::compare(model::event const& made_now, std::size_t place,
                                model::text_table const& texts)
{
    if (place >= recorded.size()) {
        difference = "the journal ends in the middle of a piece of work";
        return;
    }
    auto const& before = recorded[place];
    if (std::memcmp(&made_now, &before, sizeof made_now) != 0)
        difference = fmt::format("{} at {} was recorded, {} at {} follows now", name(before.type),
                                 model::to_text(before.at), name(made_now.type),
                                 model::to_text(made_now.at));
    for (; known_texts_ < texts.size() && difference.empty(); ++known_texts_) {
        model::text_number const n{known_texts_ + 1};
        if (n.value > recorded_texts->size() || texts[n] != (*recorded_texts)[n])
            difference = "it comes with another text than was recorded";
    }
}

namespace {

std::vector<subscriber*> with(subscriber& first, std::vector<subscriber*> others)
{
    others.insert(others.begin(), &first);
    return others;
}

} // namespace

world::world(scenario plan, std::vector<subscriber*> subscribers, transport_maker const& sender)
    : plan_{std::move(plan)},
      given_endpoints_{plan_.endpoints},
      comparison_{std::make_unique<comparison>()},
      log_{with(*comparison_, subscribers)},
      sender_{std::make_unique<relay>(sender(plan_, queue_))},
      service_{plan_, log_, queue_, *sender_}
{
    for (auto* const each : subscribers)
        each->on_start(service_.state());
}

world::~world() = default;

void world::start()
{
    service_.start();
    while (step(plan_.start)) {
    }
}

std::optional<instant> world::next_due(instant end)
{
    auto const* const next = queue_.head(end);
    return next == nullptr ? std::nullopt : std::optional{next->due};
}

bool world::step(instant end)
{
    auto const* const item = queue_.pop_due(end);
    if (!item) return false;
    service_.handle(*item);
    ++works_;
    return true;
}

// --- what comes in -------------------------------------------------------------------------------

namespace {

std::vector<model::webhook_event> events_with_webhooks(model::state const& s)
{
    std::vector<model::webhook_event> all;
    for (auto const& w : s.webhooks)
        if (!w.deleted) all.push_back(w.event);
    return all;
}

} // namespace

std::string world::add_timeline(std::string_view entries)
{
    auto const webhooks = events_with_webhooks(state());
    auto read = read_timeline(entries, {now(), plan_.profile, plan_.base_url, webhooks});
    if (!read.failure.empty() || read.entries.empty()) return read.failure;
    auto const count = static_cast<std::uint32_t>(read.entries.size());
    std::ranges::move(read.entries, std::back_inserter(plan_.timeline));
    service_.take_entries(count, read.text);
    return {};
}

std::string world::set_endpoints(std::string_view endpoints)
{
    auto read = read_endpoints(endpoints, {now(), plan_.profile, plan_.base_url, {}});
    if (!read.failure.empty()) return read.failure;
    given_endpoints_ = std::move(read.endpoints);
    put_endpoints_together();
    service_.change_endpoints({}, read.text);
    return {};
}

std::string world::set_bin_rules(std::string_view bin, std::string_view rules)
{
    auto const wrapped = "{\"http://bin.invalid\":" + std::string{rules} + '}';
    auto read = read_endpoints(wrapped, {now(), plan_.profile, plan_.base_url, {}});
    if (!read.failure.empty()) return read.failure;
    bins_.insert_or_assign(std::string{bin}, std::move(read.endpoints.front()));
    put_endpoints_together();
    service_.change_endpoints(bin, model::compact_json(rules));
    return {};
}

bool world::is_bin_refusing(std::string_view bin, instant at) const
{
    // As for attempts: of outages that stand at one time the first counts.
    auto const& all = service_.outages_of_bin(bin);
    auto const stands = std::ranges::find_if(
        all, [at](outage const& each) { return each.from <= at && at < each.until; });
    return stands != all.end() && stands->as.fails == failure::refused;
}

std::optional<instant> world::next_outage_edge(std::string_view bin, instant at) const
{
    std::optional<instant> first;
    for (auto const& each : service_.outages_of_bin(bin))
        for (auto const edge : {each.from, each.until})
            if (edge > at && (!first || edge < *first)) first = edge;
    return first;
}

void world::set_base_url(std::string url)
{
    plan_.base_url = std::move(url);
    put_endpoints_together();
    service_.change_base_url();
}

void world::set_clock_mode(std::string mode)
{
    clock_mode_ = std::move(mode);
    service_.change_clock_mode(clock_mode_);
}

void world::put_endpoints_together()
{
    plan_.endpoints = given_endpoints_;
    for (auto const& [name, rules] : bins_) {
        plan_.endpoints.push_back(rules);
        plan_.endpoints.back().prefix = plan_.base_url + "/bin/" + model::encode_url(name);
    }
    plan_.has_endpoints = !plan_.endpoints.empty();
}

// --- a journal taken up again --------------------------------------------------------------------

std::string world::resume(std::span<model::event const> recorded, model::text_table const& texts)
{
    sender_->keeps = [](attempt_order const&) { return true; };
    comparison_->recorded = recorded;
    comparison_->recorded_texts = &texts;
    service_.start();
    while (log_.last().value < recorded.size()) {
        auto const before = log_.last().value;
        auto why = take_up(recorded[before], texts);
        log_.flush();
        if (why.empty()) why = comparison_->difference;
        if (why.empty() && log_.last().value == before) why = "nothing follows here";
        if (!why.empty()) return fmt::format("event {}: {}", before + 1, why);
    }
    comparison_->recorded = {};
    interrupt();
    sender_->keeps = nullptr;
    return {};
}

// What came in comes in again; what followed from work follows from it again.
std::string world::take_up(model::event const& e, model::text_table const& texts)
{
    if (e.at < now()) return "it comes before what it follows";
    auto const before = log_.last();
    bool const is_clock = e.type == event_type::clock_advanced;
    bool const comes_in = is_wish(e) || is_outcome(e);
    // Work that leads to nothing leaves no trace, save that time has moved to it.
    auto const until = is_clock ? e.at : e.at - duration{1};
    bool const moves = is_clock || is_outcome(e);
    while (comes_in && (step(until) || (!moves && now() < e.at && step(e.at))))
        if (log_.last() != before) return "work was due before it";
    if (comes_in && !moves && now() != e.at) return "nothing moved the clock to it";
    if (comes_in) return take_in(e, texts);
    while (log_.last() == before)
        if (!step(e.at)) return "no work leads to it";
    return {};
}

std::string world::take_in(model::event const& e, model::text_table const& texts)
{
    auto const outcome = [&](model::delivery_number delivery, model::attempt_number attempt,
                             observation seen) {
        auto const where = state().deliveries.find(delivery.value);
        if (where == model::slot{}) return std::string{"its delivery has ended"};
        sender_->told = seen;
        service_.handle({.due = e.at,
                         .ordinal = delivery.value,
                         .where = where,
                         .attempt = attempt.value,
                         .kind = work_kind::outcome});
        return std::string{};
    };
    switch (e.type) {
    case event_type::clock_advanced: advance_clock(e.at); return {};
    case event_type::timeline_added:
        return add_timeline(texts[e.as<model::timeline_added>().entries]);
    case event_type::base_url_changed:
        set_base_url(std::string{texts[e.as<model::base_url_changed>().url]});
        return {};
    case event_type::clock_mode_changed:
        set_clock_mode(std::string{texts[e.as<model::clock_mode_changed>().mode]});
        return {};
    case event_type::endpoint_changed: {
        auto const change = e.as<model::endpoint_changed>();
        return change.bin ? set_bin_rules(texts[change.bin], texts[change.rules])
                          : set_endpoints(texts[change.rules]);
    }
    case event_type::request_captured: {
        auto const taken = e.as<model::request_captured>();
        capture({texts[taken.bin], texts[taken.head], texts[taken.body], taken.is_encoded != 0,
                 taken.is_own != 0});
        return {};
    }
    case event_type::request_received: {
        auto const asked = e.as<model::request_received>();
        service_.answer({asked.method, texts[asked.target], texts[asked.body], asked.key},
                        model::api::request_origin::outside);
        return {};
    }
    case event_type::delivery_succeeded: {
        auto const end = e.as<model::delivery_succeeded>();
        return outcome(end.delivery, end.attempt,
                       {.outcome = model::attempt_outcome::http(end.status),
                        .has_arrived = false,
                        .heard = {.by = end.by}});
    }
    default: {
        auto const end = e.as<model::attempt_failed>();
        observation seen{.outcome = end.reason,
                         .has_arrived = false,
                         .heard = {.by = end.by, .detail = texts[end.detail]}};
        if (end.has_retry_after != 0) seen.retry_after = std::chrono::seconds{end.retry_after};
        return outcome(end.delivery, end.attempt, seen);
    }
    }
}

void world::interrupt()
{
    observation const nothing{.outcome =
                                  model::attempt_outcome::of(model::outcome_kind::interrupted),
                              .has_arrived = false,
                              .heard = {.by = model::answerer::endpoint}};
    for (auto const ordinal : state().deliveries.ordinals()) {
        auto const where = state().deliveries.find(ordinal);
        auto const& d = state().deliveries[where];
        if (d.status != model::delivery_status::in_flight) continue;
        sender_->told = nothing;
        service_.handle({.due = now(),
                         .ordinal = ordinal,
                         .where = where,
                         .attempt = d.attempt.value,
                         .kind = work_kind::outcome});
    }
}

} // namespace drydock::sim
