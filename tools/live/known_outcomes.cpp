#include "tools/live/known_outcomes.hpp"

#include "model/json/json_text.hpp"

#include <string_view>

namespace drydock::tools {

using model::answerer;

namespace {

constexpr std::size_t longest_detail = 200; // bytes of an answer's body that are journaled

} // namespace

bool known_outcomes::is_answered_in_front(sim::attempt_order const& order)
{
    if (order.decided.is_default || loses_answer(order)) return false;
    queue(order,
          {{.outcome = order.decided.outcome,
            .retry_after = order.decided.retry_after,
            .has_arrived = false,
            .heard = {.by = answerer::rule}},
           {}},
          order.decided.takes);
    return true;
}

void known_outcomes::keep(sim::attempt_order const& order, sim::http::heard const& heard,
                          bool answer_is_lost, sim::duration takes,
                          std::optional<sim::probe_result> const& probed)
{
    known what;
    what.seen.has_arrived = false;
    what.seen.probed = probed;
    if (answer_is_lost) {
        what.seen.outcome = model::attempt_outcome::of(model::outcome_kind::timeout);
        what.seen.heard.by = answerer::rule;
    } else {
        what.seen.outcome = heard.outcome;
        what.seen.retry_after = heard.retry_after;
        what.seen.heard.by = answerer::endpoint;
        std::string_view const text = heard.answer ? heard.answer->body : heard.detail;
        what.detail = model::mended_utf8(text.substr(0, longest_detail));
    }
    queue(order, std::move(what), takes);
}

void known_outcomes::queue(sim::attempt_order const& order, known&& what, sim::duration takes)
{
    known_[{order.delivery.value, order.attempt}] = std::move(what);
    queue_->push(outcome_of(order, order.at + takes));
}

sim::observation known_outcomes::take(sim::work const& outcome)
{
    auto const place = known_.find({outcome.ordinal, outcome.attempt});
    ASSERT(place != known_.end());
    auto seen = std::move(place->second.seen);
    last_detail_ = std::move(place->second.detail);
    known_.erase(place);
    seen.heard.detail = last_detail_;
    return seen;
}

} // namespace drydock::tools
