#include "sim/expect/expect_request.hpp"

#include "model/json/json_text.hpp"
#include "sim/expect/mismatch.hpp"
#include "sim/scenario/build_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::sim {

using model::event_type;

namespace {

constexpr std::size_t most_failures = 5;   // told of one entry
constexpr std::size_t longest_quote = 300; // of an answer that is told

/// The expected body in one occurrence of an entry.
node expected_body(node const& body, timeline_entry const& entry, std::uint32_t occurrence)
{
    auto const text = to_json(body);
    return is_pattern(entry, text) ? read_own_json(occurrence_text(text, occurrence)) : body;
}

/// A request of the timeline, whoever answers it.
struct asked_entry {
    model::verb method{};
    std::string_view to; ///< path or URL
    answer_check const* check = nullptr;
};
std::optional<asked_entry> asked_by(timeline_entry const& entry)
{
    auto const check_of = [](auto const& e) { return e.expect ? &*e.expect : nullptr; };
    if (auto const* const own = std::get_if<request_entry>(&entry.what))
        return asked_entry{own->method, own->target, check_of(*own)};
    if (auto const* const call = std::get_if<call_entry>(&entry.what))
        return asked_entry{call->method, call->url, check_of(*call)};
    return std::nullopt;
}

std::string quoted_body(std::string_view body)
{
    if (body.empty()) return {};
    if (body.size() <= longest_quote) return fmt::format(": {}", body);
    return fmt::format(": {}...", model::mended_utf8(body.substr(0, longest_quote)));
}

} // namespace

request_fold::request_fold(scenario const& what) : what_{&what}
{
    for (std::size_t i = 0; i < what.timeline.size(); ++i) {
        auto const& entry = what.timeline[i];
        auto const asked = asked_by(entry);
        if (!asked) continue;
        next_.insert({entry.at, i, 1});
        if (asked->check) judges_.push_back({.entry = i, .check = asked->check});
    }
}

void request_fold::apply(std::span<model::event const> block, model::sequence_number first,
                         model::text_table const& texts)
{
    for (auto const& e : block) {
        if (e.type == event_type::request_answered)
            on_answered(e.as<model::request_answered>(), first);
        if (e.type == event_type::call_sent) {
            called_ = take_next();
            ASSERT(called_.at == e.at);
        }
        if (e.type == event_type::call_answered)
            on_call_answered(e.as<model::call_answered>(), first, texts);
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
                                 .cause = sequence,
                                 .index = index_};
    // What it leads to is in the journal already; here it goes nowhere.
    std::vector<model::event> led_to(model::event_writer::most_per_command);
    model::text_table new_texts;
    model::event_writer out{led_to, e.at, sequence, new_texts};
    answer_ = handle(in, {call.method, texts[call.target], texts[call.body], call.key}, out);
}

void request_fold::on_answered(model::request_answered const& e, model::sequence_number sequence)
{
    auto* const j = is_ours_ ? judge_of(asked_) : nullptr;
    if (j == nullptr) return;
    auto why = difference(*j->check, e.status);
    if (e.status != answer_.status || e.etag != etag_of(answer_, e.request))
        why = fmt::format("the journal's answer {} is not what the state gives: {} {}", e.status,
                          answer_.status, answer_.body);
    blame(*j, asked_, std::move(why), sequence);
}

void request_fold::on_call_answered(model::call_answered const& e, model::sequence_number sequence,
                                    model::text_table const& texts)
{
    if (auto* const j = judge_of(called_))
        blame(*j, called_, difference(*j->check, e, texts), sequence);
}

request_fold::judge* request_fold::judge_of(planned const& asked)
{
    auto const found = std::ranges::find(judges_, asked.entry, &judge::entry);
    return found == judges_.end() ? nullptr : &*found;
}

/// Notes an answer, and what is wrong with it if anything is.
void request_fold::blame(judge& j, planned const& asked, std::string why,
                         model::sequence_number sequence) const
{
    ++j.answers;
    if (why.empty()) return;
    ++j.failures;
    if (j.first.size() >= most_failures) return;
    if (what_->timeline[asked.entry].times > 1)
        why = fmt::format("occurrence {}: {}", asked.occurrence, why);
    j.first.push_back({std::move(why), sequence});
}

std::string request_fold::difference(answer_check const& check, std::uint16_t status) const
{
    auto const told = answer_.body.empty() ? "" : ": " + answer_.body;
    if (check.status && *check.status != status)
        return fmt::format("expected status {}; found {}{}", *check.status, status, told);
    if (!check.body) return {};
    if (answer_.body.empty()) return fmt::format("expected a body; found none with {}", status);
    return body_difference(asked_, *check.body, answer_.body);
}

std::string request_fold::difference(answer_check const& check, model::call_answered const& e,
                                     model::text_table const& texts) const
{
    auto const body = texts[e.body];
    if (e.status == 0)
        return fmt::format("expected an answer; found {}: {}", name(e.reason), texts[e.detail]);
    if (check.status && *check.status != e.status)
        return fmt::format("expected status {}; found {}{}", *check.status, e.status,
                           quoted_body(body));
    if (!check.body) return {};
    if (body.empty()) return fmt::format("expected a body; found none with {}", e.status);
    // A body that is expected to be a text may be one that is no JSON.
    if (check.body->is == node::kind::string && body == check.body->text) return {};
    if (!model::is_compact_json(body))
        return fmt::format("expected a body of JSON; found {}{}",
                           e.is_cut != 0 ? "one that is too long" : "none", quoted_body(body));
    return body_difference(called_, *check.body, body);
}

std::string request_fold::body_difference(planned const& asked, node const& expected,
                                          std::string_view found) const
{
    auto const wrong =
        find_mismatch(expected_body(expected, what_->timeline[asked.entry], asked.occurrence),
                      read_own_json(found));
    return wrong ? "body: " + to_text(*wrong) : std::string{};
}

void request_fold::finish(std::vector<verdict>& verdicts) const
{
    for (auto const& j : judges_) {
        auto const request = *asked_by(what_->timeline[j.entry]);
        auto const pointer = fmt::format("/timeline/{}", j.entry);
        verdict v{.name = pointer.substr(1) + " request",
                  .passed = true,
                  .message = {},
                  .evidence = {},
                  .where = j.check->where,
                  .pointer = pointer + "/expect"};
        auto const call = fmt::format("{} {}: ", name(request.method), request.to);
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
