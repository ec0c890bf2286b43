#include "sim/user_property.hpp"

#include "sim/expect/verdict_text.hpp"

namespace drydock::sim {

namespace {

auto naming(std::string const& name)
{
    return [&name] { return "the property " + name; };
}

} // namespace

void each_event::on_block(std::span<model::event const> block, model::sequence_number first,
                          model::text_table const& texts)
{
    for (auto const& e : block) {
        rule_({e, first, texts}, found_);
        ++first.value;
    }
}

user_properties::user_properties(scenario const& what)
{
    for (auto const& given : what.properties) {
        auto made = guard_.ask(naming(given.name), [&] { return given.make(); });
        if (made && *made == nullptr) guard_.fail(naming(given.name), "made no judge");
        if (guard_.has_failed()) break;
        judges_.push_back({given.name, std::move(*made)});
    }
}

void user_properties::on_block(std::span<model::event const> block, model::sequence_number first,
                               model::text_table const& texts)
{
    for (auto const& each : judges_) {
        if (guard_.has_failed()) return;
        guard_.ask(naming(each.name), [&] {
            each.judge->on_block(block, first, texts);
            return true;
        });
    }
}

std::vector<verdict> user_properties::result()
{
    std::vector<verdict> verdicts;
    for (auto const& each : judges_) {
        if (guard_.has_failed()) break;
        auto const found = guard_.ask(naming(each.name), [&] { return each.judge->result(); });
        if (!found) break;
        verdict made{.name = each.name,
                     .passed = true,
                     .message = {},
                     .evidence = {},
                     .where = {0, 0},
                     .pointer = {}};
        if (found->judged == 0 && found->violations == 0)
            complain(made, "vacuous, it judged nothing");
        judge_violations(made, {}, {0, 0}, *found);
        verdicts.push_back(std::move(made));
    }
    return verdicts;
}

} // namespace drydock::sim
