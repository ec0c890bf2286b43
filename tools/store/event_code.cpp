#include "tools/store/event_code.hpp"

#include <bit>
#include <cstring>

namespace drydock::tools::db {

namespace {

constexpr std::size_t head_size = 3;
constexpr std::size_t largest_size = head_size + 2 * 8 + 6 * 4;
/// Whole words are written and read, whatever counts of them.
constexpr std::size_t slack = 8;

// By their two bits.
constexpr std::array<std::uint8_t, 4> long_sizes{0, 1, 3, 8};
constexpr std::array<std::uint8_t, 4> short_sizes{0, 1, 2, 4};
constexpr std::array<std::uint64_t, 4> long_masks{0, 0xff, 0xffffff, UINT64_MAX};
constexpr std::array<std::uint32_t, 4> short_masks{0, 0xff, 0xffff, UINT32_MAX};

// Small differences as small numbers, whatever their sign.
std::uint32_t folded(std::uint32_t difference)
{
    return difference << 1 ^ (0 - (difference >> 31));
}
std::uint32_t unfolded(std::uint32_t value)
{
    return value >> 1 ^ (0 - (value & 1));
}

/// The two bits for a number of so many bits.
template <std::size_t Bits>
constexpr std::array<std::uint8_t, Bits + 1> codes_for(std::array<std::uint8_t, 4> const& sizes)
{
    std::array<std::uint8_t, Bits + 1> made{};
    for (std::size_t bits = 0; bits <= Bits; ++bits)
        while (sizes[made[bits]] * 8U < bits)
            ++made[bits];
    return made;
}
constexpr auto long_codes = codes_for<64>(long_sizes);
constexpr auto short_codes = codes_for<32>(short_sizes);

/// The fields of one event while they are written.
class field_writer {
public:
    explicit field_writer(unsigned char* event) : to_{event + head_size} {}

    void add_long(std::uint64_t value)
    {
        auto const code = long_codes[static_cast<std::size_t>(std::bit_width(value))];
        std::memcpy(to_, &value, sizeof value);
        end_field(code, long_sizes);
    }
    /// Two words, of which mostly none is new.
    void add_pair(std::uint64_t now, std::uint64_t before)
    {
        if (now == before) return skip_pair();
        add_short(folded(static_cast<std::uint32_t>(now) - static_cast<std::uint32_t>(before)));
        add_short(folded(static_cast<std::uint32_t>(now >> 32) -
                         static_cast<std::uint32_t>(before >> 32)));
    }
    std::uint16_t codes() const { return static_cast<std::uint16_t>(codes_); }
    unsigned char* end() const { return to_; }

private:
    void skip_pair() { shift_ += 4; }
    void add_short(std::uint32_t value)
    {
        auto const code = short_codes[static_cast<std::size_t>(std::bit_width(value))];
        std::memcpy(to_, &value, sizeof value);
        end_field(code, short_sizes);
    }
    void end_field(std::uint8_t code, std::array<std::uint8_t, 4> const& sizes)
    {
        codes_ |= unsigned{code} << shift_;
        shift_ += 2;
        to_ += sizes[code];
    }

    unsigned char* to_;
    unsigned codes_ = 0, shift_ = 0;
};

/// The same while they are read.
class field_reader {
public:
    explicit field_reader(unsigned char const* event) : from_{event + head_size}
    {
        std::uint16_t codes = 0;
        std::memcpy(&codes, event + 1, sizeof codes);
        codes_ = codes;
    }

    std::uint64_t next_long()
    {
        std::uint64_t value = 0;
        std::memcpy(&value, from_, sizeof value);
        auto const code = next_code();
        from_ += long_sizes[code];
        return value & long_masks[code];
    }
    std::uint64_t next_pair(std::uint64_t before)
    {
        if ((codes_ & 15) == 0) {
            codes_ >>= 4;
            return before;
        }
        auto const low = static_cast<std::uint32_t>(before) + unfolded(next_short());
        auto const high = static_cast<std::uint32_t>(before >> 32) + unfolded(next_short());
        return low | std::uint64_t{high} << 32;
    }
    unsigned char const* end() const { return from_; }

private:
    std::uint32_t next_short()
    {
        std::uint32_t value = 0;
        std::memcpy(&value, from_, sizeof value);
        auto const code = next_code();
        from_ += short_sizes[code];
        return value & short_masks[code];
    }
    std::size_t next_code()
    {
        auto const code = codes_ & 3;
        codes_ >>= 2;
        return code;
    }

    unsigned char const* from_;
    unsigned codes_ = 0;
};

// Another number for each cause, 0 for 0; and back.
std::uint64_t turned(std::uint64_t cause, std::uint64_t sequence)
{
    return cause == 0 || cause == sequence ? cause : sequence - cause;
}

/// Returns where it ends.
unsigned char* write_event(unsigned char* to, model::event const& e, std::uint64_t at_before,
                           std::uint64_t sequence, event_forecast::bodies& last)
{
    auto const record = std::bit_cast<std::array<std::uint64_t, 6>>(e);
    auto const type = record[5]; // and what is reserved
    ASSERT(type < last.size());
    field_writer out{to};
    out.add_long(record[0] - at_before);
    out.add_long(turned(record[1], sequence));
    auto& before = last[type];
    for (std::size_t i = 0; i < before.size(); ++i) {
        out.add_pair(record[2 + i], before[i]);
        before[i] = record[2 + i];
    }
    auto const codes = out.codes();
    to[0] = static_cast<unsigned char>(type);
    std::memcpy(to + 1, &codes, sizeof codes);
    return out.end();
}

} // namespace

void event_encoder::begin(model::sequence_number first)
{
    size_ = count_ = 0;
    forecast_ = {.sequence = first.value};
}

std::string_view event_encoder::bytes() const
{
    return {reinterpret_cast<char const*>(bytes_.data()), size_};
}

void event_encoder::add(std::span<model::event const> events)
{
    auto const room = size_ + events.size() * largest_size + slack;
    if (bytes_.size() < room) bytes_.resize(room);
    // Copies: the compiler must take the bytes that are written for any of them.
    auto at = forecast_.at;
    auto sequence = forecast_.sequence;
    auto* to = bytes_.data() + size_;
    for (auto const& e : events) {
        to = write_event(to, e, at, sequence, forecast_.last);
        at = static_cast<std::uint64_t>(e.at.time_since_epoch().count());
        ++sequence;
    }
    forecast_.at = at;
    forecast_.sequence = sequence;
    size_ = static_cast<std::size_t>(to - bytes_.data());
    count_ += events.size();
}

bool decode_events(std::string_view bytes, model::sequence_number first, std::size_t count,
                   std::vector<model::event>& events)
{
    if (bytes.size() < count * head_size) return false;
    std::vector<unsigned char> padded(bytes.size() + largest_size + slack);
    std::memcpy(padded.data(), bytes.data(), bytes.size());
    auto const* from = padded.data();
    auto const* const end = from + bytes.size();
    event_forecast forecast{.sequence = first.value};
    events.resize(count);
    for (auto& e : events) {
        if (from >= end) return false;
        auto const type = std::size_t{*from};
        field_reader in{from};
        forecast.at += in.next_long();
        e.at = model::instant{model::duration{static_cast<std::int64_t>(forecast.at)}};
        e.cause = {turned(in.next_long(), forecast.sequence)};
        auto& body = forecast.last[type];
        for (auto& pair : body)
            pair = in.next_pair(pair);
        e.body = std::bit_cast<decltype(e.body)>(body);
        e.type = static_cast<model::event_type>(type);
        e.reserved = {};
        ++forecast.sequence;
        from = in.end();
    }
    return from == end;
}

} // namespace drydock::tools::db
