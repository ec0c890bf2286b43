#include "tools/drydock/json.hpp"
#include "tools/serve/control_acts.hpp"
#include "tools/serve/journal_lines.hpp"

#include <charconv>
#include <utility>

namespace drydock::tools {

namespace {

constexpr std::size_t piece_size = 64 * 1024;
constexpr model::duration quiet = std::chrono::seconds{15}; // then a sign of life is sent

/// Which part of the journal is asked for.
struct journal_wish {
    model::sequence_number first{1};
    std::optional<model::event_type> type;
    bool follows = false;
    bool has_clock = false; ///< server-sent events tell where the clock stands, too
    std::string failure;
    bool is_other = false; ///< the journal that is asked for is not this one
};

journal_wish read_wish(control_call const& asked)
{
    journal_wish made;
    model::api::query_reader query{asked.target};
    if (auto const from = query.text("from")) {
        auto const* const end = from->data() + from->size();
        auto const [stop, failed] = std::from_chars(from->data(), end, made.first.value);
        if (failed != std::errc{} || stop != end || made.first.value == 0)
            made.failure = "from: expected a place in the journal, from 1";
    }
    if (auto const type = query.text("type")) {
        made.type = model::parse_event_type(*type);
        if (!made.type) made.failure = "type: expected a type of events, such as attempt_failed";
    }
    if (auto const follow = query.text("follow")) made.follows = *follow != "false";
    if (auto const clock = query.text("clock")) made.has_clock = *clock != "false";
    if (auto const id = query.text("journal")) made.is_other = *id != asked.on.journal_id();
    if (auto const* const last = asked.what.find("Last-Event-ID")) {
        std::uint64_t place = 0;
        auto const* const end = last->data() + last->size();
        auto const [stop, failed] = std::from_chars(last->data(), end, place);
        if (failed == std::errc{} && stop == end) made.first = {place + 1};
    }
    return made;
}

/// The lines there are, then those that come, as they are or as server-sent events.
class journal_body final : public sim::http::body_source {
public:
    journal_body(engine& on, journal_wish const& wish, bool as_events)
        : on_{&on},
          of_{on.generation()},
          lines_{on.log(), on.world().texts(), wish.first},
          wish_{wish},
          as_events_{as_events}
    {
    }

    boost::asio::awaitable<std::optional<std::string>> next() override
    {
        std::string piece;
        if (is_alive()) piece = take();
        while (piece.empty() && wish_.follows && is_alive()) {
            std::function<bool()> ready = [this] {
                return !is_alive() || has_next() || has_other_clock();
            };
            bool const has_more = co_await on_->until(std::move(ready), quiet);
            if (!is_alive() || on_->is_stopping()) break;
            if (has_more)
                piece = take();
            else
                piece = as_events_ ? ":\n\n" : "\n";
        }
        if (piece.empty()) co_return std::nullopt;
        co_return piece;
    }

private:
    bool is_alive() const { return on_->generation() == of_; }
    // What is not on disk yet may be lost, and others may come in its place.
    bool has_next() const
    {
        return lines_.has_next() && lines_.place() <= on_->last_committed().value;
    }

    bool has_other_clock() const
    {
        return wish_.has_clock && as_events_ && told_ != std::pair{on_->mode(), on_->pending()};
    }

    // Where the clock stands comes after what has happened until then.
    std::string take()
    {
        auto piece = take_lines();
        if (!wish_.has_clock || !as_events_ || has_next()) return piece;
        if (piece.empty() && !has_other_clock()) return piece;
        told_ = {on_->mode(), on_->pending()};
        piece += "event: clock\ndata: " + sim::to_json(clock_node(*on_, on_->seen_now())) + "\n\n";
        return piece;
    }

    std::string take_lines()
    {
        std::string piece;
        while (has_next() && piece.size() < piece_size) {
            if (wish_.type && lines_.next_type() != *wish_.type) {
                lines_.skip();
                continue;
            }
            if (as_events_) piece += "id: " + std::to_string(lines_.place()) + "\ndata: ";
            piece += lines_.next();
            piece += as_events_ ? "\n\n" : "\n";
        }
        return piece;
    }

    engine* on_;
    unsigned of_;
    journal_lines lines_;
    journal_wish wish_;
    bool as_events_;
    std::optional<std::pair<clock_mode, std::size_t>> told_; ///< of the clock
};

control_answer answer_with(engine& on, journal_wish const& wish, bool as_events)
{
    if (!wish.failure.empty()) return refusal_answer(400, wish.failure);
    if (wish.is_other) return refusal_answer(409, "this is another journal");
    on.flush();
    control_answer made;
    made.what.fields.push_back(
        {"Content-Type", as_events ? "text/event-stream" : "application/x-ndjson"});
    made.what.fields.push_back({"Cache-Control", "no-store"});
    made.what.more = std::make_shared<journal_body>(on, wish, as_events);
    return made;
}

} // namespace

control_answer get_journal(control_call const& asked)
{
    return answer_with(asked.on, read_wish(asked), false);
}

control_answer stream_journal(control_call const& asked)
{
    auto wish = read_wish(asked);
    wish.follows = true;
    return answer_with(asked.on, wish, true);
}

} // namespace drydock::tools
