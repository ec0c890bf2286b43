// Receivers: what each attempt meets. judge() is asked once an attempt, at its start, in journal
// order, by the one service; every transport then enacts the same fate.
#pragma once

#include "model/address.hpp"
#include "model/state.hpp"
#include "sim/receiver/worker_line.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/user_code.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::sim {

/// Where the attempts to a URL arrive.
struct route {
    enum class kind : std::uint8_t {
        open,         ///< no endpoints are declared: 200 at once
        unknown_host, ///< fails as dns
        unknown_path, ///< fails as refused
        endpoint,
    };
    kind is = kind::open;
    std::uint32_t endpoint = 0; ///< index in scenario::endpoints
};

/// What will become of an attempt, as the sender and the receiver will see it.
struct fate {
    model::attempt_outcome outcome;
    duration takes{};                      ///< from the start of the attempt to its outcome
    std::optional<duration> retry_after{}; ///< of the answer, when it is in time
    bool has_effect = false;               ///< the payload is offered to the handler
    duration effect_after{};               ///< from the start; perhaps later than the deadline
    std::uint32_t rule = 0;                ///< index + 1 of the rule that decided; 0: none
    bool is_default = false; ///< nothing in the scenario answers here: where there is a real
                             ///< endpoint, it does
};

/// An attempt as its receiver sees it.
struct arriving_attempt {
    model::webhook_event event{};
    model::entity_id subject;
    std::uint64_t stable = 0; ///< the subject's stable number
    std::uint32_t nth = 0;
    model::scan_status status{}; ///< of the scan it tells of, if any
    std::uint16_t attempt = 1;
    instant at;
    std::string_view body; ///< empty unless wants_body()
};

/// A payload as a handler sees it.
struct offer {
    route to;
    model::webhook_event event{};
    model::subject subject;
    instant occurred_at;
    std::pair<std::uint64_t, std::uint64_t> body_hash; ///< zero unless wants_body()
};

/// A rule as the attempts meet it that look at nothing but chance. It ends when its answer comes.
struct common_rule {
    chance taken;
    distribution const* after = nullptr;
    model::attempt_outcome outcome;
    bool delivers = false;   ///< by the policy
    bool has_effect = false; ///< with the answer
    bool is_plain = false;   ///< false: more than this may come of it
};

class receivers {
public:
    /// `plan` must outlive this.
    explicit receivers(scenario const& plan);

    /// Looks at the plan's endpoints anew: all that was remembered of them is forgotten.
    void reset();
    /// The plan's endpoints have other prefixes now, and are what they were.
    void readdress();

    route resolve(std::string_view url) const;

    /// Whether something at the end of this route looks at bytes, so that they must be built.
    bool wants_body(route to) const;

    /// Fixes rule, draws, outcome, delay and effect of an attempt.
    fate judge(route to, arriving_attempt const& attempt, model::text_table const& texts);

    /// What any attempt there meets, in order, the last always; empty: that depends on more.
    std::vector<common_rule> common_rules(route to) const;

    std::vector<outage> const& outages_of(route to) const;

    /// How a live run looks at what is at the end of this route; null: not at all.
    probe_plan const* probe_of(route to) const
    {
        if (to.is != route::kind::endpoint) return nullptr;
        auto const& probe = plan_->endpoints[to.endpoint].probe;
        return probe ? &*probe : nullptr;
    }

    /// What stands at the end of the attempt that was judged last; good until the next judge().
    reaction const& judged() const { return *judged_; }

    /// The handler's decision: none means it applies the payload. Counted as taken by then.
    std::optional<model::skip_reason> take(offer const& offered);

    /// What calls the code of library users, receivers and policy alike.
    code_guard& guard() { return guard_; }
    code_guard const& guard() const { return guard_; }

private:
    /// What an endpoint remembers.
    struct memory {
        std::vector<std::uint32_t> chosen;        ///< by rule, for `times`
        std::vector<std::uint8_t> describes_all;  ///< by rule: it looks at no attempt's description
        std::map<model::subject, instant> newest; ///< for by_occurred_at
        std::set<std::pair<std::uint64_t, std::uint64_t>> bodies; ///< for deduplicating
        std::optional<worker_line> line;                          ///< with a capacity
    };

    fate judge_endpoint(std::uint32_t index, arriving_attempt const& attempt,
                        model::text_table const& texts);
    bool chooses(std::uint32_t index, std::size_t rule, arriving_attempt const& attempt,
                 model::text_table const& texts);
    fate ask_code(std::uint32_t index, arriving_attempt const& attempt,
                  model::text_table const& texts);
    fate by_default(reaction const& reaction);
    fate answer_in_turn(std::uint32_t index, instant at, reaction const& reaction, duration takes,
                        std::optional<bool> effect);
    fate enact(reaction const& reaction, duration after, std::optional<bool> effect);
    draw_key key(draw_purpose purpose, arriving_attempt const& attempt) const;
    common_rule common(chance taken, distribution const& after, reaction const& answer,
                       std::optional<bool> effect) const;

    scenario const* plan_;
    std::vector<std::optional<model::address>> prefixes_;
    std::vector<memory> memory_;
    reaction const* judged_ = nullptr;
    reaction answered_; // by code, when judged_ points here
    code_guard guard_;
};

} // namespace drydock::sim
