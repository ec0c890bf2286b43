#include "tools/drydock/explore/path_scenario.hpp"

#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/tree/tree_edit.hpp"
#include "tools/drydock/explore/answer_rules.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace drydock::tools {

using sim::find_member;
using sim::node;
using sim::path_step;
using sim::remove_member;
using sim::set_member;
using sim::work_kind;

namespace {

/// An attempt on the path, and what it meets.
struct answer {
    path_step const* attempt;
    answered_attempt end;

    bool waits() const
    {
        return end.then.fails == sim::failure::lost_ack || end.then.fails == sim::failure::timeout;
    }
};

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
    void shift_timeline(node& tree) const;

    sim::scenario const* what_;
    std::vector<path_step> const* path_;
    std::vector<answer> answers_; // in the order of the attempts
    std::map<std::uint32_t, unsigned> late_entries_;
};

path_writer::path_writer(sim::scenario const& what,
                         std::vector<sim::possible_outcome> const& outcomes,
                         std::vector<path_step> const& path)
    : what_{&what}, path_{&path}
{
    for (auto const& step : path)
        if (step.delivery)
            answers_.push_back({&step,
                                {.url = step.url,
                                 .subject = step.subject,
                                 .event = step.event,
                                 .status = step.status,
                                 .attempt = step.attempt,
                                 .then = outcomes[step.option].then}});
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
    case work_kind::processing:
    case work_kind::late_effect:
    case work_kind::recovery: return false;
    }
    return false;
}

// An outcome that waits for its deadline comes then, no later.
bool path_writer::delay_attempt(std::uint32_t delivery, std::uint16_t attempt, unsigned late)
{
    for (auto& a : answers_) {
        if (a.attempt->delivery.value != delivery || a.attempt->attempt != attempt) continue;
        a.end.after += model::duration{late};
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

std::optional<node> path_writer::tree(model::property broken, std::string const& about)
{
    if (!delay_what_waits()) return std::nullopt;
    auto made = what_->resolved;
    for (auto const* const member : {"vars", "lesson", "expect"})
        remove_member(made, member);
    set_member(made, "about", json_string(about));
    shift_timeline(made);
    std::vector<answered_attempt> ends;
    for (auto const& a : answers_)
        ends.push_back(a.end);
    set_answers(made, *what_, ends);
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
    auto text = tree ? sim::scenario_text(*tree) : std::string{};
    if (!tree || !breaks(text, broken))
        return {.text = {},
                .failure = "its order of works at one instant is one that no file can ask for"};
    return {.text = std::move(text), .failure = {}};
}

} // namespace drydock::tools
