#include "tools/serve/front.hpp"

#include "model/json/json_text.hpp"
#include "sim/wire/script.hpp"
#include "tools/export/masked.hpp"
#include "tools/serve/bin_record.hpp"
#include "tools/serve/control.hpp"
#include "tools/serve/logger.hpp"
#include "tools/serve/openapi.hpp"
#include "tools/sign/base64.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;
namespace http = sim::http;

namespace {

constexpr model::duration longest_pause = std::chrono::minutes{1};
constexpr std::uint32_t first_refused = 0x80000000; // no world receives so many

std::string_view path_of(http::request const& what)
{
    std::string_view const target = what.target;
    return target.substr(0, target.find('?'));
}

/// The name of the bin that a path is below; empty when it is below none.
std::string bin_of(std::string_view path)
{
    constexpr std::string_view prefix = "/bin/";
    if (!path.starts_with(prefix)) return {};
    path.remove_prefix(prefix.size());
    return model::api::decode_url(path.substr(0, path.find('/'))).value_or("");
}

std::string bin_head(http::request const& what, bool is_at_port)
{
    std::vector<std::pair<std::string, std::string>> headers;
    for (auto const& [name, value] : what.fields)
        headers.emplace_back(name, value);
    return head_json(what.method, what.target, headers, is_at_port);
}

/// Counts as long as it lives, also where what it is for is cut off.
class counting {
public:
    explicit counting(std::size_t& count) : count_{&count} { ++*count_; }
    counting(counting const&) = delete;
    counting& operator=(counting const&) = delete;
    ~counting() { --*count_; }

private:
    std::size_t* count_;
};

/// What a bin says. That it refuses shows as a broken connection: it has been made already.
http::response play(sim::reaction const& what, std::uint64_t draws)
{
    http::response made;
    if (!what.fails) {
        made.status = what.status;
        for (auto const& [name, value] : what.headers)
            made.fields.push_back({name, value});
        made.body = what.body;
        return made;
    }
    using enum sim::failure;
    if (*what.fails == refused || *what.fails == dns || *what.fails == tls) {
        made.instead = http::spoiled_answer{{}, http::farewell::reset};
        return made;
    }
    auto script = sim::wire::script_of(what, draws);
    auto then = http::farewell::close;
    switch (script.then) {
    case sim::wire::script::ending::close: break;
    case sim::wire::script::ending::reset: then = http::farewell::reset; break;
    case sim::wire::script::ending::hang: then = http::farewell::hang; break;
    case sim::wire::script::ending::trickle: then = http::farewell::trickle; break;
    }
    made.instead = http::spoiled_answer{std::move(script.bytes), then};
    return made;
}

http::response document(std::string_view base_url)
{
    http::response made;
    made.fields.push_back({"Content-Type", "application/json"});
    made.body = openapi_document(base_url);
    return made;
}

http::response refuse_call(std::uint32_t number, unsigned status, model::api::problem const& why)
{
    auto const given = model::api::refuse({number}, static_cast<std::uint16_t>(status), why);
    http::response made;
    made.status = status;
    made.fields.push_back({"Content-Type", "application/json"});
    made.body = given.body;
    return made;
}

} // namespace

front::front(engine& on, serve_options const& options, control_guard guard)
    : on_{&on}, options_{&options}, guard_{std::move(guard)}, limit_{options.rate_limit}
{
}

asio::awaitable<http::response> front::handle(http::request const& what)
{
    counting const one{active_};
    auto const begin = on_->time().now();
    auto made = co_await answer(what);
    finish(what, made, on_->time().now() - begin);
    co_return made;
}

asio::awaitable<http::response> front::handle_at_port(http::request const& what, std::string bin)
{
    counting const one{active_};
    auto const begin = on_->time().now();
    auto made = co_await answer_bin(what, std::move(bin), true);
    finish(what, made, on_->time().now() - begin);
    co_return made;
}

bool front::refuses(std::string_view bin)
{
    on_->catch_up();
    if (!on_->world().refuses_next(bin)) return false;
    on_->world().capture({.bin = bin, .head = head_json({}, {}, {}, true), .body = {}});
    return true;
}

void front::finish(http::request const& what, http::response& made, model::duration took) const
{
    if (is_draining_ && !made.instead) made.fields.push_back({"Connection", "close"});
    if (!is_logged(log_level::info)) return;
    log(log_level::info, "request",
        {{"method", what.method},
         {"target", masked_url(what.target)},
         {"status", std::to_string(made.instead ? 0 : made.status)},
         {"us", std::to_string(took.count())}});
}

asio::awaitable<http::response> front::answer(http::request const& what)
{
    auto const path = path_of(what);
    bool const is_read = what.method == "GET" || what.method == "HEAD";
    if (is_read && path == "/openapi.json") co_return document(on_->world().plan().base_url);
    if (is_read && is_dashboard(path)) co_return page_.answer(what);
    if (path.starts_with("/_drydock/")) co_return co_await answer_control(what);
    auto bin = bin_of(path);
    if (!bin.empty()) co_return co_await answer_bin(what, std::move(bin), false);
    co_return co_await answer_api(what);
}

asio::awaitable<http::response> front::answer_control(http::request const& what)
{
    if (auto const why = guard_.objection(what); !why.empty()) {
        auto refused = refusal_answer(403, why);
        co_return std::move(refused.what);
    }
    auto given = control(*on_, what);
    while (given.ready) {
        auto ready = std::move(given.ready);
        bool const is_ready = co_await on_->until(std::move(ready), given.timeout);
        auto next = given.then(is_ready);
        given = std::move(next);
    }
    co_await on_->committed();
    co_return std::move(given.what);
}

asio::awaitable<http::response> front::answer_bin(http::request const& what, std::string name,
                                                  bool is_at_port)
{
    auto const given = take_in(what, name, is_at_port);
    co_await on_->committed();
    auto const pause = std::min(given.after, longest_pause);
    if (pause > model::duration{} && !given.what.fails) {
        auto const [stopped] =
            co_await on_->time().async_sleep(pause, asio::as_tuple(asio::use_awaitable));
        static_cast<void>(stopped);
    }
    auto const draws = sim::draw(on_->world().plan().seed, {.purpose = sim::draw_purpose::face,
                                                            .subject = given.number.value});
    co_return play(given.what, draws);
}

sim::service::bin_answer front::take_in(http::request const& what, std::string_view bin,
                                        bool is_at_port)
{
    on_->catch_up();
    auto const head = bin_head(what, is_at_port);
    bool const is_text = model::mended_utf8(what.body) == what.body;
    auto const encoded = is_text ? std::string{} : to_base64(what.body);
    // What stands before a port of its own meets whoever comes by it, webhooks of ours too.
    auto const* const run = is_at_port ? nullptr : what.find("Drydock-Run");
    return on_->world().capture(
        {.bin = bin,
         .head = head,
         .body = is_text ? what.body : encoded,
         .is_encoded = !is_text,
         .is_own = run != nullptr && *run == options_->run && what.find("Drydock-Delivery")});
}

asio::awaitable<http::response> front::answer_api(http::request const& what)
{
    auto made = answer_now(what);
    co_await on_->committed();
    co_return made;
}

http::response front::answer_now(http::request const& what)
{
    auto const key = key_state_of(what, options_->api_key);
    auto const wait = key == model::key_state::valid ? limit_.take(on_->time().now()) : 0;
    if (wait != 0) {
        auto made = refuse_call(first_refused + ++refused_, 429,
                                {"system", "rate_limit_exceeded",
                                 "You have exceeded the rate limit. Please see "
                                 "https://www.shipengine.com/docs/rate-limits"});
        made.fields.push_back({"Retry-After", std::to_string(wait)});
        return made;
    }
    on_->catch_up();
    auto const method = what.method == "HEAD" ? std::string{"GET"} : what.method;
    auto const verb = model::parse_verb(method);
    if (!verb)
        return refuse_call(
            first_refused + ++refused_, 404,
            {"security", "not_found",
             model::mended_utf8(method + ' ' + what.target) + " is not a valid API endpoint."});
    model::api::request const wish{*verb, what.target, what.body, key};
    auto const given = on_->world().api().answer(wish, model::api::request_origin::outside);
    http::response made;
    made.status = given.status;
    made.body = given.body;
    if (!given.body.empty())
        made.fields.push_back({"Content-Type", std::string{given.content_type}});
    return made;
}

http::response front::refuse(unsigned status, std::string_view why)
{
    return refuse_call(
        first_refused + ++refused_, status,
        {.type = "validation", .code = "invalid_request", .message = std::string{why}});
}

} // namespace drydock::tools
