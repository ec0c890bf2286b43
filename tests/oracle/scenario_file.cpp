// The file form of a scenario that was made by chance.
#include "tests/oracle/random_scenario.hpp"

#include <string_view>
#include <utility>
#include <variant>

namespace drydock::oracle {
namespace {

using model::duration;
using model::instant;

std::string quoted(std::string_view text)
{
    return '"' + std::string{text} + '"';
}
std::string quoted(duration length)
{
    return quoted(model::to_text(length));
}

/// The members or items of one JSON value, with commas between.
class list {
public:
    explicit list(char open, char close) : text_{open}, close_{close} {}

    list& add(std::string const& item)
    {
        if (text_.size() > 1) text_ += ", ";
        text_ += item;
        return *this;
    }
    list& add(std::string_view key, std::string const& value)
    {
        return add(quoted(key) + ": " + value);
    }
    std::string done() const { return text_ + close_; }

private:
    std::string text_;
    char close_;
};
list object()
{
    return list{'{', '}'};
}
list array()
{
    return list{'[', ']'};
}

template <class List> std::string numbers(List const& values)
{
    auto out = array();
    for (auto const value : values)
        out.add(std::to_string(value));
    return out.done();
}

/// The fields of an entry, without the braces of their object.
void add_fields(list& out, std::string const& fields)
{
    if (!fields.empty()) out.add(fields.substr(1, fields.size() - 2));
}

std::string decimal(std::uint64_t ten_thousandths)
{
    auto const digits = std::to_string(10'000 + ten_thousandths % 10'000);
    return std::to_string(ten_thousandths / 10'000) + '.' + digits.substr(1);
}

class file {
public:
    explicit file(sim::scenario const& plan) : plan_{plan} {}

    std::string text() const;

private:
    std::string at(instant when) const { return quoted(when - plan_.start); }
    std::string policy() const;
    void add_recovery(list& disable) const;
    std::string endpoint(sim::endpoint const& e) const;
    std::string rule(sim::endpoint_rule const& r) const;
    std::string distribution(sim::distribution const& d) const;
    std::string respond(sim::reaction const& r) const;
    std::string entry(sim::timeline_entry const& e) const;
    std::string ship(sim::ship_entry const& s, instant from) const;
    std::string track(sim::track_entry const& t) const;
    std::string change(sim::webhook_entry const& w) const;
    std::string refresh(sim::refresh_entry const& r) const;
    std::string request(sim::request_entry const& r) const;
    std::string resend(sim::entity_filter const& which) const;
    std::string population(sim::population const& p) const;
    std::pair<std::string_view, std::string> verb(sim::timeline_entry const& e) const;

    sim::scenario const& plan_;
};

constexpr std::string_view failures[] = {"timeout", "refused",   "reset",   "dns",
                                         "tls",     "malformed", "lost_ack"};
constexpr std::string_view handler_names[] = {"last_write_wins", "by_occurred_at", "deduplicating"};
constexpr std::string_view stories[] = {"delivered", "attempted", "exception", "lost", "unordered"};

template <class Name, class Kind> std::string named(Name const& names, Kind kind)
{
    return quoted(names[static_cast<std::size_t>(kind)]);
}

std::string file::policy() const
{
    auto const& p = plan_.policy;
    auto out = object();
    auto delays = array();
    for (std::size_t i = 0; i < p.delay_count; ++i)
        delays.add(quoted(p.delays[i]));
    if (p.delay_count > 1)
        out.add("delay", delays.done());
    else
        out.add("attempts", std::to_string(p.attempts)).add("delay", quoted(p.delays[0]));
    out.add("timeout", quoted(p.timeout));
    out.add("anchor", quoted(p.anchor == model::delay_anchor::start ? "start" : "end"));
    if (p.jitter_millionths != 0) out.add("jitter", decimal(p.jitter_millionths / 100));
    if (!p.success.empty()) out.add("success", numbers(p.success));
    if (p.retry_after == model::retry_after_rule::honour) out.add("retry_after", quoted("honour"));
    if (p.retry_after == model::retry_after_rule::clamp)
        out.add("retry_after", "{\"clamp\": [" + quoted(p.retry_after_least) + ", " +
                                   quoted(p.retry_after_most) + "]}");
    if (!p.stop_on.empty()) out.add("stop_on", numbers(p.stop_on));
    if (p.max_age) out.add("max_age", quoted(*p.max_age));
    auto disable = object();
    if (p.disable_after.failed_deliveries != 0)
        disable.add("failed_deliveries", std::to_string(p.disable_after.failed_deliveries));
    if (p.disable_after.failing_for != duration{})
        disable.add("failing_for", quoted(p.disable_after.failing_for));
    add_recovery(disable);
    if (disable.done() != "{}") out.add("disable_after", disable.done());
    if (p.rate.attempts != 0)
        out.add("rate", object()
                            .add("attempts", std::to_string(p.rate.attempts))
                            .add("per", quoted(p.rate.per))
                            .done());
    if (p.in_flight != 0) out.add("in_flight", std::to_string(p.in_flight));
    return out.done();
}

void file::add_recovery(list& disable) const
{
    auto const& rule = plan_.policy.disable_after;
    if (rule.failed_attempts != 0)
        disable.add("failed_attempts", std::to_string(rule.failed_attempts));
    if (rule.for_good_after != 0)
        disable.add("for_good_after", std::to_string(rule.for_good_after));
    if (!rule.recover_after) return;
    auto const& shape = *rule.recover_after;
    if (shape.initial == shape.most) {
        disable.add("recover_after", quoted(shape.initial));
        return;
    }
    disable.add("recover_after",
                object()
                    .add("initial", quoted(shape.initial))
                    .add("factor", decimal(shape.numerator / (shape.denominator / 10'000)))
                    .add("max", quoted(shape.most))
                    .done());
}

std::string file::respond(sim::reaction const& r) const
{
    if (r.headers.empty()) return std::to_string(r.status);
    auto headers = object();
    for (auto const& [key, value] : r.headers)
        headers.add(key, quoted(value));
    return object().add("status", std::to_string(r.status)).add("headers", headers.done()).done();
}

std::string file::distribution(sim::distribution const& d) const
{
    using enum sim::distribution::shape;
    auto choices = array();
    switch (d.is) {
    case constant: break;
    case exponential: return object().add("exponential", quoted(d.first)).done();
    case uniform:
        return object()
            .add("uniform", array().add(quoted(d.first)).add(quoted(d.last)).done())
            .done();
    case weighted:
        for (auto const& [value, weight] : d.choices)
            choices.add(array().add(quoted(value)).add(std::to_string(weight)).done());
        return object().add("weighted", choices.done()).done();
    }
    return quoted(d.first);
}

std::string file::rule(sim::endpoint_rule const& r) const
{
    auto out = object();
    if (r.event) out.add("event", quoted(model::name(*r.event)));
    if (r.status) out.add("status", quoted(model::name(*r.status)));
    if (r.subject) out.add("subject", quoted(*r.subject));
    if (!r.attempts.empty()) out.add("attempt", numbers(r.attempts));
    if (r.from) out.add("from", at(*r.from));
    if (r.until) out.add("until", at(*r.until));
    if (r.with_chance)
        out.add("chance",
                r.with_chance->always ? "1" : decimal((r.with_chance->threshold >> 60) * 625));
    if (r.times) out.add("times", std::to_string(*r.times));
    if (r.then.fails)
        out.add("fail", named(failures, *r.then.fails));
    else
        out.add("respond", respond(r.then));
    if (r.after_given) out.add("after", distribution(r.after));
    if (r.effect) out.add("effect", *r.effect ? "true" : "false");
    return out.done();
}

std::string file::endpoint(sim::endpoint const& e) const
{
    auto outages = array(), rules = array();
    for (auto const& o : e.outages)
        outages.add(object()
                        .add("from", at(o.from))
                        .add("until", at(o.until))
                        .add("as", o.as.fails ? named(failures, *o.as.fails) : respond(o.as))
                        .done());
    for (auto const& r : e.rules)
        rules.add("\n      " + rule(r));
    auto out = object();
    if (!e.outages.empty()) out.add("outages", outages.done());
    if (!e.rules.empty()) out.add("rules", rules.done());
    if (e.capacity)
        out.add("capacity", object()
                                .add("workers", std::to_string(e.capacity->workers))
                                .add("queue", std::to_string(e.capacity->queue))
                                .add("overflow", e.capacity->overflow.fails
                                                     ? named(failures, *e.capacity->overflow.fails)
                                                     : respond(e.capacity->overflow))
                                .done());
    return out.add("handler", named(handler_names, e.handler)).done();
}

std::string file::ship(sim::ship_entry const& s, instant from) const
{
    auto out = object();
    out.add("shipment", quoted(s.shipment));
    add_fields(out, s.fields);
    if (s.unordered) out.add("unordered", "true");
    if (s.changes_only) out.add("notify", quoted("status"));
    if (s.life) out.add("story", named(stories, *s.life));
    auto scans = array();
    for (auto const& scan : s.scans) {
        auto one = object();
        one.add("at", quoted(scan.at - from)).add("status", quoted(model::name(scan.status)));
        if (scan.occurred_at) one.add("occurred_at", quoted(model::to_text(*scan.occurred_at)));
        add_fields(one, scan.fields);
        scans.add("\n      " + one.done());
    }
    if (!s.scans.empty()) out.add("scans", scans.done());
    return out.done();
}

std::string file::track(sim::track_entry const& t) const
{
    auto out = object();
    out.add("shipment", quoted(t.shipment)).add("status", quoted(model::name(t.scan.status)));
    if (t.scan.occurred_at) out.add("occurred_at", at(*t.scan.occurred_at));
    add_fields(out, t.scan.fields);
    return out.done();
}

std::string file::change(sim::webhook_entry const& w) const
{
    auto out = object();
    out.add("event", quoted(model::name(w.event)));
    if (!w.url.empty()) out.add("url", quoted(w.url));
    if (w.enabled) out.add("enabled", *w.enabled ? "true" : "false");
    if (w.deleted) out.add("deleted", "true");
    return out.done();
}

/// An entity named by its id, with its fields.
list of_entity(std::string_view kind, std::string const& id, std::string const& fields)
{
    auto out = object();
    out.add(kind, quoted(id));
    add_fields(out, fields);
    return out;
}

std::string file::refresh(sim::refresh_entry const& r) const
{
    auto out = of_entity("order_source", r.order_source, r.fields);
    auto orders = array();
    for (auto const& order : r.orders)
        orders.add(order);
    if (r.takes != duration{}) out.add("takes", quoted(r.takes));
    if (r.fails) out.add("outcome", quoted("error"));
    if (!r.orders.empty()) out.add("orders", orders.done());
    return out.done();
}

std::string file::request(sim::request_entry const& r) const
{
    auto out = object();
    out.add("method", quoted(model::name(r.method))).add("path", quoted(r.target));
    if (r.key != model::key_state::valid) out.add("key", quoted(model::name(r.key)));
    if (!r.body.empty()) out.add("body", r.body.starts_with('{') ? r.body : quoted(r.body));
    return out.done();
}

std::string file::resend(sim::entity_filter const& which) const
{
    auto out = object();
    if (which.event) out.add("event", quoted(model::name(*which.event)));
    if (which.subject) out.add("subject", quoted(*which.subject));
    if (which.outcome) out.add("outcome", quoted(*which.outcome));
    if (which.attempts && which.attempts->at_most)
        out.add("attempts", std::to_string(*which.attempts->at_most));
    else if (which.attempts)
        out.add("attempts",
                object().add("at_least", std::to_string(*which.attempts->at_least)).done());
    return out.done();
}

std::pair<std::string_view, std::string> file::verb(sim::timeline_entry const& e) const
{
    if (auto const* const a = std::get_if<sim::ship_entry>(&e.what))
        return {"ship", ship(*a, e.at)};
    if (auto const* const a = std::get_if<sim::track_entry>(&e.what)) return {"track", track(*a)};
    if (auto const* const a = std::get_if<sim::rate_entry>(&e.what))
        return {"rate", of_entity("shipment", a->shipment, a->fields).done()};
    if (auto const* const a = std::get_if<sim::carrier_entry>(&e.what))
        return {"carrier_connected", of_entity("carrier", a->carrier, a->fields).done()};
    if (auto const* const a = std::get_if<sim::report_entry>(&e.what))
        return {"report_complete", of_entity("report", a->report, a->fields).done()};
    if (auto const* const a = std::get_if<sim::refresh_entry>(&e.what))
        return {"store_refresh", refresh(*a)};
    if (auto const* const a = std::get_if<sim::request_entry>(&e.what))
        return {"request", request(*a)};
    if (auto const* const a = std::get_if<sim::resend_entry>(&e.what))
        return {"resend", resend(a->which)};
    if (auto const* const a = std::get_if<sim::batch_entry>(&e.what))
        return {"batch", of_entity("batch", a->batch, a->fields)
                             .add("status", quoted(model::name(a->status)))
                             .done()};
    return {"webhook", change(std::get<sim::webhook_entry>(e.what))};
}

std::string file::entry(sim::timeline_entry const& e) const
{
    auto out = object();
    out.add("at", at(e.at));
    if (e.times > 1)
        out.add(
            "repeat",
            object().add("every", quoted(e.every)).add("times", std::to_string(e.times)).done());
    auto const [name, given] = verb(e);
    out.add(name, given);
    if (!e.payload.empty()) out.add("payload", e.payload);
    return out.done();
}

std::string file::population(sim::population const& p) const
{
    auto out = object();
    if (auto const* const all = std::get_if<sim::batch_population>(&p.what)) {
        out.add("every", quoted(all->every)).add("size", std::to_string(all->size));
        return object().add("batches", out.done()).done();
    }
    if (auto const* const all = std::get_if<sim::refresh_population>(&p.what)) {
        auto const range = array()
                               .add(std::to_string(all->fewest_orders))
                               .add(std::to_string(all->most_orders))
                               .done();
        out.add("every", quoted(all->every)).add("orders", "{\"uniform\": " + range + '}');
        return object().add("store_refresh", out.done()).done();
    }
    auto const& all = std::get<sim::shipment_population>(p.what);
    auto told = object();
    for (std::size_t i = 0; i < all.story.size(); ++i) {
        auto choices = array();
        for (auto const& choice : all.story[i]) {
            auto one = object().add("to", quoted(model::name(choice.to)));
            if (!choice.taken.always)
                one.add("chance", decimal((choice.taken.threshold >> 60) * 625));
            choices.add(one.add("after", distribution(choice.after)).done());
        }
        auto const status = static_cast<model::scan_status>(i + 1);
        if (!all.story[i].empty()) told.add(model::name(status), choices.done());
    }
    out.add("shipments", std::to_string(all.count)).add("arrivals", distribution(all.arrivals));
    if (all.keep) out.add("keep", "true");
    return out.add("story", told.done()).done();
}

std::string file::text() const
{
    auto out = object();
    out.add("format", "1").add("start", quoted(model::to_text(plan_.start)));
    out.add("seed", std::to_string(plan_.seed));
    if (plan_.until) out.add("until", at(*plan_.until));
    out.add("profile", quoted(model::name(plan_.profile)));
    out.add("\n  \"policy\": " + policy());
    auto webhooks = array(), timeline = array();
    for (auto const& w : plan_.webhooks) {
        auto one = object();
        one.add("event", quoted(model::name(w.event))).add("url", quoted(w.url));
        if (!w.id.empty()) one.add("id", quoted(w.id));
        webhooks.add(one.done());
    }
    out.add("\n  \"webhooks\": " + webhooks.done());
    auto endpoints = object();
    for (auto const& e : plan_.endpoints)
        endpoints.add("\n    " + quoted(e.prefix) + ": " + endpoint(e));
    if (plan_.has_endpoints) out.add("\n  \"endpoints\": " + endpoints.done());
    for (auto const& e : plan_.timeline)
        timeline.add("\n    " + entry(e));
    out.add("\n  \"timeline\": " + timeline.done());
    auto populations = array();
    for (auto const& p : plan_.populations)
        populations.add("\n    " + population(p));
    if (!plan_.populations.empty()) out.add("\n  \"population\": " + populations.done());
    return out.done() + '\n';
}

} // namespace

std::string to_file(sim::scenario const& plan)
{
    return file{plan}.text();
}

} // namespace drydock::oracle
