#include "tools/drydock/labels.hpp"

#include <fmt/format.h>

namespace drydock::tools {

namespace {

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
    return words;
}

// Whose event it is, where its line tells only the number of a delivery.
std::string subject_of(model::event const& e, labels const& known, model::text_table const& texts)
{
    return model::visit_event(e, [&](auto const& body) -> std::string {
        if constexpr (requires { body.delivery; }) {
            auto const& d = known.at(body.delivery);
            return fmt::format("{} {}", known.shipment(d.subject, texts), name(d.status));
        } else {
            return {};
        }
    });
}

} // namespace

void labels::apply(model::event const& e)
{
    names_.apply(e);
    if (e.type == model::event_type::shipment_scanned)
        last_scan_ = e.as<model::shipment_scanned>().status;
    if (e.type != model::event_type::delivery_requested) return;
    auto const body = e.as<model::delivery_requested>();
    deliveries_.push_back({body.subject, body.webhook, e.at, last_scan_});
}

std::string describe(model::event const& e, labels const& known, std::string_view json_line,
                     model::text_table const& texts)
{
    auto const subject = subject_of(e, known, texts);
    return fmt::format("{:<18} {}{}{}", name(e.type), subject, subject.empty() ? "" : "  ",
                       members_in_words(json_line));
}

} // namespace drydock::tools
