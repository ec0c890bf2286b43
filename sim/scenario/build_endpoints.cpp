#include "model/address.hpp"
#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/tree/pointer.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

constexpr std::string_view url_wanted =
    "expected an absolute http or https URL such as \"https://shop.test/hooks\"";

void check_url(node const* url, complaints& c)
{
    auto const text = text_of(url);
    if (text && !model::parse_address(*text)) c.error(url, std::string{url_wanted});
}

// --- endpoints -----------------------------------------------------------------------------------

/// Reads what stands under one prefix.
class endpoint_reader {
public:
    explicit endpoint_reader(building& b) : b_{&b} {}

    endpoint read(node const& given);

private:
    void check_window(node const& given, std::optional<instant> from, std::optional<instant> until);
    std::optional<outage> read_outage(node const& given);
    std::optional<endpoint_rule> read_rule(node const& given);
    void read_conditions(node const& given, endpoint_rule& rule);
    void read_attempts(node const* given, endpoint_rule& rule);
    void read_action(node const& given, endpoint_rule& rule);
    void check_effect(node const& given, endpoint_rule const& rule);
    std::optional<probe_plan> read_probe(node const* given);
    std::optional<receiver_capacity> read_capacity(node const* given);

    building* b_;
};

endpoint endpoint_reader::read(node const& given)
{
    endpoint made;
    for (auto const& item : items(given.find("outages")))
        if (auto const one = read_outage(item)) made.outages.push_back(*one);
    for (auto const& item : items(given.find("rules")))
        if (auto one = read_rule(item)) made.rules.push_back(std::move(*one));
    auto const handler = text_of(given.find("handler"));
    if (handler == "by_occurred_at") made.handler = handler_kind::by_occurred_at;
    if (handler == "deduplicating") made.handler = handler_kind::deduplicating;
    made.probe = read_probe(given.find("probe"));
    made.capacity = read_capacity(given.find("capacity"));
    return made;
}

std::optional<receiver_capacity> endpoint_reader::read_capacity(node const* given)
{
    if (given == nullptr || given->is != node::kind::object) return std::nullopt;
    receiver_capacity made;
    auto const* const overflow = given->find("overflow");
    if (auto const workers = number_of(given->find("workers"), 1, UINT32_MAX))
        made.workers = static_cast<std::uint32_t>(*workers);
    if (auto const queue = number_of(given->find("queue"), 0, UINT32_MAX))
        made.queue = static_cast<std::uint32_t>(*queue);
    if (auto meets = reaction_of(overflow, b_->c)) made.overflow = std::move(*meets);
    if (!made.overflow.fails && made.overflow.status >= 200 && made.overflow.status <= 299)
        b_->c.error(overflow, "expected a failure, or an answer that is no success");
    return made;
}

// The placeholders are the ones that a live run knows a value for.
std::optional<probe_plan> endpoint_reader::read_probe(node const* given)
{
    static constexpr std::string_view known[] = {"subject", "tracking_number"};
    if (given == nullptr || given->is != node::kind::object) return std::nullopt;
    probe_plan made;
    if (auto const get = text_of(given->find("get"))) made.get = *get;
    for (auto const& [key, into] :
         {std::pair{"effects", &made.effects}, {"status", &made.status}}) {
        auto const pointer = text_of(given->find(key));
        if (!pointer) continue;
        *into = *pointer;
        if (!parse_pointer(*pointer))
            b_->c.error(given->find(key),
                        "expected a JSON pointer such as \"/count\", found " + quoted(*pointer));
    }

    auto const* const get = given->find("get");
    std::string without = made.get;
    for (auto open = without.find('{'); open != std::string::npos; open = without.find('{')) {
        auto const close = without.find('}', open);
        auto const name =
            without.substr(open + 1, close == std::string::npos ? close : close - open - 1);
        if (close == std::string::npos || std::ranges::find(known, name) == std::end(known)) {
            b_->c.error(get, "expected {subject} or {tracking_number}, found {" + name + "}" +
                                 did_you_mean(name, known));
            return made;
        }
        without.replace(open, close + 1 - open, "0");
    }
    if (!made.get.empty() && !model::parse_address(without))
        b_->c.error(get, "expected an absolute http or https URL such as "
                         "\"http://127.0.0.1:3000/orders/{tracking_number}\"");
    return made;
}

void endpoint_reader::check_window(node const& given, std::optional<instant> from,
                                   std::optional<instant> until)
{
    auto const* const end = given.find("until");
    auto const begin = from.value_or(b_->out.start);
    if (until && *until <= begin)
        b_->c.error(end, "expected a time after " +
                             (from ? quoted(given.find("from")->text) : "the start") +
                             "; this window is empty");
}

std::optional<outage> endpoint_reader::read_outage(node const& given)
{
    if (given.is != node::kind::object) return std::nullopt;
    auto const from = point_of(given.find("from"), b_->out.start, b_->c);
    auto const until = point_of(given.find("until"), b_->out.start, b_->c);
    check_window(given, from, until);
    outage made{.from = from.value_or(b_->out.start), .until = until.value_or(last_instant)};
    if (auto as = reaction_of(given.find("as"), b_->c)) made.as = std::move(*as);
    return made;
}

std::optional<endpoint_rule> endpoint_reader::read_rule(node const& given)
{
    if (given.is != node::kind::object) return std::nullopt;
    endpoint_rule made;
    read_conditions(given, made);
    read_action(given, made);
    check_window(given, made.from, made.until);
    check_effect(given, made);
    return made;
}

void endpoint_reader::read_conditions(node const& given, endpoint_rule& rule)
{
    rule.event = event_of(given.find("event"));
    rule.status = status_of(given.find("status"));
    if (auto const subject = text_of(given.find("subject"))) rule.subject = *subject;
    read_attempts(given.find("attempt"), rule);
    rule.from = point_of(given.find("from"), b_->out.start, b_->c);
    rule.until = point_of(given.find("until"), b_->out.start, b_->c);
    rule.with_chance = chance_of(given.find("chance"));
    auto const times = number_of(given.find("times"), 0, UINT32_MAX);
    if (times) rule.times = static_cast<std::uint32_t>(*times);
}

void endpoint_reader::read_attempts(node const* given, endpoint_rule& rule)
{
    auto const add = [&](node const& value) {
        auto const attempt = number_of(&value, 1, UINT64_MAX);
        if (!attempt) return;
        auto const most = b_->last_attempt();
        if (*attempt > most)
            return b_->c.error(&value, "expected an attempt from 1 to " + std::to_string(most) +
                                           ": the policy makes no more");
        rule.attempts.push_back(static_cast<std::uint16_t>(*attempt));
    };
    if (given == nullptr) return;
    if (given->is == node::kind::number) add(*given);
    for (auto const& item : given->items)
        add(item);
}

void endpoint_reader::read_action(node const& given, endpoint_rule& rule)
{
    auto const* const respond = given.find("respond");
    auto const* const fail = given.find("fail");
    if (auto answer = reaction_of(respond, b_->c)) rule.then = std::move(*answer);
    if (auto const fails = failure_of(fail)) rule.then = reaction{.fails = fails};
    auto const* const after = given.find("after");
    rule.after_given = after != nullptr;
    if (auto length = distribution_of(after, b_->c)) rule.after = std::move(*length);
    rule.effect = truth_of(given.find("effect"));
}

void endpoint_reader::check_effect(node const& given, endpoint_rule const& rule)
{
    if (!rule.effect || !rule.then.fails) return;
    auto const fails = *rule.then.fails;
    bool const never_arrives =
        fails == failure::refused || fails == failure::dns || fails == failure::tls;
    auto const* const effect = given.find("effect");
    if (*rule.effect && never_arrives)
        b_->c.error(effect, "expected no effect: with " +
                                quoted(failure_names()[static_cast<std::size_t>(fails)]) +
                                " nothing reaches the receiver");
    if (!*rule.effect && fails == failure::lost_ack)
        b_->c.error(effect, "expected an effect: with \"lost_ack\" the receiver does its work");
}

/// The normal form of a prefix; complains of what is none.
std::optional<std::string> read_prefix(building& b, node::member const& given)
{
    auto const parsed = model::parse_address(given.name);
    if (!parsed)
        b.c.error(&given.value,
                  std::string{url_wanted} + " as the key, found " + quoted(given.name));
    else if (parsed->has_query || parsed->has_user)
        b.c.error(&given.value,
                  "expected a URL without user, query and fragment as the key, found " +
                      quoted(given.name));
    else
        return parsed->prefix();
    return std::nullopt;
}

} // namespace

void build_webhooks(building& b)
{
    for (auto const& item : items(b.root.find("webhooks"))) {
        auto const* const url = item.find("url");
        check_url(url, b.c);
        auto const event = event_of(item.find("event"));
        if (!event || !text_of(url)) {
            b.incomplete = true;
            continue;
        }
        webhook_plan made{.event = *event, .url = url->text, .id = {}};
        if (auto const id = text_of(item.find("id"))) made.id = *id;
        auto const same = [&](webhook_plan const& other) { return other.event == made.event; };
        if (std::ranges::any_of(b.out.webhooks, same))
            b.c.error(item.find("event"),
                      "expected another event: " + quoted(model::name(made.event)) +
                          " has a webhook already, and there is at most one for each");
        b.out.webhooks.push_back(std::move(made));
    }
}

void build_endpoints(building& b)
{
    auto const* const given = b.root.find("endpoints");
    b.out.has_endpoints = given != nullptr;
    if (given == nullptr) {
        b.out.assumptions.push_back("no endpoints: every URL answers 200 at once");
        return;
    }
    for (auto const& m : given->members) {
        auto made = endpoint_reader{b}.read(m.value);
        auto prefix = read_prefix(b, m);
        if (!prefix) continue;
        auto const same = [&](endpoint const& other) { return other.prefix == *prefix; };
        if (std::ranges::any_of(b.out.endpoints, same))
            b.c.error(&m.value,
                      "expected another prefix: " + quoted(*prefix) + " is an endpoint already");
        made.prefix = std::move(*prefix);
        b.out.endpoints.push_back(std::move(made));
    }
}

} // namespace drydock::sim
