#include "tools/serve/sender.hpp"

#include "sim/attempt_headers.hpp"
#include "sim/http/client.hpp"
#include "tools/live/known_outcomes.hpp"
#include "tools/live/target_map.hpp"
#include "tools/net/socket_connector.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <functional>
#include <list>

namespace drydock::tools {

namespace asio = boost::asio;
namespace http = sim::http;
using sim::duration;

namespace {

constexpr http::message_limits answer_limits{.header = 64 * 1024, .body = 1024 * 1024};
constexpr duration send_timeout = std::chrono::seconds{10};
constexpr std::size_t most_idle = 64;
constexpr std::size_t most_in_flight = 64;

class sender;

} // namespace

struct sender_machine::parts {
    serve_options const* options;
    asio::io_context* context;
    real_clock* time;
    std::unique_ptr<socket_connector> way;
    http::idle_connections idle{most_idle};
    std::unique_ptr<http::client> client;
    sender* current = nullptr;
    std::uint64_t generation = 0;
    std::list<asio::cancellation_signal> under_way; // whatever is being sent

    /// Sends, and tells what was heard.
    void exchange(real_target const& to, http::request what, duration timeout,
                  std::function<void(http::heard)> then);
};

void sender_machine::parts::exchange(real_target const& to, http::request what, duration timeout,
                                     std::function<void(http::heard)> then)
{
    auto const place = under_way.emplace(under_way.end());
    auto server = to.server;
    auto ended = [this, place, then = std::move(then)](std::exception_ptr const& thrown,
                                                       http::heard heard) {
        under_way.erase(place);
        if (thrown) heard.outcome = model::attempt_outcome::of(model::outcome_kind::interrupted);
        then(std::move(heard));
    };
    asio::co_spawn(*context, client->exchange(std::move(server), std::move(what), timeout),
                   asio::bind_cancellation_slot(place->slot(), std::move(ended)));
}

namespace {

class sender final : public sim::transport {
public:
    sender(sender_machine::parts& machine, sim::scenario const& what, sim::event_queue& queue)
        : machine_{&machine}, what_{&what}, known_{queue}
    {
        machine.current = this;
        ++machine.generation;
    }
    ~sender() override
    {
        if (machine_->current == this) machine_->current = nullptr;
        ++machine_->generation;
    }

    bool sends_bytes() const override { return true; }
    void start(sim::attempt_order const& order) override;
    sim::observation conclude(sim::work const& outcome, sim::fate const& decided) override;

    void launch();
    std::size_t in_flight() const { return waiting_.size() + flying_; }

private:
    struct flight {
        sim::attempt_order order;
        std::optional<real_target> to;
        http::request request;
        bool loses_answer = false;
    };

    http::request request_of(flight const& f, sim::outgoing const& content) const;
    void send(flight f);
    void finish(flight const& f, http::heard heard);

    sender_machine::parts* machine_;
    sim::scenario const* what_;
    std::list<flight> waiting_;
    std::size_t flying_ = 0;
    known_outcomes known_;
};

void sender::start(sim::attempt_order const& order)
{
    if (known_.is_answered_in_front(order)) return;
    auto& f = waiting_.emplace_back(flight{.order = order, .loses_answer = loses_answer(order)});
    f.to = parse_target(order.content->url);
    f.request = request_of(f, *order.content);
    f.order.content = nullptr;
}

http::request sender::request_of(flight const& f, sim::outgoing const& content) const
{
    http::request made;
    made.method = "POST";
    made.body = content.body;
    if (f.to) made.target = f.to->target;
    sim::attempt_head head{.profile = what_->profile,
                           .at = f.order.at,
                           .delivery = f.order.delivery,
                           .attempt = f.order.attempt,
                           .body = content.body,
                           .webhook_fields = content.fields};
    if (!machine_->options->is_plain) head.run = machine_->options->run;
    for (auto& [name, value] : attempt_headers(head))
        made.fields.push_back({std::move(name), std::move(value)});
    return made;
}

void sender::launch()
{
    while (!waiting_.empty() && flying_ < most_in_flight) {
        auto f = std::move(waiting_.front());
        waiting_.pop_front();
        ++flying_;
        send(std::move(f));
    }
}

void sender::send(flight f)
{
    if (!f.to) {
        http::heard nowhere;
        nowhere.outcome = model::attempt_outcome::of(model::outcome_kind::dns);
        nowhere.detail = "the webhook's URL is none";
        return finish(f, std::move(nowhere));
    }
    auto const kept = std::make_shared<flight>(std::move(f));
    auto then = [this, kept, machine = machine_,
                 generation = machine_->generation](http::heard heard) {
        // Of a world that is no more nobody wants to know.
        if (machine->generation == generation) finish(*kept, std::move(heard));
    };
    machine_->exchange(*kept->to, std::move(kept->request), what_->policy.timeout, std::move(then));
}

void sender::finish(flight const& f, http::heard heard)
{
    --flying_;
    bool const is_late = f.loses_answer || heard.outcome.kind == model::outcome_kind::timeout;
    known_.keep(f.order, heard, f.loses_answer, is_late ? what_->policy.timeout : duration{});
}

sim::observation sender::conclude(sim::work const& outcome, sim::fate const&)
{
    return known_.take(outcome);
}

} // namespace

sender_machine::sender_machine(serve_options const& options, asio::io_context& context,
                               real_clock& time)
    : parts_{std::make_unique<parts>()}
{
    parts_->options = &options;
    parts_->context = &context;
    parts_->time = &time;
}

sender_machine::~sender_machine() = default;

std::string sender_machine::prepare()
{
    auto& p = *parts_;
    auto const tls = client_context({p.options->ca_file, p.options->verifies});
    if (!tls.made) return tls.problem;
    p.way = std::make_unique<socket_connector>(target_guard{p.options->allowed_hosts}, tls.made);
    p.client = std::make_unique<http::client>(*p.way, *p.time, &p.idle, answer_limits);
    return {};
}

sim::transport_maker sender_machine::transport()
{
    return [this](sim::scenario const& what, sim::event_queue& queue) {
        return std::make_unique<sender>(*parts_, what, queue);
    };
}

std::size_t sender_machine::in_flight() const
{
    return parts_->current == nullptr ? 0 : parts_->current->in_flight();
}

void sender_machine::launch()
{
    if (parts_->current != nullptr) parts_->current->launch();
}

bool sender_machine::is_at_rest() const
{
    return parts_->under_way.empty();
}

void sender_machine::stop()
{
    parts_->idle.clear();
    for (auto& each : parts_->under_way)
        each.emit(asio::cancellation_type::terminal);
}

void sender_machine::send(std::string method, std::string const& url, headers fields,
                          std::string body, std::function<void(heard_answer)> then)
{
    auto const to = parse_target(url);
    if (!to) return then({0, {}, "what is called is no URL"});
    http::request made;
    made.method = std::move(method);
    made.target = to->target;
    made.body = std::move(body);
    for (auto& [name, value] : fields)
        made.fields.push_back({std::move(name), std::move(value)});
    parts_->exchange(*to, std::move(made), send_timeout,
                     [then = std::move(then)](http::heard heard) {
                         if (!heard.answer) return then({0, {}, heard.detail});
                         then({heard.answer->status, std::move(heard.answer->body), {}});
                     });
}

} // namespace drydock::tools
