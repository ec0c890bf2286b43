// The policy in force, and what it leaves open.
#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/policy/policy_node.hpp"
#include "sim/scenario/policy/read_policy.hpp"

namespace drydock::sim {
namespace {

void add_assumptions(building& b, named_values const& given)
{
    auto const& policy = b.out.policy;
    auto& lines = b.out.assumptions;
    if (!given.attempts) lines.push_back("attempts 3 in all (the seed: three, the first included)");
    if (!given.timeout)
        lines.push_back("timeout " + model::to_text(policy.timeout) + " (the seed names none)");
    if (!given.anchor) lines.push_back("anchor end: delays count from the end of an attempt");
    if (!given.success) lines.push_back("success 2xx; redirects count as failures");
    if (!given.retry_after) lines.push_back("retry_after ignore: the header changes nothing");
}

} // namespace

void build_policy(building& b)
{
    auto const* const own = b.root.find("policies");
    // All are read, so that a slip in one that is not in force is found too.
    if (own != nullptr)
        for (auto const& m : own->members)
            read_named_policy(m.name, &m.value, own, b.c);
    auto chosen = read_policy(b.root.find("policy"), own, b.c);
    b.out.policy = std::move(chosen.policy);
    b.out.policy_as_given = policy_node(b.out.policy);
    add_assumptions(b, chosen.given);
}

} // namespace drydock::sim
