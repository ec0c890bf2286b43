#include "sim/expect/expect_request.hpp"

#include "sim/expect/mismatch.hpp"
#include "sim/scenario/build_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::sim {

using model::event_type;

namespace {

constexpr std::size_t most_failures = 5; // told of one entry

/// The expected body in one occurrence of an entry.
node expected_body(node const& body, timeline_entry const& entry, std::uint32_t occurrence)
{
    auto const text = to_json(body);
    return is_pattern(entry, text) ? read_own_json(occurrence_text(text, occurrence)) : body;
}

} // namespace

request_fold::request_fold(scenario const& what) : what_{&what}
{
    for (std::size_t i = 0; i < what.timeline.size(); ++i) {
        auto const& entry = what.timeline[i];
        auto const* const request = std::get_if<request_entry>(&entry.what);
        if (request == nullptr) continue;
        next_.insert({entry.at, i, 1});
        if (request->expect) judges_.push_back({.entry = i, .check = &*request->expect});
    }
}

void request_fold::apply(std::span<model::event const> block, model::sequence_number first,
                         model::text_table const& texts)
{
    for (auto const& e : block) {
        if (e.type == event_type::request_answered)
            on_answered(e.as<model::request_answered>(), first);
        model::evolve(state_, e, first);
        if (e.type == event_type::request_received) on_received(e, first, texts);
        ++first.value;
    }
}

// Requests of one instant are made in the order of the file, as all timeline work is.
request_fold::planned request_fold::take_next()
{
    ASSERT(!next_.empty());
    auto const next = *next_.begin();
    next_.erase(next_.begin());
    auto const& entry = what_->timeline[next.entry];
    if (next.occurrence < entry.times)
        next_.insert({next.at + entry.every, next.entry, next.occurrence + 1});
    return next;
}

void request_fold::on_received(model::event const& e, model::sequence_number sequence,
                               model::text_table const& texts)
{
    auto const call = e.as<model::request_received>();
    is_ours_ = call.from_outside == 0;
    if (!is_ours_) return;
    asked_ = take_next();
    ASSERT(asked_.at == e.at);
    auto const& entry = what_->timeline[asked_.entry];
    if (!std::get<request_entry>(entry.what).expect) return;

    model::api::context const in{.s = state_,
                                 .texts = texts,
                                 .now = e.at,
                                 .speaks = {what_->profile, what_->base_url},
                                 .number = call.request,
                                 .cause = sequence};
    // What it leads to is in the journal already; here it goes nowhere.
    std::vector<model::event> led_to(model::event_writer::most_per_command);
    model::text_table new_texts;
    model::event_writer out{led_to, e.at, sequence, new_texts};
    answer_ = handle(in, {call.method, texts[call.target], texts[call.body], call.key}, out);
}

void request_fold::on_answered(model::request_answered const& e, model::sequence_number sequence)
{
    auto const found = std::ranges::find(judges_, asked_.entry, &judge::entry);
    if (!is_ours_ || found == judges_.end()) return;
    ++found->answers;
    auto why = difference(*found->check, e.status);
    if (e.status != answer_.status || e.etag != etag_of(answer_, e.request))
        why = fmt::format("the journal's answer {} is not what the state gives: {} {}", e.status,
                          answer_.status, answer_.body);
    if (why.empty()) return;
    ++found->failures;
    if (found->first.size() >= most_failures) return;
    if (what_->timeline[asked_.entry].times > 1)
        why = fmt::format("occurrence {}: {}", asked_.occurrence, why);
    found->first.push_back({std::move(why), sequence});
}

std::string request_fold::difference(answer_check const& check, std::uint16_t status) const
{
    auto const told = answer_.body.empty() ? "" : ": " + answer_.body;
    if (check.status && *check.status != status)
        return fmt::format("expected status {}; found {}{}", *check.status, status, told);
    if (!check.body) return {};
    if (answer_.body.empty()) return fmt::format("expected a body; found none with {}", status);
    auto const& entry = what_->timeline[asked_.entry];
    auto const wrong = find_mismatch(expected_body(*check.body, entry, asked_.occurrence),
                                     read_own_json(answer_.body));
    return wrong ? "body: " + to_text(*wrong) : std::string{};
}

void request_fold::finish(std::vector<verdict>& verdicts) const
{
    for (auto const& j : judges_) {
        auto const& request = std::get<request_entry>(what_->timeline[j.entry].what);
        auto const pointer = fmt::format("/timeline/{}", j.entry);
        verdict v{.name = pointer.substr(1) + " request",
                  .passed = true,
                  .message = {},
                  .evidence = {},
                  .where = j.check->where,
                  .pointer = pointer + "/expect"};
        auto const call = fmt::format("{} {}: ", name(request.method), request.target);
        if (j.answers == 0) complain(v, call + "expected an answer; the run ended before");
        for (auto const& failure : j.first)
            complain(v,
                     fmt::format("{}{} (event {})", v.passed ? call : "  ", failure.text,
                                 failure.event.value),
                     {failure.event});
        if (j.failures > j.first.size())
            complain(v, fmt::format("  and {} more", j.failures - j.first.size()));
        verdicts.push_back(std::move(v));
    }
}

} // namespace drydock::sim
