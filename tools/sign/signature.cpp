#include "tools/sign/signature.hpp"

#include "model/assert.hpp"
#include "model/header.hpp"
#include "tools/sign/base64.hpp"

#include <fmt/format.h>

#include <array>

namespace drydock::tools {

namespace {

std::string signed_bytes(std::string_view timestamp, std::string_view body)
{
    return fmt::format("{}.{}", timestamp, body);
}

/// The three values, or what is wrong with the headers.
struct signature_parts {
    std::string_view key_id, signature, timestamp;
    std::optional<verification> wrong;
};

signature_parts parts_of(sim::header_list const& headers)
{
    signature_parts found;
    std::array const wanted{std::pair{key_id_header, &found.key_id},
                            std::pair{signature_header, &found.signature},
                            std::pair{timestamp_header, &found.timestamp}};
    for (auto const& [name, value] : wanted) {
        std::size_t count = 0;
        for (auto const& [given, text] : headers) {
            if (!model::is_same_header(given, name)) continue;
            *value = text;
            ++count;
        }
        if (count == 1 || found.wrong) continue;
        if (count == 0)
            found.wrong = {verdict::missing_header, fmt::format("there is no header {}", name)};
        else
            found.wrong = {verdict::repeated_header,
                           fmt::format("the header {} is there {} times", name, count)};
    }
    return found;
}

// None when the stamp is near enough.
std::optional<verification> objection_to_time(std::string_view timestamp, model::instant now,
                                              model::duration tolerance)
{
    auto const stamp = model::parse_instant(timestamp);
    if (!stamp)
        return verification{verdict::bad_timestamp,
                            fmt::format("{}: expected a time such as 2024-04-04T15:48:44Z, found "
                                        "\"{}\"",
                                        timestamp_header, timestamp)};
    auto const off = *stamp - now;
    if (std::chrono::abs(off) <= tolerance) return std::nullopt;
    return verification{verdict::outside_tolerance,
                        fmt::format("the stamp {} is {} {} {}, more than {} off", timestamp,
                                    model::to_text(std::chrono::abs(off)),
                                    off < model::duration{} ? "before" : "after",
                                    model::to_text(now), model::to_text(tolerance))};
}

std::string known_names(key_set const& keys)
{
    std::string made;
    for (auto const& entry : keys.entries())
        made += fmt::format("{}\"{}\"", made.empty() ? "" : ", ", entry.id);
    return made;
}

} // namespace

sim::header_list signature_headers(rsa_key const& key, std::string_view timestamp,
                                   std::string_view body)
{
    return {{std::string{key_id_header}, key.id()},
            {std::string{signature_header}, to_base64(key.sign(signed_bytes(timestamp, body)))},
            {std::string{timestamp_header}, std::string{timestamp}}};
}

sim::attempt_signer make_attempt_signer(rsa_key key, sign_time time,
                                        std::function<model::instant()> wall)
{
    ASSERT(key.is_private());
    return [key = std::move(key), time, wall = std::move(wall)](model::instant at,
                                                                std::string_view body) {
        return signature_headers(key, model::to_text(stamp_of(time, {at, wall()})), body);
    };
}

std::string_view name(verdict of)
{
    switch (of) {
    case verdict::valid: return "valid";
    case verdict::missing_header: return "missing_header";
    case verdict::repeated_header: return "repeated_header";
    case verdict::bad_timestamp: return "bad_timestamp";
    case verdict::outside_tolerance: return "outside_tolerance";
    case verdict::unknown_key: return "unknown_key";
    case verdict::wrong_signature: break;
    }
    return "wrong_signature";
}

std::uint16_t recommended_answer(verdict of)
{
    switch (of) {
    case verdict::valid: return 200;
    case verdict::missing_header: return 404;
    case verdict::repeated_header:
    case verdict::bad_timestamp:
    case verdict::outside_tolerance: return 400;
    case verdict::unknown_key:
    case verdict::wrong_signature: break;
    }
    return 401;
}

verification verify(signed_request const& given, key_set const& keys, model::instant now,
                    model::duration tolerance)
{
    auto const parts = parts_of(given.headers);
    if (parts.wrong) return *parts.wrong;
    if (auto const wrong = objection_to_time(parts.timestamp, now, tolerance)) return *wrong;

    auto const* const entry = keys.find(parts.key_id);
    if (entry == nullptr)
        return {verdict::unknown_key,
                fmt::format("no key is called \"{}\"; known: {}", parts.key_id, known_names(keys))};
    if (!entry->key)
        return {verdict::unknown_key, fmt::format("the key \"{}\" {}", entry->id, entry->unusable)};

    auto const signature = from_base64(parts.signature);
    if (!signature)
        return {verdict::wrong_signature, fmt::format("{}: expected base64, found \"{}\"",
                                                      signature_header, parts.signature)};
    if (!entry->key->verifies(signed_bytes(parts.timestamp, given.body), *signature))
        return {verdict::wrong_signature,
                fmt::format("the signature is not one of these bytes by the key \"{}\": another "
                            "body, another stamp or another key",
                            entry->id)};
    return {verdict::valid,
            fmt::format("signed at {} by the key \"{}\"", parts.timestamp, entry->id)};
}

} // namespace drydock::tools
