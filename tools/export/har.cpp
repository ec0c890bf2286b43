#include "tools/export/har.hpp"

#include "model/json/json_text.hpp"
#include "sim/http/message.hpp"
#include "tools/drydock/json.hpp"
#include "tools/export/masked.hpp"
#include "tools/sign/base64.hpp"

#include <algorithm>

namespace drydock::tools {

namespace {

// What is not known, as the format has it.
sim::node unknown_size()
{
    auto value = json_number(1);
    value.text = "-1";
    return value;
}

sim::node headers_json(har_entry const& entry)
{
    auto list = json_array();
    for (auto const& [name, value] : entry.headers)
        list.items.push_back(
            json_object({{"name", json_string(name)},
                         {"value", json_string(is_secret_header(name) ? "***" : value)}}));
    return list;
}

sim::node post_data(har_entry const& entry)
{
    std::string_view type;
    for (auto const& [name, value] : entry.headers)
        if (sim::http::is_same_name(name, "Content-Type")) type = value;
    bool const is_text = is_utf8(entry.body);
    auto data = json_object({{"mimeType", json_string(type)},
                             {"text", json_string(is_text ? entry.body : to_base64(entry.body))}});
    if (!is_text) append_member(data, "encoding", json_string("base64"));
    return data;
}

sim::node request_json(har_entry const& entry)
{
    return json_object({{"method", json_string(entry.method)},
                        {"url", json_string(masked_url(entry.url))},
                        {"httpVersion", json_string("HTTP/1.1")},
                        {"cookies", json_array()},
                        {"headers", headers_json(entry)},
                        {"queryString", json_array()},
                        {"postData", post_data(entry)},
                        {"headersSize", unknown_size()},
                        {"bodySize", json_number(entry.body.size())}});
}

sim::node response_json(har_entry const& entry)
{
    auto response = json_object(
        {{"status", json_number(entry.status)},
         {"statusText", json_string("")},
         {"httpVersion", json_string("HTTP/1.1")},
         {"cookies", json_array()},
         {"headers", json_array()},
         {"content", json_object({{"size", json_number(0)}, {"mimeType", json_string("")}})},
         {"redirectURL", json_string("")},
         {"headersSize", unknown_size()},
         {"bodySize", unknown_size()}});
    if (!entry.error.empty()) append_member(response, "_error", json_string(entry.error));
    return response;
}

} // namespace

bool is_utf8(std::string_view bytes)
{
    return model::mended_utf8(bytes) == bytes;
}

std::string har_json(har_entry const& entry)
{
    auto const milliseconds =
        json_thousandths(static_cast<std::uint64_t>(entry.took.count())); // of microseconds
    auto made = json_object({{"startedDateTime", json_string(model::to_text(entry.began))},
                             {"time", milliseconds},
                             {"request", request_json(entry)},
                             {"response", response_json(entry)},
                             {"cache", json_object({})},
                             {"timings", json_object({{"send", json_number(0)},
                                                      {"wait", milliseconds},
                                                      {"receive", json_number(0)}})}});
    if (!entry.comment.empty()) append_member(made, "comment", json_string(entry.comment));
    return sim::to_json(made);
}

} // namespace drydock::tools
