#include "sim/attempt_headers.hpp"

#include "model/assert.hpp"
#include "model/header.hpp"
#include "model/json/json_text.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {

namespace {

constexpr std::string_view user_agent = "User-Agent";
constexpr std::string_view user_agent_value = "ShipEngine/v1";

/// What the body is, and the frame of a message (RFC 9110, 7.6.1; RFC 9112).
constexpr std::array<std::string_view, 12> own_headers{
    "Content-Type",      "Content-Length", "Content-Encoding", "Host",
    "Transfer-Encoding", "Trailer",        "Connection",       "Keep-Alive",
    "Proxy-Connection",  "Upgrade",        "Expect",           "TE",
};
/// Every header of the signature and of drydock begins so.
constexpr std::array<std::string_view, 2> own_beginnings{"x-shipengine-", "drydock-"};

/// The headers of a webhook that are sent. The API lets no other be made; a journal from elsewhere
/// might hold one that cannot stand in a request.
header_list custom_headers(std::string_view webhook_fields)
{
    header_list made;
    for (auto const item : model::split_items(model::raw_member(webhook_fields, "headers"))) {
        auto name = model::decode_json_string(model::raw_member(item, "key"));
        auto value = model::decode_json_string(model::raw_member(item, "value"));
        if (!model::is_header_name(name) || !model::is_header_value(value)) continue;
        if (!is_header_of_service(name)) made.emplace_back(std::move(name), std::move(value));
    }
    return made;
}

void append(header_list& to, header_list from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

bool is_header_of_service(std::string_view name)
{
    return std::ranges::any_of(own_headers,
                               [&](auto own) { return model::is_same_header(own, name); }) ||
           std::ranges::any_of(own_beginnings, [&](auto beginning) {
               return model::is_same_header(beginning, name.substr(0, beginning.size()));
           });
}

header_list attempt_headers(attempt_head const& of)
{
    header_list made{{"Content-Type", "application/json"}};
    if (of.profile == model::profile::openapi_2026) {
        auto custom = custom_headers(of.webhook_fields);
        bool const has_agent = std::ranges::any_of(
            custom, [](auto const& h) { return model::is_same_header(h.first, user_agent); });
        if (!has_agent) made.emplace_back(user_agent, user_agent_value);
        append(made, std::move(custom));
        if (of.signer != nullptr) append(made, (*of.signer)(of.at, of.body));
    }
    if (of.run) {
        ASSERT(model::is_header_value(*of.run));
        made.emplace_back("Drydock-Run", *of.run);
        made.emplace_back("Drydock-Delivery", std::to_string(of.delivery.value));
        made.emplace_back("Drydock-Attempt", std::to_string(of.attempt));
        made.emplace_back("Drydock-Virtual-Time", model::to_text(of.at));
    }
    return made;
}

} // namespace drydock::sim
