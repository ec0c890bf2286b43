// Rules that hold whatever the network did, judged by folding the journal. Three watch the sender
// and are always on; the others watch effects and cost nothing unless asked for.
#pragma once

#include "model/event.hpp"
#include "model/policy.hpp"
#include "model/text_table.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::model {

enum class property : std::uint8_t {
    /// No applied effect's scan occurred before one that this receiver applied already for the
    /// same shipment.
    status_never_regresses,
    /// Each effect of a delivery beyond its first is a violation.
    at_most_one_effect,
    /// Each delivery has an applied effect by the end. One skipped as stale is not lost: the
    /// receiver had applied a newer scan. One skipped as duplicate is.
    nothing_lost,
    /// At the end the last effect applied for a shipment shows its true status. Shipments that no
    /// delivery was requested for are not judged.
    receiver_converges,
    /// No attempt beyond the policy's, none left out.
    attempts_bounded,
    /// Each retry starts when it was scheduled for, and no earlier than the policy allows.
    retries_spaced,
    /// No attempt of a cancelled delivery starts.
    cancelled_means_silent,
};

std::string_view name(property which);
std::optional<property> parse_property(std::string_view text);
/// Whether it is judged in each run, asked for or not.
constexpr bool is_always_on(property which)
{
    return which >= property::attempts_bounded;
}

struct violation {
    std::string message;
    std::vector<sequence_number> evidence; ///< events that show it, in journal order
};

struct property_result {
    static constexpr std::size_t most_reported = 10;

    std::uint64_t judged = 0; ///< effects, deliveries or shipments looked at; 0: vacuous
    std::uint64_t violations = 0;
    std::vector<violation> first; ///< the first most_reported of them
    /// Deliveries to real receivers that nobody looks at: of their effects nothing is known.
    std::uint64_t not_observed = 0;

    /// Counts a violation; `describe` makes it only while somebody would read it.
    template <class Describe> void add(Describe&& describe)
    {
        ++violations;
        if (first.size() < most_reported) first.push_back(describe());
    }
};

struct property_options {
    retry_policy policy;
    instant start{};             ///< messages give times as offsets from it
    std::vector<property> asked; ///< beside those that are always on
    /// A number for the receiver behind a URL; without it each URL is a receiver of its own.
    std::function<std::uint32_t(std::string_view url)> receiver_of;
    /// Whether somebody looks at what a real receiver behind a URL did; without it nobody does.
    std::function<bool(std::string_view url)> has_probe = {};
};

class effect_rules;

/// REQUIRES: sees the journal from its first event.
class property_fold {
public:
    explicit property_fold(property_options const& options);
    ~property_fold();

    void apply(std::span<event const> block, sequence_number first, text_table const& texts);

    /// The judgement so far, taking what is here for the end of the run.
    /// REQUIRES: the property is always on or was asked for.
    property_result result(property which, text_table const& texts) const;

private:
    struct sender_fold;
    std::unique_ptr<sender_fold> sender_;
    std::unique_ptr<effect_rules> effects_; // null unless asked for
};

} // namespace drydock::model
