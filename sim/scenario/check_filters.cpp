#include "model/event.hpp"
#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <iterator>

namespace drydock::sim {
namespace {

constexpr std::string_view filters[] = {"deliveries", "attempts", "arrivals", "effects", "latency"};
constexpr std::string_view journal_fields[] = {
    "seq",      "at",        "type",     "cause",       "webhook",    "event",   "url",
    "shipment", "unordered", "notify",   "status",      "fields",     "subject", "attempt",
    "reason",   "due",       "delivery", "occurred_at", "batch",      "carrier", "order_source",
    "report",   "orders",    "count",    "payload",     "resend_of",  "request", "method",
    "path",     "key",       "body",     "error",       "etag",       "ends",    "call",
    "headers",  "cut",       "detail",   "on_trial",    "recovers_at"};

void check_attempt(node const* given, building& b)
{
    auto const attempt = number_of(given, 1, UINT64_MAX);
    auto const most = b.last_attempt();
    if (attempt && *attempt > most)
        b.c.error(given, "expected an attempt from 1 to " + std::to_string(most) +
                             ": the policy makes no more");
}

/// How many attempts a delivery made: a number or bounds.
void check_attempt_count(node const* given, building& b)
{
    check_attempt(given, b);
    check_attempt(member(given, "at_least"), b);
}

/// Whether some line of the journal gives this reason.
bool is_reason(std::string_view text)
{
    return model::parse_attempt_outcome(text) || model::parse_discard_reason(text) ||
           model::parse_skip_reason(text);
}

void check_reason(node const* reason, building& b)
{
    auto const text = text_of(reason);
    if (!text || is_reason(*text)) return;
    std::vector<std::string_view> known{
        model::name(model::discard_reason::attempts_exhausted),
        model::name(model::discard_reason::stopped),
        model::name(model::discard_reason::too_old),
        model::name(model::skip_reason::duplicate),
        model::name(model::skip_reason::stale),
    };
    std::ranges::copy(model::outcome_kind_names().subspan(1), std::back_inserter(known));
    b.c.error(reason, "expected a reason such as \"http_503\" or \"timeout\", found " +
                          quoted(*text) + did_you_mean(*text, known));
}

void check_names(node const& fields, building& b)
{
    for (auto const& m : fields.members)
        if (std::ranges::find(journal_fields, m.name) == std::end(journal_fields))
            b.c.error(&m.value, "expected the name of a journal field, found " + quoted(m.name) +
                                    did_you_mean(m.name, journal_fields));
}

/// Members that are named after the kind of entity that they name.
void check_entities_named(node const& fields, building& b, cast const& known)
{
    for (std::size_t k = 0; k < model::subject_kinds; ++k) {
        auto const kind = static_cast<model::subject_kind>(k);
        known.check_subject(fields.find(name(kind)), kind, b.c);
    }
}

void check_journal(node const& fields, building& b, cast const& known)
{
    check_names(fields, b);
    check_reason(fields.find("reason"), b);
    check_entities_named(fields, b, known);
    known.check_subject(fields.find("subject"), fields.find("event"), b.c);
    known.check_webhook(fields.find("webhook"), b.c);
    check_attempt(fields.find("attempt"), b);
}

/// An expectation, or what a question of a lesson counts.
void check_counted(node const& item, building& b, cast const& known)
{
    for (auto const name : filters) {
        auto const* const filter = item.find(name);
        if (filter == nullptr) continue;
        known.check_event(filter->find("event"), b.c);
        known.check_subject(filter->find("subject"), filter->find("event"), b.c);
        check_attempt(filter->find("attempt"), b);
        check_attempt_count(filter->find("attempts"), b);
    }
    if (auto const* const fields = item.find("journal")) check_journal(*fields, b, known);
}

} // namespace

void check_rules(building& b, cast const& known)
{
    auto const* const endpoints = b.root.find("endpoints");
    if (endpoints == nullptr) return;
    for (auto const& endpoint : endpoints->members) {
        for (auto const& rule : items(endpoint.value.find("rules"))) {
            auto const* const event = rule.find("event");
            known.check_event(event, b.c);
            known.check_subject(rule.find("subject"), event, b.c);
            auto const meant = event_of(event).value_or(model::webhook_event::track);
            if (rule.find("status") != nullptr && meant != model::webhook_event::track)
                b.c.error(rule.find("status"),
                          "expected no status: only the event \"track\" tells of one");
        }
    }
}

void check_filters(building& b, cast const& known)
{
    for (std::size_t place = 0; place < b.out.timeline.size(); ++place) {
        if (!std::holds_alternative<resend_entry>(b.out.timeline[place].what)) continue;
        auto const* const filter = b.sources[place].verb;
        auto const repeats = b.out.timeline[place].every != duration::zero();
        known.check_event(filter->find("event"), b.c);
        if (!repeats) known.check_subject(filter->find("subject"), filter->find("event"), b.c);
        check_attempt_count(filter->find("attempts"), b);
    }
    for (auto const& item : items(b.root.find("expect"))) {
        check_counted(item, b, known);
        if (auto const* const state = item.find("state")) {
            check_entities_named(*state, b, known);
            known.check_webhook(state->find("webhook"), b.c);
        }
    }
    for (auto const& step : items(b.root.find("lesson")))
        if (auto const* const answer = step.find("answer")) check_counted(*answer, b, known);
}

} // namespace drydock::sim
