// The part of the service that answers its API, and calls others for the scenario.
#include "sim/service.hpp"

namespace drydock::sim {

void service::act(request_entry const& entry, work const& item)
{
    auto const target = instantiated(entry.target, item);
    auto const body = instantiated(entry.body, item);
    sender_->call({entry.method, target, body, entry.key}, *this);
}

// Requests may come in between, for whoever is called may ask the API at once.
void service::act(call_entry const& entry, work const& item)
{
    auto const url = instantiated(entry.url, item);
    auto const headers = instantiated(entry.headers, item);
    auto const body = instantiated(entry.body, item);
    outside_call const wish{{++calls_}, entry.method, url, headers, body};
    auto sent = log_->open(now_);
    model::call_sent const call{.call = wish.number,
                                .url = sent.intern(url),
                                .headers = sent.intern(headers),
                                .body = sent.intern(body),
                                .method = entry.method};
    auto const cause = sent.add({}, call);
    apply(sent);

    auto const heard = sender_->call_other(wish);
    if (!heard) return;
    auto answered = log_->open(now_);
    model::call_answered const answer{.call = wish.number,
                                      .body = answered.intern(heard->body),
                                      .detail = answered.intern(heard->detail),
                                      .status = heard->status,
                                      .reason = heard->reason,
                                      .is_cut = heard->is_cut};
    answered.add(cause, answer);
    apply(answered);
}

model::api::answer service::answer(model::api::request const& given,
                                   model::api::request_origin from)
{
    model::api::taken_request const taken{given};
    auto const wish = taken.view();
    auto received = log_->open(now_);
    auto const cause = model::api::add_received(state_, wish, from, received);
    apply(received);

    model::api::context const in{.s = state_,
                                 .texts = log_->texts(),
                                 .now = now_,
                                 .speaks = {plan_->profile, plan_->base_url},
                                 .number = {state_.request_count},
                                 .cause = cause,
                                 .index = index_};
    auto writer = log_->open(now_);
    auto made = model::api::handle(in, wish, writer);
    auto const before = state_.delivery_count;
    auto const events = apply(writer);
    plan_ahead(events, {cause.value + 1});
    webhook_changed(events, {cause.value + 1});

    auto answered = log_->open(now_);
    model::api::add_answered(in, made, answered);
    apply(answered);
    start_deliveries(before);
    return made;
}

} // namespace drydock::sim
