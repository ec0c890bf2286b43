#include "model/entity/carrier.hpp"

#include "model/entity/telling.hpp"
#include "model/json/json_edit.hpp"

namespace drydock::model {

refusal decide(state const& s, connect_carrier const& command, event_writer& out)
{
    auto const id = out.intern_id(command.id);
    auto const known = s.find(subject_kind::carrier, id);
    carrier_number const number{known ? known.ordinal
                                      : static_cast<std::uint32_t>(s.carriers.size()) + 1};
    auto const before = known ? out.texts()[s.at(number).fields] : std::string_view{};
    auto const fields = with_members(before, command.fields);
    auto const connected = out.add(command.cause, carrier_connected{number, id, out.intern(fields),
                                                                    out.intern(command.payload)});
    tell(s, webhook_event::carrier_connected, number, connected, out);
    return accepted;
}

} // namespace drydock::model
