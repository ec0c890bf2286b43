#include "tools/serve/bin_ports.hpp"

#include "model/api/body.hpp"
#include "model/json/json_object.hpp"
#include "sim/http/server.hpp"
#include "tools/net/socket_acceptor.hpp"
#include "tools/net/target_guard.hpp"
#include "tools/serve/engine.hpp"
#include "tools/serve/front.hpp"
#include "tools/serve/logger.hpp"
#include "tools/store/file.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;
namespace http = sim::http;

/// A bin's port while it is open. A connection that a rule refuses is broken before a byte of it is
/// read.
struct bin_ports::opening final : http::acceptor, http::handler {
    opening(std::string name, front& to, std::unique_ptr<socket_acceptor> made, real_clock& time,
            std::size_t most)
        : bin{std::move(name)},
          front_{&to},
          sockets{std::move(made)},
          server{*this, *this, time, {}, most}
    {
    }

    asio::awaitable<http::any_stream> accept() override
    {
        for (;;) {
            auto stream = co_await sockets->accept();
            if (!stream || !front_->refuses(bin)) co_return stream;
            stream.abort();
        }
    }
    void close() override { sockets->close(); }
    asio::awaitable<http::response> handle(http::request const& what) override
    {
        return front_->handle_at_port(what, bin);
    }
    http::response refuse(unsigned status, std::string_view why) override
    {
        return front_->refuse(status, why);
    }

    std::string bin;
    front* front_;
    std::unique_ptr<socket_acceptor> sockets;
    http::server server;
};

bin_ports::bin_ports(engine& on, front& to, serve_options const& options)
    : on_{&on}, to_{&to}, options_{&options}
{
    bool const is_local = is_loopback(asio::ip::make_address(options.host));
    host_ = is_local ? options.host : "127.0.0.1";
}

bin_ports::~bin_ports() = default;

// --- what is kept --------------------------------------------------------------------------------

std::string bin_ports::file() const
{
    return options_->data.empty() ? std::string{} : options_->data + "/ports.json";
}

/// {"orders":41233}
std::string bin_ports::keep() const
{
    if (file().empty()) return {};
    std::string text;
    model::object_writer out{text, {}};
    for (auto const& [bin, p] : ports_)
        out.json(bin, std::to_string(p.number));
    out.close();
    return write_file(file(), text + '\n').value_or("");
}

std::string bin_ports::restore()
{
    if (file().empty() || !std::filesystem::exists(file())) return {};
    auto const read = read_file(file());
    if (read.failure) return *read.failure;
    auto const text = model::compact_json(read.text);
    auto const body = model::api::read_body(text);
    auto const wrong = file() + ": expected a JSON object of bins and their ports";
    if (body.unreadable) return wrong;
    for (auto const& [bin, value] : body.members) {
        std::uint16_t number = 0;
        auto const* const end = value.data() + value.size();
        auto const [stop, failed] = std::from_chars(value.data(), end, number);
        if (failed != std::errc{} || stop != end || number == 0) return wrong;
        auto& p = ports_[std::string{bin}];
        p.number = number;
        hold(std::string{bin}, p);
    }
    follow(on_->seen_now());
    return {};
}

// --- one port ------------------------------------------------------------------------------------

bin_ports::door bin_ports::tell(std::string const& bin, port const& p) const
{
    auto const host = host_.find(':') == std::string::npos ? host_ : '[' + host_ + ']';
    return {bin, fmt::format("http://{}:{}", host, p.number), p.number, p.now != nullptr,
            p.failure};
}

void bin_ports::fail(std::string const& bin, port& p, std::string why)
{
    log(log_level::error, "a bin's port cannot be opened", {{"bin", bin}, {"why", why}});
    p.held.reset();
    p.failure = std::move(why);
}

// Bound, but deaf: whoever connects is refused. The system gives the number to nobody who asks for
// any; who insists on it, and listens, has it.
void bin_ports::hold(std::string const& bin, port& p)
{
    p.held = std::make_unique<socket_acceptor>(on_->context().get_executor());
    if (auto why = p.held->bind(host_, p.number); !why.empty()) return fail(bin, p, std::move(why));
    p.number = p.held->port();
}

void bin_ports::listen(std::string const& bin, port& p)
{
    if (!p.held) hold(bin, p);
    if (!p.held) return;
    if (auto why = p.held->start(); !why.empty()) return fail(bin, p, std::move(why));
    p.now = std::make_shared<opening>(bin, *to_, std::move(p.held), on_->time(),
                                      options_->most_connections);
    auto const at = running_.insert(running_.end(), p.now);
    asio::co_spawn(on_->context(), p.now->server.run(), [this, at](std::exception_ptr const&) {
        // Not from inside of what ends here.
        asio::post(on_->context(), [this, at] { running_.erase(at); });
    });
}

void bin_ports::shut(port& p)
{
    p.held.reset();
    if (auto const open = std::exchange(p.now, nullptr)) open->server.stop();
}

void bin_ports::follow(model::instant now)
{
    if (is_draining_) return;
    for (auto& [bin, p] : ports_) {
        bool const refuses = on_->world().is_bin_refusing(bin, now);
        bool const has_waited = std::exchange(p.waits, refuses) && !refuses;
        if (refuses && p.now) {
            shut(p);
            hold(bin, p);
        } else if (!refuses && !p.now && (p.failure.empty() || has_waited)) {
            p.failure.clear();
            listen(bin, p);
        }
    }
}

std::optional<model::instant> bin_ports::next_change(model::instant now) const
{
    std::optional<model::instant> first;
    for (auto const& [bin, p] : ports_) {
        auto const next = on_->world().next_outage_edge(bin, now);
        if (next && (!first || *next < *first)) first = next;
    }
    return first;
}

// --- which there are -----------------------------------------------------------------------------

bin_ports::door bin_ports::open(std::string const& bin, std::uint16_t number)
{
    auto const known = ports_.find(bin);
    bool const is_same = known != ports_.end() && known->second.failure.empty() &&
                         (number == 0 || number == known->second.number);
    if (is_same) return tell(bin, known->second);
    if (auto const whose = owner(number); !whose.empty() && whose != bin)
        return {.failure = fmt::format("port {} is that of bin {}", number, whose)};
    bool const is_again = number == 0 && known != ports_.end();
    port made{.number = is_again ? known->second.number : number, .held = {}};
    hold(bin, made);
    auto const now = on_->seen_now();
    if (made.held && !on_->world().is_bin_refusing(bin, now)) listen(bin, made);
    if (!made.failure.empty()) return tell(bin, made);
    auto& kept = ports_[bin];
    std::swap(kept, made);
    if (auto why = keep(); !why.empty()) {
        std::swap(kept, made);
        shut(made);
        if (kept.number == 0) ports_.erase(bin);
        return {.failure = std::move(why), .is_unkept = true};
    }
    shut(made);
    return tell(bin, kept);
}

std::string bin_ports::owner(std::uint16_t number) const
{
    for (auto const& [bin, p] : ports_)
        if (p.number == number) return bin;
    return {};
}

std::optional<bin_ports::door> bin_ports::find(std::string_view bin) const
{
    auto const found = ports_.find(bin);
    return found == ports_.end() ? std::nullopt : std::optional{tell(found->first, found->second)};
}

std::string bin_ports::close(std::string_view bin)
{
    auto const found = ports_.find(bin);
    if (found == ports_.end()) return {};
    auto gone = ports_.extract(found);
    if (auto why = keep(); !why.empty()) {
        ports_.insert(std::move(gone));
        return why;
    }
    shut(gone.mapped());
    return {};
}

void bin_ports::clear()
{
    if (ports_.empty()) return;
    for (auto& [bin, p] : ports_)
        shut(p);
    ports_.clear();
    if (auto const why = keep(); !why.empty()) log(log_level::error, why);
}

void bin_ports::drain()
{
    is_draining_ = true;
    for (auto& [bin, p] : ports_) {
        p.held.reset();
        if (p.now) p.now->close();
    }
}

void bin_ports::stop()
{
    drain();
    for (auto& [bin, p] : ports_)
        shut(p);
    ports_.clear();
}

} // namespace drydock::tools
