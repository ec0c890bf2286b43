// Names of things. An ordinal is permanent and appears in events; a slot is where a live entity
// happens to be stored, is recycled, and never leaves the process nor decides an order.
#pragma once

#include <array>
#include <charconv>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace drydock::model {

/// A typed number. 0 means none; the first of its kind is 1.
template <class Tag, class Representation = std::uint32_t> struct number {
    Representation value = 0;

    explicit operator bool() const { return value != 0; }
    auto operator<=>(number const&) const = default;
};

using webhook_number = number<struct webhook_tag>;
using shipment_number = number<struct shipment_tag>;
using batch_number = number<struct batch_tag>;
using carrier_number = number<struct carrier_tag>;
using order_source_number = number<struct order_source_tag>;
using report_number = number<struct report_tag>;
using delivery_number = number<struct delivery_tag>;
using request_number = number<struct request_tag>;
using call_number = number<struct call_tag>;
using capture_number = number<struct capture_tag>;
using attempt_number = number<struct attempt_tag, std::uint16_t>;
using sequence_number = number<struct sequence_tag, std::uint64_t>; ///< place in the journal
using text_number = number<struct text_tag>;                        ///< place in the text_table

enum class subject_kind : std::uint8_t { shipment, batch, carrier, order_source, report };
inline constexpr std::size_t subject_kinds = 5;

/// What a webhook event is about: an entity of one of five kinds.
struct subject {
    std::uint32_t ordinal = 0; ///< among those of its kind; 0: none
    subject_kind kind = subject_kind::shipment;
    std::array<std::uint8_t, 3> padding{};

    subject() = default;
    constexpr subject(std::uint32_t n, subject_kind k = subject_kind::shipment)
        : ordinal{n}, kind{k}
    {
    }
    constexpr subject(shipment_number n) : subject{n.value} {}
    constexpr subject(batch_number n) : subject{n.value, subject_kind::batch} {}
    constexpr subject(carrier_number n) : subject{n.value, subject_kind::carrier} {}
    constexpr subject(order_source_number n) : subject{n.value, subject_kind::order_source} {}
    constexpr subject(report_number n) : subject{n.value, subject_kind::report} {}

    bool is_shipment() const { return kind == subject_kind::shipment; }
    /// REQUIRES: it is a shipment.
    shipment_number shipment() const { return {ordinal}; }
    explicit operator bool() const { return ordinal != 0; }
    auto operator<=>(subject const&) const = default;
};

/// Where a live entity is stored. Recycled, hence never journaled, hashed or compared for order.
struct slot {
    std::uint32_t value = UINT32_MAX; ///< this one: none

    bool operator==(slot const&) const = default;
};

/// Where an entity most likely is. All are equal: a hint decides nothing.
struct slot_hint {
    slot where;

    friend bool operator==(slot_hint, slot_hint) { return true; }
};

/// The public id of an entity. "se-17" is kept as the number 17, so that a million generated ids
/// need no text; any other id is interned. Exactly one of the two is set.
struct entity_id {
    std::uint32_t numeric = 0;
    text_number text;

    auto operator<=>(entity_id const&) const = default;
};

/// The number in an id of the form "se-<number>" without leading zeros; 0 for any other id.
inline std::uint32_t numeric_part(std::string_view id)
{
    if (!id.starts_with("se-") || id.size() < 4 || id.size() > 12 || id[3] == '0') return 0;
    std::uint32_t value = 0;
    auto const* const end = id.data() + id.size();
    auto const [stop, failure] = std::from_chars(id.data() + 3, end, value);
    return failure == std::errc{} && stop == end ? value : 0;
}

/// Webhook ids count up from the smallest one in the seed's samples.
/// Source: the seed, "Viewing Active Webhooks".
inline constexpr std::uint32_t first_webhook_id = 5515;

} // namespace drydock::model
