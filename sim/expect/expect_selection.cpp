#include "sim/expect/expect_selection.hpp"

#include "model/address.hpp"
#include "model/property/property.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::sim {

namespace {

std::string_view name(expect_selection::of what)
{
    static constexpr std::string_view names[]{"deliveries", "attempts", "arrivals", "effects"};
    return names[static_cast<std::size_t>(what)];
}

template <class T> bool holds(std::optional<T> const& wanted, T const& value)
{
    return !wanted || *wanted == value;
}

} // namespace

// --- filter ------------------------------------------------------------------------------------

selection_filter::selection_filter(entity_filter const& given, scenario const& plan,
                                   receivers const& routes)
    : given_{&given}, plan_{&plan}, routes_{&routes}
{
}

void selection_filter::on_named(model::named_subject const& named, model::text_table const& texts)
{
    if (!given_->subject) return;
    auto const numeric = model::numeric_part(*given_->subject);
    auto const is_meant = numeric != 0
                              ? named.id.numeric == numeric
                              : named.id.numeric == 0 && texts[named.id.text] == *given_->subject;
    if (is_meant) ordinals_[static_cast<std::size_t>(named.who.kind)] = named.who.ordinal;
}

bool selection_filter::takes(candidate const& c)
{
    if (!takes(c.delivery.event, c.delivery.subject)) return false;
    if (given_->outcome && *given_->outcome != c.outcome) return false;
    if (given_->attempts && !given_->attempts->hold(c.delivery.attempts)) return false;
    if (!holds(given_->attempt, c.attempt.value)) return false;
    if (given_->by && (c.by == model::answerer{} || *given_->by != model::name(c.by))) return false;
    if (!given_->endpoint) return true;
    if (last_url_ != c.url) {
        last_url_ = c.url;
        takes_last_url_ = takes_url(c.url);
    }
    return takes_last_url_;
}

bool selection_filter::takes_url(std::string_view url) const
{
    if (auto const to = routes_->resolve(url); to.is == route::kind::endpoint)
        return plan_->endpoints[to.endpoint].prefix == *given_->endpoint;
    auto const prefix = model::parse_address(*given_->endpoint);
    auto const target = model::parse_address(url);
    return prefix && target && model::is_prefix_of(*prefix, *target);
}

std::string selection_filter::text() const
{
    std::string text;
    if (given_->subject) text += " of " + *given_->subject;
    if (given_->event) text += fmt::format(", event {}", model::name(*given_->event));
    if (given_->endpoint) text += ", endpoint " + *given_->endpoint;
    if (given_->outcome) text += ", outcome " + *given_->outcome;
    if (given_->attempts) text += ", attempts " + bounds_text(*given_->attempts);
    if (given_->attempt) text += fmt::format(", attempt {}", *given_->attempt);
    if (given_->by) text += ", by " + *given_->by;
    return text;
}

// --- selection ---------------------------------------------------------------------------------

selection_judge::selection_judge(std::size_t index, expect_selection const& e, scenario const& plan,
                                 receivers const& routes)
    : index_{index}, given_{&e}, start_{plan.start}, filter_{e.filter, plan, routes}
{
}

bool selection_judge::lists_all() const
{
    auto const& checks = given_->checks;
    return checks.at || checks.outcomes || checks.statuses;
}

void selection_judge::offer(candidate const& c)
{
    if (!filter_.takes(c)) return;
    ++count_;
    if (lists_all() || selected_.size() < most_evidence)
        selected_.push_back({c.event, c.at, std::string{c.outcome}, c.delivery.status});
    if (wrong_bodies_.empty()) return;
    auto const wrong = wrong_bodies_.find(c.delivery.number);
    if (wrong == wrong_bodies_.end()) return;
    ++wrong_count_;
    if (selected_wrong_.size() == model::property_result::most_reported) return;
    selected_wrong_.push_back({fmt::format("body of delivery {} (event {}): {}",
                                           c.delivery.number.value, c.event.value, wrong->second),
                               c.event});
}

void selection_judge::offer_unseen(candidate const& c)
{
    if (unseen_.size() == most_evidence || !filter_.takes(c) || filter_.has_probe(c.url)) return;
    unseen_.push_back(c.event);
}

void selection_judge::finish(std::vector<verdict>& verdicts) const
{
    auto& v = verdicts[index_];
    if (!unseen_.empty()) {
        complain(v, not_observed_text, unseen_);
    } else {
        auto const found = in_order();
        judge_count(v, found);
        judge_lists(v, found);
        judge_bodies(v);
    }
    if (!v.passed)
        v.message = fmt::format("{}{}: {}", name(given_->what), filter_.text(), v.message);
}

// A delivery is selected when it ends, an attempt when its outcome is known: not in their order.
std::vector<selection_judge::selected> selection_judge::in_order() const
{
    auto sorted = selected_;
    std::sort(sorted.begin(), sorted.end(),
              [](selected const& a, selected const& b) { return a.event < b.event; });
    return sorted;
}

void selection_judge::judge_count(verdict& v, std::vector<selected> const& found) const
{
    auto const& checks = given_->checks;
    auto expected = checks.count;
    // A check of every body says nothing when there is no body.
    if (!expected && !lists_all()) expected = bounds{1, std::nullopt};
    if (!expected || expected->hold(static_cast<std::int64_t>(count_))) return;
    std::vector<model::sequence_number> events;
    for (auto const& s : found)
        if (events.size() < most_evidence) events.push_back(s.event);
    auto text = fmt::format("expected {}; found {}", bounds_text(*expected), count_);
    if (!events.empty()) text += ' ' + events_text(events);
    complain(v, text, events);
}

void selection_judge::judge_lists(verdict& v, std::vector<selected> const& found) const
{
    auto const compare = [&](std::string_view what, auto const& expected, auto&& render_expected,
                             auto&& render_found) {
        std::vector<std::string> wanted;
        for (auto const& one : expected)
            wanted.emplace_back(render_expected(one));
        std::vector<finding> seen;
        for (auto const& s : found)
            seen.push_back({std::string{render_found(s)}, s.event});
        auto const text = difference_text(what, wanted, seen);
        if (!text.empty()) complain(v, text, events_of(seen));
    };
    auto const clock = [&](instant at) { return offset_text(at, start_); };
    auto const& checks = given_->checks;
    if (checks.at)
        compare("at ", *checks.at, clock, [&](selected const& s) { return clock(s.at); });
    if (checks.outcomes)
        compare(
            "outcomes ", *checks.outcomes, [](std::string const& text) { return text; },
            [](selected const& s) { return s.outcome; });
    if (checks.statuses)
        compare(
            "statuses ", *checks.statuses,
            [](model::scan_status status) { return model::name(status); },
            [](selected const& s) {
                return s.status == model::scan_status{} ? "none" : model::name(s.status);
            });
}

void selection_judge::judge_bodies(verdict& v) const
{
    for (auto const& wrong : selected_wrong_)
        complain(v, wrong.text, {wrong.event});
    if (wrong_count_ > selected_wrong_.size())
        complain(v, fmt::format("and {} more", wrong_count_ - selected_wrong_.size()));
}

// --- latency -----------------------------------------------------------------------------------

latency_judge::latency_judge(std::size_t index, expect_latency const& e, scenario const& plan,
                             receivers const& routes)
    : index_{index}, given_{&e}, filter_{e.filter, plan, routes}
{
}

void latency_judge::offer(candidate const& c, duration took)
{
    if (!filter_.takes(c) || (longest_ && took <= *longest_)) return;
    longest_ = took;
    slowest_ = c.delivery.number;
    event_ = c.event;
}

void latency_judge::finish(std::vector<verdict>& verdicts) const
{
    auto& v = verdicts[index_];
    auto const what = fmt::format("latency{}: expected a maximum of {}; found ", filter_.text(),
                                  duration_bounds_text(given_->most));
    if (!longest_) {
        complain(v, what + "no delivery that was delivered");
    } else if (!given_->most.hold(longest_->count())) {
        complain(v,
                 fmt::format("{}{}, delivery {} (event {})", what, model::to_text(*longest_),
                             slowest_.value, event_.value),
                 {event_});
    }
}

} // namespace drydock::sim
