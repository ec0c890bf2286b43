#include "sim/scenario/policy/policy_node.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

using model::duration;

node text_node(std::string text)
{
    node made;
    made.is = node::kind::string;
    made.text = std::move(text);
    return made;
}
node length_node(duration length)
{
    return text_node(model::to_text(length));
}

node number_node(std::string written)
{
    node made;
    made.is = node::kind::number;
    made.text = std::move(written);
    return made;
}

node list_node(std::vector<node> items)
{
    node made;
    made.is = node::kind::array;
    made.items = std::move(items);
    return made;
}

node codes_node(std::vector<std::uint16_t> const& codes)
{
    std::vector<node> items;
    for (auto const code : codes)
        items.push_back(number_node(std::to_string(code)));
    return list_node(std::move(items));
}

void add(node& object, std::string name, node value)
{
    object.is = node::kind::object;
    object.members.push_back({std::move(name), {}, std::move(value)});
}

node delays_node(model::retry_policy const& policy)
{
    if (policy.delay_count == 1) return length_node(policy.delays[0]);
    std::vector<node> delays;
    for (std::uint16_t n = 1; n < policy.attempts; ++n)
        delays.push_back(length_node(policy.delay_after({n})));
    return list_node(std::move(delays));
}

/// 200'000 millionths as "0.2".
std::string fraction(std::uint32_t millionths)
{
    if (millionths >= 1'000'000) return "1";
    auto digits = std::to_string(1'000'000 + millionths).substr(1);
    digits.resize(digits.find_last_not_of('0') + 1);
    return "0." + digits;
}

node retry_after_node(model::retry_policy const& policy)
{
    if (policy.retry_after == model::retry_after_rule::honour) return text_node("honour");
    node made;
    add(made, "clamp",
        list_node({length_node(policy.retry_after_least), length_node(policy.retry_after_most)}));
    return made;
}

/// "1m", or the whole shape.
node recovery_node(model::backoff const& shape)
{
    if (shape.initial == shape.most) return length_node(shape.initial);
    node made;
    add(made, "initial", length_node(shape.initial));
    if (shape.denominator != 1) {
        auto const part = static_cast<std::uint32_t>(shape.numerator % shape.denominator);
        add(made, "factor",
            number_node(std::to_string(shape.numerator / shape.denominator) +
                        (part == 0 ? "" : fraction(part).substr(1))));
    }
    add(made, "max", length_node(shape.most));
    return made;
}

node disable_node(model::disable_rule const& rule)
{
    node made;
    if (rule.failed_deliveries != 0)
        add(made, "failed_deliveries", number_node(std::to_string(rule.failed_deliveries)));
    if (rule.failing_for != duration{}) add(made, "failing_for", length_node(rule.failing_for));
    if (rule.failed_attempts != 0)
        add(made, "failed_attempts", number_node(std::to_string(rule.failed_attempts)));
    if (rule.recover_after) add(made, "recover_after", recovery_node(*rule.recover_after));
    if (rule.for_good_after != 0)
        add(made, "for_good_after", number_node(std::to_string(rule.for_good_after)));
    return made;
}

} // namespace

node policy_node(model::retry_policy const& policy)
{
    node made;
    add(made, "attempts", number_node(std::to_string(policy.attempts)));
    add(made, "delay", delays_node(policy));
    add(made, "timeout", length_node(policy.timeout));
    add(made, "anchor", text_node(policy.anchor == model::delay_anchor::end ? "end" : "start"));
    add(made, "success", policy.success.empty() ? text_node("2xx") : codes_node(policy.success));
    if (policy.jitter_millionths != 0)
        add(made, "jitter", number_node(fraction(policy.jitter_millionths)));
    if (policy.retry_after != model::retry_after_rule::ignore)
        add(made, "retry_after", retry_after_node(policy));
    if (!policy.stop_on.empty()) add(made, "stop_on", codes_node(policy.stop_on));
    if (policy.max_age) add(made, "max_age", length_node(*policy.max_age));
    if (policy.disable_after != model::disable_rule{})
        add(made, "disable_after", disable_node(policy.disable_after));
    if (policy.rate.attempts != 0) {
        node rate;
        add(rate, "attempts", number_node(std::to_string(policy.rate.attempts)));
        add(rate, "per", length_node(policy.rate.per));
        add(made, "rate", std::move(rate));
    }
    if (policy.in_flight != 0)
        add(made, "in_flight", number_node(std::to_string(policy.in_flight)));
    return made;
}

std::optional<duration> ladder_length(model::retry_policy const& policy)
{
    auto const clamped = policy.retry_after == model::retry_after_rule::clamp;
    auto length = policy.timeout;
    for (std::uint32_t n = 1; n < policy.attempts && length <= model::longest_duration; ++n) {
        auto delay = policy.jittered(policy.delay_after({static_cast<std::uint16_t>(n)})).most;
        if (clamped) delay = std::max(delay, policy.retry_after_most);
        length += delay + policy.timeout;
    }
    if (length > model::longest_duration) return std::nullopt;
    return length;
}

} // namespace drydock::sim
