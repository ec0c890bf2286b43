#include "tools/drydock/explore/path_scenario.hpp"

#include "model/address.hpp"
#include "sim/runner.hpp"
#include "sim/scenario/values.hpp"
#include "tools/drydock/explore/tree_edit.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace drydock::tools {

using sim::node;
using sim::path_step;
using sim::work_kind;

namespace {

/// What one attempt meets.
struct answer {
    path_step const* attempt;
    sim::reaction then;
    unsigned late = 0; ///< microseconds

    bool is_plain() const { return !then.fails && then.status == 200 && late == 0; }
    bool waits() const
    {
        return then.fails == sim::failure::lost_ack || then.fails == sim::failure::timeout;
    }
};

node number_list(std::vector<std::uint16_t> const& numbers)
{
    auto list = json_array();
    for (auto const n : numbers)
        list.items.push_back(json_number(n));
    return list;
}

node reaction_node(sim::reaction const& then)
{
    if (!then.fails) return json_number(then.status);
    return json_string(sim::failure_names()[static_cast<std::size_t>(*then.fails)]);
}

class path_writer {
public:
    path_writer(sim::scenario const& what, std::vector<sim::possible_outcome> const& outcomes,
                std::vector<path_step> const& path);

    /// Empty when the order of works cannot be had by delays.
    std::optional<node> tree(model::property broken, std::string const& about);

private:
    bool delay_what_waits();
    bool delay(sim::work const& item, unsigned late);
    bool delay_attempt(std::uint32_t delivery, std::uint16_t attempt, unsigned late);
    bool delay_entries(std::uint32_t entry, unsigned late);
    bool is_told_apart(answer const& a) const;
    node rule(answer const& a, bool alone) const;
    node rules_of(std::string const& prefix) const;
    std::string prefix_of(std::string const& url) const;
    void shift_timeline(node& tree) const;

    sim::scenario const* what_;
    std::vector<path_step> const* path_;
    sim::receivers routes_;
    std::vector<answer> answers_; // in the order of the attempts
    std::map<std::uint32_t, unsigned> late_entries_;
};

path_writer::path_writer(sim::scenario const& what,
                         std::vector<sim::possible_outcome> const& outcomes,
                         std::vector<path_step> const& path)
    : what_{&what}, path_{&path}, routes_{what}
{
    for (auto const& step : path)
        if (step.delivery) answers_.push_back({&step, outcomes[step.option].then});
}

// --- orders ----------------------------------------------------------------------------------

bool path_writer::delay_what_waits()
{
    for (auto const& step : *path_) {
        if (step.delivery || step.option == 0) continue;
        for (std::size_t i = 0; i < step.option; ++i)
            if (!delay(step.works[i], 1)) return false;
    }
    return true;
}

bool path_writer::delay(sim::work const& item, unsigned late)
{
    switch (item.kind) {
    case work_kind::outcome: return delay_attempt(item.ordinal, item.attempt, late);
    case work_kind::retry:
        return delay_attempt(item.ordinal, static_cast<std::uint16_t>(item.attempt - 1), late);
    case work_kind::timeline: return delay_entries(item.ordinal, late);
    case work_kind::story:
    case work_kind::refresh:
    case work_kind::late_effect: return false;
    }
    return false;
}

// An outcome that waits for its deadline comes then, no later.
bool path_writer::delay_attempt(std::uint32_t delivery, std::uint16_t attempt, unsigned late)
{
    for (auto& a : answers_) {
        if (a.attempt->delivery.value != delivery || a.attempt->attempt != attempt) continue;
        a.late += late;
        return !a.waits();
    }
    return false;
}

// Those that the file has at the same time keep their order.
bool path_writer::delay_entries(std::uint32_t entry, unsigned late)
{
    auto const& timeline = what_->timeline;
    if (entry >= timeline.size()) return false;
    for (auto i = entry; i < timeline.size(); ++i) {
        if (timeline[i].at != timeline[entry].at) continue;
        if (timeline[i].times != 1) return false;
        late_entries_[i] += late;
    }
    return true;
}

void path_writer::shift_timeline(node& tree) const
{
    auto* const entries = find_member(tree, "timeline");
    for (auto const& [entry, late] : late_entries_) {
        auto const at = what_->timeline[entry].at - what_->start + model::duration{late};
        set_member(entries->items[entry], "at", json_string(model::to_text(at)));
    }
}

// --- rules -----------------------------------------------------------------------------------

auto description(path_step const& step)
{
    return std::tuple{step.subject, step.event, step.status, step.attempt};
}

// By what it is about, so that a rule that says so is about no other attempt.
bool path_writer::is_told_apart(answer const& a) const
{
    return std::ranges::count_if(answers_, [&](answer const& other) {
               return description(*other.attempt) == description(*a.attempt);
           }) == 1;
}

// Attempts that nothing else tells apart take their rules in the order in which they come.
node path_writer::rule(answer const& a, bool alone) const
{
    auto const& step = *a.attempt;
    auto made = json_object(
        {{"event", json_string(name(step.event))}, {"subject", json_string(step.subject)}});
    if (step.status != model::scan_status{})
        append_member(made, "status", json_string(name(step.status)));
    append_member(made, "attempt", number_list({step.attempt}));
    if (!alone) append_member(made, "times", json_number(1));
    append_member(made, a.then.fails ? "fail" : "respond", reaction_node(a.then));
    if (a.late != 0)
        append_member(made, "after", json_string(model::to_text(model::duration{a.late})));
    return made;
}

// Rules that differ in nothing but the attempt become one.
node path_writer::rules_of(std::string const& prefix) const
{
    auto rules = json_array();
    std::map<std::string, std::size_t> known; // place, by what a rule says beside its attempt
    for (auto const& a : answers_) {
        if (prefix_of(a.attempt->url) != prefix) continue;
        bool const alone = is_told_apart(a);
        if (alone && a.is_plain()) continue;
        auto made = rule(a, alone);
        auto key = made;
        remove_member(key, "attempt");
        auto const [place, is_new] = known.emplace(sim::to_json(key), rules.items.size());
        if (is_new || !alone)
            rules.items.push_back(std::move(made));
        else
            find_member(rules.items[place->second], "attempt")
                ->items.push_back(json_number(a.attempt->attempt));
    }
    return rules;
}

std::string path_writer::prefix_of(std::string const& url) const
{
    auto const to = routes_.resolve(url);
    if (to.is == sim::route::kind::endpoint) return what_->endpoints[to.endpoint].prefix;
    auto const address = model::parse_address(url);
    return address ? address->origin() : url;
}

std::optional<node> path_writer::tree(model::property broken, std::string const& about)
{
    if (!delay_what_waits()) return std::nullopt;
    auto made = what_->resolved;
    for (auto const* const member : {"vars", "lesson", "expect"})
        remove_member(made, member);
    set_member(made, "about", json_string(about));
    shift_timeline(made);
    if (find_member(made, "endpoints") == nullptr) {
        auto receivers = json_object({});
        for (auto const& a : answers_)
            set_member(receivers, prefix_of(a.attempt->url), json_object({}));
        append_member(made, "endpoints", receivers);
    }
    for (auto& [prefix, where, receiver] : find_member(made, "endpoints")->members) {
        remove_member(receiver, "outages");
        remove_member(receiver, "rules");
        auto const address = model::parse_address(prefix);
        if (auto rules = rules_of(address ? address->prefix() : prefix); !rules.items.empty())
            append_member(receiver, "rules", std::move(rules));
    }
    auto expect = json_array();
    expect.items.push_back(json_object({{"property", json_string(model::name(broken))}}));
    append_member(made, "expect", expect);
    return made;
}

bool breaks(std::string const& text, model::property broken)
{
    auto const loaded = sim::load_scenario(text, "path");
    if (!loaded.loaded) return false;
    auto const result = sim::run(*loaded.loaded);
    return !result.verdicts.empty() && !result.verdicts.front().passed &&
           result.verdicts.front().message.starts_with(model::name(broken)) &&
           !result.verdicts.front().evidence.empty();
}

} // namespace

path_file path_scenario(sim::scenario const& what,
                        std::vector<sim::possible_outcome> const& outcomes,
                        std::vector<path_step> const& path, model::property broken,
                        std::string const& about)
{
    path_writer writer{what, outcomes, path};
    auto const tree = writer.tree(broken, about);
    auto text = tree ? scenario_text(*tree) : std::string{};
    if (!tree || !breaks(text, broken))
        return {.text = {},
                .failure = "its order of works at one instant is one that no file can ask for"};
    return {.text = std::move(text), .failure = {}};
}

} // namespace drydock::tools
