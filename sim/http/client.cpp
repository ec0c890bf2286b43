#include "sim/http/client.hpp"

#include "sim/http/incoming.hpp"
#include "sim/http/outgoing.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <exception>
#include <optional>
#include <utility>

namespace drydock::sim::http {

namespace {

using beast::http::error;
using model::outcome_kind;

// More answers of the kind "100 Continue" before the final one are no HTTP we know.
constexpr int most_interim_answers = 16;

// --- the request's bytes -------------------------------------------------------------------------

bool has_length(request const& what)
{
    return !what.body.empty() || what.method == "POST" || what.method == "PUT" ||
           what.method == "PATCH";
}

std::string host_of(model::address const& to)
{
    return to.port.empty() ? to.host : to.host + ':' + to.port;
}

std::string request_head(model::address const& to, request const& what, bool keeps)
{
    auto head = fmt::format("{} {} HTTP/1.1\r\n", what.method, what.target);
    if (what.find("Host") == nullptr) append_field(head, "Host", host_of(to));
    for (auto const& [name, value] : what.fields)
        if (!is_framing(name)) append_field(head, name, value);
    if (has_length(what)) append_field(head, "Content-Length", std::to_string(what.body.size()));
    if (!keeps) append_field(head, "Connection", "close");
    head += "\r\n";
    return head;
}

// --- one exchange --------------------------------------------------------------------------------

heard without_answer(outcome_kind why, std::string detail)
{
    return {.outcome = model::attempt_outcome::of(why), .detail = std::move(detail)};
}

bool is_about_message(error_code failed)
{
    return failed.category() == make_error_code(error::end_of_stream).category();
}

// An exchange under way. Lives in the frame of client::exchange, below its deadline.
class client_conversation {
public:
    client_conversation(connector& way, idle_connections* idle, message_limits limits,
                        model::address const& to, request const& what)
        : way_{&way},
          idle_{idle},
          limits_{limits},
          to_{&to},
          what_{&what},
          head_{request_head(to, what, idle != nullptr)}
    {
    }

    /// Ends whatever is pending: the deadline has passed.
    void stop()
    {
        is_stopped_ = true;
        if (is_connecting_) connecting_.emit(asio::cancellation_type::terminal);
        if (stream_) stream_.close();
    }

    asio::awaitable<heard> run();

private:
    asio::awaitable<heard> connect();
    asio::awaitable<heard> talk();
    asio::awaitable<heard> listen(incoming& from, error_code written);
    heard answered(response what, bool is_cut);
    heard failed(error_code why, error_code written);

    connector* way_;
    idle_connections* idle_;
    message_limits limits_;
    model::address const* to_;
    request const* what_;
    std::string head_;
    any_stream stream_;
    asio::cancellation_signal connecting_;
    bool is_connecting_ = false;
    bool is_stopped_ = false;
    bool is_cancelled_ = false; // while connecting
    bool is_silent_ = true;     // no byte of an answer on this connection
};

asio::awaitable<heard> client_conversation::run()
{
    if (idle_ != nullptr) stream_ = idle_->take(to_->origin());
    if (stream_) {
        auto result = co_await talk();
        auto const was_stale = result.outcome.kind == outcome_kind::reset && is_silent_;
        if (!was_stale) co_return result;
    }
    auto refused = co_await connect();
    if (!stream_) co_return refused;
    co_return co_await talk();
}

// Leaves a connection in `stream_`, or says why there is none.
asio::awaitable<heard> client_conversation::connect()
{
    stream_ = any_stream{};
    auto const executor = co_await asio::this_coro::executor;
    auto const state = co_await asio::this_coro::cancellation_state;
    auto outer = state.slot();
    if (outer.is_connected())
        outer.assign([this](asio::cancellation_type type) {
            is_cancelled_ = true;
            connecting_.emit(type);
        });
    is_connecting_ = true;
    auto way = way_->connect(*to_);
    auto [thrown, made] = co_await asio::co_spawn(
        executor, std::move(way),
        asio::bind_cancellation_slot(connecting_.slot(), asio::as_tuple(asio::use_awaitable)));
    is_connecting_ = false;
    if (is_stopped_) co_return without_answer(outcome_kind::timeout, "no connection in time");
    if (thrown || is_cancelled_)
        co_return without_answer(outcome_kind::interrupted, "cancelled while connecting");
    if (!made) co_return without_answer(made.why(), made.detail());
    stream_ = std::move(made.opened());
    co_return heard{};
}

asio::awaitable<heard> client_conversation::talk()
{
    is_silent_ = true;
    incoming from{stream_};
    auto const written = co_await write_all(stream_, head_, what_->body);
    // A server may answer without reading to the end: what it said counts.
    auto result = co_await listen(from, written);
    is_silent_ = from.received() == 0;
    co_return result;
}

asio::awaitable<heard> client_conversation::listen(incoming& from, error_code written)
{
    std::optional<response> interim;
    for (int count = 0; count <= most_interim_answers; ++count) {
        message_parser<false> parser{limits_};
        if (what_->method == "HEAD") parser.skip(true);
        auto const why = co_await from.read(parser, read_goal::message);
        auto const is_cut = why == error::body_limit;
        // An interim answer that the connection's end follows is all that was said.
        if (why == error::end_of_stream && interim) co_return answered(std::move(*interim), false);
        if (why && !is_cut) co_return failed(why, written);
        auto const status = parser.get().status;
        if (status < 200 && status != 101) {
            interim = std::move(parser.get());
            continue;
        }
        auto const may_keep = !is_cut && !written && !is_stopped_ && status != 101 &&
                              parser.keep_alive() && !from.has_leftover();
        if (idle_ != nullptr && may_keep) idle_->keep(to_->origin(), std::move(stream_));
        co_return answered(std::move(parser.get()), is_cut);
    }
    co_return without_answer(outcome_kind::malformed, "only interim answers (1xx)");
}

heard client_conversation::answered(response what, bool is_cut)
{
    heard result{.outcome = model::attempt_outcome::http(static_cast<std::uint16_t>(what.status)),
                 .is_cut = is_cut};
    for (auto const& [name, value] : what.fields) {
        if (result.retry_after || !is_same_name(name, "Retry-After")) continue;
        result.retry_after = parse_retry_after(value);
    }
    result.answer = std::move(what);
    return result;
}

heard client_conversation::failed(error_code why, error_code written)
{
    if (is_stopped_) return without_answer(outcome_kind::timeout, "no complete answer in time");
    // What broke the request explains why there is no answer.
    if (written && (!is_about_message(why) || why == error::end_of_stream)) why = written;
    if (why == asio::error::operation_aborted)
        return without_answer(outcome_kind::interrupted, "cancelled during the exchange");
    if (why == error::end_of_stream)
        return without_answer(outcome_kind::reset, "closed without an answer");
    if (why == error::partial_message)
        return without_answer(outcome_kind::malformed, "closed within the answer");
    if (is_about_message(why)) return without_answer(outcome_kind::malformed, why.message());
    return without_answer(outcome_kind::reset, why.message());
}

} // namespace

std::string target_of(model::address const& to)
{
    return to.path.empty() ? "/" : to.path;
}

boost::asio::awaitable<heard> client::exchange(model::address to, request what,
                                               model::duration timeout)
{
    auto const start = time_->now();
    client_conversation under_way{*way_, idle_, limits_, to, what};
    deadline const guard{*time_, timeout, [&] { under_way.stop(); }};
    heard result;
    try {
        result = co_await under_way.run();
    } catch (boost::system::system_error const& cancelled) {
        result = without_answer(outcome_kind::interrupted, cancelled.what());
    }
    result.took = time_->now() - start;
    co_return result;
}

} // namespace drydock::sim::http
