#include "sim/wire/api_call.hpp"

#include "model/assert.hpp"
#include "sim/http/api_handler.hpp"
#include "sim/http/client.hpp"
#include "sim/wire/simulated_connector.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace drydock::sim::wire {

namespace asio = boost::asio;

namespace {

constexpr std::string_view good_key = "drydock";
constexpr auto plenty = std::chrono::hours{1};
// What a scenario says has no limit: it is a file.
constexpr http::message_limits limits{.header = 1U << 30, .body = 1U << 30};

/// Remembers what was answered, to compare it with what was heard.
class overheard_server final : public api_server {
public:
    explicit overheard_server(api_server& real) : real_{&real} {}

    model::api::answer answer(model::api::request const& wish,
                              model::api::request_origin from) override
    {
        ASSERT(!answered);
        answered = real_->answer(wish, from);
        return *answered;
    }
    model::instant now() const override { return real_->now(); }
    model::sequence_number last_event() const override { return real_->last_event(); }

    std::optional<model::api::answer> answered;

private:
    api_server* real_;
};

/// Serves who connects.
class api_door final : public listener {
public:
    api_door(context& in, http::handler& to) : in_{&in}, clock_{in}, handler_{&to} {}

    void accept(std::unique_ptr<duplex> arrived, std::uint64_t) override
    {
        asio::co_spawn(*in_, serve(http::any_stream{std::move(arrived)}),
                       [](std::exception_ptr thrown) { ASSERT(thrown == nullptr); });
    }

    bool is_idle() const { return serving_ == 0; }

private:
    asio::awaitable<void> serve(http::any_stream from)
    {
        ++serving_;
        http::session one{std::move(from), *handler_, clock_, {.message = limits}};
        co_await one.run();
        --serving_;
    }

    context* in_;
    virtual_clock clock_;
    http::handler* handler_;
    int serving_ = 0;
};

http::request message_of(model::api::request const& wish)
{
    http::request made{.method = std::string{name(wish.method)},
                       .target = std::string{wish.target},
                       .fields = {},
                       .body = std::string{wish.body}};
    if (!wish.body.empty()) made.fields.push_back({"Content-Type", "application/json"});
    if (wish.key == model::key_state::valid)
        made.fields.push_back({std::string{http::api_key_header}, std::string{good_key}});
    if (wish.key == model::key_state::wrong)
        made.fields.push_back({std::string{http::api_key_header}, "of another account"});
    return made;
}

asio::awaitable<void> ask(context& in, network& over, model::address const& to,
                          http::request message, std::optional<http::heard>& heard)
{
    call const plainly;
    simulated_connector way{over, plainly};
    virtual_clock clock{in};
    http::client client{way, clock, nullptr, limits};
    auto exchange = client.exchange(to, std::move(message), plenty);
    heard = co_await std::move(exchange);
}

} // namespace

void call_api(context& in, std::string const& base_url, model::api::request const& wish,
              api_server& server)
{
    auto const to = model::parse_address(base_url);
    ASSERT(to);
    overheard_server overheard{server};
    http::api_handler handler{overheard, model::api::request_origin::scenario,
                              std::string{good_key}};
    api_door door{in, handler};
    network over{in};
    over.listen(to->host, port_of(*to), door);

    std::optional<http::heard> heard;
    asio::co_spawn(in, ask(in, over, *to, message_of(wish), heard),
                   [](std::exception_ptr thrown) { ASSERT(thrown == nullptr); });
    in.run_ready();
    ASSERT(door.is_idle());
    ASSERT(heard);
    ASSERT(heard->answer);
    ASSERT(overheard.answered);
    ASSERT(heard->answer->status == overheard.answered->status);
    ASSERT(heard->answer->body == overheard.answered->body);
}

} // namespace drydock::sim::wire
