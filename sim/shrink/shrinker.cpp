#include "sim/shrink/shrinker.hpp"

#include "sim/scenario/load.hpp"
#include "sim/scenario/tree/tree_edit.hpp"
#include "sim/shrink/repeated_entry.hpp"
#include "sim/shrink/simpler_value.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace drydock::sim {

namespace {

class shrinker {
public:
    shrinker(node tree, failure_mark mark, shrink_options const& options)
        : tree_{std::move(tree)}, mark_{std::move(mark)}, options_{&options}
    {
    }

    shrunk all();

private:
    void look();
    bool holds();
    bool is_the_same(run_result const& result) const;
    bool take(std::optional<node> candidate);
    template <class Part> bool leave_out(std::vector<Part>& parts);
    bool leave_out_members(node& object);
    bool leave_out_subjects();
    bool leave_out_all();
    bool leave_out_below(node& part);
    bool shrink_populations();
    bool begin_earlier();
    bool round_values(node& part, std::string_view name);
    bool rename_subjects();
    bool go_over();
    model::instant start() const;

    node tree_;
    failure_mark mark_;
    std::set<std::string> ends_{"http_2"}; // of attempts
    shrink_options const* options_;
    std::set<std::pair<std::uint64_t, std::uint64_t>> tried_; // hashes of what did not fail so
    std::uint64_t tries_ = 0;
    bool is_out_of_time_ = false;
};

bool is_fixed(std::string_view name)
{
    return name == "format" || name == "expect";
}

// Whether the tree, as it is now, fails the same way.
bool shrinker::holds()
{
    is_out_of_time_ = is_out_of_time_ || (options_->is_out_of_time && options_->is_out_of_time());
    if (is_out_of_time_) return false;
    auto const text = to_json(tree_);
    auto const hash = XXH3_128bits(text.data(), text.size());
    if (tried_.contains({hash.high64, hash.low64})) return false;
    ++tries_;
    auto const loaded = load_scenario(text, "shrunk");
    if (loaded.loaded && is_the_same(run(*loaded.loaded))) return true;
    tried_.emplace(hash.high64, hash.low64);
    return false;
}

bool shrinker::is_the_same(run_result const& result) const
{
    return fails_so(result, mark_) && std::ranges::includes(ends_, ends_of_attempts(result));
}

bool shrinker::take(std::optional<node> candidate)
{
    if (!candidate) return false;
    std::swap(tree_, *candidate);
    if (holds()) return true;
    std::swap(tree_, *candidate);
    return false;
}

// Delta debugging: ever smaller pieces are left out as long as what is left fails.
template <class Part> bool shrinker::leave_out(std::vector<Part>& parts)
{
    bool changed = false;
    for (auto piece = parts.size(); piece > 0; piece /= 2) {
        for (std::size_t at = 0; at < parts.size();) {
            auto before = parts;
            auto const from = parts.begin() + static_cast<std::ptrdiff_t>(at);
            auto const count = std::min(piece, parts.size() - at);
            parts.erase(from, from + static_cast<std::ptrdiff_t>(count));
            if (holds()) {
                changed = true;
            } else {
                parts = std::move(before);
                at += count;
            }
        }
    }
    return changed;
}

bool shrinker::leave_out_members(node& object)
{
    bool changed = false;
    for (std::size_t i = object.members.size(); i-- > 0;) {
        // An object without members says nothing that people could read.
        bool const is_last = object.members.size() == 1;
        if (is_last || (&object == &tree_ && is_fixed(object.members[i].name))) continue;
        auto const at = object.members.begin() + static_cast<std::ptrdiff_t>(i);
        auto const left = *at;
        object.members.erase(at);
        if (holds())
            changed = true;
        else
            object.members.insert(object.members.begin() + static_cast<std::ptrdiff_t>(i), left);
    }
    return changed;
}

// What an entry of the timeline is about, whatever it is.
std::string subject_of(node const& entry)
{
    static constexpr std::array<std::string_view, 5> names{"shipment", "batch", "carrier",
                                                           "order_source", "report"};
    for (auto const& member : entry.members)
        for (auto const name : names)
            if (auto const* const id = member.value.find(name)) return id->text;
    return {};
}

// All that a shipment does goes at once: what it does later is often illegal without the rest.
bool shrinker::leave_out_subjects()
{
    auto* const timeline = find_member(tree_, "timeline");
    if (timeline == nullptr) return false;
    std::vector<std::string> subjects;
    for (auto const& entry : timeline->items)
        if (auto id = subject_of(entry); std::ranges::find(subjects, id) == subjects.end())
            subjects.push_back(std::move(id));
    bool changed = false;
    for (auto const& id : subjects) {
        auto before = timeline->items;
        std::erase_if(timeline->items, [&](node const& e) { return subject_of(e) == id; });
        if (holds())
            changed = true;
        else
            timeline->items = std::move(before);
    }
    return changed;
}

bool shrinker::leave_out_all()
{
    bool changed = leave_out_subjects();
    if (auto* const timeline = find_member(tree_, "timeline"))
        changed |= leave_out(timeline->items);
    changed |= leave_out_members(tree_);
    for (auto& [name, where, part] : tree_.members)
        if (!is_fixed(name)) changed |= leave_out_below(part);
    return changed;
}

bool shrinker::leave_out_below(node& part)
{
    bool changed = false;
    if (part.is == node::kind::array) changed |= leave_out(part.items);
    if (part.is == node::kind::object) changed |= leave_out_members(part);
    for (auto& item : part.items)
        changed |= leave_out_below(item);
    for (auto& member : part.members)
        changed |= leave_out_below(member.value);
    return changed;
}

// The first so many of a population live as they did: halve the number, then go up by halves of
// what is left.
bool shrinker::shrink_populations()
{
    auto* const given = find_member(tree_, "population");
    if (given == nullptr) return false;
    bool changed = false;
    auto const each = [&](node& population) {
        auto* const count = find_member(population, "shipments");
        if (count == nullptr) return;
        auto const whole = std::strtoull(count->text.c_str(), nullptr, 10);
        auto enough = whole;
        for (std::uint64_t less = 0; less + 1 < enough;) {
            auto const middle = less + (enough - less) / 2;
            count->text = std::to_string(middle);
            if (holds())
                enough = middle;
            else
                less = middle;
        }
        count->text = std::to_string(enough);
        changed |= enough != whole;
    };
    if (given->is == node::kind::array)
        std::ranges::for_each(given->items, each);
    else
        each(*given);
    return changed;
}

model::instant shrinker::start() const
{
    auto const* const given = tree_.find("start");
    auto const at = given == nullptr ? std::nullopt : model::parse_instant(given->text);
    return at.value_or(default_start);
}

// --- times ---------------------------------------------------------------------------------------

bool is_point(std::string_view name)
{
    return name == "at" || name == "from" || name == "until" || name == "occurred_at";
}

/// Calls `visit` with every point in time that counts from the start of the run.
template <class Visitor> void for_each_point(node& part, std::string_view name, Visitor&& visit)
{
    // Within an entry that ships, points count from the entry's own.
    if (name == "ship" || name == "expect") return;
    if (is_point(name)) visit(part);
    for (auto& item : part.items)
        for_each_point(item, name, visit);
    for (auto& member : part.members)
        for_each_point(member.value, member.name, visit);
}

// The first thing happens at once, and all else as much earlier.
bool shrinker::begin_earlier()
{
    std::optional<model::duration> first;
    auto const* const timeline = tree_.find("timeline");
    if (timeline == nullptr) return false;
    for (auto const& entry : timeline->items)
        if (auto const* const at = entry.find("at"))
            if (auto const time = read_time(*at, start()))
                first = std::min(first.value_or(*time), *time);
    if (!first || *first == model::duration{}) return false;
    auto earlier = tree_;
    for_each_point(earlier, "", [&](node& point) {
        if (auto const time = read_time(point, start()))
            point = string_node(model::to_text(std::max(model::duration{}, *time - *first)));
    });
    return take(std::move(earlier));
}

bool shrinker::round_values(node& part, std::string_view name)
{
    bool changed = false;
    for (auto& simpler : simpler_values(part, name, start())) {
        std::swap(part, simpler);
        if (holds()) return true;
        std::swap(part, simpler);
    }
    for (auto& item : part.items)
        changed |= round_values(item, name);
    for (auto& member : part.members)
        if (&part != &tree_ || !is_fixed(member.name))
            changed |= round_values(member.value, member.name);
    return changed;
}

// --- names ---------------------------------------------------------------------------------------

void rename(node& part, std::map<std::string, std::string> const& names)
{
    if (part.is == node::kind::string)
        if (auto const found = names.find(part.text); found != names.end())
            part.text = found->second;
    for (auto& item : part.items)
        rename(item, names);
    for (auto& member : part.members)
        rename(member.value, names);
}

// Shipments count from se-1.
bool shrinker::rename_subjects()
{
    auto const* const timeline = tree_.find("timeline");
    if (timeline == nullptr) return false;
    std::map<std::string, std::string> names;
    for (auto const& entry : timeline->items)
        if (auto id = subject_of(entry); !id.empty())
            names.emplace(std::move(id), "se-" + std::to_string(names.size() + 1));
    auto renamed = tree_;
    rename(renamed, names);
    return to_json(renamed) != to_json(tree_) && take(std::move(renamed));
}

// --- the whole -----------------------------------------------------------------------------------

bool shrinker::go_over()
{
    bool changed = shrink_populations();
    changed |= leave_out_all();
    changed |= begin_earlier();
    for (auto& [name, where, part] : tree_.members)
        if (!is_fixed(name)) changed |= round_values(part, name);
    if (changed && options_->on_progress) options_->on_progress(tree_);
    return changed && !is_out_of_time_;
}

void shrinker::look()
{
    if (auto const whole = load_scenario(to_json(tree_), "whole"); whole.loaded)
        ends_.merge(ends_of_attempts(run(*whole.loaded)));
}

shrunk shrinker::all()
{
    look();
    take(with_repeats_written_out(tree_, start()));
    while (go_over()) {
    }
    if (options_->write_out && !is_out_of_time_ && take(options_->write_out(tree_)))
        while (go_over()) {
        }
    rename_subjects();
    return {std::move(tree_), tries_, !is_out_of_time_};
}

} // namespace

shrunk shrink(node const& resolved, failure_mark const& mark, shrink_options const& options)
{
    return shrinker{resolved, mark, options}.all();
}

} // namespace drydock::sim
