#include "model/json/json_text.hpp"
#include "tools/drydock/json.hpp"
#include "tools/serve/bin_export.hpp"
#include "tools/serve/bin_ports.hpp"
#include "tools/serve/control_acts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace drydock::tools {

namespace {

constexpr std::array<std::string_view, 4> resend_names{"number", "url", "body", "headers"};
constexpr std::array<std::string_view, 7> not_sent_again{
    "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Expect", "Upgrade"};

constexpr std::array<std::string_view, 1> port_names{"port"};
constexpr std::string_view no_port = "the bin has no port of its own";

std::string door_json(bin_ports::door const& door)
{
    auto made = json_object({{"bin", json_string(door.bin)},
                             {"port", json_number(door.number)},
                             {"url", json_string(door.url)},
                             {"open", json_boolean(door.is_open)}});
    if (!door.failure.empty()) append_member(made, "error", json_string(door.failure));
    return sim::to_json(made);
}

/// The requests of a bin as JSON.
std::string requests_json(engine& on, std::string_view bin, bool is_complete)
{
    on.flush();
    auto list = json_array();
    for (auto const& record : records_of(on.log(), on.world().texts(), bin))
        list.items.push_back(record_json(record));
    auto const count = list.items.size();
    return sim::to_json(json_object({{"count", json_number(count)},
                                     {"complete", json_boolean(is_complete)},
                                     {"requests", std::move(list)}}));
}

struct wait_wish {
    std::size_t count = 0;
    std::optional<model::duration> timeout = std::chrono::seconds{30};
    std::string failure;
};

wait_wish read_wait(control_call const& asked)
{
    wait_wish made;
    model::api::query_reader query{asked.target};
    if (auto const count = query.text("count")) {
        auto const* const end = count->data() + count->size();
        auto const [stop, failed] = std::from_chars(count->data(), end, made.count);
        if (failed != std::errc{} || stop != end) made.failure = "count: expected a whole number";
    }
    if (auto const timeout = query.text("timeout")) {
        made.timeout = model::parse_duration(*timeout);
        if (!made.timeout || *made.timeout < model::duration{} ||
            *made.timeout > std::chrono::hours{1})
            made.failure = "timeout: expected a duration up to 1h, such as \"5s\"";
    }
    return made;
}

bool is_sent_again(std::string_view name)
{
    return std::ranges::none_of(
        not_sent_again, [&](std::string_view each) { return sim::http::is_same_name(each, name); });
}

/// What is sent again, changed as wished.
sender_machine::headers headers_of(bin_record const& record, std::string_view wished)
{
    sender_machine::headers made;
    auto const changes = model::split_members(wished);
    for (auto const& [name, value] : record.headers) {
        bool const is_changed = std::ranges::any_of(changes, [&name = name](auto const& change) {
            return sim::http::is_same_name(change.name, name);
        });
        if (is_sent_again(name) && !is_changed) made.emplace_back(name, value);
    }
    for (auto const& change : changes)
        if (change.value != "null" && is_sent_again(change.name))
            made.emplace_back(change.name, model::decode_json_string(change.value));
    return made;
}

} // namespace

control_answer get_bin(control_call const& asked)
{
    auto& on = asked.on;
    auto const wish = read_wait(asked);
    if (!wish.failure.empty()) return refusal_answer(400, wish.failure);
    on.flush();
    auto const is_enough = [&on, bin = asked.ids[0], count = wish.count] {
        return count_of(on.log(), on.world().texts(), bin) >= count;
    };
    if (is_enough()) return json_answer(requests_json(on, asked.ids[0], true));
    control_answer made;
    made.ready = is_enough;
    made.timeout = wish.timeout;
    made.then = [&on, bin = asked.ids[0]](bool is_ready) {
        return json_answer(requests_json(on, bin, is_ready), is_ready ? 200 : 408);
    };
    return made;
}

control_answer put_bin_rules(control_call const& asked)
{
    asked.on.catch_up();
    if (auto const why = asked.on.world().set_bin_rules(asked.ids[0], asked.what.body);
        !why.empty())
        return refusal_answer(400, why);
    asked.on.ports().follow(asked.on.seen_now());
    return json_answer("{}");
}

control_answer put_bin_port(control_call const& asked)
{
    auto body = read_control(asked, port_names);
    auto const wished = body.members.raw("port");
    std::uint16_t number = 0;
    auto const* const end = wished.data() + wished.size();
    auto const [stop, failed] = std::from_chars(wished.data(), end, number);
    if (body.members.problems().empty() && (failed != std::errc{} || stop != end))
        return refusal_answer(400, "port: expected a number up to 65535; 0: any that is free");
    if (!body.members.problems().empty())
        return refusal_answer(400, body.members.problems().front().message);
    auto const door = asked.on.ports().open(asked.ids[0], number);
    if (door.failure.empty()) return json_answer(door_json(door));
    return refusal_answer(door.is_unkept ? 500 : 409, door.failure);
}

control_answer get_bin_port(control_call const& asked)
{
    auto const door = asked.on.ports().find(asked.ids[0]);
    return door ? json_answer(door_json(*door)) : refusal_answer(404, no_port);
}

control_answer delete_bin_port(control_call const& asked)
{
    auto& ports = asked.on.ports();
    if (!ports.find(asked.ids[0])) return refusal_answer(404, no_port);
    auto const why = ports.close(asked.ids[0]);
    return why.empty() ? json_answer("{}") : refusal_answer(500, why);
}

control_answer export_bin(control_call const& asked)
{
    auto& on = asked.on;
    on.flush();
    model::api::query_reader query{asked.target};
    auto const as = query.text("as").value_or("har");
    if (as != "har" && as != "curl") return refusal_answer(400, "as: expected har or curl");
    auto const records = records_of(on.log(), on.world().texts(), asked.ids[0]);
    auto const& base = on.world().plan().base_url;
    if (as == "har") return json_answer(to_har(records, base));
    control_answer made;
    made.what.fields.push_back({"Content-Type", "text/plain; charset=utf-8"});
    made.what.body = to_curl(records, base);
    return made;
}

control_answer resend_from_bin(control_call const& asked)
{
    auto& on = asked.on;
    on.flush();
    auto body = read_control(asked, resend_names);
    auto& members = body.members;
    auto const url = members.text("url"), content = members.text("body");
    auto const headers = members.object("headers");
    if (!members.problems().empty()) return refusal_answer(400, members.problems().front().message);
    if (!url) return refusal_answer(400, "url: expected where to send it");
    auto const number = members.raw("number");
    auto const records = records_of(on.log(), on.world().texts(), asked.ids[0]);
    auto const found = std::ranges::find_if(records, [&](bin_record const& each) {
        return number.empty() || std::to_string(each.number.value) == number;
    });
    if (found == records.end()) return refusal_answer(404, "the bin has no such request");

    auto const heard = std::make_shared<std::optional<sender_machine::heard_answer>>();
    on.sender().send(found->method, *url, headers_of(*found, headers),
                     content ? *content : found->body,
                     [heard](sender_machine::heard_answer what) { *heard = std::move(what); });
    control_answer made;
    made.ready = [heard] { return heard->has_value(); };
    made.then = [heard](bool is_ready) {
        if (!is_ready) return refusal_answer(503, "the server stops");
        auto const& what = **heard;
        if (what.status == 0) return refusal_answer(502, what.detail);
        return json_answer(
            sim::to_json(json_object({{"status", json_number(what.status)},
                                      {"body", json_string(model::mended_utf8(what.body))}})));
    };
    return made;
}

} // namespace drydock::tools
