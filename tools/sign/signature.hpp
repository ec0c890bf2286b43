// The signature of a webhook: made as ShipEngine makes it, and judged as its page on validating
// webhooks tells receivers to. Signed is the stamp as its header has it, a full stop, and the body
// as it is sent.
#pragma once

#include "sim/attempt_headers.hpp"
#include "tools/sign/key_set.hpp"
#include "tools/sign/sign_time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace drydock::tools {

inline constexpr std::string_view key_id_header = "x-shipengine-rsa-sha256-key-id";
inline constexpr std::string_view signature_header = "x-shipengine-rsa-sha256-signature";
inline constexpr std::string_view timestamp_header = "x-shipengine-timestamp";

/// The three headers. REQUIRES: key.is_private().
sim::header_list signature_headers(rsa_key const& key, std::string_view timestamp,
                                   std::string_view body);

/// Signs every attempt anew. `wall` tells the real time at the moment of sending. REQUIRES:
/// key.is_private().
sim::attempt_signer make_attempt_signer(rsa_key key, sign_time time,
                                        std::function<model::instant()> wall);

enum class verdict : std::uint8_t {
    valid,
    missing_header,
    repeated_header,
    bad_timestamp,     ///< no time as RFC 3339 has it
    outside_tolerance, ///< the stamp is too early or too late
    unknown_key,       ///< no key of that name, or none that can be used
    wrong_signature,   ///< not of these bytes by this key, or no base64
};
/// "valid", "missing_header", ...
std::string_view name(verdict of);
/// The status that a receiver answers by recommendation: 200, 404, 400 or 401.
std::uint16_t recommended_answer(verdict of);

struct verification {
    verdict is = verdict::valid;
    std::string why; ///< a sentence
};

/// A request as it arrived.
struct signed_request {
    sim::header_list headers;
    std::string body;
};

/// Judges in the order in which receivers are told to: the headers are there, the stamp is at most
/// `tolerance` away from `now`, the key is known, the signature is right.
verification verify(signed_request const& given, key_set const& keys, model::instant now,
                    model::duration tolerance = recommended_tolerance);

} // namespace drydock::tools
