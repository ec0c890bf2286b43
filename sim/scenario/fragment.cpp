#include "sim/scenario/fragment.hpp"

#include "model/json/json_text.hpp"
#include "sim/outside_call.hpp"
#include "sim/scenario/load.hpp"

#include <set>

namespace drydock::sim {
namespace {

constexpr std::string_view not_json = "expected JSON without repeated names or comments";

std::string head_of(fragment_context const& in)
{
    std::string text = "{\"format\":1,\"start\":";
    model::append_json_string(text, model::to_text(in.now));
    text += ",\"profile\":";
    model::append_json_string(text, name(in.profile));
    text += ",\"base_url\":";
    model::append_json_string(text, in.base_url);
    return text;
}

// Where they really go does not matter: entries may change those that exist.
std::string webhooks_of(fragment_context const& in)
{
    std::string text = ",\"webhooks\":[";
    for (auto const event : in.webhooks) {
        if (text.back() != '[') text += ',';
        text += "{\"url\":\"http://localhost\",\"event\":";
        model::append_json_string(text, name(event));
        text += '}';
    }
    return text + ']';
}

// Lines and columns would be those of a text that nobody has seen.
std::string told(std::vector<scenario_error> const& errors)
{
    std::string text;
    std::set<std::string> seen;
    for (auto const& e : errors) {
        auto line = e.pointer.empty() ? e.message : e.pointer + ": " + e.message;
        if (!seen.insert(line).second) continue;
        if (!text.empty()) text += '\n';
        text += line;
    }
    return text;
}

load_result load(std::string text)
{
    load_options part;
    part.any_attempt = true;
    part.is_part = true;
    return load_scenario(text, "request", part);
}

} // namespace

timeline_fragment read_timeline(std::string_view json, fragment_context const& in)
{
    timeline_fragment made;
    made.text = model::compact_json(json);
    if (made.text.starts_with('{')) made.text = '[' + made.text + ']';
    if (!made.text.starts_with('['))
        return {{}, {}, made.text.empty() ? std::string{not_json} : "expected an array of entries"};
    auto read = load(head_of(in) + webhooks_of(in) + ",\"timeline\":" + made.text + '}');
    if (!read.loaded) return {{}, {}, told(read.errors)};
    if (auto const why = live_only(*read.loaded); !why.empty()) return {{}, {}, why};
    made.entries = std::move(read.loaded->timeline);
    return made;
}

endpoint_fragment read_endpoints(std::string_view json, fragment_context const& in)
{
    endpoint_fragment made;
    made.text = model::compact_json(json);
    if (!made.text.starts_with('{'))
        return {{}, {}, made.text.empty() ? std::string{not_json} : "expected an object"};
    auto read = load(head_of(in) + ",\"endpoints\":" + made.text + '}');
    if (!read.loaded) return {{}, {}, told(read.errors)};
    made.endpoints = std::move(read.loaded->endpoints);
    return made;
}

} // namespace drydock::sim
