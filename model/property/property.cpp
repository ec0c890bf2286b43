#include "model/property/property.hpp"

#include "model/property/attempt_rules.hpp"
#include "model/property/effect_rules.hpp"

#include <algorithm>
#include <array>

namespace drydock::model {

namespace {

constexpr std::array<std::string_view, 7> names{
    "status_never_regresses", "at_most_one_effect", "nothing_lost",           "receiver_converges",
    "attempts_bounded",       "retries_spaced",     "cancelled_means_silent",
};

bool asks_effects(std::vector<property> const& asked)
{
    return !std::all_of(asked.begin(), asked.end(), is_always_on);
}

} // namespace

std::string_view name(property which)
{
    return names[static_cast<std::size_t>(which)];
}

std::optional<property> parse_property(std::string_view text)
{
    auto const found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<property>(found - names.begin());
}

property_fold::property_fold(property_options const& options)
    : attempts_{std::make_unique<attempt_rules>(options.policy, options.start)}
{
    if (asks_effects(options.asked)) effects_ = std::make_unique<effect_rules>(options);
}

property_fold::~property_fold() = default;

void property_fold::apply(std::span<event const> block, sequence_number first,
                          text_table const& texts)
{
    attempts_->apply(block, first);
    if (effects_) effects_->apply(block, first, texts);
}

property_result property_fold::result(property which, text_table const& texts) const
{
    if (is_always_on(which)) return attempts_->result(which);
    ASSERT(effects_ != nullptr);
    return effects_->result(which, texts);
}

} // namespace drydock::model
