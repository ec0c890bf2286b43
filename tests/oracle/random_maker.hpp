// The maker of random scenarios: one seeded walk through everything that a scenario may contain.
#pragma once

#include "tests/oracle/random_scenario.hpp"

#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace drydock::oracle {

using model::duration;
using model::instant;
using model::scan_status;
using model::webhook_event;
using namespace std::chrono_literals;

class maker {
public:
    explicit maker(std::uint64_t number) : bits_{number} {}

    sim::scenario make();

private:
    std::uint64_t next()
    {
        auto z = bits_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(next() % n); }
    bool percent(std::uint32_t n) { return below(100) < n; }
    template <class List> auto pick(List const& list)
    {
        return list[below(static_cast<std::uint32_t>(std::size(list)))];
    }
    template <class T> T pick(std::initializer_list<T> list)
    {
        return list.begin()[below(static_cast<std::uint32_t>(list.size()))];
    }
    instant within(std::uint32_t minutes) { return made_.start + duration{1min} * below(minutes); }
    std::string url();
    std::string fixed_url();
    bool is_new_profile() const { return made_.profile == model::profile::openapi_2026; }
    scan_status status()
    {
        using enum scan_status;
        if (is_new_profile() && percent(20)) return percent(60) ? SP : NY;
        return pick({AC, AC, IT, IT, IT, AT, AT, EX, EX, DE, UN});
    }

    void make_policy();
    void make_limits();
    void make_webhooks();
    void make_endpoints();
    sim::endpoint make_endpoint(std::string prefix);
    sim::endpoint_rule make_rule();
    sim::reaction make_reaction(bool for_rule);
    sim::distribution make_after();
    void make_timeline();
    void shuffle();
    void make_ship(std::string const& id);
    void make_twin();
    void make_track(std::string const& id);
    void make_change();
    void make_entities();
    void make_batch();
    void make_rate(std::vector<std::string> const& shipments);
    void make_carrier();
    void make_report();
    void make_store();
    void make_resend();
    void make_request();
    void make_populations();
    sim::shipment_population make_shipments();
    sim::distribution make_gap();
    std::vector<sim::story_choice> choices(std::vector<scan_status> const& to);
    void make_room_for(model::subject_kind kind, std::uint32_t generated);
    std::string make_body(bool creates);
    std::string make_payload();
    std::string make_order();
    webhook_event event();
    void add(instant at, decltype(sim::timeline_entry::what) what, bool repeated,
             std::string payload = {});
    void name_in(sim::endpoint_rule& rule);
    void name_in(sim::entity_filter& filter);
    std::vector<std::string> ids_of(std::optional<webhook_event> event) const;
    void add_change(instant at, sim::webhook_entry const& change);
    sim::scan_plan make_scan(instant at);
    void repeat(sim::timeline_entry& entry);
    void name_what_occurs();

    std::uint64_t bits_;
    sim::scenario made_;
    std::set<webhook_event> told_; ///< events that have a webhook at some time
    bool with_entities_ = false;
};

} // namespace drydock::oracle
