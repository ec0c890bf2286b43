#include "tools/serve/bin_export.hpp"

#include "model/json/json_text.hpp"
#include "sim/http/message.hpp"
#include "tools/drydock/json.hpp"
#include "tools/sign/base64.hpp"

namespace drydock::tools {

namespace {

bool is_text(std::string const& bytes)
{
    return model::mended_utf8(bytes) == bytes;
}

sim::node named_list(std::vector<std::pair<std::string, std::string>> const& headers)
{
    auto list = json_array();
    for (auto const& [name, value] : headers)
        list.items.push_back(
            json_object({{"name", json_string(name)},
                         {"value", json_string(is_secret_header(name) ? "***" : value)}}));
    return list;
}

std::string header_of(bin_record const& record, std::string_view wanted)
{
    for (auto const& [name, value] : record.headers)
        if (sim::http::is_same_name(name, wanted)) return value;
    return {};
}

sim::node entry_of(bin_record const& record, std::string const& base_url)
{
    auto content = json_object({{"mimeType", json_string(header_of(record, "Content-Type"))}});
    append_member(content, "text",
                  json_string(is_text(record.body) ? record.body : to_base64(record.body)));
    if (!is_text(record.body)) append_member(content, "encoding", json_string("base64"));
    auto request = json_object({{"method", json_string(record.method)},
                                {"url", json_string(masked_url(base_url + record.target))},
                                {"httpVersion", json_string("HTTP/1.1")},
                                {"cookies", json_array()},
                                {"headers", named_list(record.headers)},
                                {"queryString", json_array()},
                                {"postData", std::move(content)},
                                {"headersSize", json_number(0)},
                                {"bodySize", json_number(record.body.size())}});
    auto response = json_object(
        {{"status", json_number(record.status)},
         {"statusText", json_string("")},
         {"httpVersion", json_string("HTTP/1.1")},
         {"cookies", json_array()},
         {"headers", json_array()},
         {"content", json_object({{"size", json_number(0)}, {"mimeType", json_string("")}})},
         {"redirectURL", json_string("")},
         {"headersSize", json_number(0)},
         {"bodySize", json_number(0)}});
    return json_object({{"startedDateTime", json_string(model::to_text(record.at))},
                        {"time", json_number(0)},
                        {"request", std::move(request)},
                        {"response", std::move(response)},
                        {"cache", json_object({})},
                        {"timings", json_object({{"send", json_number(0)},
                                                 {"wait", json_number(0)},
                                                 {"receive", json_number(0)}})}});
}

std::string shell_quoted(std::string_view text)
{
    std::string made = "'";
    for (auto const c : text)
        c == '\'' ? made += "'\\''" : made += c;
    return made + '\'';
}

} // namespace

sim::node record_json(bin_record const& record)
{
    auto headers = json_array();
    for (auto const& [name, value] : record.headers) {
        auto pair = json_array();
        pair.items = {json_string(name), json_string(value)};
        headers.items.push_back(std::move(pair));
    }
    auto made = json_object({{"number", json_number(record.number.value)},
                             {"at", json_string(model::to_text(record.at))},
                             {"method", json_string(record.method)},
                             {"target", json_string(record.target)},
                             {"headers", std::move(headers)}});
    if (is_text(record.body))
        append_member(made, "body", json_string(record.body));
    else
        append_member(made, "body_base64", json_string(to_base64(record.body)));
    if (record.status != 0)
        append_member(made, "status", json_number(record.status));
    else
        append_member(made, "reason", json_string(name(record.reason)));
    return made;
}

std::string to_har(std::vector<bin_record> const& records, std::string const& base_url)
{
    auto entries = json_array();
    for (auto const& record : records)
        entries.items.push_back(entry_of(record, base_url));
    return sim::to_json(
        json_object({{"log", json_object({{"version", json_string("1.2")},
                                          {"creator", json_object({{"name", json_string("drydock")},
                                                                   {"version", json_string("1")}})},
                                          {"entries", std::move(entries)}})}}));
}

std::string to_curl(std::vector<bin_record> const& records, std::string const& base_url)
{
    std::string made;
    for (auto const& record : records) {
        bool const sends_text = is_text(record.body);
        if (!sends_text) made += "base64 -d <<< " + to_base64(record.body) + " | ";
        made += "curl -X " + record.method;
        for (auto const& [name, value] : record.headers) {
            if (sim::http::is_same_name(name, "Host") ||
                sim::http::is_same_name(name, "Content-Length"))
                continue;
            made += " -H " + shell_quoted(name + ": " + (is_secret_header(name) ? "***" : value));
        }
        if (!record.body.empty())
            made += " --data-binary " + (sends_text ? shell_quoted(record.body) : "@-");
        made += ' ' + shell_quoted(masked_url(base_url + record.target)) + '\n';
    }
    return made;
}

} // namespace drydock::tools
