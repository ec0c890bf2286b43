#include "model/entity/shipment.hpp"

#include "model/entity/telling.hpp"

#include <array>

namespace drydock::model {

namespace {

using enum scan_status;

// Rows: from; columns: to; both in the order UN AC IT AT EX DE NY SP.
constexpr std::array<std::array<bool, 8>, 8> legal_moves{{
    {true, true, true, true, true, true, true, true},         // UN
    {true, true, true, true, true, true, false, true},        // AC
    {true, false, true, true, true, true, false, true},       // IT
    {true, false, true, true, true, true, false, true},       // AT
    {true, false, true, true, true, true, false, true},       // EX
    {false, false, false, false, false, false, false, false}, // DE
    {true, true, true, true, true, true, true, true},         // NY
    {true, false, true, true, true, true, false, true},       // SP
}};
static_assert(static_cast<int>(UN) == 1 && static_cast<int>(SP) == 8);

std::size_t row(scan_status status)
{
    return static_cast<std::size_t>(status) - 1;
}

} // namespace

bool is_legal_move(scan_status from, scan_status to)
{
    return legal_moves[row(from)][row(to)];
}

std::optional<story> agreed_story(std::string_view tracking_number)
{
    constexpr std::array stories{story::delivered, story::attempted, story::exception, story::lost,
                                 story::unordered};
    if (tracking_number.size() < 2) return std::nullopt;
    auto const tail = tracking_number.substr(tracking_number.size() - 2);
    if (tail[0] != '0' || tail[1] < '1' || tail[1] > '5') return std::nullopt;
    return stories[static_cast<std::size_t>(tail[1] - '1')];
}

refusal decide(state const& s, create_shipment const& command, event_writer& out)
{
    // An id that was never interned cannot be taken; so a refusal interns nothing.
    auto const id = out.intern_id(command.id);
    if (s.find(subject_kind::shipment, id)) return {error::shipment_exists};

    out.add(command.cause, shipment_created{{s.shipment_count + 1 + command.after},
                                            id,
                                            out.intern(command.fields),
                                            static_cast<std::uint8_t>(command.unordered),
                                            static_cast<std::uint8_t>(command.changes_only)});
    return accepted;
}

refusal decide(state const&, label_shipment const& command, event_writer& out)
{
    out.add(command.cause, label_created{command.shipment, out.intern(command.fields)});
    return accepted;
}

refusal decide(state const& s, track_shipment const& command, event_writer& out)
{
    if (s.at(command.shipment).untracked != command.is_on) return accepted;
    if (command.is_on)
        out.add(command.cause, tracking_started{command.shipment});
    else
        out.add(command.cause, tracking_stopped{command.shipment});
    return accepted;
}

refusal decide(state const& s, admit_shipment const& command, event_writer& out)
{
    ASSERT(command.ends != 0);
    shipment_created made{{s.shipment_count + 1}, {command.id, {}}};
    made.ends = command.ends;
    out.add({}, made);
    return accepted;
}

namespace {

scan_status status_after(state const& s, shipment const& subject, scan_shipment const& command)
{
    bool const is_late = subject.newest_scan != 0 &&
                         command.occurred_at < s.scans[subject.newest_scan - 1].occurred_at;
    return is_late ? subject.status : command.status;
}

refusal scan_passing(state const& s, passing_shipment const& subject, scan_shipment const& command,
                     event_writer& out)
{
    if (!is_legal_move(subject.status, command.status)) return {error::illegal_move};
    shipment_scanned scan{.shipment = subject.number, .fields = {}, .payload = {}};
    scan.occurred_at = command.occurred_at;
    scan.status = command.status;
    tell(s, webhook_event::track, subject.number, out.add({}, scan), out);
    return accepted;
}

} // namespace

refusal decide(state const& s, scan_shipment const& command, event_writer& out)
{
    if (auto const where = s.passing.find(command.shipment.value); where != slot{})
        return scan_passing(s, s.passing[where], command, out);
    auto const subject = s.at(command.shipment);
    if (!subject.unordered && !is_legal_move(subject.status, command.status))
        return {error::illegal_move};

    auto const scanned = out.add({}, shipment_scanned{command.shipment,
                                                      out.intern(command.fields),
                                                      command.occurred_at,
                                                      command.status,
                                                      {},
                                                      out.intern(command.payload)});
    if (subject.untracked) return accepted;
    if (subject.changes_only && status_after(s, subject, command) == subject.status)
        return accepted;

    tell(s, webhook_event::track, command.shipment, scanned, out);
    return accepted;
}

} // namespace drydock::model
