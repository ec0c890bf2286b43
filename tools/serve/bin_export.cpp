#include "tools/serve/bin_export.hpp"

#include "sim/http/message.hpp"
#include "tools/drydock/json.hpp"
#include "tools/export/har.hpp"
#include "tools/export/masked.hpp"
#include "tools/sign/base64.hpp"

#include <algorithm>
#include <utility>

namespace drydock::tools {

namespace {

/// By which way it came: that of the server, below /bin/, or that of the bin's own port.
std::string url_of(bin_record const& record, std::string const& base_url)
{
    auto const host = std::ranges::find_if(record.headers, [](auto const& each) {
        return sim::http::is_same_name(each.first, "Host");
    });
    bool const is_known = record.is_at_port && host != record.headers.end();
    return (is_known ? "http://" + host->second : base_url) + record.target;
}

/// Who was refused before anything was read has sent nothing that could be told.
bool is_request(bin_record const& record)
{
    return !record.method.empty();
}

har_entry entry_of(bin_record const& record, std::string const& base_url)
{
    return {.began = record.at,
            .took = {},
            .method = record.method,
            .url = url_of(record, base_url),
            .headers = record.headers,
            .body = record.body,
            .status = record.status,
            .error = record.status == 0 ? std::string{name(record.reason)} : std::string{}};
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
    if (is_utf8(record.body))
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
    std::string made{har_begin};
    bool is_first = true;
    for (auto const& record : records) {
        if (!is_request(record)) continue;
        if (!std::exchange(is_first, false)) made += ',';
        made += har_json(entry_of(record, base_url));
    }
    return made.append(har_end);
}

std::string to_curl(std::vector<bin_record> const& records, std::string const& base_url)
{
    std::string made;
    for (auto const& record : records) {
        if (!is_request(record)) continue;
        bool const sends_text = is_utf8(record.body);
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
        made += ' ' + shell_quoted(masked_url(url_of(record, base_url))) + '\n';
    }
    return made;
}

} // namespace drydock::tools
