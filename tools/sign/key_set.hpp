// The keys that a signature may be made with: a JWKS document (RFC 7517), or one key alone.
#pragma once

#include "tools/sign/rsa_key.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// {"keys":[...]}, as ShipEngine publishes it. Every key in it is public.
std::string to_jwks(std::span<rsa_key const> keys);

struct key_set_result;

class key_set {
public:
    struct entry {
        std::string id;             ///< `kid`; of a key without one, its thumbprint
        std::optional<rsa_key> key; ///< none: it cannot verify what ShipEngine signs
        std::string unusable;       ///< why: "is of type EC"
    };

    /// Matches whatever name a signature gives its key: PEM has no names.
    static key_set of(rsa_key key);
    /// What was read, or why the document is none. A key that is of no use is no failure: one
    /// integrator saw an EC key in ShipEngine's set.
    static key_set_result from_jwks(std::string_view text);

    /// The key of that name, the first of several; null when there is none.
    entry const* find(std::string_view id) const;

    std::span<entry const> entries() const { return entries_; }

private:
    std::vector<entry> entries_;
    bool any_name_ = false;
};

struct key_set_result {
    std::optional<key_set> keys;
    std::string failure; ///< the end of a sentence that begins with where the text was found
};

} // namespace drydock::tools
