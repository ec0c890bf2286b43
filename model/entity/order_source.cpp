#include "model/entity/order_source.hpp"

#include "model/entity/sales_order.hpp"
#include "model/entity/telling.hpp"
#include "model/json/json_edit.hpp"

namespace drydock::model {

refusal decide(state const& s, start_refresh const& command, event_writer& out)
{
    auto const known = s.find(subject_kind::order_source, find_id(command.id, out.texts()));
    order_source_number const number{
        known ? known.ordinal : static_cast<std::uint32_t>(s.order_sources.size()) + 1};
    if (known && s.at(number).refreshing) return {error::refresh_running};

    auto const id = out.intern_id(command.id);
    auto const before = known ? out.texts()[s.at(number).fields] : std::string_view{};
    auto const fields = with_members(before, command.fields);
    out.add(command.cause, order_source_refresh_started{number, id, out.intern(fields)});
    return accepted;
}

refusal decide(state const& s, import_orders const& command, event_writer& out)
{
    auto const& source = s.at(command.source);
    if (!source.refreshing) return {error::no_refresh};
    ASSERT(!command.orders.empty());

    auto const count = static_cast<std::uint32_t>(command.orders.size());
    std::string orders;
    for (std::uint32_t i = 0; i < count; ++i) {
        orders += i == 0 ? '[' : ',';
        orders += sales_order(command.orders[i], s.sales_order_count + i + 1,
                              to_text(source.id, out.texts()), out.texts()[source.fields]);
    }
    orders += ']';
    auto const imported =
        out.add(source.started, sales_orders_imported{command.source, out.intern(orders), count,
                                                      out.intern(command.payload)});
    tell(s, webhook_event::sales_orders_imported, command.source, imported, out);
    return accepted;
}

refusal decide(state const& s, complete_refresh const& command, event_writer& out)
{
    auto const& source = s.at(command.source);
    if (!source.refreshing) return {error::no_refresh};

    auto const completed =
        out.add(source.started,
                order_source_refresh_completed{command.source, out.intern(command.payload)});
    tell(s, webhook_event::order_source_refresh_complete, command.source, completed, out);
    return accepted;
}

refusal decide(state const& s, fail_refresh const& command, event_writer& out)
{
    auto const& source = s.at(command.source);
    if (!source.refreshing) return {error::no_refresh};

    out.add(source.started, order_source_refresh_failed{command.source});
    return accepted;
}

std::string_view refresh_status(order_source const& source, instant now)
{
    if (source.refreshing) return now == source.started_at ? "preparing_update" : "updating";
    return source.failed ? "error" : "idle";
}

} // namespace drydock::model
