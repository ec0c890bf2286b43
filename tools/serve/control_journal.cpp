#include "tools/serve/control_acts.hpp"
#include "tools/serve/journal_lines.hpp"

#include <charconv>

namespace drydock::tools {

namespace {

constexpr std::size_t piece_size = 64 * 1024;
constexpr model::duration quiet = std::chrono::seconds{15}; // then a sign of life is sent

/// Which part of the journal is asked for.
struct journal_wish {
    model::sequence_number first{1};
    std::optional<model::event_type> type;
    bool follows = false;
    std::string failure;
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
            std::function<bool()> ready = [this] { return !is_alive() || lines_.has_next(); };
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

    std::string take()
    {
        std::string piece;
        while (lines_.has_next() && piece.size() < piece_size) {
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
};

control_answer answer_with(engine& on, journal_wish const& wish, bool as_events)
{
    if (!wish.failure.empty()) return refusal_answer(400, wish.failure);
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
