#include "sim/explore/chosen_run.hpp"

#include "sim/expect/judged_properties.hpp"

#include <xxhash.h>

#include <algorithm>

namespace drydock::sim {

namespace {

std::vector<model::property> effect_properties()
{
    std::vector<model::property> all;
    for (std::size_t i = 0; i < properties_count; ++i)
        if (!is_always_on(static_cast<model::property>(i)))
            all.push_back(static_cast<model::property>(i));
    return all;
}

/// What the file makes happen comes in the file's order: its loader has checked that one.
bool is_script(work const& item)
{
    return item.kind <= work_kind::refresh;
}

/// Whether works on different subjects may matter to each other.
bool couples_subjects(scenario const& what)
{
    auto const& policy = what.policy;
    if (policy.disable_after != model::disable_rule{} || policy.rate != model::rate_limit{} ||
        policy.in_flight != 0)
        return true;
    bool const compares = std::ranges::any_of(
        what.endpoints, [](endpoint const& e) { return e.handler == handler_kind::deduplicating; });
    return compares && std::ranges::any_of(what.timeline, [](timeline_entry const& entry) {
               return !entry.payload.empty();
           });
}

} // namespace

scenario without_answers(scenario what)
{
    for (auto& each : what.endpoints)
        each = endpoint{.prefix = each.prefix, .handler = each.handler};
    what.expect.clear();
    return what;
}

void chosen_transport::start(attempt_order const& order)
{
    if (order.decided.outcome != model::attempt_outcome::http(200))
        return queue_->push(outcome_of(order, order.at + order.decided.takes));
    auto const option = chooser_->choose({.options = outcomes_->size(), .attempt = &order}, *run_);
    chosen_[order.delivery.value] = option;
    queue_->push(
        outcome_of(order, order.at + ((*outcomes_)[option].waits ? timeout_ : duration{})));
}

observation chosen_transport::conclude(work const& outcome, fate const& decided)
{
    auto const found = chosen_.find(outcome.ordinal);
    if (found == chosen_.end()) return transport::conclude(outcome, decided);
    auto const& how = (*outcomes_)[found->second];
    chosen_.erase(found);
    return {.outcome = how.seen, .retry_after = {}, .has_arrived = how.has_effect};
}

chosen_run::chosen_run(scenario const& what, std::vector<possible_outcome> const& outcomes,
                       run_state::scan_counts const& all_scans, chooser& who)
    : what_{&what},
      all_scans_{&all_scans},
      chooser_{&who},
      routes_{what},
      properties_{property_options_of(what, routes_, effect_properties())},
      feed_{properties_},
      state_{what},
      log_{{&feed_, &state_}},
      sender_{queue_, outcomes, what.policy.timeout},
      service_{what, log_, queue_, sender_},
      all_depend_{couples_subjects(what)}
{
    sender_.ask(who, *this);
    state_.on_start(service_.state());
}

void chosen_run::play()
{
    service_.start();
    while (!chooser_->has_enough()) {
        gather();
        if (ready_.empty()) break;
        auto const place = ready_.begin() + static_cast<std::ptrdiff_t>(pick());
        if (chooser_->has_enough()) break;
        auto const item = *place;
        ready_.erase(place);
        script_ += is_script(item);
        service_.handle(item);
        ++events_;
    }
    log_.flush();
}

// All that is due at the instant. What a cancelled delivery left behind is no work any more.
void chosen_run::gather()
{
    auto const end = what_->until.value_or(instant::max());
    for (;;) {
        if (ready_.empty()) {
            auto const* const next = queue_.pop_due(end);
            if (!next) return;
            ready_.push_back(*next);
        }
        while (auto const* const more = queue_.pop_due(ready_.front().due))
            ready_.push_back(*more);
        std::erase_if(ready_, [&](work const& item) {
            return item.kind == work_kind::retry &&
                   service_.state().deliveries.find(item.ordinal) == model::slot{};
        });
        if (!ready_.empty()) break;
    }
    std::ranges::sort(ready_, std::less{});
}

// Only what may matter to the first one competes with it: the rest can go later just as well.
std::size_t chosen_run::pick()
{
    options_.assign(1, ready_.front());
    std::vector<std::size_t> places{0};
    for (std::size_t i = 1; i < ready_.size(); ++i) {
        if (is_script(ready_[i]) || !depends(ready_[i], ready_.front())) continue;
        options_.push_back(ready_[i]);
        places.push_back(i);
    }
    if (places.size() == 1) return 0;
    return places[chooser_->choose({.options = places.size(), .works = options_}, *this)];
}

bool chosen_run::depends(work const& other, work const& first) const
{
    if (all_depend_) return true;
    auto const a = touched(first);
    auto const b = touched(other);
    return !a || !b || *a == *b;
}

// Empty: it may matter to anything.
std::optional<model::subject> chosen_run::touched(work const& item) const
{
    auto const& s = service_.state();
    if (item.kind == work_kind::recovery) return std::nullopt;
    if (!is_script(item)) {
        auto const where = s.deliveries.find(item.ordinal);
        if (where == model::slot{}) return std::nullopt;
        return s.deliveries[where].subject;
    }
    if (item.kind == work_kind::story) return model::subject{item.ordinal};
    if (item.kind == work_kind::refresh)
        return model::subject{item.ordinal, model::subject_kind::order_source};
    if (item.ordinal >= what_->timeline.size()) return std::nullopt;
    return touched(what_->timeline[item.ordinal], item);
}

std::optional<model::subject> chosen_run::touched(timeline_entry const& entry,
                                                  work const& item) const
{
    std::string id;
    if (auto const* const ship = std::get_if<ship_entry>(&entry.what)) id = ship->shipment;
    if (auto const* const track = std::get_if<track_entry>(&entry.what)) id = track->shipment;
    if (id.empty()) return std::nullopt;
    if (entry.every != duration{})
        for (auto at = id.find("{n}"); at != std::string::npos; at = id.find("{n}", at))
            id.replace(at, 3, std::to_string(item.where.value));
    return service_.state().find(model::subject_kind::shipment, model::find_id(id, log_.texts()));
}

chosen_run::state_digest chosen_run::digest()
{
    log_.flush();
    std::string bytes;
    auto const put = [&bytes](auto value) {
        bytes.append(reinterpret_cast<char const*>(&value), sizeof value);
    };
    put(now().time_since_epoch().count());
    state_.append_to(bytes, script_, *all_scans_);
    for (auto const& [delivery, option] : sender_.chosen()) {
        put(delivery);
        put(option);
    }
    // The others look at nothing but what is open at the end.
    for (std::size_t i = 0; i < properties_count; ++i) {
        auto const which = static_cast<model::property>(i);
        if (which != model::property::nothing_lost && which != model::property::receiver_converges)
            put(is_violated(which));
    }
    auto const hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.high64, hash.low64};
}

bool chosen_run::is_violated(model::property which) const
{
    return properties_.result(which, log_.texts()).violations != 0;
}

std::array<bool, properties_count> chosen_run::violated() const
{
    std::array<bool, properties_count> found{};
    for (std::size_t i = 0; i < properties_count; ++i)
        found[i] = is_violated(static_cast<model::property>(i));
    return found;
}

} // namespace drydock::sim
