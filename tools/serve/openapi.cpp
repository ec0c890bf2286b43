#include "tools/serve/openapi.hpp"

#include "model/api/route.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/serve/control.hpp"

#include <algorithm>

namespace drydock::tools {

namespace {

std::string lower(std::string_view text)
{
    std::string made{text};
    for (auto& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return made;
}

/// The parameters of a pattern's path.
sim::node parameters_of(std::string_view pattern)
{
    auto list = json_array();
    for (auto open = pattern.find('{'); open != pattern.npos; open = pattern.find('{', open + 1))
        list.items.push_back(json_object(
            {{"name", json_string(pattern.substr(open + 1, pattern.find('}', open) - open - 1))},
             {"in", json_string("path")},
             {"required", json_boolean(true)},
             {"schema", json_object({{"type", json_string("string")}})}}));
    return list;
}

struct described {
    std::string_view method, pattern, operation, doc, tag;
    unsigned success = 200;
    bool takes_key = false;
};

sim::node response(std::string_view words)
{
    return json_object({{"description", json_string(words)}});
}

sim::node operation_of(described const& route)
{
    auto responses = json_object({});
    append_member(responses, std::to_string(route.success), response("Done."));
    append_member(responses, "default", response("Refused; the body says why."));
    auto tags = json_array();
    tags.items.push_back(json_string(route.tag));
    auto made = json_object({{"operationId", json_string(route.operation)},
                             {"summary", json_string(route.doc)},
                             {"tags", std::move(tags)},
                             {"parameters", parameters_of(route.pattern)},
                             {"responses", std::move(responses)}});
    if (route.takes_key) {
        auto needed = json_array();
        needed.items.push_back(json_object({{"api_key", json_array()}}));
        append_member(made, "security", std::move(needed));
    }
    return made;
}

class path_list {
public:
    void add(described const& route)
    {
        auto found = std::ranges::find(all_.members, route.pattern, &sim::node::member::name);
        if (found == all_.members.end()) {
            append_member(all_, route.pattern, json_object({}));
            found = std::prev(all_.members.end());
        }
        append_member(found->value, lower(route.method), operation_of(route));
    }
    sim::node take() { return std::move(all_); }

private:
    sim::node all_ = json_object({});
};

} // namespace

std::string openapi_document(std::string_view base_url)
{
    path_list paths;
    for (auto const& route : model::api::routes())
        paths.add({name(route.method), route.pattern, route.operation, route.doc, "api",
                   route.success, true});
    for (auto const& route : control_routes())
        paths.add({route.method, route.pattern, route.operation, route.doc, "control"});
    paths.add({"POST", "/bin/{name}", "fill_bin", "A bin takes anything, by any method.", "bins"});
    paths.add({"GET", "/", "get_dashboard", "The dashboard, for browsers.", "control"});
    paths.add({"GET", "/openapi.json", "get_openapi", "This document.", "control"});
    auto servers = json_array();
    servers.items.push_back(json_object({{"url", json_string(base_url)}}));
    auto key = json_object({{"type", json_string("apiKey")},
                            {"in", json_string("header")},
                            {"name", json_string("API-Key")}});
    return sim::to_json(json_object(
        {{"openapi", json_string("3.0.3")},
         {"info", json_object({{"title", json_string("drydock")},
                               {"version", json_string(program_version())}})},
         {"servers", std::move(servers)},
         {"paths", paths.take()},
         {"components",
          json_object({{"securitySchemes", json_object({{"api_key", std::move(key)}})}})}}));
}

} // namespace drydock::tools
