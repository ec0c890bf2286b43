#include "sim/expect/expectation.hpp"

#include "model/property/attempt_rules.hpp"
#include "model/property/effect_rules.hpp"
#include "sim/expect/expect_journal.hpp"
#include "sim/expect/expect_request.hpp"
#include "sim/expect/expect_state.hpp"
#include "sim/expect/judged_properties.hpp"
#include "sim/expect/selection_fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace drydock::sim {

namespace {

constexpr std::array always_on{model::property::attempts_bounded, model::property::retries_spaced,
                               model::property::cancelled_means_silent};

std::vector<model::property> asked_of_receivers(scenario const& what)
{
    std::vector<model::property> asked;
    for (auto const& e : what.expect)
        if (auto const* const p = std::get_if<expect_property>(&e.what))
            if (auto const which = model::parse_property(p->property);
                which && !model::is_always_on(*which))
                asked.push_back(*which);
    return asked;
}

bool resends(scenario const& what)
{
    return std::ranges::any_of(what.timeline, [](timeline_entry const& entry) {
        return std::holds_alternative<resend_entry>(entry.what);
    });
}

} // namespace

struct expectation_fold::impl {
    impl(scenario const& given, model::attempt_rules const& sender_rules)
        : what{given},
          routes{given},
          sender{&sender_rules},
          selections{resends(given)},
          states{given},
          requests{given},
          journals{given.start}
    {
        if (auto asked = asked_of_receivers(given); !asked.empty())
            effects.emplace(property_options_of(given, routes, std::move(asked)));
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
    model::property_result found_of(model::property which) const;
    bool is_declared(model::property which) const;

    struct declared_property {
        std::size_t index;
        expect_property const* given;
        std::optional<model::property> which;
    };

    scenario const& what;
    receivers routes;
    model::attempt_rules const* sender;
    std::optional<model::effect_rules> effects; // none unless asked for
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

expectation_fold::expectation_fold(scenario const& what, model::attempt_rules const& sender)
    : impl_{std::make_unique<impl>(what, sender)}
{
}

expectation_fold::~expectation_fold() = default;

void expectation_fold::on_block(std::span<model::event const> block, model::sequence_number first,
                                model::text_table const& texts)
{
    auto& folds = *impl_;
    folds.texts = &texts;
    if (folds.effects) folds.effects->apply(block, first, texts);
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
    auto const found = found_of(which);
    if (found.not_observed != 0)
        return complain(v, fmt::format("{}: vacuous, {}", e.property, not_observed_text));
    if (found.judged == 0 && found.violations == 0)
        return complain(
            v, fmt::format("{}: vacuous, there was no effect or delivery to judge", e.property));
    judge_violations(v, e.property + ": ", e.violations, found);
}

model::property_result expectation_fold::impl::found_of(model::property which) const
{
    return model::is_always_on(which) ? sender->result(which) : effects->result(which, *texts);
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
        if (is_declared(which) || sender->result(which).violations == 0) continue;
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
