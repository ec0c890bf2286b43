#include "model/address.hpp"
#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

std::string read_endpoint(building& b, node const& given)
{
    auto const parsed = model::parse_address(given.text);
    auto const prefix = parsed ? parsed->prefix() : given.text;
    std::vector<std::string_view> known;
    for (auto const& e : b.out.endpoints)
        known.push_back(e.prefix);
    // Without endpoints every URL has its receiver.
    auto const exists =
        b.out.has_endpoints ? std::ranges::find(known, prefix) != known.end() : parsed.has_value();
    if (!exists)
        b.c.error(&given, "expected the prefix of an endpoint, found " + quoted(given.text) +
                              did_you_mean(given.text, known));
    return prefix;
}

} // namespace

entity_filter read_filter(building& b, node const& given)
{
    entity_filter made;
    made.event = event_of(given.find("event"));
    if (auto const subject = text_of(given.find("subject"))) made.subject = *subject;
    auto const* const endpoint = given.find("endpoint");
    if (text_of(endpoint)) made.endpoint = read_endpoint(b, *endpoint);
    if (auto const outcome = text_of(given.find("outcome"))) made.outcome = *outcome;
    made.attempts = count_of(given.find("attempts"), b.c);
    auto const attempt = number_of(given.find("attempt"), 1, UINT16_MAX);
    if (attempt) made.attempt = static_cast<std::uint16_t>(*attempt);
    if (auto const by = text_of(given.find("by"))) made.by = *by;
    return made;
}

} // namespace drydock::sim
