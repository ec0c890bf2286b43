#include "sim/digest.hpp"

#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h> // the same numbers, with the widest instructions that there are
#else
#include <xxhash.h>
#endif

namespace drydock::sim {

namespace {

std::string to_digits(XXH128_hash_t hash)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (auto const half : {hash.high64, hash.low64})
        for (int shift = 60; shift >= 0; shift -= 4)
            text += digits[(half >> shift) & 15];
    return text;
}

} // namespace

struct digest_fold::hash_state {
    XXH3_state_t* state = XXH3_createState();

    hash_state() { ASSERT(state != nullptr && XXH3_128bits_reset(state) == XXH_OK); }
    ~hash_state() { XXH3_freeState(state); }
    hash_state(hash_state const&) = delete;
    hash_state& operator=(hash_state const&) = delete;

    void add(void const* bytes, std::size_t size)
    {
        ASSERT(XXH3_128bits_update(state, bytes, size) == XXH_OK);
    }
};

digest_fold::digest_fold() : hash_{std::make_unique<hash_state>()} {}
digest_fold::~digest_fold() = default;

void digest_fold::on_block(std::span<model::event const> block, model::sequence_number first,
                           model::text_table const& texts)
{
    std::size_t hashed = 0;
    while (texts_hashed_ < texts.size()) {
        model::text_number const next{texts_hashed_ + 1};
        auto const place = texts.first_use(next).value - first.value;
        if (place >= block.size()) break;
        hash_->add(block.data() + hashed, (place - hashed) * sizeof(model::event));
        hashed = place;
        auto const text = texts[next];
        auto const size = static_cast<std::uint32_t>(text.size());
        hash_->add(&size, sizeof size);
        hash_->add(text.data(), text.size());
        ++texts_hashed_;
    }
    hash_->add(block.data() + hashed, (block.size() - hashed) * sizeof(model::event));
}

std::string digest_fold::result() const
{
    return to_digits(XXH3_128bits_digest(hash_->state));
}

std::string digest_of(std::string_view text)
{
    return to_digits(XXH3_128bits(text.data(), text.size()));
}

} // namespace drydock::sim
