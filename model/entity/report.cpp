#include "model/entity/report.hpp"

#include "model/entity/telling.hpp"
#include "model/json/json_edit.hpp"

namespace drydock::model {

refusal decide(state const& s, complete_report const& command, event_writer& out)
{
    auto const id = out.intern_id(command.id);
    auto const known = s.find(subject_kind::report, id);
    report_number const number{known ? known.ordinal
                                     : static_cast<std::uint32_t>(s.reports.size()) + 1};
    auto const before = known ? out.texts()[s.at(number).fields] : std::string_view{};
    auto const fields = with_members(before, command.fields);
    auto const completed =
        out.add({}, report_completed{number, id, out.intern(fields), out.intern(command.payload)});
    tell(s, webhook_event::report_complete, number, completed, out);
    return accepted;
}

} // namespace drydock::model
