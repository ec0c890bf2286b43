#include "sim/simulation.hpp"

#include "model/address.hpp"
#include "sim/scenario/policy/policy_node.hpp"

#include <algorithm>

namespace drydock::sim {

simulation::simulation(std::string_view text, load_options const& options, std::string const& name)
{
    auto loaded = load_scenario(text, name, options);
    for (auto const& error : loaded.errors)
        complain(to_text(error, name));
    if (loaded.loaded) plan_ = std::move(*loaded.loaded);
}

simulation& simulation::endpoint(std::string_view prefix, receiver code)
{
    auto const wanted = model::parse_address(prefix);
    if (!wanted) {
        complain("endpoint: expected an absolute http or https URL such as "
                 "\"https://shop.test/hooks\", found \"" +
                 std::string{prefix} + '"');
        return *this;
    }
    plan_.has_endpoints = true;
    auto const known = std::ranges::find_if(plan_.endpoints, [&](sim::endpoint const& e) {
        auto const other = model::parse_address(e.prefix);
        return other && other->prefix() == wanted->prefix();
    });
    auto& changed = known != plan_.endpoints.end() ? *known : plan_.endpoints.emplace_back();
    if (changed.prefix.empty()) changed.prefix = prefix;
    changed.code = std::move(code);
    return *this;
}

simulation& simulation::policy(model::retry_policy data)
{
    plan_.policy_as_given = policy_node(data);
    plan_.policy = std::move(data);
    plan_.asked_policy = nullptr;
    return *this;
}

simulation& simulation::policy(policy_code code)
{
    plan_.asked_policy = std::move(code);
    return *this;
}

simulation& simulation::property(std::string name, event_rule rule)
{
    return property(std::move(name), each_event{std::move(rule)});
}

simulation& simulation::seed(std::uint64_t seed)
{
    plan_.seed = seed;
    return *this;
}

run_result simulation::run(std::vector<subscriber*> observers) const
{
    if (!problems_.empty()) {
        run_result none;
        none.failure = problems_;
        return none;
    }
    auto const fresh = plan_;
    return sim::run(fresh, std::move(observers));
}

void simulation::complain(std::string_view what)
{
    if (!problems_.empty()) problems_ += '\n';
    problems_ += what;
}

} // namespace drydock::sim
