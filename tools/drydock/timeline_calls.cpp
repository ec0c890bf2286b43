// The rows that tell of calls, and of what only a served world journals.
#include "model/json/json_text.hpp"
#include "tools/drydock/timeline.hpp"

#include <fmt/format.h>

#include <utility>

namespace drydock::tools {

void timeline::tell(model::request_received const& body)
{
    auto row = new_row();
    row.words = fmt::format("{} {}", name(body.method), printable((*texts_)[body.target]));
    if (body.key != model::key_state::valid) row.words += fmt::format(", {} key", name(body.key));
    hold(std::move(row));
    asked_ = released_ + held_.size() - 1;
    held_.back().open = true;
}

void timeline::tell(model::request_answered const& body)
{
    auto& held = held_[asked_ - released_];
    held.row.words += fmt::format(": {}", body.status);
    if (body.error) held.row.words += fmt::format(" {}", printable((*texts_)[body.error]));
    if (body.error) held.row.words_tone = tone::caution;
    held.open = false;
}

void timeline::tell(model::call_sent const& body)
{
    tell_words(fmt::format("{} {}", name(body.method), printable((*texts_)[body.url])));
    called_ = released_ + held_.size() - 1;
    held_.back().open = true;
}

void timeline::tell(model::call_answered const& body)
{
    auto& held = held_[*called_ - released_];
    held.row.words += body.status != 0 ? fmt::format(": {}", body.status)
                                       : fmt::format(": {}, {}", name(body.reason),
                                                     printable((*texts_)[body.detail]));
    if (body.status == 0) held.row.words_tone = tone::caution;
    held.open = false;
    called_.reset();
}

void timeline::tell(model::tracking_started const& body)
{
    tell_entity(body.shipment, "", "tracked");
}

void timeline::tell(model::tracking_stopped const& body)
{
    tell_entity(body.shipment, "", "tracked no more: its scans are not told of");
}

void timeline::tell(model::label_created const& body)
{
    auto const id = model::raw_member((*texts_)[body.fields], "label_id");
    tell_entity(body.shipment, "label", printable(model::decode_json_string(id)));
}

void timeline::tell(model::endpoint_changed const& body)
{
    tell_words(
        fmt::format("{} other outages and rules", body.bin ? "a bin has" : "endpoints have"));
}

void timeline::tell(model::request_captured const& body)
{
    tell_words(fmt::format("bin {} took a request in", printable((*texts_)[body.bin])));
}

void timeline::tell(model::clock_advanced const& body)
{
    tell_words("clock turned on by " + model::to_text(now_->at - body.from));
}

void timeline::tell(model::timeline_added const& body)
{
    tell_words(fmt::format("entries put in the timeline: {}", body.count));
}

void timeline::tell(model::base_url_changed const& body)
{
    tell_words(fmt::format("served at {}", printable((*texts_)[body.url])));
}

void timeline::tell(model::clock_mode_changed const& body)
{
    tell_words(fmt::format("the clock is {} from now on", printable((*texts_)[body.mode])));
}

} // namespace drydock::tools
