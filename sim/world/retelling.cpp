// A served world told again under another policy. The journal is walked event by event. What came
// in comes in at its place; the others show how far the work of an instant had come there. So the
// world's own policy tells the same again, and another one comes as near as it can.
#include "model/header.hpp"
#include "model/json/json_text.hpp"
#include "sim/recorded.hpp"
#include "sim/world/again.hpp"

#include <charconv>
#include <set>

namespace drydock::sim {

using model::event_type;

namespace {

/// An attempt of a delivery.
struct attempt_name {
    model::delivery_number delivery;
    model::attempt_number attempt;

    auto operator<=>(attempt_name const&) const = default;
};

/// REQUIRES: is_outcome().
attempt_name ended_by(model::event const& e)
{
    if (e.type == event_type::attempt_failed) {
        auto const end = e.as<model::attempt_failed>();
        return {end.delivery, end.attempt};
    }
    auto const end = e.as<model::delivery_succeeded>();
    return {end.delivery, end.attempt};
}

template <class Number> Number number_in(std::string_view text)
{
    Number made;
    std::from_chars(text.data(), text.data() + text.size(), made.value);
    return made;
}

/// The attempt that a request says it is, by its headers; zeros: none.
attempt_name named_in(std::string_view head)
{
    attempt_name made;
    if (!model::is_compact_json(head)) return made;
    for (auto const pair : model::split_items(model::raw_member(head, "headers"))) {
        auto const both = model::split_items(pair);
        if (both.size() != 2) continue;
        auto const name = model::decode_json_string(both[0]);
        auto const value = model::decode_json_string(both[1]);
        if (model::is_same_header(name, "Drydock-Delivery"))
            made.delivery = number_in<model::delivery_number>(value);
        if (model::is_same_header(name, "Drydock-Attempt"))
            made.attempt = number_in<model::attempt_number>(value);
    }
    return made;
}

} // namespace

class world::retelling {
public:
    retelling(world& of, std::span<model::event const> recorded, model::text_table const& texts,
              recorded_inputs const& heard, replay_assumptions& assumed)
        : world_{&of}, recorded_{recorded}, texts_{&texts}, heard_{&heard}, assumed_{&assumed}
    {
        world_->sender_->keeps = [this](attempt_order const& order) { return keeps(order); };
        world_->comparison_->made = &made_;
    }
    retelling(retelling const&) = delete;
    retelling& operator=(retelling const&) = delete;
    ~retelling()
    {
        world_->sender_->keeps = nullptr;
        world_->comparison_->made = nullptr;
    }

    std::string tell();

private:
    bool keeps(attempt_order const& order);
    std::string come_in(model::event const& e);
    std::string follow(model::event const& e);
    bool is_left_out(model::event const& e) const;
    void work_until(instant end)
    {
        while (world_->step(end)) {
        }
    }

    world* world_;
    std::span<model::event const> recorded_;
    model::text_table const* texts_;
    recorded_inputs const* heard_;
    replay_assumptions* assumed_;
    model::sequence_number place_;   // in what was recorded
    event_tally before_, made_;      // recorded up to there; made until now
    std::set<attempt_name> same_;    // those that began as they did
    std::set<attempt_name> waiting_; // of these: they end where they did, if they did
};

std::string world::retelling::tell()
{
    world_->start();
    for (auto const& e : recorded_) {
        ++place_.value;
        before_.add(e);
        work_until(e.at - duration{1});
        auto const why = is_wish(e) ? come_in(e) : follow(e);
        if (!why.empty()) return fmt::format("event {}: {}", place_.value, why);
    }
    auto const end = recorded_.empty() ? world_->now() : recorded_.back().at;
    work_until(end);
    if (world_->now() < end) world_->advance_clock(end);
    world_->flush();
    return {};
}

// What was heard at once was heard at some place of its instant, with whatever came in before. One
// that took time was due at its time, save that the end of the process may have cut it off.
bool world::retelling::keeps(attempt_order const& order)
{
    auto const* const before = heard_->find_begun(order.delivery, order.attempt);
    if (before == nullptr || before->webhook != order.webhook || before->at != order.at)
        return false;
    attempt_name const name{order.delivery, {order.attempt}};
    same_.insert(name);
    auto const& seen = before->seen;
    bool const is_cut =
        before->has_ended() && seen.outcome.kind == model::outcome_kind::interrupted;
    bool const is_heard_now = !before->has_ended() || (seen.heard.by == model::answerer::endpoint &&
                                                       before->takes == duration{});
    bool const has_passed = before->has_ended() && before->end <= place_;
    if (has_passed || !(is_cut || (is_heard_now && order.decided.is_default))) return false;
    waiting_.insert(name);
    if (order.decided.is_default) ++assumed_->attempts;
    return true;
}

std::string world::retelling::come_in(model::event const& e)
{
    bool const is_clock = e.type == event_type::clock_advanced;
    // Where nothing tells why the clock stands there, work that left no trace moved it.
    if (is_clock || world_->now() < e.at) work_until(e.at);
    if (is_clock || world_->now() < e.at) world_->advance_clock(e.at);
    if (is_clock) return {};
    if (e.type == event_type::request_captured && is_left_out(e)) {
        ++assumed_->left_out;
        return {};
    }
    return world_->take_in(e, *texts_);
}

// Whoever comes by a bin's own port is judged there: that it came from us is not in the fact, but
// the attempt that it names was under way.
bool world::retelling::is_left_out(model::event const& e) const
{
    auto const taken = e.as<model::request_captured>();
    auto const name = named_in((*texts_)[taken.head]);
    auto const* const from = heard_->find_begun(name.delivery, name.attempt.value);
    bool const is_ours = taken.is_own != 0 || (from != nullptr && from->is_under_way(place_));
    return is_ours && !same_.contains(name);
}

std::string world::retelling::follow(model::event const& e)
{
    if (is_outcome(e) && waiting_.erase(ended_by(e)) != 0) return world_->take_in(e, *texts_);
    do
        world_->flush();
    while (made_.count(e.type, e.at) < before_.count(e.type, e.at) && world_->step(e.at));
    return {};
}

std::string world::retell(std::span<model::event const> recorded, model::text_table const& texts,
                          recorded_inputs const& heard, replay_assumptions& assumed)
{
    return retelling{*this, recorded, texts, heard, assumed}.tell();
}

} // namespace drydock::sim
