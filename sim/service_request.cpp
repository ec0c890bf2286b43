// The part of the service that answers its API.
#include "sim/service.hpp"

namespace drydock::sim {

void service::act(request_entry const& entry, work const& item)
{
    auto const target = instantiated(entry.target, item);
    auto const body = instantiated(entry.body, item);
    sender_->call({entry.method, target, body, entry.key}, *this);
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
                                 .cause = cause};
    auto writer = log_->open(now_);
    auto made = model::api::handle(in, wish, writer);
    auto const events = apply(writer);
    webhook_changed(events, {cause.value + 1});

    auto answered = log_->open(now_);
    model::api::add_answered(in, made, answered);
    apply(answered);
    return made;
}

} // namespace drydock::sim
