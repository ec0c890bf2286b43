// A service that lives on: nobody knows when it will end, and what happens comes from outside. The
// journal holds what came in, so that it can be taken up again where it stopped.
#pragma once

#include "sim/journal.hpp"
#include "sim/service.hpp"
#include "sim/transport.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim {

class recorded_inputs;
struct replay_assumptions;

class world {
public:
    /// `subscribers` outlive the world. The transport that `sender` makes sends for it, and posts
    /// outcomes as work that is due now or later.
    world(scenario plan, std::vector<subscriber*> subscribers, transport_maker const& sender);
    ~world();

    /// A new world: webhooks, carriers and what else the plan begins with at its start.
    void start();

    /// The world that a journal tells of, in place of start(): what came in comes in again, and all
    /// the rest must follow as it did. Attempts that were in flight end as interrupted. Says where
    /// the journal and this program disagree, or nothing.
    std::string resume(std::span<model::event const> recorded, model::text_table const& texts);

    /// What came in of a journal comes in again, in place of start(), and everything else may go
    /// another way: `plan` may have another policy. It comes in at its times, after as much of the
    /// work of that instant as the journal shows was done before. `heard` is what the journal says
    /// of attempts: one that begins as it did ends as it did and where it did, and brings to bins
    /// what it brought; of another the transport says what is heard, and what it had brought to a
    /// bin is left out. `assumed` counts the former beside the transport, and what is left out. The
    /// clock goes to where it stood when the journal ended. Says what could not come in, or
    /// nothing.
    std::string retell(std::span<model::event const> recorded, model::text_table const& texts,
                       recorded_inputs const& heard, replay_assumptions& assumed);
    /// How much work was done by then.
    std::uint64_t works() const { return works_; }

    api_server& api() { return service_; }
    model::state const& state() const { return service_.state(); }
    model::text_table const& texts() const { return log_.texts(); }
    scenario const& plan() const { return plan_; }
    instant now() const { return service_.now(); }
    model::sequence_number last_event() const { return log_.last(); }
    /// What the journal tells of: work that leads to nothing may have moved the clock further.
    instant last_event_at() const { return log_.now(); }
    std::size_t pending() const { return queue_.size(); }

    /// When the next work is due, if by `end`.
    std::optional<instant> next_due(instant end);
    /// Does one piece of work that is due by `end`; false when there is none.
    bool step(instant end);
    /// REQUIRES: nothing is due by then.
    void advance_clock(instant to) { service_.advance_clock(to); }

    /// Each takes JSON as in a scenario, with times that count from now. Says what is wrong with
    /// it, or nothing.
    std::string add_timeline(std::string_view entries);
    std::string set_endpoints(std::string_view endpoints);
    std::string set_bin_rules(std::string_view bin, std::string_view rules);

    /// Whether an outage stands in front of a bin at that time in which nobody can connect to it.
    bool is_bin_refusing(std::string_view bin, instant at) const;
    /// When the next outage in front of a bin begins or ends after that time.
    std::optional<instant> next_outage_edge(std::string_view bin, instant at) const;
    /// Whether the request that comes to a bin next is refused before it is read, whatever it is.
    bool refuses_next(std::string_view bin) const { return service_.refuses_next(bin); }
    service::bin_answer capture(service::bin_request const& what) { return service_.capture(what); }
    void set_base_url(std::string url);
    /// How the clock moves, in words that are kept for whoever moves it. Empty: none were set.
    void set_clock_mode(std::string mode);
    std::string const& clock_mode() const { return clock_mode_; }
    std::vector<service::refused_entry> take_refused() { return service_.take_refused(); }

    /// Hands what has happened to the subscribers.
    void flush() { log_.flush(); }

private:
    class relay;
    class comparison;
    class retelling;

    std::string take_in(model::event const& e, model::text_table const& texts);
    std::string take_up(model::event const& e, model::text_table const& texts);
    void put_endpoints_together();
    void interrupt();

    scenario plan_;
    std::vector<endpoint> given_endpoints_;
    std::map<std::string, endpoint, std::less<>> bins_;
    std::string clock_mode_;
    std::uint64_t works_ = 0;
    std::unique_ptr<comparison> comparison_;
    journal log_;
    event_queue queue_;
    std::unique_ptr<relay> sender_;
    service service_;
};

} // namespace drydock::sim
