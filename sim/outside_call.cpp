#include "sim/outside_call.hpp"

#include "model/json/json_text.hpp"

#include <fmt/format.h>

namespace drydock::sim {

heard_call heard_answer(std::uint16_t status, std::string_view body, bool is_cut)
{
    heard_call kept{.status = status, .is_cut = is_cut, .body = model::mended_utf8(body)};
    if (auto compact = model::compact_json(kept.body); !compact.empty())
        kept.body = std::move(compact);
    if (kept.body.size() <= longest_kept_body) return kept;
    kept.body = model::mended_utf8(std::string_view{kept.body}.substr(0, longest_kept_body));
    kept.is_cut = true;
    return kept;
}

std::string live_only(scenario const& what)
{
    for (auto const& entry : what.timeline)
        if (auto const* const call = std::get_if<call_entry>(&entry.what))
            return fmt::format("{}:{}:{}: only a live run calls {}: --endpoint URL, or "
                               "--transport live",
                               what.path, entry.where.line, entry.where.column, call->url);
    return {};
}

} // namespace drydock::sim
