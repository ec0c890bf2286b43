#include "model/api/carriers.hpp"

#include "model/api/body.hpp"
#include "model/api/new_id.hpp"
#include "model/entity/carrier.hpp"
#include "model/json/json_object.hpp"
#include "model/payload.hpp"

#include <algorithm>

namespace drydock::model::api {

namespace {

/// "STAMPS COM" for "stamps_com": what stands in for a name of which only the code is known.
std::string display_name(std::string_view code)
{
    std::string made{code};
    for (auto& c : made) {
        if (c == '_') c = ' ';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return made;
}

void append_carrier(std::string& out, carrier_number number, context const& in)
{
    auto const& c = in.s.at(number);
    auto const fields = in.texts[c.fields];
    auto const given = raw_member(fields, "carrier_code");
    auto const code = given.empty() ? std::string{default_carrier_code} : decode_json_string(given);
    object_writer carrier{out, fields};
    carrier.fixed("carrier_id", to_text(c.id, in.texts));
    carrier.text("carrier_code", code);
    carrier.text("account_number", "account_" + std::to_string(number.value));
    carrier.json("requires_funded_amount", "false");
    carrier.json("balance", "0.0");
    carrier.text("nickname", display_name(code) + " account");
    carrier.text("friendly_name", display_name(code));
    carrier.json("primary", number.value == 1 ? "true" : "false");
    carrier.json("has_multi_package_supporting_services", "false");
    carrier.json("supports_label_messages", "false");
    for (auto const* const list : {"services", "packages", "options"})
        carrier.json(list, "[]");
    carrier.close();
}

} // namespace

answer list_carriers(call const& asked)
{
    answer given{200, "{\"carriers\":["};
    for (std::uint32_t n = 1; n <= asked.in.s.carriers.size(); ++n) {
        if (n != 1) given.body += ',';
        append_carrier(given.body, {n}, asked.in);
    }
    given.body += "],\"request_id\":\"" + request_id(asked.in.number) + "\",\"errors\":[]}";
    return given;
}

answer get_carrier(call const& asked)
{
    auto const& in = asked.in;
    auto const found = in.s.find(subject_kind::carrier, find_id(asked.ids[0], in.texts));
    if (!found) return asked.refuse(404, not_found("Carrier ID", asked.ids[0]));

    answer given;
    append_carrier(given.body, {found.ordinal}, in);
    return given;
}

answer connect_carrier(call const& asked)
{
    auto given = read_body(asked.wish.body);
    if (given.unreadable) return asked.refuse(400, *given.unreadable);
    // Of what else a carrier wants to know, secrets among it, nothing is kept.
    auto const id = new_id(asked.in.s, subject_kind::carrier);
    std::string fields;
    object_writer out{fields, {}};
    out.text("carrier_code", asked.ids[0]);
    for (auto const& m : given.members) {
        if (m.name != "nickname" && m.name != "account_number") continue;
        if (!is_string(m.value))
            return asked.refuse(
                400, invalid_value(m.name, m.name + " must be a string.", std::string{m.value}));
        out.json(m.name, m.value);
    }
    out.close();
    auto const refused = decide(
        asked.in.s, model::connect_carrier{.id = id, .fields = fields, .cause = asked.in.cause},
        asked.out);
    ASSERT(!refused);
    return {200, "{\"carrier_id\":\"" + id + "\"}"};
}

} // namespace drydock::model::api
