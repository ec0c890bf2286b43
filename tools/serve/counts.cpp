#include "tools/serve/counts.hpp"

namespace drydock::tools {

void counts_fold::on_block(std::span<model::event const> block, model::sequence_number,
                           model::text_table const&)
{
    using model::event_type;
    for (auto const& e : block) {
        if (e.type == event_type::request_received) ++counts_.requests;
        if (e.type == event_type::request_captured) ++counts_.captures;
        if (e.type == event_type::delivery_requested) ++counts_.requested;
        if (e.type == event_type::delivery_discarded) ++counts_.discarded;
        if (e.type == event_type::delivery_cancelled) ++counts_.cancelled;
        if (e.type == event_type::event_unsubscribed) ++counts_.unsubscribed;
        if (e.type == event_type::request_answered)
            ++counts_.answers[e.as<model::request_answered>().status];
        if (e.type == event_type::attempt_failed)
            ++counts_.attempts[to_text(e.as<model::attempt_failed>().reason)];
        if (e.type != event_type::delivery_succeeded) continue;
        ++counts_.delivered;
        ++counts_.attempts[to_text(
            model::attempt_outcome::http(e.as<model::delivery_succeeded>().status))];
    }
}

namespace {

template <class Key>
std::map<Key, std::uint64_t> counts_between(std::map<Key, std::uint64_t> after,
                                            std::map<Key, std::uint64_t> const& before)
{
    for (auto const& [key, count] : before)
        after[key] -= count;
    std::erase_if(after, [](auto const& each) { return each.second == 0; });
    return after;
}

} // namespace

served_counts difference(served_counts const& after, served_counts const& before)
{
    return {.requests = after.requests - before.requests,
            .captures = after.captures - before.captures,
            .requested = after.requested - before.requested,
            .delivered = after.delivered - before.delivered,
            .discarded = after.discarded - before.discarded,
            .cancelled = after.cancelled - before.cancelled,
            .unsubscribed = after.unsubscribed - before.unsubscribed,
            .attempts = counts_between(after.attempts, before.attempts),
            .answers = counts_between(after.answers, before.answers)};
}

} // namespace drydock::tools
