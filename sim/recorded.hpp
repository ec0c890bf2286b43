// A live run again, without its endpoint: what the journal says was heard, in the places where it
// was heard.
#pragma once

#include "sim/journal.hpp"
#include "sim/transport.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace drydock::sim {

/// What a live run took in from outside, folded from its journal.
class recorded_inputs final : public subscriber {
public:
    struct attempt {
        model::webhook_number webhook;
        instant at;       ///< its start
        duration takes{}; ///< from there to its outcome
        observation seen; ///< without its detail
        std::string detail;
        model::sequence_number begin; ///< where its start is told
        model::sequence_number end;   ///< where its outcome is told; none: that is not recorded

        bool has_ended() const { return bool{end}; }
        /// Whether it was under way at a place in the journal.
        bool is_under_way(model::sequence_number place) const
        {
            return begin < place && (!has_ended() || place < end);
        }
    };
    struct request {
        model::sequence_number place; ///< of its request_received
        instant at;
        model::verb method{};
        model::key_state key{};
        std::string target, body;
    };

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    /// Null when its end is not recorded.
    attempt const* find(model::delivery_number delivery, std::uint16_t number) const;
    /// Null when its start is not recorded.
    attempt const* find_begun(model::delivery_number delivery, std::uint16_t number) const;

    /// The one that met the webhook's real endpoint last before `at`, else first after it; null
    /// when none did.
    attempt const* nearest(model::webhook_number webhook, instant at) const;

    /// In order.
    std::vector<request> const& requests() const { return requests_; }

    /// What a call of another server heard; null when that is not recorded.
    heard_call const* find(model::call_number call) const;

private:
    using key = std::pair<std::uint32_t, std::uint16_t>; // delivery, attempt

    void on_ended(instant at, model::sequence_number place, key which, model::answerer by);
    void on_effect(model::event const& e, key which, std::uint32_t effects,
                   model::scan_status shows);
    void on_request(model::event const& e, model::sequence_number place,
                    model::text_table const& texts);
    void on_call(model::call_answered const& e, model::text_table const& texts);

    std::map<key, attempt> attempts_;                         // some have not ended
    std::map<std::uint32_t, model::webhook_number> webhooks_; // by delivery
    std::map<std::pair<std::uint32_t, instant>, key> met_;    // by webhook and start
    std::vector<request> requests_;
    std::map<std::uint32_t, heard_call> calls_;
};

/// Whether to tell again what was heard, or what another policy would have met.
enum class replay_of : std::uint8_t { same_policy, another_policy };

/// What was assumed because nothing was heard then.
struct replay_assumptions {
    std::uint64_t attempts = 0; ///< all of them that would have met the real endpoint
    std::uint64_t assumed = 0;  ///< those that were given what another attempt had met
    std::uint64_t unknown = 0;  ///< those whose endpoint was never heard: answered 200
    std::uint64_t left_out = 0; ///< requests to bins of ours, whose attempts begin otherwise now
};

/// Tells what was heard. Under another policy attempts come at other times: one that would have met
/// the real endpoint meets what was heard of it last before, or else first after.
/// `heard`, and `assumed` if any, must outlive the transport.
std::unique_ptr<transport> make_recorded(event_queue& queue, recorded_inputs const& heard,
                                         replay_of what, replay_assumptions* assumed = nullptr);

} // namespace drydock::sim
