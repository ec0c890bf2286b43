// Given events, when a command, then events or a refusal: the little language of decider tests.
#pragma once

#include "model/entity/delivery.hpp"
#include "model/entity/shipment.hpp"
#include "model/entity/webhook.hpp"
#include "model/json/event_json.hpp"

#include <string>
#include <vector>

namespace drydock::tests {

/// Virtual time in tests counts from here.
inline model::instant at(model::duration offset)
{
    return std::chrono::sys_days{std::chrono::year{2019} / 9 / 7} + offset;
}

/// A model state with the journal that made it.
class world {
public:
    /// Appends a fact with the given cause and applies it.
    template <model::event_body T>
    world& given(T const& fact, std::uint64_t cause = 0, model::duration offset = {})
    {
        events.push_back(model::make_event(at(offset), {cause}, fact));
        evolve(state, events.back(), {events.size()});
        return *this;
    }

    model::text_number text(std::string_view text)
    {
        return texts.intern(text, {events.size() + 1});
    }

    /// What a command is answered: the refusal, or the events as JSON lines.
    struct answer {
        model::error refused = model::error::none;
        std::vector<std::string> lines;
    };
    template <class Command, class... More>
    answer when(Command const& wish, model::instant now, More const&... more)
    {
        std::vector<model::event> tail(model::event_writer::most_per_command);
        model::event_writer out{tail, now, {events.size()}, texts};
        auto const texts_before = texts.size();
        auto const refused = decide(state, wish, more..., out);
        if (refused) {
            ASSERT(out.written().empty());
            ASSERT(texts.size() == texts_before);
            return {refused.why, {}};
        }
        for (auto const& e : out.written()) {
            events.push_back(e);
            evolve(state, e, {events.size()});
        }
        return {model::error::none, lines_from(events.size() - out.written().size())};
    }

    /// The journal lines after the first `skip`.
    std::vector<std::string> lines_from(std::size_t skip) const
    {
        model::event_json_writer writer;
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < events.size(); ++i) {
            std::string line;
            writer.append(line, events[i], {i + 1}, texts);
            if (i >= skip) lines.push_back(line);
        }
        return lines;
    }

    /// The slot of a live delivery.
    model::slot where(std::uint32_t delivery) const { return state.deliveries.find(delivery); }

    model::state state;
    model::text_table texts;
    std::vector<model::event> events;
};

/// The lines of an answer without "seq" and "at", which all of them begin with.
inline std::vector<std::string> told(world::answer const& answer)
{
    std::vector<std::string> lines;
    for (auto const& line : answer.lines)
        lines.push_back(line.substr(line.find("\"type\"")));
    return lines;
}

/// A world with a track webhook and the shipment se-1, scanned once: delivery 1 is queued.
inline world with_queued_delivery()
{
    world w;
    w.given(model::webhook_created{
        {1}, {}, w.text("https://shop.test/hooks"), model::webhook_event::track});
    w.given(model::shipment_created{{1}, {1, {}}, {}});
    w.given(model::shipment_scanned{{1}, {}, at({}), model::scan_status::IT});
    w.given(model::delivery_requested{{1}, {1}, {1}}, 3);
    return w;
}

} // namespace drydock::tests
