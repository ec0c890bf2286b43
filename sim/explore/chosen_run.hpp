// One run whose open decisions somebody else takes: how each attempt ends, and which goes first of
// what is due at one instant.
#pragma once

#include "model/property/property.hpp"
#include "sim/explore/chooser.hpp"
#include "sim/explore/possible_outcome.hpp"
#include "sim/explore/run_state.hpp"
#include "sim/service.hpp"

#include <array>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace drydock::sim {

/// All properties that there are, in the order of their enumeration.
inline constexpr std::size_t properties_count = std::size(property_names);

/// The scenario as it is searched: what its receivers would answer is left open. Their handlers
/// stay, and so does what no receiver can change: a host that is unknown, a path that is refused.
scenario without_answers(scenario what);

/// Posts the outcomes that were chosen.
class chosen_transport final : public transport {
public:
    chosen_transport(event_queue& queue, std::vector<possible_outcome> const& outcomes,
                     duration timeout)
        : queue_{&queue}, outcomes_{&outcomes}, timeout_{timeout}
    {
    }

    void start(attempt_order const& order) override;
    observation conclude(work const& outcome, fate const& decided) override;

    void ask(chooser& who, chosen_run& run)
    {
        chooser_ = &who;
        run_ = &run;
    }
    /// Of the attempts in flight, by delivery.
    std::map<std::uint32_t, std::size_t> const& chosen() const { return chosen_; }

private:
    event_queue* queue_;
    std::vector<possible_outcome> const* outcomes_;
    duration timeout_;
    chooser* chooser_ = nullptr;
    chosen_run* run_ = nullptr;
    std::map<std::uint32_t, std::size_t> chosen_;
};

class chosen_run {
public:
    /// `what` is without_answers(). All four outlive the run.
    chosen_run(scenario const& what, std::vector<possible_outcome> const& outcomes,
               run_state::scan_counts const& all_scans, chooser& who);

    /// To the end, or until the chooser has enough.
    void play();

    using state_digest = std::pair<std::uint64_t, std::uint64_t>;
    /// Of all that matters to what comes. Callable whenever the chooser is asked.
    state_digest digest();

    run_state const& state() const { return state_; }
    /// The judgement on each property if the run ended here.
    std::array<bool, properties_count> violated() const;
    std::uint64_t simulation_events() const { return events_; }
    model::state const& model() const { return service_.state(); }
    model::text_table const& texts() const { return log_.texts(); }
    instant now() const { return service_.now(); }

private:
    void gather();
    std::size_t pick();
    bool is_violated(model::property which) const;
    bool depends(work const& other, work const& first) const;
    std::optional<model::subject> touched(work const& item) const;
    std::optional<model::subject> touched(timeline_entry const& entry, work const& item) const;

    scenario const* what_;
    run_state::scan_counts const* all_scans_;
    chooser* chooser_;
    receivers routes_;
    model::property_fold properties_;
    struct property_feed final : subscriber {
        explicit property_feed(model::property_fold& to) : fold{&to} {}
        void on_block(std::span<model::event const> block, model::sequence_number first,
                      model::text_table const& texts) override
        {
            fold->apply(block, first, texts);
        }
        model::property_fold* fold;
    };
    property_feed feed_;
    run_state state_;
    journal log_;
    event_queue queue_;
    chosen_transport sender_;
    service service_;
    std::vector<work> ready_; // due at this instant, in their usual order
    std::vector<work> options_;
    bool all_depend_; // on each other, whatever they concern
    std::uint64_t script_ = 0;
    std::uint64_t events_ = 0;
};

} // namespace drydock::sim
