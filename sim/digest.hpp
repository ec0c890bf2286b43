// The fingerprint of a journal: equal digests mean equal runs.
#pragma once

#include "sim/journal.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace drydock::sim {

/// XXH3-128 over the 48-byte events in order. Each text's bytes, after their 32-bit little-endian
/// length, stand right before the event that first uses it.
class digest_fold final : public subscriber {
public:
    digest_fold();
    ~digest_fold() override;
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    /// 32 hexadecimal digits, of all blocks so far.
    std::string result() const;

private:
    struct hash_state;
    std::unique_ptr<hash_state> hash_;
    std::uint32_t texts_hashed_ = 0;
};

/// XXH3-128 of a text, as 32 hexadecimal digits: what `xxh128sum` prints.
std::string digest_of(std::string_view text);

} // namespace drydock::sim
