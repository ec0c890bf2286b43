#include "model/property/property.hpp"

#include "model/property/attempt_rules.hpp"
#include "model/property/delivery_window.hpp"
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

// The rules that are always on, with what they remember of deliveries.
struct property_fold::sender_fold {
    explicit sender_fold(property_options const& options) : rules{options.policy, options.start} {}

    void apply(event const& e, sequence_number sequence)
    {
        switch (e.type) {
        case event_type::delivery_requested:
            rules.on_requested();
            open.add(e.as<delivery_requested>().delivery);
            break;
        case event_type::attempt_started:
            rules.on_started(open.find(e.as<attempt_started>().delivery), e, sequence);
            break;
        case event_type::attempt_failed:
            if (auto* const of = open.find(e.as<attempt_failed>().delivery))
                rules.on_failed(*of, e.at);
            break;
        case event_type::retry_scheduled:
            if (auto* const of = open.find(e.as<retry_scheduled>().delivery))
                rules.on_scheduled(*of, e.as<retry_scheduled>());
            break;
        case event_type::attempt_deferred:
            if (auto* const of = open.find(e.as<attempt_deferred>().delivery))
                rules.on_deferred(*of, e.as<attempt_deferred>());
            break;
        case event_type::delivery_succeeded:
            open.forget(e.as<delivery_succeeded>().delivery);
            break;
        case event_type::delivery_discarded:
            open.forget(e.as<delivery_discarded>().delivery);
            break;
        case event_type::delivery_cancelled:
            rules.on_cancelled(e.as<delivery_cancelled>().delivery, sequence);
            open.forget(e.as<delivery_cancelled>().delivery);
            break;
        default: break;
        }
    }

    attempt_rules rules;
    delivery_window<attempt_course> open;
};

property_fold::property_fold(property_options const& options)
    : sender_{std::make_unique<sender_fold>(options)}
{
    if (asks_effects(options.asked)) effects_ = std::make_unique<effect_rules>(options);
}

property_fold::~property_fold() = default;

void property_fold::apply(std::span<event const> block, sequence_number first,
                          text_table const& texts)
{
    for (auto sequence = first; auto const& e : block)
        sender_->apply(e, sequence_number{sequence.value++});
    if (effects_) effects_->apply(block, first, texts);
}

property_result property_fold::result(property which, text_table const& texts) const
{
    if (is_always_on(which)) return sender_->rules.result(which);
    ASSERT(effects_ != nullptr);
    return effects_->result(which, texts);
}

} // namespace drydock::model
