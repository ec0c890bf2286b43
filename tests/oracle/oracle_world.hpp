// The oracle's insides: everything it knows while it works through a scenario.
#pragma once

#include "tests/oracle/oracle.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::oracle {

using model::attempt_outcome;
using model::batch_status;
using model::duration;
using model::instant;
using model::scan_status;
using model::subject_kind;
using model::webhook_event;

/// `text` with the number of the occurrence for each "{n}"; 0: of an entry that is not repeated.
std::string numbered(std::string text, std::uint32_t n);
/// A further member of a journal line: a text, or JSON unless there is none.
std::string quoted(std::string_view key, std::string_view value);
std::string raw(std::string_view key, std::string_view json);

class world {
public:
    world(sim::scenario const& plan, defect wrong) : plan_{plan}, wrong_{wrong} {}

    prediction run();

private:
    enum turn {
        timeline = 10,
        arrival = 11,
        story = 20,
        refresh = 30,
        late_effect = 40,
        outcome = 50,
        retry = 60,
        recovery = 70
    };
    enum class phase { in_flight, waiting, deferred, ended };

    struct work {
        instant due;
        int rank;
        std::uint32_t ordinal, step;
        std::function<void()> act;
    };
    struct delivery;
    struct hook {
        std::string id, url, fields;
        model::webhook_event event{};
        bool enabled = true, deleted = false;
        std::uint64_t off = 0; ///< the event that turned it off last
        std::uint32_t discarded = 0;
        std::optional<instant> failing_since;
        std::uint32_t failed = 0, recoveries = 0; ///< since the last success
        bool on_trial = false;
        std::optional<instant> recovers;
        std::optional<instant> last_turn; ///< when an attempt started last, or will
        std::list<delivery*> held;

        bool on() const { return enabled && !deleted; }
    };
    struct scanned {
        instant occurred_at;
        scan_status status{};
        std::string fields;
    };
    /// A shipment, batch, carrier, order source or report.
    struct thing {
        model::subject_kind kind{};
        std::uint32_t number = 0; ///< of its kind
        std::string id, fields;
        std::uint32_t arrival = 0; ///< of a generated shipment
        std::uint32_t events = 0;  ///< webhook events it had, resent ones included
        bool unordered = false, changes_only = false;
        std::vector<scanned> scans;
        scan_status status = scan_status::UN;
        batch_status stage = batch_status::open;
        std::uint64_t refresh = 0; ///< the event that started its refresh
        bool failed = false;       ///< its last refresh did
    };
    /// Something that a webhook can tell of.
    struct telling {
        webhook_event event{};
        thing* subject = nullptr;
        std::uint64_t cause = 0; ///< the event that it is
        std::string told;        ///< what the body tells beside its subject: fields, orders
        std::string payload;     ///< how the body differs, as JSON
        instant occurred_at{};
        std::size_t scan = 0; ///< its place among the subject's scans, from 1
        scan_status status{}; ///< of the scan
    };
    struct delivery {
        std::uint32_t number = 0;
        hook* to = nullptr;
        telling what;
        std::uint32_t nth = 0; ///< webhook event of its subject
        std::string url, body;
        std::string_view outcome = "pending";
        delivery* resend_of = nullptr;
        bool resent = false, home = false; ///< home: its body had an effect
        instant requested_at, first_failed_at, started_at;
        std::uint64_t cause = 0;   ///< of the next start
        std::uint64_t started = 0; ///< the last attempt_started
        std::uint32_t attempt = 0, slot = 0;
        phase is = phase::ended;
        bool was_off = false;  ///< its webhook, at some time during the attempt
        bool has_turn = false; ///< deferred, and it knows until when
    };
    /// What the receiver does with one attempt, fixed at its start.
    struct fate {
        attempt_outcome answer{};
        instant start, end;
        std::optional<instant> effect;
        std::optional<std::int64_t> retry_after; ///< seconds
        std::size_t endpoint = 0;
        sim::handler_kind handler = sim::handler_kind::last_write_wins;
        std::uint64_t started = 0;
        std::uint32_t attempt = 0;
        std::string body;
    };

    // oracle.cpp: the order of things, the timeline, what is written
    bool is(defect one) const { return wrong_ == one; }
    void note(std::string_view situation) { made_.reached.insert(situation); }
    std::uint64_t line(std::string_view type, std::uint64_t cause, std::string const& rest);
    int rank(turn what) const;
    void push(instant due, turn what, std::uint32_t ordinal, std::uint32_t step,
              std::function<void()> act);
    void occur(std::uint32_t place, std::uint32_t n);
    void change(sim::webhook_entry entry, std::uint32_t n);
    void create(webhook_event event, std::string const& url, std::string const& id,
                std::uint64_t cause = 0, std::string const& fields = {});
    void turn_off(hook& to, std::string_view type, std::uint64_t cause, bool cancels = true);
    hook* find_hook(webhook_event event);
    thing& make(subject_kind kind, std::string const& id, std::string const& fields);
    thing* find(subject_kind kind, std::string const& id);

    // oracle_request.cpp: requests about webhooks
    struct answered {
        int status;
        std::string error;
        std::function<void()> then = {}; ///< what only a defect leaves for later
    };
    void request(sim::request_entry const& entry, std::uint32_t n);
    answered act(model::verb method, std::string const& target, std::string const& body,
                 std::uint64_t cause);
    answered post(std::string const& body, std::uint64_t cause);
    answered put(hook& to, std::string const& body, std::uint64_t cause);
    answered remove(hook& to, std::uint64_t cause);
    std::string wrong_with(std::string const& body) const;
    hook* find_hook_by_id(std::string const& id);

    // oracle_shipment.cpp: shipments and their scans
    void ship(sim::ship_entry entry, instant at, duration shift, std::uint32_t n,
              std::string const& payload);
    void track(sim::track_entry entry, duration shift, std::uint32_t n, std::string const& payload);
    std::vector<sim::scan_plan> told(sim::story life, instant at, std::string const& id) const;
    std::string created(thing const& made) const;
    thing& find_shipment(std::string const& id, std::string_view situation);
    void scan(thing& subject, sim::scan_plan const& plan, duration shift,
              std::string const& payload);
    void note_scan(thing const& subject, scan_status status, instant occurred_at);

    // oracle_population.cpp: what is generated
    void populate(std::uint32_t place);
    void arrive(sim::shipment_population const& all, std::uint32_t earlier, std::uint32_t n);
    std::string ends_of(sim::shipment_population const& all) const;
    void step(thing& subject, sim::shipment_population const& all, scan_status status);
    sim::story_choice const& choose(thing const& subject,
                                    std::vector<sim::story_choice> const& from);
    void generate_batch(sim::batch_population const& all);
    void generate_refresh(sim::refresh_population const& all, std::uint32_t place, std::uint32_t n);
    void note_arrival();
    std::uint64_t stable(thing const& subject) const;

    // oracle_entities.cpp: batches, rates, carriers, reports, stores; what is told and resent
    void move(sim::batch_entry const& entry, std::uint32_t n, std::string const& payload);
    void rate(sim::rate_entry const& entry, std::uint32_t n, std::string const& payload);
    void connect(sim::carrier_entry const& entry, std::uint32_t n, std::string const& payload);
    void report(sim::report_entry const& entry, std::uint32_t n, std::string const& payload);
    void start_refresh(sim::refresh_entry const& entry, std::uint32_t place, std::uint32_t n,
                       std::string const& payload);
    void end_refresh(thing& store, sim::refresh_entry const& entry, std::uint32_t n,
                     std::string const& payload);
    void import(thing& store, sim::refresh_entry const& entry, std::uint32_t n,
                std::string const& payload);
    void complete(thing& store, std::string const& payload);
    void resend(sim::resend_entry const& entry, std::uint32_t n);
    bool wanted(delivery const& d, sim::entity_filter const& which, std::uint32_t n) const;
    void tell(telling what);
    delivery* request_for(telling what);
    void note_refresh(thing const& store, sim::refresh_entry const& entry);

    // oracle_body.cpp: what bodies are made of
    std::string body_of(telling const& what, std::size_t scans) const;
    std::string tracking_of(telling const& what, std::size_t scans) const;
    std::string orders_of(thing const& store, sim::refresh_entry const& entry, std::uint32_t n);

    // oracle_delivery.cpp: attempts, outcomes, retries
    delivery& request(telling const& what, hook& to, delivery* resend_of);
    void start(delivery& d);
    void finish(delivery& d, fate const& f);
    void succeed(delivery& d, fate const& f);
    void fail(delivery& d, fate const& f);
    bool succeeds(attempt_outcome answer) const;
    std::optional<instant> retry_due(delivery const& d, fate const& f);
    std::optional<instant> ask_policy(delivery const& d, fate const& f);
    std::optional<std::string> give_up(delivery& d, fate const& f, std::optional<instant>& due);
    std::uint64_t maybe_disable(hook& to, bool discarding, std::uint64_t cause);
    std::size_t number_of(hook const& to) const;
    void cancel(delivery& d, std::uint64_t cause);
    void cancel_waiting(hook& to, std::uint64_t cause);
    void end(delivery& d, std::string_view how);
    void retry_later(delivery& d, std::uint64_t cause, instant due);
    void note_start(delivery const& d);
    void note_late_effect(delivery const& d, fate const& f);

    // oracle_limits.cpp: what waits, what is turned on again, receivers with few workers
    bool defers(delivery& d);
    void start_held(hook& to);
    void forget_turns(hook& to);
    std::optional<instant> recovery_of(hook& to);
    void recover(hook& to, instant due);
    bool is_full(std::size_t endpoint);
    duration wait_for_worker(std::size_t endpoint, duration length);

    // oracle_receiver.cpp: endpoints, rules, handlers
    fate judge(delivery const& d);
    fate react(sim::reaction const& with, duration after, std::optional<bool> effect);
    fate follow(delivery const& d, std::size_t endpoint);
    fate react_in_turn(std::size_t endpoint, sim::reaction const& with, duration after,
                       std::optional<bool> effect);
    std::optional<fate> follow_rules(delivery const& d, std::size_t endpoint);
    std::optional<fate> follow_outages(sim::endpoint const& at);
    bool chosen(delivery const& d, std::size_t endpoint, std::size_t index);
    std::optional<std::size_t> locate(std::string const& url);
    bool covers(std::string const& prefix, std::string url) const;
    bool host_known(std::string const& url) const;
    sim::draw_key key(delivery const& d, sim::draw_purpose purpose, std::size_t index = 0) const;
    void offer(delivery& d, fate const& f);
    std::string_view skips(delivery const& d, fate const& f);
    std::string_view skips_as_duplicate(delivery const& d, fate const& f);
    std::string_view skips_as_stale(delivery const& d, fate const& f);

    sim::scenario const& plan_;
    defect wrong_;
    prediction made_;
    instant now_{};
    std::list<work> queue_;
    std::deque<hook> hooks_;
    std::deque<thing> things_;
    std::vector<telling> tellings_;
    std::uint32_t orders_ = 0; ///< imported so far
    std::uint32_t requests_ = 0;
    std::deque<delivery> deliveries_;
    std::map<std::size_t, std::vector<std::pair<instant, instant>>> jobs_; ///< by endpoint
    std::vector<std::uint32_t> free_slots_;
    std::uint32_t slots_ = 0;
    std::map<std::pair<std::size_t, std::size_t>, std::uint32_t> chosen_; ///< endpoint, rule
    std::set<std::pair<std::size_t, std::string>> applied_;               ///< endpoint, body
    std::set<std::pair<std::size_t, std::uint32_t>> applied_by_;          ///< endpoint, delivery
    std::map<std::pair<std::size_t, std::string>, std::pair<instant, std::size_t>> newest_;
    std::pair<instant, std::uint32_t> last_scan_{}, last_outcome_{}, last_late_{};
    instant last_timeline_{}, last_refresh_{}, last_arrival_{};
    std::uint32_t generated_ = 0, batches_ = 0; ///< shipments and batches
    std::deque<sim::refresh_entry> refreshes_;  ///< as if they were written
};

} // namespace drydock::oracle
