#include "sim/expect/expectation.hpp"

#include "model/property/property.hpp"
#include "sim/endpoint.hpp"
#include "sim/expect/expect_journal.hpp"
#include "sim/expect/expect_request.hpp"
#include "sim/expect/expect_state.hpp"
#include "sim/expect/selection_fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace drydock::sim {

namespace {

constexpr std::array always_on{model::property::attempts_bounded, model::property::retries_spaced,
                               model::property::cancelled_means_silent};

/// One number an endpoint, and one more for each URL that belongs to none.
struct receiver_numbers {
    receivers const* routes;
    std::uint32_t endpoints;
    std::map<std::string, std::uint32_t, std::less<>> others = {};

    std::uint32_t operator()(std::string_view url)
    {
        auto const to = routes->resolve(url);
        if (to.is == route::kind::endpoint) return to.endpoint;
        auto const next = endpoints + static_cast<std::uint32_t>(others.size());
        return others.emplace(url, next).first->second;
    }
};

/// What a policy that is code is judged by: any number of attempts, each when it was scheduled.
model::retry_policy judged_policy(scenario const& what)
{
    auto policy = what.policy;
    if (!what.asked_policy) return policy;
    policy.attempts = UINT16_MAX;
    policy.retry_after = model::retry_after_rule::honour; // a retry may start at once
    return policy;
}

model::property_options options_for(scenario const& what, receivers const& routes)
{
    model::property_options options{
        .policy = judged_policy(what),
        .start = what.start,
        .asked = {},
        .receiver_of = receiver_numbers{&routes, static_cast<std::uint32_t>(what.endpoints.size())},
        .has_probe = [&routes](std::string_view url) {
            return routes.probe_of(routes.resolve(url)) != nullptr;
        }};
    for (auto const& e : what.expect)
        if (auto const* const p = std::get_if<expect_property>(&e.what))
            if (auto const which = model::parse_property(p->property))
                options.asked.push_back(*which);
    return options;
}

bool resends(scenario const& what)
{
    return std::ranges::any_of(what.timeline, [](timeline_entry const& entry) {
        return std::holds_alternative<resend_entry>(entry.what);
    });
}

} // namespace

struct expectation_fold::impl {
    explicit impl(scenario const& given)
        : what{given},
          routes{given},
          properties{options_for(given, routes)},
          selections{resends(given)},
          states{given},
          requests{given},
          journals{given.start}
    {
        for (std::size_t i = 0; i < what.expect.size(); ++i) {
            auto const& e = what.expect[i];
            verdicts.push_back({.name = e.name,
                                .passed = true,
                                .message = {},
                                .evidence = {},
                                .where = e.where,
                                .pointer = e.pointer});
            std::visit([&](auto const& shape) { add(i, shape); }, e.what);
        }
        states.check_bodies(selections.of_bodies());
    }

    void add(std::size_t index, expect_selection const& e)
    {
        selections.add(selection_judge{index, e, what, routes});
    }
    void add(std::size_t index, expect_latency const& e)
    {
        selections.add(latency_judge{index, e, what, routes});
    }
    void add(std::size_t index, expect_journal const& e) { journals.add(index, e); }
    void add(std::size_t index, expect_load const& e) { loads.emplace_back(index, e, what.start); }
    void add(std::size_t index, expect_state const& e) { states.add(index, e); }
    void add(std::size_t index, expect_property const& e)
    {
        declared.push_back({index, &e, model::parse_property(e.property)});
    }

    void judge_declared();
    void judge_always_on();
    void judge(verdict& v, expect_property const& e, model::property which) const;
    bool is_declared(model::property which) const;

    struct declared_property {
        std::size_t index;
        expect_property const* given;
        std::optional<model::property> which;
    };

    scenario const& what;
    receivers routes;
    model::property_fold properties;
    selection_fold selections;
    state_fold states;
    request_fold requests;
    journal_fold journals;
    std::vector<load_judge> loads;
    std::vector<declared_property> declared;
    std::vector<verdict> verdicts;
    model::text_table no_texts;
    model::text_table const* texts = &no_texts;
};

expectation_fold::expectation_fold(scenario const& what) : impl_{std::make_unique<impl>(what)} {}

expectation_fold::~expectation_fold() = default;

void expectation_fold::on_block(std::span<model::event const> block, model::sequence_number first,
                                model::text_table const& texts)
{
    auto& folds = *impl_;
    folds.texts = &texts;
    folds.properties.apply(block, first, texts);
    // Before the selections, which ask what it has found of bodies.
    if (!folds.states.is_empty()) folds.states.apply(block, first, texts, folds.verdicts);
    if (!folds.selections.is_empty()) folds.selections.apply(block, first, texts);
    if (!folds.requests.is_empty()) folds.requests.apply(block, first, texts);
    if (!folds.journals.is_empty()) folds.journals.apply(block, first, texts);
    for (auto& load : folds.loads)
        load.apply(block, first);
}

std::vector<verdict> expectation_fold::result(instant)
{
    auto& folds = *impl_;
    folds.states.finish(*folds.texts, folds.verdicts);
    folds.selections.finish(folds.verdicts);
    folds.journals.finish(folds.verdicts);
    for (auto const& load : folds.loads)
        load.finish(folds.verdicts);
    folds.judge_declared();
    folds.requests.finish(folds.verdicts);
    folds.judge_always_on();
    return std::move(folds.verdicts);
}

void expectation_fold::impl::judge_declared()
{
    for (auto const& d : declared) {
        auto& v = verdicts[d.index];
        if (d.which)
            judge(v, *d.given, *d.which);
        else
            complain(v, "expected the name of a property; found " + d.given->property);
    }
}

void expectation_fold::impl::judge(verdict& v, expect_property const& e,
                                   model::property which) const
{
    auto const found = properties.result(which, *texts);
    if (found.not_observed != 0)
        return complain(v, fmt::format("{}: vacuous, {}", e.property, not_observed_text));
    if (found.judged == 0 && found.violations == 0)
        return complain(
            v, fmt::format("{}: vacuous, there was no effect or delivery to judge", e.property));
    judge_violations(v, e.property + ": ", e.violations, found);
}

bool expectation_fold::impl::is_declared(model::property which) const
{
    for (auto const& d : declared)
        if (d.which == which) return true;
    return false;
}

void expectation_fold::impl::judge_always_on()
{
    for (auto const which : always_on) {
        if (is_declared(which) || properties.result(which, *texts).violations == 0) continue;
        verdict broken{.name = fmt::format("property {}", model::name(which)),
                       .passed = true,
                       .message = {},
                       .evidence = {},
                       .where = {0, 0},
                       .pointer = {}};
        judge(broken, {std::string{model::name(which)}, {0, 0}}, which);
        verdicts.push_back(std::move(broken));
    }
}

} // namespace drydock::sim
