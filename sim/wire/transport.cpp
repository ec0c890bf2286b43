#include "sim/wire/transport.hpp"

#include "model/assert.hpp"
#include "sim/attempt_headers.hpp"
#include "sim/http/client.hpp"
#include "sim/wire/api_call.hpp"
#include "sim/wire/simulated_connector.hpp"
#include "sim/wire/wire.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace drydock::sim {

namespace asio = boost::asio;

namespace {

std::uint64_t key_of(std::uint32_t delivery, std::uint16_t attempt)
{
    return std::uint64_t{delivery} << 16 | attempt;
}

/// Path and query, as a request line has them.
std::string target_of(std::string_view url, model::address const& to)
{
    auto const query = url.substr(0, url.find('#')).find('?');
    auto const path = http::target_of(to);
    if (query == std::string_view::npos) return path;
    return path + std::string{url.substr(query, url.find('#') - query)};
}

} // namespace

/// One attempt, from its start until nobody asks for it any more.
struct wire_transport::flight {
    work outcome; // its due time is that of the attempt's start
    model::address to;
    http::request message;
    wire::call wish;
    bool fails_in_tls = false;
    std::shared_ptr<wire::errand> what = std::make_shared<wire::errand>();
    std::optional<http::heard> heard = {};
};

wire_transport::wire_transport(scenario const& plan, event_queue& queue)
    : plan_{&plan}, queue_{&queue}, context_{plan.start}, links_{plan}
{
    network_.listen_everywhere(*this);
}

wire_transport::~wire_transport()
{
    ASSERT(!context_.has_strangers());
}

void wire_transport::go_to(instant now)
{
    // A request may start attempts while it is answered.
    if (!context_.is_running()) context_.move_to(now);
    ASSERT(context_.now() == now);
}

void wire_transport::start(attempt_order const& order)
{
    go_to(order.at);
    auto own = prepare(order);
    own->wish.conditions = links_.choose(own->to, order.at, own->wish.draws);
    auto& door = own->wish.conditions.is;
    auto const fails = order.content->judged->fails;
    if (fails == failure::dns) door = link::door::unknown_host;
    if (fails == failure::refused) door = link::door::refused;
    own->fails_in_tls = fails == failure::tls;

    bool const is_new = flights_.emplace(own->wish.caller, own).second;
    ASSERT(is_new);
    asio::co_spawn(context_, play(std::move(own)),
                   [](std::exception_ptr thrown) { ASSERT(thrown == nullptr); });
}

std::shared_ptr<wire_transport::flight> wire_transport::prepare(attempt_order const& order) const
{
    auto own = std::make_shared<flight>();
    auto const& content = *order.content;
    own->outcome = outcome_of(order, order.at);
    // One that is no URL is one to an unknown host.
    own->to = model::parse_address(content.url).value_or(model::address{.scheme = "http"});
    auto const answers_at = order.at + order.decided.effect_after;
    own->wish = {.not_before = answers_at,
                 .caller = key_of(order.delivery.value, order.attempt),
                 .draws = content.draws};

    auto& sent = own->message;
    sent.method = "POST";
    sent.target = target_of(content.url, own->to);
    sent.body = content.body;
    for (auto& [name, value] : attempt_headers({.profile = plan_->profile,
                               .at = order.at,
                               .delivery = order.delivery,
                               .attempt = order.attempt,
                               .body = content.body,
                               .webhook_fields = content.fields}))
        sent.fields.push_back({std::move(name), std::move(value)});

    constexpr int pieces = 8; // of the time that the sender waits
    *own->what = {.target = sent.target,
                  .body = sent.body,
                  .answer = wire::script_of(*content.judged, content.draws),
                  .answers_at = answers_at,
                  .trickle_pace = std::max(plan_->policy.timeout / pieces, duration{1})};
    return own;
}

// What the client hears is what becomes of the attempt.
asio::awaitable<void> wire_transport::play(std::shared_ptr<flight> own)
{
    wire::simulated_connector way{network_, own->wish, own->fails_in_tls};
    http::client sender{way, clock_};
    auto exchange = sender.exchange(own->to, std::move(own->message), plan_->policy.timeout);
    own->heard = co_await std::move(exchange);
    auto outcome = own->outcome;
    outcome.due = context_.now();
    queue_->push(outcome);
}

void wire_transport::accept(std::unique_ptr<wire::duplex> arrived, std::uint64_t caller)
{
    auto const found = flights_.find(caller);
    ASSERT(found != flights_.end()); // who gives up before it arrives lets nothing arrive
    wire::receive(context_, std::move(arrived), found->second->what);
}

bool wire_transport::settle(instant end)
{
    for (;;) {
        context_.run_ready();
        if (!context_.has_alarms() || context_.next_alarm() > end) return true;
        auto const* const head = queue_->head(end);
        if (head != nullptr && head->due < context_.next_alarm()) return true;
        context_.ring_next();
    }
}

bool wire_transport::is_late(fate const& decided) const
{
    return decided.has_effect && decided.effect_after > plan_->policy.timeout;
}

observation wire_transport::conclude(work const& outcome, fate const& decided)
{
    auto const found = flights_.find(key_of(outcome.ordinal, outcome.attempt));
    ASSERT(found != flights_.end());
    auto const& own = *found->second;
    ASSERT(own.heard);
    // As long as the receiver listens, it may still come.
    bool const is_heard = own.what.use_count() > 1;
    observation const seen{.outcome = own.heard->outcome,
                           .retry_after = own.heard->retry_after,
                           .has_arrived = own.what->has_arrived,
                           .may_arrive = is_heard && decided.has_effect && !is_late(decided) &&
                                         !own.what->has_arrived};
    if (!is_late(decided) && !seen.may_arrive) flights_.erase(found);
    return seen;
}

void wire_transport::await_arrival(work const& effect)
{
    auto const found = flights_.find(key_of(effect.ordinal, effect.attempt));
    ASSERT(found != flights_.end());
    found->second->what->on_arrival = [this, effect] {
        auto posted = effect;
        posted.due = std::max(effect.due, context_.now());
        queue_->push(posted);
    };
    flights_.erase(found);
}

bool wire_transport::has_arrived(work const& late_effect)
{
    auto const found = flights_.find(key_of(late_effect.ordinal, late_effect.attempt));
    ASSERT(found != flights_.end());
    auto const arrived = found->second->what->has_arrived;
    flights_.erase(found);
    return arrived;
}

void wire_transport::call(model::api::request const& wish, api_server& server)
{
    go_to(server.now());
    wire::call_api(context_, plan_->base_url, wish, server);
}

transport_maker over_wire()
{
    return [](scenario const& what, event_queue& queue) {
        return std::make_unique<wire_transport>(what, queue);
    };
}

} // namespace drydock::sim
