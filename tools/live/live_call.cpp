#include "tools/live/live_call.hpp"

#include "model/json/json_text.hpp"

namespace drydock::tools {

sim::http::request message_of(sim::outside_call const& wish, real_target const& to)
{
    sim::http::request made;
    made.method = name(wish.method);
    made.target = to.target;
    made.body = wish.body;
    for (auto const& [name, value] : model::split_members(wish.headers))
        made.fields.push_back({name, model::decode_json_string(value)});
    if (!made.body.empty() && made.find("Content-Type") == nullptr)
        made.fields.push_back({"Content-Type", "application/json"});
    return made;
}

sim::heard_call kept_of(sim::http::heard const& heard)
{
    if (heard.answer)
        return sim::heard_answer(static_cast<std::uint16_t>(heard.answer->status),
                                 heard.answer->body, heard.is_cut);
    return {.reason = heard.outcome.kind, .detail = model::mended_utf8(heard.detail)};
}

} // namespace drydock::tools
