#include "tools/drydock/why/why_report.hpp"

#include "sim/scenario/policy/policy_node.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

namespace drydock::tools {

using model::duration;
using model::instant;
using sim::node;

namespace {

/// Tells of one delivery.
class teller {
public:
    teller(what_if const& world, explanation const& e, painter paint)
        : world_{&world}, e_{&e}, paint_{paint}
    {
    }

    std::string all();

private:
    void line(instant at, std::string_view words);
    void label(std::string_view word, std::string_view words);
    void tell_cause();
    void tell_attempt(told_attempt const& a);
    void tell_end();
    void tell_margin();
    void tell_remedy(remedy const& r);
    std::string met(told_attempt const& a) const;
    std::string_view opening(margin const& m) const;
    std::string clock(instant at) const { return exact_offset(at - world_->scenario().start); }

    what_if const* world_;
    explanation const* e_;
    painter paint_;
    std::string text_;
};

void teller::line(instant at, std::string_view words)
{
    text_ += fmt::format("  {}  {}\n", paint_(tone::dim, clock(at)), words);
}

void teller::label(std::string_view word, std::string_view words)
{
    text_ += fmt::format("  {}  {}\n", paint_(tone::strong, padded(word, 8)), words);
}

// The window or the rule that an attempt met.
std::string teller::met(told_attempt const& a) const
{
    auto const& what = world_->scenario();
    auto const to = sim::receivers{what}.resolve(a.url);
    if (to.is == sim::route::kind::unknown_host) return ", for no receiver has this host";
    if (to.is == sim::route::kind::unknown_path) return ", for no receiver has this path";
    if (to.is == sim::route::kind::open) return {};
    for (auto const& outage : what.endpoints[to.endpoint].outages)
        if (a.started_at >= outage.from && a.started_at < outage.until)
            return outage.until >= what.start + model::longest_duration
                       ? fmt::format(", in the outage from {} on", clock(outage.from))
                       : fmt::format(", in the outage from {} to {}", clock(outage.from),
                                     clock(outage.until));
    auto const rule = world_->rule_of(e_->what.number, a.number);
    return rule == 0 ? std::string{} : fmt::format(", by rule {}", rule);
}

void teller::tell_attempt(told_attempt const& a)
{
    auto words = fmt::format("attempt {} of {}", a.number, world_->scenario().policy.attempts);
    if (!a.ended_at) return line(a.started_at, words + " starts, and has not ended");
    words += fmt::format(": {}{}", model::to_text(a.outcome), met(a));
    if (*a.ended_at != a.started_at)
        words += fmt::format(", after {}", length_phrase(*a.ended_at - a.started_at));
    if (a.is_applied() && !a.is_success)
        words += *a.effect_at > *a.ended_at
                     ? fmt::format("; the receiver does its work all the same, at {}",
                                   clock(*a.effect_at))
                     : "; the receiver has done its work all the same";
    if (a.is_applied() && a.is_success) words += "; the receiver has done its work";
    if (a.skipped) words += fmt::format("; the receiver skips it: {}", name(*a.skipped));
    line(a.started_at, words);
}

void teller::tell_end()
{
    auto const& d = e_->what;
    switch (d.is) {
    case told_delivery::fate::pending: text_ += "  the run ends before the delivery does\n"; break;
    case told_delivery::fate::delivered:
        line(d.ended_at,
             fmt::format("delivered, after {}", length_phrase(d.ended_at - d.requested_at)));
        break;
    case told_delivery::fate::discarded: {
        using enum model::discard_reason;
        auto const why = d.reason == stopped   ? "the policy stops on this answer"
                         : d.reason == too_old ? "the next attempt would come after max_age"
                                               : "no attempt is left";
        line(d.ended_at, fmt::format("given up: {}", why));
        break;
    }
    case told_delivery::fate::cancelled:
        line(d.ended_at,
             fmt::format("cancelled: its webhook was {}",
                         d.stopped == model::event_type::webhook_deleted ? "deleted" : "disabled"));
        break;
    }
}

/// What happens when attempts begin to get through.
std::string_view teller::opening(margin const& m) const
{
    auto const& what = world_->scenario();
    auto const to = sim::receivers{what}.resolve(e_->what.url);
    for (auto const& outage : what.endpoints[to.endpoint].outages)
        if (outage.until == m.opens && m.at >= outage.from) return "the outage ended";
    return "attempts get through";
}

void teller::tell_margin()
{
    if (e_->missed) {
        auto const& m = *e_->missed;
        label("margin",
              fmt::format("attempt {} at {} was {} before {} at {}", m.attempt, clock(m.at),
                          model::to_text(m.opens - m.at), opening(m), clock(m.opens)));
    }
    for (auto const& a : e_->what.attempts)
        if (a.effect_at && a.ended_at && *a.effect_at > *a.ended_at)
            label("margin", fmt::format("what attempt {} led to came {} after the sender had given "
                                        "it up, at {}",
                                        a.number, model::to_text(*a.effect_at - *a.ended_at),
                                        clock(*a.ended_at)));
    if (e_->regression) {
        auto const& r = *e_->regression;
        auto const& newer = world_->story().at(r.newer);
        label("margin", fmt::format("its effect at {} came {} after that of the newer {}, #{}, at "
                                    "{}",
                                    clock(r.older_at), model::to_text(r.older_at - r.newer_at),
                                    newer.told, r.newer.value, clock(r.newer_at)));
    }
}

std::string words_of(remedy const& r, explanation const& e, std::string const& opens)
{
    if (r.is == remedy::kind::longer_gap)
        return fmt::format("any gap that puts an attempt at or after {}: {} before attempt {}",
                           opens, model::to_text(*r.critical), e.missed->attempt);
    return r.words;
}

void teller::tell_remedy(remedy const& r)
{
    auto words = words_of(r, *e_, e_->missed ? clock(e_->missed->opens) : std::string{});
    if (r.delivered_at) words += fmt::format(" (delivered at {})", clock(*r.delivered_at));
    label("remedy", words);
    text_ += fmt::format("            {}\n", paint_(tone::dim, printable(r.option)));
    if (!r.helps) return;
    auto const& [below, at, above] = *r.helps;
    auto const yes_no = [](bool helps) { return helps ? "helps" : "does not"; };
    text_ += fmt::format(
        "            {}\n",
        paint_(tone::dim, fmt::format("1us less {}, {} {}, 1us more {}", yes_no(below),
                                      model::to_text(*r.critical), yes_no(at), yes_no(above))));
}

void teller::tell_cause()
{
    auto const& d = e_->what;
    auto words = fmt::format("{} of {} is told to {}", name(d.event), printable(d.subject),
                             printable(d.url));
    if (d.occurred_at)
        words = fmt::format("{} is scanned: {}{}; it is told to {}", printable(d.subject), d.told,
                            *d.occurred_at == d.requested_at
                                ? std::string{}
                                : fmt::format(" at {}, and late reported", clock(*d.occurred_at)),
                            printable(d.url));
    line(d.requested_at, words);
}

std::string teller::all()
{
    auto const& d = e_->what;
    std::vector<std::string_view> names;
    if (e_->is_lost) names.emplace_back("lost");
    if (e_->is_duplicate) names.emplace_back("more than one effect");
    if (e_->regression) names.emplace_back("brought the receiver back in time");
    if (names.empty()) names.emplace_back("nothing went wrong");
    text_ = fmt::format(
        "{}  {}\n",
        paint_(tone::strong,
               fmt::format("#{} {} {}", d.number.value, printable(d.subject), d.told)),
        paint_(e_->is_lost || e_->is_duplicate || e_->regression ? tone::bad : tone::good,
               fmt::format("{}", fmt::join(names, ", "))));
    tell_cause();
    for (auto const& a : d.attempts)
        tell_attempt(a);
    tell_end();
    tell_margin();
    for (auto const& r : e_->remedies)
        tell_remedy(r);
    bool const is_wrong = e_->is_lost || e_->is_duplicate || e_->regression;
    if (is_wrong && e_->remedies.empty()) label("remedy", "none of those that were tried");
    return text_;
}

std::string_view name_of(remedy::kind kind)
{
    switch (kind) {
    case remedy::kind::more_attempts: return "more_attempts";
    case remedy::kind::longer_gap: return "longer_gap";
    case remedy::kind::shorter_gap: return "shorter_gap";
    case remedy::kind::longer_timeout: return "longer_timeout";
    case remedy::kind::without_rule: return "without_rule";
    case remedy::kind::handler: return "handler";
    }
    return {};
}

std::string_view name_of(told_delivery::fate is)
{
    switch (is) {
    case told_delivery::fate::pending: return "pending";
    case told_delivery::fate::delivered: return "delivered";
    case told_delivery::fate::discarded: return "discarded";
    case told_delivery::fate::cancelled: return "cancelled";
    }
    return {};
}

node time_json(std::optional<instant> at)
{
    return at ? json_string(model::to_text(*at)) : json_null();
}

node attempt_json(told_attempt const& a)
{
    return json_object(
        {{"attempt", json_number(a.number)},
         {"at", time_json(a.started_at)},
         {"ended", time_json(a.ended_at)},
         {"outcome", a.ended_at ? json_string(model::to_text(a.outcome)) : json_null()},
         {"effect_at", a.is_applied() ? time_json(a.effect_at) : json_null()}});
}

node remedy_json(remedy const& r)
{
    auto made = json_object({{"kind", json_string(name_of(r.is))},
                             {"option", json_string(r.option)},
                             {"policy", r.policy ? sim::policy_node(*r.policy) : json_null()},
                             {"delivered_at", time_json(r.delivered_at)}});
    if (!r.helps) return made;
    append_member(made, "critical", json_string(model::to_text(*r.critical)));
    append_member(made, "helps",
                  json_object({{"1us_less", json_boolean((*r.helps)[0])},
                               {"exactly", json_boolean((*r.helps)[1])},
                               {"1us_more", json_boolean((*r.helps)[2])}}));
    return made;
}

} // namespace

std::string exact_offset(duration offset)
{
    auto const seconds = std::chrono::floor<std::chrono::seconds>(offset);
    auto text = offset_column(seconds);
    auto const micros = (offset - seconds).count();
    if (micros == 0) return text;
    text += fmt::format(".{:06}", micros);
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

std::string explanation_text(what_if const& world, explanation const& e, painter paint)
{
    return teller{world, e, paint}.all();
}

std::string turning_points_text(what_if const& world, turning_points const& t, painter paint)
{
    if (t.points.empty()) return {};
    auto text = fmt::format("{}  an event like #{} ({} {}), at another time\n",
                            paint(tone::strong, "boundary"), t.like.number.value,
                            printable(t.like.subject), t.like.told);
    auto const fate = [](bool delivered) { return delivered ? "delivered" : "lost"; };
    for (auto const& point : t.points)
        text += fmt::format("  {} before {}, {} from then on\n", fate(point.delivered_before),
                            exact_offset(point.at - world.scenario().start),
                            fate(point.delivered_from));
    return text;
}

node explanation_json(explanation const& e)
{
    auto const& d = e.what;
    auto attempts = json_array();
    for (auto const& a : d.attempts)
        attempts.items.push_back(attempt_json(a));
    auto remedies = json_array();
    for (auto const& r : e.remedies)
        remedies.items.push_back(remedy_json(r));
    auto made = json_object({{"delivery", json_number(d.number.value)},
                             {"subject", json_string(d.subject)},
                             {"event", json_string(name(d.event))},
                             {"told", json_string(d.told)},
                             {"outcome", json_string(name_of(d.is))},
                             {"lost", json_boolean(e.is_lost)},
                             {"duplicate", json_boolean(e.is_duplicate)},
                             {"regression", json_boolean(e.regression.has_value())},
                             {"requested_at", time_json(d.requested_at)},
                             {"attempts", attempts}});
    if (e.missed)
        append_member(
            made, "margin",
            json_object({{"attempt", json_number(e.missed->attempt)},
                         {"at", time_json(e.missed->at)},
                         {"opens", time_json(e.missed->opens)},
                         {"by", json_string(model::to_text(e.missed->opens - e.missed->at))}}));
    append_member(made, "remedies", remedies);
    return made;
}

node turning_points_json(turning_points const& t)
{
    auto points = json_array();
    for (auto const& point : t.points)
        points.items.push_back(
            json_object({{"at", time_json(point.at)},
                         {"delivered_before", json_boolean(point.delivered_before)},
                         {"delivered_from", json_boolean(point.delivered_from)}}));
    return json_object({{"like_delivery", json_number(t.like.number.value)}, {"points", points}});
}

} // namespace drydock::tools
