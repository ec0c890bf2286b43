#include "tools/live/probe.hpp"

#include "model/address.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace drydock::tools {

namespace json = boost::json;

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

std::string tracking_number_in(std::string_view body)
{
    json::error_code failed;
    auto const value = json::parse({body.data(), body.size()}, failed);
    if (failed) return {};
    auto const* const found = value.find_pointer("/data/tracking_number", failed);
    if (found == nullptr || !found->is_string()) return {};
    return json::value_to<std::string>(*found);
}

json::value const* find(json::value const& in, std::string const& pointer)
{
    json::error_code failed;
    auto const* const found = in.find_pointer(pointer, failed);
    return found == nullptr || found->is_null() ? nullptr : found;
}

} // namespace

std::optional<real_target> probe_target(sim::probe_plan const& plan, std::string_view subject,
                                        std::string_view body)
{
    auto url = plan.get;
    replace_all(url, "{subject}", model::encode_url(subject));
    replace_all(url, "{tracking_number}", model::encode_url(tracking_number_in(body)));
    return parse_target(url);
}

std::optional<probe_answer> read_probe(sim::probe_plan const& plan,
                                       sim::http::response const& answer, std::string& why)
{
    if (answer.status == 404) return probe_answer{};
    if (answer.status != 200) {
        why = fmt::format("answered {}", answer.status);
        return std::nullopt;
    }
    json::error_code failed;
    auto const value = json::parse(answer.body, failed);
    if (failed) {
        why = "answered what is no JSON: " + failed.message();
        return std::nullopt;
    }
    probe_answer told;
    if (auto const* const count = find(value, plan.effects)) {
        told.effects = count->is_number() ? count->to_number<std::uint64_t>(failed) : 0;
        if (!count->is_number() || failed) {
            why = fmt::format("has no count at {}: {}", plan.effects, json::serialize(*count));
            return std::nullopt;
        }
    }
    auto const* const status = plan.status.empty() ? nullptr : find(value, plan.status);
    if (status != nullptr && status->is_string())
        told.shows = model::parse_scan_status(json::value_to<std::string>(*status))
                         .value_or(model::scan_status{});
    return told;
}

} // namespace drydock::tools
