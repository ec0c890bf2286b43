#include "model/entity/batch.hpp"

#include "model/entity/telling.hpp"
#include "model/json/json_edit.hpp"

#include <algorithm>
#include <array>

namespace drydock::model {

namespace {

using enum batch_status;

struct step {
    batch_status from, to;
};
// A way is found along these, first come first served.
constexpr std::array steps{
    step{open, queued},
    step{queued, processing},
    step{processing, completed},
    step{processing, completed_with_errors},
    step{processing, notifying},
    step{notifying, completed},
    step{notifying, completed_with_errors},
    step{open, invalid},
    step{queued, invalid},
    step{processing, invalid},
    step{notifying, invalid},
    step{completed, archived},
    step{completed_with_errors, archived},
    step{invalid, archived},
};

} // namespace

std::vector<batch_status> way(batch_status from, batch_status to)
{
    // The shortest way: there are eight statuses, so trying all is cheap.
    std::array<batch_status, 9> came_from{};
    std::vector<batch_status> reached{from};
    for (std::size_t i = 0; i < reached.size() && reached.back() != to; ++i) {
        for (auto const& s : steps) {
            if (s.from != reached[i] || std::ranges::find(reached, s.to) != reached.end()) continue;
            came_from[static_cast<std::size_t>(s.to)] = s.from;
            reached.push_back(s.to);
            if (s.to == to) break;
        }
    }
    if (from == to || reached.back() != to) return {};
    std::vector<batch_status> found{to};
    while (came_from[static_cast<std::size_t>(found.back())] != from)
        found.push_back(came_from[static_cast<std::size_t>(found.back())]);
    std::ranges::reverse(found);
    return found;
}

refusal decide(state const& s, move_batch const& command, event_writer& out)
{
    auto const known = s.find(subject_kind::batch, find_id(command.id, out.texts()));
    auto const from = known ? s.at(batch_number{known.ordinal}).status : open;
    auto const through = way(from, command.status);
    if (through.empty() && (known || command.status != open)) return {error::illegal_move};

    batch_number const number{known ? known.ordinal
                                    : static_cast<std::uint32_t>(s.batches.size()) + 1};
    std::string_view const before = known ? out.texts()[s.at(number).fields] : std::string_view{};
    auto const fields = with_members(before, command.fields);
    if (!known) {
        auto const id = out.intern_id(command.id);
        out.add(command.cause, batch_created{number, id, out.intern(fields)});
    }
    for (auto const status : through) {
        auto const changed = out.add(
            command.cause,
            batch_status_changed{number, out.intern(fields),
                                 out.intern(is_told(status) ? command.payload : ""), status});
        if (is_told(status)) tell(s, webhook_event::batch, number, changed, out);
    }
    return accepted;
}

} // namespace drydock::model
