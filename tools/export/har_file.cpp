#include "tools/export/har_file.hpp"

#include "sim/attempt_headers.hpp"

#include <fmt/format.h>

namespace drydock::tools {

har_file::har_file(std::string path, sim::scenario const& what)
    : file_{std::move(path)}, what_{what}, bodies_{what}
{
    file_.write(har_begin);
}

void har_file::on_block(std::span<model::event const> block, model::sequence_number first,
                        model::text_table const& texts)
{
    if (!good()) return;
    for (auto const& e : block) {
        bodies_.apply(e, first, texts);
        apply(e, texts);
        ++first.value;
    }
    file_.write(ready_);
    ready_.clear();
}

void har_file::apply(model::event const& e, model::text_table const& texts)
{
    using enum model::event_type;
    switch (e.type) {
    case delivery_requested: {
        auto const body = e.as<model::delivery_requested>();
        open_[body.delivery] = {body.webhook, bodies_.body_of(body, texts)};
        break;
    }
    case attempt_started: {
        auto const body = e.as<model::attempt_started>();
        begin(open_.at(body.delivery), body, e.at, texts);
        break;
    }
    case attempt_failed: {
        auto const body = e.as<model::attempt_failed>();
        auto const has_status = body.reason.kind == model::outcome_kind::http;
        end(body.delivery, has_status ? body.reason.status : std::uint16_t{},
            has_status ? std::string{} : to_text(body.reason), e.at);
        break;
    }
    case delivery_succeeded: {
        auto const body = e.as<model::delivery_succeeded>();
        end(body.delivery, body.status, {}, e.at);
        open_.erase(body.delivery);
        break;
    }
    case delivery_discarded: open_.erase(e.as<model::delivery_discarded>().delivery); break;
    case delivery_cancelled: open_.erase(e.as<model::delivery_cancelled>().delivery); break;
    default: break;
    }
}

void har_file::begin(open_delivery& of, model::attempt_started const& body, model::instant at,
                     model::text_table const& texts) const
{
    auto const& webhook = bodies_.folded().at(of.webhook);
    of.attempt = {
        .began = at,
        .method = "POST",
        .url = std::string{texts[webhook.url]},
        .headers = sim::attempt_headers({.profile = what_.profile,
                                         .at = at,
                                         .delivery = body.delivery,
                                         .attempt = body.attempt.value,
                                         .body = of.body,
                                         .webhook_fields = texts[webhook.fields]}),
        .body = of.body,
        .error = {},
        .comment = fmt::format("delivery {}, attempt {}", body.delivery.value, body.attempt.value)};
}

void har_file::end(model::delivery_number delivery, std::uint16_t status, std::string error,
                   model::instant at)
{
    auto& entry = open_.at(delivery).attempt;
    entry.took = at - entry.began;
    entry.status = status;
    entry.error = std::move(error);
    ready_ += is_first_ ? "\n" : ",\n";
    ready_ += har_json(entry);
    is_first_ = false;
}

std::optional<std::string> har_file::finish()
{
    file_.write("\n");
    file_.write(har_end);
    file_.write("\n");
    return file_.finish();
}

} // namespace drydock::tools
