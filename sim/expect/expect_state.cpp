#include "sim/expect/expect_state.hpp"

#include "model/payload.hpp"
#include "sim/expect/mismatch.hpp"
#include "sim/expect/state_view.hpp"
#include "sim/scenario/tree/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace drydock::sim {

using model::event_type;

namespace {

/// A body that an entry wished to be something else may be no JSON: then it is a text.
node read_body(std::string const& body)
{
    std::vector<scenario_error> errors;
    if (auto read = read_json(body, errors)) return *read;
    return text_member({}, body).value;
}

std::uint32_t ordinal_of(expect_state const& e)
{
    std::uint32_t ordinal = 0;
    if (e.entity == "delivery") std::from_chars(e.id.data(), e.id.data() + e.id.size(), ordinal);
    return ordinal;
}

} // namespace

void state_fold::add(std::size_t index, expect_state const& e)
{
    expected_.push_back({.index = index, .given = &e, .delivery = ordinal_of(e), .event = {}});
    sorted_ = false;
    if (e.entity == "shipment") state_.forgets = false;
}

void state_fold::sort_by_time()
{
    std::stable_sort(expected_.begin(), expected_.end(), [](auto const& a, auto const& b) {
        return a.given->at.value_or(instant::max()) < b.given->at.value_or(instant::max());
    });
    sorted_ = true;
}

void state_fold::apply(std::span<model::event const> block, model::sequence_number first,
                       model::text_table const& texts, std::vector<verdict>& verdicts)
{
    if (!sorted_) sort_by_time();
    for (auto const& e : block) {
        // All work due at or before a point in time is done once something happens later.
        while (next_ < expected_.size() &&
               e.at > expected_[next_].given->at.value_or(instant::max()))
            judge(expected_[next_++], texts, verdicts);
        now_ = e.at;
        model::evolve(state_, e, first);
        for (auto i = next_; i < expected_.size(); ++i)
            if (expected_[i].delivery != 0) expected_[i].apply(e, first);
        if (!bodies_.empty()) judge_bodies(e, texts);
        ++first.value;
    }
}

void state_fold::finish(model::text_table const& texts, std::vector<verdict>& verdicts)
{
    if (!sorted_) sort_by_time();
    while (next_ < expected_.size())
        judge(expected_[next_++], texts, verdicts);
}

void state_fold::expected_state::apply(model::event const& e, model::sequence_number sequence)
{
    auto const is_meant = [&](model::delivery_number number) {
        if (number.value != delivery) return false;
        event = sequence;
        return true;
    };
    if (e.type == event_type::delivery_requested) {
        if (is_meant(e.as<model::delivery_requested>().delivery)) requested = true;
    } else if (e.type == event_type::attempt_started) {
        auto const start = e.as<model::attempt_started>();
        if (is_meant(start.delivery)) attempts = start.attempt.value;
    } else if (e.type == event_type::delivery_succeeded) {
        if (is_meant(e.as<model::delivery_succeeded>().delivery)) outcome = "delivered";
    } else if (e.type == event_type::delivery_discarded) {
        if (is_meant(e.as<model::delivery_discarded>().delivery)) outcome = "discarded";
    } else if (e.type == event_type::delivery_cancelled) {
        if (is_meant(e.as<model::delivery_cancelled>().delivery)) outcome = "cancelled";
    }
}

void state_fold::judge(expected_state const& e, model::text_table const& texts,
                       std::vector<verdict>& verdicts) const
{
    auto const& given = *e.given;
    auto const when = given.at ? "at " + offset_text(*given.at, what_->start) : "at the end";
    auto const subject = fmt::format("state of {} {} {}: ", given.entity, given.id, when);
    auto& v = verdicts[e.index];
    auto const found = view(e, texts);
    std::vector<model::sequence_number> evidence;
    if (e.event) evidence.push_back(e.event);
    if (!found)
        complain(v, fmt::format("{}expected {}; found no such {}", subject, to_json(given.is),
                                given.entity));
    else if (auto const wrong = find_mismatch(given.is, *found))
        complain(v, subject + to_text(*wrong), evidence);
}

std::optional<node> state_fold::view(expected_state const& e, model::text_table const& texts) const
{
    if (e.given->entity != "delivery")
        return view_of(e.given->entity, e.given->id, state_, texts, e.given->at.value_or(now_));
    if (!e.requested) return std::nullopt;
    return object_of({number_member("delivery", e.delivery), text_member("outcome", e.outcome),
                      number_member("attempts", e.attempts)});
}

// The body is fixed when the delivery is requested, so this is when to look at it.
void state_fold::judge_bodies(model::event const& e, model::text_table const& texts)
{
    if (auto const named = named_by(e))
        for (auto* const judge : bodies_)
            judge->filter().on_named(*named, texts);
    if (e.type != event_type::delivery_requested) return;
    auto const request = e.as<model::delivery_requested>();
    auto const& d = state_.deliveries[state_.deliveries.find(request.delivery.value)];
    auto const event = state_.at(request.webhook).event;
    std::optional<node> body; // built for the first judge that asks
    for (auto* const judge : bodies_) {
        if (!judge->filter().takes(event, request.subject)) continue;
        if (!body)
            body = read_body(model::webhook_body(state_, texts, {event, d.subject, d.told},
                                                 {what_->profile, what_->base_url}));
        if (auto const wrong = find_mismatch(*judge->body(), *body))
            judge->on_wrong_body(request.delivery, to_text(*wrong));
    }
}

} // namespace drydock::sim
