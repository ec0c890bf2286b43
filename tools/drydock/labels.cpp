#include "tools/drydock/labels.hpp"

#include "tools/drydock/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::tools {

namespace {

// Imported orders and changed payloads would fill a screen.
constexpr std::size_t widest_members = 300;

// The members of an event's line after the envelope (seq, at, type, cause), as plain words. The
// lines are our own, so that the envelope is known to end with the first member after "cause".
std::string members_in_words(std::string_view line)
{
    auto const cause = line.find("\"cause\":");
    auto const begin = line.find(',', cause);
    if (cause == std::string_view::npos || begin == std::string_view::npos) return {};
    std::string words;
    bool in_string = false;
    for (auto const c : line.substr(begin + 1, line.size() - begin - 2)) {
        if (c == '"')
            in_string = !in_string;
        else if (c == ':' && !in_string)
            words += ' ';
        else if (c == ',' && !in_string)
            words += ", ";
        else
            words += c;
    }
    return shortened(words, widest_members);
}

// Whose event it is, where its line tells only the number of a delivery.
std::string subject_of(model::event const& e, labels const& known, model::text_table const& texts)
{
    return model::visit_event(e, [&](auto const& body) -> std::string {
        if constexpr (requires { body.delivery; }) {
            auto const& d = known.at(body.delivery);
            return fmt::format("{} {}", known.subject(d.subject, texts), d.told);
        } else {
            return {};
        }
    });
}

} // namespace

void labels::apply(model::event const& e, model::sequence_number sequence)
{
    names_.apply(e);
    if (e.type == model::event_type::shipment_scanned)
        scans_.push_back({sequence, e.as<model::shipment_scanned>().status});
    if (e.type != model::event_type::delivery_requested) return;
    auto const body = e.as<model::delivery_requested>();
    auto const scan = std::lower_bound(
        scans_.begin(), scans_.end(), e.cause,
        [](seen_scan const& s, model::sequence_number wanted) { return s.sequence < wanted; });
    bool const tells_scan = scan != scans_.end() && scan->sequence == e.cause;
    deliveries_.push_back(
        {body.subject, body.webhook, e.at,
         tells_scan ? name(scan->status) : short_name(names_.event_of(body.webhook))});
}

std::string_view short_name(model::webhook_event event)
{
    using enum model::webhook_event;
    switch (event) {
    case batch: return "batch";
    case rate: return "rates";
    case track: return "track";
    case carrier_connected: return "carrier";
    case sales_orders_imported: return "orders";
    case order_source_refresh_complete: return "refresh";
    case report_complete: return "report";
    }
    return "event";
}

std::string describe(model::event const& e, labels const& known, std::string_view json_line,
                     model::text_table const& texts)
{
    auto const subject = subject_of(e, known, texts);
    return fmt::format("{:<18} {}{}{}", name(e.type), subject, subject.empty() ? "" : "  ",
                       members_in_words(json_line));
}

} // namespace drydock::tools
