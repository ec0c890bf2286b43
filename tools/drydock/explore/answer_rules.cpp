#include "tools/drydock/explore/answer_rules.hpp"

#include "model/address.hpp"
#include "sim/scenario/tree/tree_edit.hpp"
#include "sim/scenario/values.hpp"
#include "tools/drydock/json.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace drydock::tools {

using sim::find_member;
using sim::node;
using sim::remove_member;
using sim::set_member;

namespace {

node number_list(std::uint16_t number)
{
    auto list = json_array();
    list.items.push_back(json_number(number));
    return list;
}

node reaction_node(sim::reaction const& then)
{
    if (!then.fails) return json_number(then.status);
    return json_string(sim::failure_names()[static_cast<std::size_t>(*then.fails)]);
}

auto description(answered_attempt const& a)
{
    return std::tie(a.subject, a.event, a.status, a.attempt);
}

// Attempts that nothing else tells apart take their rules in the order in which they come.
node rule_of(answered_attempt const& a, bool alone)
{
    auto made =
        json_object({{"event", json_string(name(a.event))}, {"subject", json_string(a.subject)}});
    if (a.status != model::scan_status{})
        append_member(made, "status", json_string(name(a.status)));
    append_member(made, "attempt", number_list(a.attempt));
    if (!alone) append_member(made, "times", json_number(1));
    append_member(made, a.then.fails ? "fail" : "respond", reaction_node(a.then));
    if (a.after != model::duration{})
        append_member(made, "after", json_string(model::to_text(a.after)));
    if (a.effect) append_member(made, "effect", json_boolean(*a.effect));
    return made;
}

// Rules that differ in nothing but the attempt become one.
void add_rule(node& rules, answered_attempt const& a, bool alone)
{
    auto made = rule_of(a, alone);
    auto const without_attempt = [](node rule) {
        remove_member(rule, "attempt");
        return sim::to_json(rule);
    };
    auto const same = std::ranges::find(rules.items, without_attempt(made), without_attempt);
    if (!alone || same == rules.items.end()) return rules.items.push_back(std::move(made));
    find_member(*same, "attempt")->items.push_back(json_number(a.attempt));
}

std::string prefix_of(std::string const& url, sim::scenario const& what,
                      sim::receivers const& routes)
{
    auto const to = routes.resolve(url);
    if (to.is == sim::route::kind::endpoint) return what.endpoints[to.endpoint].prefix;
    auto const address = model::parse_address(url);
    return address ? address->origin() : url;
}

std::string normal_form(std::string const& prefix)
{
    auto const address = model::parse_address(prefix);
    return address ? address->prefix() : prefix;
}

} // namespace

void set_answers(node& tree, sim::scenario const& what,
                 std::vector<answered_attempt> const& attempts)
{
    sim::receivers const routes{what};
    std::map<std::string, node> rules; // by prefix in normal form
    for (auto const& a : attempts) {
        bool const alone = std::ranges::count_if(attempts, [&](auto const& other) {
                               return description(other) == description(a);
                           }) == 1;
        auto& those = rules.emplace(prefix_of(a.url, what, routes), json_array()).first->second;
        if (!alone || !a.is_plain()) add_rule(those, a, alone);
    }
    if (find_member(tree, "endpoints") == nullptr) {
        auto receivers = json_object({});
        for (auto const& [prefix, those] : rules)
            append_member(receivers, prefix, json_object({}));
        append_member(tree, "endpoints", receivers);
    }
    for (auto& [prefix, where, receiver] : find_member(tree, "endpoints")->members) {
        for (auto const* const judging : {"outages", "capacity", "rules"})
            remove_member(receiver, judging);
        auto const those = rules.find(normal_form(prefix));
        if (those != rules.end() && !those->second.items.empty())
            append_member(receiver, "rules", those->second);
    }
}

} // namespace drydock::tools
