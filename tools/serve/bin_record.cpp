#include "tools/serve/bin_record.hpp"

#include "model/json/json_text.hpp"
#include "tools/sign/base64.hpp"

namespace drydock::tools {

namespace {

bin_record record_of(model::event const& e, model::text_table const& texts)
{
    auto const taken = e.as<model::request_captured>();
    auto const head = texts[taken.head];
    bin_record made{.number = taken.capture,
                    .at = e.at,
                    .method = model::decode_json_string(model::raw_member(head, "method")),
                    .target = model::decode_json_string(model::raw_member(head, "target")),
                    .headers = {},
                    .is_at_port = model::raw_member(head, "port") == "true",
                    .body = std::string{texts[taken.body]},
                    .status = taken.status,
                    .reason = taken.reason};
    if (taken.is_encoded != 0) made.body = from_base64(made.body).value_or(std::string{});
    for (auto const pair : model::split_items(model::raw_member(head, "headers"))) {
        auto const both = model::split_items(pair);
        made.headers.emplace_back(model::decode_json_string(both[0]),
                                  model::decode_json_string(both[1]));
    }
    return made;
}

} // namespace

std::vector<bin_record> records_of(event_log const& log, model::text_table const& texts,
                                   std::string_view bin)
{
    std::vector<bin_record> all;
    for (auto const place : log.captures(texts.find(bin)))
        all.push_back(record_of(log.at(place), texts));
    return all;
}

std::size_t count_of(event_log const& log, model::text_table const& texts, std::string_view bin)
{
    return log.captures(texts.find(bin)).size();
}

std::string head_json(std::string_view method, std::string_view target,
                      std::vector<std::pair<std::string, std::string>> const& headers,
                      bool is_at_port)
{
    std::string made = "{\"method\":";
    model::append_json_string(made, model::mended_utf8(method));
    made += ",\"target\":";
    model::append_json_string(made, model::mended_utf8(target));
    made += ",\"headers\":[";
    for (auto const& [name, value] : headers) {
        made += made.back() == '[' ? "[" : ",[";
        model::append_json_string(made, model::mended_utf8(name));
        made += ',';
        model::append_json_string(made, model::mended_utf8(value));
        made += ']';
    }
    return made + (is_at_port ? R"(],"port":true})" : "]}");
}

} // namespace drydock::tools
