#include "tools/live/live_transport.hpp"

#include "sim/http/client.hpp"
#include "sim/http/server.hpp"
#include "tools/live/api_port.hpp"
#include "tools/live/known_outcomes.hpp"
#include "tools/live/live_call.hpp"
#include "tools/live/probe.hpp"
#include "tools/sign/signature.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <map>
#include <set>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;
namespace http = sim::http;
using sim::duration;

namespace {

constexpr http::message_limits answer_limits{.header = 64 * 1024, .body = 1024 * 1024};
constexpr duration probe_timeout = std::chrono::seconds{10};
constexpr duration call_timeout = std::chrono::seconds{10};

} // namespace

/// All that lives on one thread's context.
struct live_machine::parts {
    explicit parts(live_options const& given)
        : options{&given}, context{1}, time{context.get_executor()}, idle{most_idle}
    {
        if (!given.sign_key) return;
        auto const sign = make_attempt_signer(*given.sign_key, given.sign_time, &wall_clock);
        signer = [this, sign](model::instant at, std::string_view body) {
            stamped.push_back({.in_run = at, .on_wall = wall_clock()});
            return sign(at, body);
        };
    }

    static model::instant wall_clock()
    {
        return std::chrono::floor<duration>(std::chrono::system_clock::now());
    }

    static constexpr std::size_t most_idle = 64;

    live_options const* options;
    asio::io_context context;
    real_clock time;
    std::unique_ptr<socket_connector> way;
    http::idle_connections idle;
    std::unique_ptr<http::client> client;
    std::unique_ptr<socket_acceptor> acceptor;
    sim::attempt_signer signer;
    std::vector<attempt_times> stamped;

    asio::awaitable<void> try_to_reach(real_target to, duration timeout, std::string& problem);
};

live_machine::live_machine(live_options const& options) : parts_{std::make_unique<parts>(options)}
{
}

live_machine::~live_machine() = default;

std::string live_machine::prepare()
{
    auto& p = *parts_;
    auto const tls = client_context({p.options->ca_file, p.options->verifies});
    if (!tls.made) return tls.problem;
    p.way = std::make_unique<socket_connector>(target_guard{p.options->allowed_hosts}, tls.made);
    p.client = std::make_unique<http::client>(*p.way, p.time, &p.idle, answer_limits);
    if (!p.options->api_port) return {};
    p.acceptor = std::make_unique<socket_acceptor>(p.context.get_executor());
    return p.acceptor->listen("127.0.0.1", *p.options->api_port);
}

std::string live_machine::api_url() const
{
    return parts_->acceptor ? parts_->acceptor->url() : std::string{};
}

asio::awaitable<void> live_machine::parts::try_to_reach(real_target to, duration timeout,
                                                        std::string& problem)
{
    asio::cancellation_signal stop;
    http::deadline const limit{time, timeout,
                               [&] { stop.emit(asio::cancellation_type::terminal); }};
    auto connecting = way->connect(to.server);
    auto [thrown, reached] = co_await asio::co_spawn(
        context.get_executor(), std::move(connecting),
        asio::bind_cancellation_slot(stop.slot(), asio::as_tuple(asio::use_awaitable)));
    std::string why;
    if (limit.has_passed() || thrown)
        why = "no connection within " + model::to_text(timeout);
    else if (!reached)
        why = reached.detail();
    if (!why.empty()) problem = fmt::format("{} is not reachable: {}", to.server.origin(), why);
}

std::vector<std::string> live_machine::preflight(sim::scenario const& what)
{
    auto& p = *parts_;
    std::map<std::string, real_target> places; // by origin
    auto const add = [&](model::webhook_event event, std::string const& url) {
        if (auto const to = p.options->targets.find(event, url))
            places.emplace(to->server.origin(), *to);
    };
    for (auto const& hook : what.webhooks)
        add(hook.event, hook.url);
    for (auto const& entry : what.timeline)
        if (auto const* const hook = std::get_if<sim::webhook_entry>(&entry.what))
            if (!hook->url.empty() && hook->url.find("{n}") == std::string::npos)
                add(hook->event, hook->url);
    for (auto const& entry : what.timeline)
        if (auto const* const call = std::get_if<sim::call_entry>(&entry.what))
            if (auto const to = p.options->targets.find(call->url))
                places.emplace(to->server.origin(), *to);

    std::vector<std::string> problems;
    for (auto const& place : places) {
        std::string problem;
        asio::co_spawn(p.context, p.try_to_reach(place.second, what.policy.timeout, problem),
                       asio::detached);
        p.context.run();
        p.context.restart();
        if (!problem.empty()) problems.push_back(std::move(problem));
    }
    return problems;
}

namespace {

class live_transport final : public sim::transport {
public:
    live_transport(live_machine::parts& machine, sim::scenario const& what,
                   sim::event_queue& queue);
    ~live_transport() override;

    void attach(sim::api_server& server) override;
    bool sends_bytes() const override { return true; }
    bool is_lively() const override { return true; }
    bool may_be_called() const override { return true; } // as when it is replayed
    void start(sim::attempt_order const& order) override;
    bool settle(sim::instant end) override;
    std::string failure() const override { return failure_; }
    sim::observation conclude(sim::work const& outcome, sim::fate const& decided) override;
    bool has_arrived(sim::work const&) override { return false; } // a probe tells of effects
    bool calls_others() const override { return true; }
    std::optional<sim::heard_call> call_other(sim::outside_call const& wish) override;

private:
    /// An attempt that is sent, from its start to its outcome.
    struct flight {
        sim::attempt_order order;
        std::optional<real_target> to;
        http::request request;
        std::optional<real_target> looks_at;
        sim::probe_plan const* probe = nullptr;
        bool loses_answer = false; ///< lost_ack: a rule stands in front of the answer
    };
    void prepare(flight& f, sim::outgoing const& content) const;
    bool must_wait(sim::instant end);
    void launch();
    asio::awaitable<void> carry_out(flight& f);
    asio::awaitable<std::optional<probe_answer>> look(flight const& f);
    void finish(flight const& f, http::heard heard, std::optional<probe_answer> const& shown);
    std::size_t most_in_flight() const;
    void run_one();

    live_machine::parts* machine_;
    sim::scenario const* what_;
    sim::event_queue* queue_;
    std::unique_ptr<api_port> api_;
    std::list<flight> waiting_, flying_;
    known_outcomes known_;
    std::map<std::string, std::uint64_t> effects_; // last seen, by URL of the probe
    std::string failure_;
};

live_transport::live_transport(live_machine::parts& machine, sim::scenario const& what,
                               sim::event_queue& queue)
    : machine_{&machine}, what_{&what}, queue_{&queue}, known_{queue}
{
}

live_transport::~live_transport()
{
    // What is pending refers to this: it ends first.
    if (api_) api_->stop();
    machine_->idle.clear();
    while (api_ && api_->is_open())
        run_one();
}

void live_transport::attach(sim::api_server& server)
{
    if (!machine_->acceptor) return;
    auto const& signing = machine_->options->sign_key;
    api_ = std::make_unique<api_port>(*machine_->acceptor, server, machine_->time,
                                      signing ? to_jwks({&*signing, 1}) : std::string{});
    api_->open(machine_->context);
}

void live_transport::start(sim::attempt_order const& order)
{
    if (known_.is_answered_in_front(order)) return;
    auto& f = waiting_.emplace_back(flight{.order = order, .loses_answer = loses_answer(order)});
    prepare(f, *order.content);
    f.order.content = nullptr;
}

void live_transport::prepare(flight& f, sim::outgoing const& content) const
{
    auto const& options = *machine_->options;
    f.to = options.targets.find(content.event, content.url);
    if (!f.to) return;
    f.request.method = "POST";
    f.request.target = f.to->target;
    f.request.body = content.body;
    sim::attempt_head head{.profile = what_->profile,
                           .at = f.order.at,
                           .delivery = f.order.delivery,
                           .attempt = f.order.attempt,
                           .body = content.body,
                           .webhook_fields = content.fields,
                           .signer = machine_->signer ? &machine_->signer : nullptr};
    if (!options.is_plain) head.run = options.run;
    for (auto& [name, value] : attempt_headers(head))
        f.request.fields.push_back({std::move(name), std::move(value)});
    f.probe = content.probe;
    if (f.probe) f.looks_at = probe_target(*f.probe, content.subject, content.body);
}

// Attempts of one instant go out together, so all that comes at this instant is let through first;
// but where an attempt takes no time, its outcome comes before what stands behind outcomes.
bool live_transport::must_wait(sim::instant end)
{
    if (waiting_.empty() && flying_.empty()) return false;
    auto const* const next = queue_->head(end);
    auto const now = (waiting_.empty() ? flying_ : waiting_).front().order.at;
    if (next == nullptr || next->due > now) return true;
    return !machine_->options->takes_time && next->kind >= sim::work_kind::outcome;
}

bool live_transport::settle(sim::instant end)
{
    while (failure_.empty() && must_wait(end)) {
        launch();
        run_one();
    }
    if (api_ && failure_.empty()) machine_->context.poll();
    return failure_.empty();
}

void live_transport::run_one()
{
    if (machine_->context.stopped()) machine_->context.restart();
    machine_->context.run_one();
}

// A probe that is looked at between two attempts must know which of them changed it.
std::size_t live_transport::most_in_flight() const
{
    auto const has_probe = [](sim::endpoint const& e) { return e.probe.has_value(); };
    return std::ranges::any_of(what_->endpoints, has_probe) ? 1 : machine_->options->in_flight;
}

void live_transport::launch()
{
    while (!waiting_.empty() && flying_.size() < most_in_flight()) {
        flying_.splice(flying_.end(), waiting_, waiting_.begin());
        auto const place = std::prev(flying_.end());
        asio::co_spawn(machine_->context, carry_out(*place),
                       [this, place](std::exception_ptr const& thrown) {
                           flying_.erase(place);
                           if (thrown && failure_.empty())
                               failure_ = "an attempt could not be carried out";
                       });
    }
}

asio::awaitable<void> live_transport::carry_out(flight& f)
{
    if (!f.to) {
        http::heard nowhere;
        nowhere.outcome = model::attempt_outcome::of(model::outcome_kind::dns);
        nowhere.detail = "the webhook's URL is none";
        finish(f, std::move(nowhere), std::nullopt);
        co_return;
    }
    if (f.looks_at && !effects_.contains(f.looks_at->url())) {
        auto const before = co_await look(f);
        if (!before) co_return; // the run is over: nothing more is sent
        effects_[f.looks_at->url()] = before->effects;
    }
    auto request = std::move(f.request);
    auto server = f.to->server;
    auto heard = co_await machine_->client->exchange(std::move(server), std::move(request),
                                                     what_->policy.timeout);
    std::optional<probe_answer> shown;
    if (f.looks_at) shown = co_await look(f);
    finish(f, std::move(heard), shown);
}

// A probe that cannot be read makes what was observed worthless: the run ends.
asio::awaitable<std::optional<probe_answer>> live_transport::look(flight const& f)
{
    http::request request;
    request.target = f.looks_at->target;
    auto server = f.looks_at->server;
    auto const heard =
        co_await machine_->client->exchange(std::move(server), std::move(request), probe_timeout);
    std::string why = heard.detail;
    std::optional<probe_answer> shown;
    if (heard.answer) shown = read_probe(*f.probe, *heard.answer, why);
    if (!shown && failure_.empty())
        failure_ = fmt::format("the probe {} {}", f.looks_at->url(),
                               heard.answer ? why : "failed: " + why);
    co_return shown;
}

void live_transport::finish(flight const& f, http::heard heard,
                            std::optional<probe_answer> const& shown)
{
    auto const timeout = what_->policy.timeout;
    bool const is_late = heard.outcome.kind == model::outcome_kind::timeout;
    // A real deadline passes a little late; in virtual time it passes when it should.
    auto takes = is_late ? timeout : std::min(heard.took, timeout);
    if (!machine_->options->takes_time && !is_late) takes = duration::zero();
    if (machine_->options->takes_time) takes = std::max(takes, duration{1});
    if (f.loses_answer) takes = timeout;
    std::optional<sim::probe_result> probed;
    if (shown) {
        auto& before = effects_[f.looks_at->url()];
        auto const grown = shown->effects > before ? shown->effects - before : 0;
        probed = sim::probe_result{static_cast<std::uint32_t>(grown), shown->shows};
        before = shown->effects;
    }
    known_.keep(f.order, heard, f.loses_answer, takes, probed);
}

sim::observation live_transport::conclude(sim::work const& outcome, sim::fate const&)
{
    return known_.take(outcome);
}

// Whoever is called may ask the API meanwhile: that is served too.
std::optional<sim::heard_call> live_transport::call_other(sim::outside_call const& wish)
{
    auto const to = machine_->options->targets.find(wish.url);
    if (!to)
        return sim::heard_call{.reason = model::outcome_kind::dns,
                               .detail = "what is called is no URL"};
    std::optional<http::heard> heard;
    auto request = message_of(wish, *to);
    auto server = to->server;
    auto const keep = [&](std::exception_ptr const& thrown, http::heard what) {
        if (thrown) failure_ = "a call could not be carried out";
        heard = std::move(what);
    };
    asio::co_spawn(machine_->context,
                   machine_->client->exchange(std::move(server), std::move(request), call_timeout),
                   keep);
    while (!heard)
        run_one();
    if (!failure_.empty()) return std::nullopt;
    return kept_of(*heard);
}

} // namespace

std::string live_machine::warning() const
{
    auto const& time = parts_->options->sign_time;
    return to_text(predict(time, parts_->stamped), time);
}

sim::transport_maker live_machine::transport()
{
    return [this](sim::scenario const& what, sim::event_queue& queue) {
        return std::make_unique<live_transport>(*parts_, what, queue);
    };
}

} // namespace drydock::tools
