#include "tools/drydock/timeline.hpp"

#include "model/payload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace drydock::tools {

using column = timeline_row;

namespace {

constexpr std::size_t widest_subject = 24;
constexpr std::size_t widest_detail = 60; // beside an offset, in a narrow terminal

std::string_view in_words(model::discard_reason reason)
{
    switch (reason) {
    case model::discard_reason::attempts_exhausted: return "discarded, no attempt left";
    case model::discard_reason::stopped: return "discarded, the answer says stop";
    case model::discard_reason::too_old: return "discarded, too old to retry";
    }
    return "discarded";
}

} // namespace

timeline::timeline(sim::scenario const& what, std::ostream& out, painter paint,
                   timeline_limits limits)
    : what_{what}, table_{out, paint, limits}, bands_{what}, whole_seconds_{limits.whole_seconds}
{
}

void timeline::on_block(std::span<model::event const> block, model::sequence_number first,
                        model::text_table const& texts)
{
    texts_ = &texts;
    for (auto const& e : block) {
        apply(e, first);
        ++first.value;
    }
    release();
}

void timeline::finish()
{
    for (auto const& [delivery, place] : open_) {
        auto& held = held_[place - released_];
        held.row.cells[column::then] = "still in flight at the end";
        held.open = false;
    }
    open_.clear();
    if (called_) held_[*called_ - released_].open = false;
    release();
    while (auto const edge = bands_.next_end()) {
        timeline_row row;
        row.gutter = edge->gutter;
        row.cells[column::offset] = offset_column(shown_offset(edge->at));
        row.words = edge->words;
        row.words_tone = tone::bad;
        table_.add(std::move(row));
    }
    table_.finish();
}

void timeline::apply(model::event const& e, model::sequence_number sequence)
{
    labels_.apply(e, sequence);
    tell_edges(e.at);
    now_ = &e;
    model::visit_event(e, [this](auto const& body) {
        tell(body);
        if constexpr (requires { body.payload; })
            if (body.payload) held_.back().row.words += ", with a payload of its own";
    });
    before_ = e.type;
}

void timeline::tell(model::webhook_created const& body)
{
    tell_webhook(body.webhook, fmt::format("created: {} to {}", name(body.event),
                                           printable((*texts_)[body.url])));
}

void timeline::tell(model::webhook_updated const& body)
{
    tell_webhook(body.webhook,
                 fmt::format("sends {} to {} from now on", name(labels_.event_of(body.webhook)),
                             printable((*texts_)[body.url])));
}

void timeline::tell(model::webhook_deleted const& body)
{
    tell_webhook(body.webhook, "deleted");
}

void timeline::tell(model::webhook_enabled const& body)
{
    tell_webhook(body.webhook, body.on_trial != 0 ? "enabled, on trial" : "enabled");
}

void timeline::tell(model::webhook_disabled const& body)
{
    std::string words = now_->cause ? "disabled, because it kept failing" : "disabled";
    if (body.recovers_at != model::instant{})
        words +=
            fmt::format("; on trial again at {}", offset_phrase(shown_offset(body.recovers_at)));
    tell_webhook(body.webhook, words);
}

void timeline::tell(model::shipment_created const& body)
{
    auto row = new_row();
    row.cells[column::subject] = subject_cell(body.shipment);
    row.cells[column::what] = name(model::scan_status::UN);
    row.words = "created";
    row.words_tone = tone::dim;
    hold(std::move(row));
}

void timeline::tell(model::shipment_scanned const& body)
{
    std::string words{description(body.status)};
    if (body.occurred_at != now_->at)
        words +=
            fmt::format(", happened at {}", body.occurred_at < what_.start
                                                ? model::to_text(body.occurred_at)
                                                : offset_phrase(body.occurred_at - what_.start));
    tell_entity(body.shipment, name(body.status), std::move(words));
}

void timeline::tell(model::batch_created const& body)
{
    tell_entity(body.batch, "batch", "open");
    held_.back().row.words_tone = tone::dim;
}

void timeline::tell(model::batch_status_changed const& body)
{
    std::string words{name(body.status)};
    std::ranges::replace(words, '_', ' ');
    tell_entity(body.batch, "batch", std::move(words));
}

void timeline::tell(model::rates_updated const& body)
{
    tell_entity(body.shipment, "rates", "updated");
}

void timeline::tell(model::carrier_connected const& body)
{
    tell_entity(body.carrier, "carrier", "connected");
}

void timeline::tell(model::report_completed const& body)
{
    tell_entity(body.report, "report", "complete");
}

void timeline::tell(model::order_source_refresh_started const& body)
{
    tell_entity(body.order_source, "refresh", "started");
    held_.back().row.words_tone = tone::dim;
}

void timeline::tell(model::order_source_refresh_completed const& body)
{
    tell_entity(body.order_source, "refresh", "complete");
}

void timeline::tell(model::order_source_refresh_failed const& body)
{
    tell_entity(body.order_source, "refresh", "failed: nothing is sent");
    held_.back().row.words_tone = tone::bad;
}

void timeline::tell(model::sales_orders_imported const& body)
{
    tell_entity(body.order_source, "orders", counted(body.count, "order") + " imported");
}

// What follows tells of it, save that a body is sent again.
void timeline::tell(model::delivery_requested const& body)
{
    if (!body.resend_of) return;
    auto row = row_of(body.delivery);
    row.words = fmt::format("resends #{}", body.resend_of.value);
    hold(std::move(row));
}

void timeline::tell(model::event_unsubscribed const& body)
{
    auto& words = held_.back().row.words;
    words += fmt::format("; no webhook is on for {}, nothing is sent", name(body.event));
}

void timeline::tell(model::attempt_started const& body)
{
    auto row = row_of(body.delivery);
    row.cells[column::attempt] = attempt_cell(body.delivery, body.attempt);
    hold(std::move(row));
    held_.back().attempt = body.attempt;
    held_.back().open = true;
    open_[body.delivery] = released_ + held_.size() - 1;
}

void timeline::tell(model::attempt_failed const& body)
{
    auto* const held = open_row(body.delivery);
    ASSERT(held != nullptr);
    held->row.cells[column::outcome] = fmt::format("✗ {}", to_text(body.reason));
    held->row.tones[column::outcome] = tone::bad;
    if (now_->at > held->began)
        held->row.cells[column::took] = length_phrase(now_->at - held->began);
    tell_answerer(*held, body.by);
    held->detail = detail_words(body);
}

void timeline::tell(model::retry_scheduled const& body)
{
    close(body.delivery, fmt::format("next try at {}", offset_phrase(shown_offset(body.due))),
          tone::plain);
}

void timeline::tell(model::attempt_deferred const& body)
{
    auto row = row_of(body.delivery);
    row.cells[column::attempt] = attempt_cell(body.delivery, body.attempt);
    row.words = body.due == model::instant{} ? "waits for an attempt in flight to end"
                                             : fmt::format("waits for its turn at {}",
                                                           offset_phrase(shown_offset(body.due)));
    row.words_tone = tone::dim;
    hold(std::move(row));
}

void timeline::tell(model::delivery_succeeded const& body)
{
    auto* const held = open_row(body.delivery);
    ASSERT(held != nullptr);
    held->row.cells[column::outcome] = fmt::format("✓ http_{}", body.status);
    held->row.tones[column::outcome] = tone::good;
    if (now_->at > held->began)
        held->row.cells[column::took] = length_phrase(now_->at - held->began);
    tell_answerer(*held, body.by);
    auto const waited = now_->at - labels_.at(body.delivery).requested_at;
    close(body.delivery,
          body.attempt.value == 1 ? std::string{"delivered"}
                                  : fmt::format("delivered after {}", length_phrase(waited)),
          tone::good);
}

void timeline::tell(model::delivery_discarded const& body)
{
    close(body.delivery, in_words(body.reason), tone::bad);
}

void timeline::tell(model::delivery_cancelled const& body)
{
    if (open_row(body.delivery) != nullptr)
        return close(body.delivery, "cancelled, its webhook is off", tone::caution);
    auto row = row_of(body.delivery);
    row.cells[column::attempt] = fmt::format("#{}", body.delivery.value);
    row.words = "cancelled, its webhook is off: no further try";
    row.words_tone = tone::caution;
    hold(std::move(row));
}

void timeline::tell(model::effect_applied const& body)
{
    tell_effect(body.delivery, body.attempt, "applied", tone::plain);
}

void timeline::tell(model::effect_skipped const& body)
{
    std::string words{name(body.reason)};
    std::ranges::replace(words, '_', ' ');
    tell_effect(body.delivery, body.attempt, words, tone::caution);
}

void timeline::tell_words(std::string words)
{
    auto row = new_row();
    row.words = std::move(words);
    hold(std::move(row));
}

model::duration timeline::shown_offset(model::instant at) const
{
    auto const exact = at - what_.start;
    return whole_seconds_ ? std::chrono::floor<std::chrono::seconds>(exact) : exact;
}

timeline_row timeline::new_row() const
{
    timeline_row row;
    row.gutter = bands_.gutter();
    row.cells[column::offset] = offset_column(shown_offset(now_->at));
    return row;
}

timeline_row timeline::row_of(model::delivery_number delivery) const
{
    auto row = new_row();
    auto const& known = labels_.at(delivery);
    row.cells[column::subject] = subject_cell(known.subject);
    row.cells[column::what] = known.told;
    return row;
}

std::string timeline::subject_cell(model::subject who) const
{
    return shortened(printable(labels_.subject(who, *texts_)), widest_subject);
}

void timeline::tell_entity(model::subject who, std::string_view what, std::string words)
{
    auto row = new_row();
    row.cells[column::subject] = subject_cell(who);
    row.cells[column::what] = what;
    row.tones[column::what] = tone::strong;
    row.words = std::move(words);
    hold(std::move(row));
}

// An entity that is made by what happens to it first needs no line of its own.
void timeline::hold(timeline_row row)
{
    using enum model::event_type;
    bool const made_by_scan = ((before_ == shipment_created && now_->type == shipment_scanned) ||
                               (before_ == shipment_created && now_->type == rates_updated) ||
                               (before_ == batch_created && now_->type == batch_status_changed)) &&
                              !held_.empty() && held_.back().began == now_->at &&
                              held_.back().row.cells[column::subject] == row.cells[column::subject];
    if (made_by_scan) held_.pop_back();
    held_.push_back({std::move(row), now_->at, {}, false});
}

void timeline::tell_edges(model::instant until)
{
    while (auto const edge = bands_.next(until)) {
        timeline_row row;
        row.gutter = edge->gutter;
        row.cells[column::offset] = offset_column(shown_offset(edge->at));
        row.words = edge->words;
        row.words_tone = tone::bad;
        held_.push_back({std::move(row), edge->at, {}, false});
    }
}

void timeline::tell_webhook(model::webhook_number webhook, std::string_view words)
{
    auto row = new_row();
    row.words = fmt::format("webhook {} {}", printable(labels_.webhook(webhook, *texts_)), words);
    row.words_tone = tone::dim;
    hold(std::move(row));
}

void timeline::tell_effect(model::delivery_number delivery, model::attempt_number attempt,
                           std::string_view words, tone wanted)
{
    auto* const held = open_row(delivery);
    if (held != nullptr && held->attempt == attempt) {
        if (++held->effects > 1)
            held->row.cells[column::receiver] = fmt::format("{} {}x", words, held->effects);
        else
            held->row.cells[column::receiver] = words;
        held->row.tones[column::receiver] = wanted;
        return;
    }
    auto row = row_of(delivery);
    row.cells[column::attempt] = attempt_cell(delivery, attempt);
    row.cells[column::receiver] = words;
    row.tones[column::receiver] = wanted;
    row.cells[column::then] = "late, the sender had given up";
    hold(std::move(row));
}

// Of a live run, where nobody saw what the receiver did: who answered.
void timeline::tell_answerer(held_row& held, model::answerer by) const
{
    auto& cell = held.row.cells[column::receiver];
    if (by == model::answerer{} || !cell.empty()) return;
    cell = name(by);
    held.row.tones[column::receiver] = tone::dim;
}

// An endpoint that fails in the same way again and again is told of once.
std::string timeline::detail_words(model::attempt_failed const& failure)
{
    auto const text = (*texts_)[failure.detail];
    if (std::exchange(last_detail_, failure.detail) == failure.detail || text.empty()) return {};
    std::string words{text};
    std::ranges::replace(words, '\n', ' ');
    words = shortened(printable(words), widest_detail);
    return failure.reason.kind == model::outcome_kind::http ? fmt::format("\"{}\"", words) : words;
}

timeline::held_row* timeline::open_row(model::delivery_number delivery)
{
    auto const found = open_.find(delivery);
    return found == open_.end() ? nullptr : &held_[found->second - released_];
}

void timeline::close(model::delivery_number delivery, std::string_view then, tone wanted)
{
    auto* const held = open_row(delivery);
    ASSERT(held != nullptr);
    held->row.cells[column::then] = then;
    held->row.tones[column::then] = wanted;
    held->open = false;
    open_.erase(delivery);
}

void timeline::release()
{
    while (!held_.empty() && !held_.front().open) {
        auto const& held = held_.front();
        timeline_row detail;
        detail.gutter = held.row.gutter;
        table_.add(std::move(held_.front().row));
        if (!held.detail.empty()) {
            detail.cells[column::offset] = " ";
            detail.words = "└ " + held.detail;
            detail.words_tone = tone::dim;
            table_.add(std::move(detail));
        }
        held_.pop_front();
        ++released_;
    }
}

std::string timeline::attempt_cell(model::delivery_number delivery,
                                   model::attempt_number attempt) const
{
    return fmt::format("#{} {}/{}", delivery.value, attempt.value, what_.policy.attempts);
}

} // namespace drydock::tools
