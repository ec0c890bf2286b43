#include "sim/wire/network.hpp"

#include "sim/wire/waiting.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>

namespace drydock::sim::wire {

namespace asio = boost::asio;
using boost::system::error_code;

struct connection {
    connection(context& in, link const& how, std::uint64_t draws)
        : conditions{how},
          forth{in, conditions, false, draws},
          back{in, conditions, true, draws + 1}
    {
        forth.join(back);
        back.join(forth);
    }

    /// Both ends meet a reset at once, and what is on its way is lost.
    void fall_apart()
    {
        forth.fall_apart();
        back.fall_apart();
    }

    link conditions;
    pipe forth, back;
};

// --- one end -------------------------------------------------------------------------------------

duplex::duplex(context& in, std::shared_ptr<connection> shared, bool connected)
    : in_{&in},
      shared_{std::move(shared)},
      incoming_{connected ? &shared_->back : &shared_->forth},
      outgoing_{connected ? &shared_->forth : &shared_->back}
{
}

duplex::~duplex()
{
    close();
}

asio::any_io_executor duplex::get_executor()
{
    return in_->get_executor();
}

void duplex::read_some(std::span<asio::mutable_buffer const> into, http::io_handler then)
{
    if (in_->fails_operation()) shared_->fall_apart();
    incoming_->read_some(into, std::move(then));
}

void duplex::write_some(std::span<asio::const_buffer const> from, http::io_handler then)
{
    if (in_->fails_operation()) shared_->fall_apart();
    outgoing_->write_some(from, std::move(then));
}

bool duplex::is_quiet()
{
    return !is_closed_ && incoming_->is_quiet();
}

void duplex::shutdown_send()
{
    outgoing_->end_writing();
}

void duplex::close()
{
    if (is_closed_) return;
    if (incoming_->has_unread())
        outgoing_->break_writing();
    else
        outgoing_->end_writing();
    leave();
}

void duplex::abort()
{
    if (is_closed_) return;
    outgoing_->break_writing();
    leave();
}

void duplex::leave()
{
    is_closed_ = true;
    outgoing_->close_writer();
    incoming_->close_reader();
}

// --- connecting ----------------------------------------------------------------------------------

namespace {

/// A call on its way there, then its answer on its way back.
class connection_under_way final : public waiting_for<http::sleep_handler>, public alarm {
public:
    connection_under_way(network& at, call&& wish, std::unique_ptr<http::stream>& into,
                         http::sleep_handler&& then)
        : waiting_for{at.in(), std::move(then)}, at_{&at}, wish_{std::move(wish)}, into_{&into}
    {
    }

    void begin()
    {
        if (in().fails_operation()) wish_.conditions.is = link::door::refused;
        auto const door = wish_.conditions.is;
        if (door == link::door::blackhole) return;
        if (door == link::door::unknown_host || !at_->has_host(wish_.host))
            return fail(asio::error::host_not_found, in().now());
        next_ = &connection_under_way::arrive;
        go_on_at(in().now() + one_way());
    }

private:
    model::duration one_way()
    {
        auto const& how = wish_.conditions;
        if (how.jitter == model::duration{}) return how.latency;
        return how.latency +
               uniform({}, how.jitter,
                       draw(wish_.draws, {.purpose = draw_purpose::link_call, .nth = ++drawn_}));
    }

    void arrive()
    {
        auto* const who = at_->find(wish_.host, wish_.port);
        if (wish_.conditions.is == link::door::refused || who == nullptr)
            return fail(asio::error::connection_refused, in().now() + one_way());
        auto const both = std::make_shared<connection>(in(), wish_.conditions, wish_.draws);
        own_ = std::make_unique<duplex>(in(), both, true);
        auto other = std::make_unique<duplex>(in(), both, false);
        who->accept(std::move(other), wish_.caller);
        next_ = &connection_under_way::answer;
        go_on_at(in().now() + one_way());
    }

    void fail(asio::error::basic_errors why, model::instant at) { fail(error_code{why}, at); }
    void fail(asio::error::netdb_errors why, model::instant at) { fail(error_code{why}, at); }
    void fail(error_code why, model::instant at)
    {
        result_ = why;
        next_ = &connection_under_way::answer;
        go_on_at(std::max(at, wish_.not_before));
    }

    void answer()
    {
        if (!result_) *into_ = std::move(own_);
        complete(result_);
    }

    void go_on_at(model::instant due)
    {
        if (due == in().now()) return (this->*next_)();
        in().set(*this, due, alarm_kind::stream);
    }

    void ring() override { (this->*next_)(); }
    void leave() override { in().unset(*this); }

    network* at_;
    call wish_;
    std::unique_ptr<http::stream>* into_;
    std::unique_ptr<duplex> own_;
    error_code result_;
    void (connection_under_way::*next_)() = nullptr;
    std::uint32_t drawn_ = 0;
};

} // namespace

void network::listen(std::string host, std::string port, listener& who)
{
    listeners_.insert_or_assign({std::move(host), std::move(port)}, &who);
}

bool network::has_host(std::string const& host) const
{
    if (everywhere_ != nullptr) return true;
    auto const at = listeners_.lower_bound({host, std::string{}});
    return at != listeners_.end() && at->first.first == host;
}

listener* network::find(std::string const& host, std::string const& port) const
{
    auto const at = listeners_.find({host, port});
    return at != listeners_.end() ? at->second : everywhere_;
}

void network::connect(call wish, std::unique_ptr<http::stream>& into, http::sleep_handler then)
{
    auto& made = *new connection_under_way{*this, std::move(wish), into, std::move(then)};
    made.begin();
}

std::string port_of(model::address const& to)
{
    if (!to.port.empty()) return to.port;
    return to.scheme == "https" ? "443" : "80";
}

} // namespace drydock::sim::wire
