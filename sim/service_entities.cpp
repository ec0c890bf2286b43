// The part of the service that plays what happens to batches, rates, carriers, stores and reports.
#include "model/entity/batch.hpp"
#include "model/entity/carrier.hpp"
#include "model/entity/order_source.hpp"
#include "model/entity/rate.hpp"
#include "model/entity/report.hpp"
#include "model/entity/shipment.hpp"
#include "model/entity/telling.hpp"
#include "sim/service.hpp"

namespace drydock::sim {

void service::act(batch_entry const& entry, work const& item)
{
    tell(model::move_batch{instantiated(entry.batch, item), entry.status,
                           instantiated(entry.fields, item), payload_of(item)});
}

void service::act(rate_entry const& entry, work const& item)
{
    tell(model::update_rates{find_shipment(instantiated(entry.shipment, item), item),
                             instantiated(entry.fields, item), payload_of(item)});
}

void service::act(carrier_entry const& entry, work const& item)
{
    tell(model::connect_carrier{instantiated(entry.carrier, item), instantiated(entry.fields, item),
                                payload_of(item)});
}

void service::act(report_entry const& entry, work const& item)
{
    tell(model::complete_report{instantiated(entry.report, item), instantiated(entry.fields, item),
                                payload_of(item)});
}

void service::act(refresh_entry const& entry, work const& item)
{
    auto const id = instantiated(entry.order_source, item);
    auto const running = find(model::subject_kind::order_source, id);
    if (running && state_.at(model::order_source_number{running.ordinal}).refreshing)
        return note_refused({model::error::refresh_running});
    tell(model::start_refresh{id, instantiated(entry.fields, item)});
    auto const source = find(model::subject_kind::order_source, id);
    refreshes_.resize(state_.order_sources.size());
    refreshes_[source.ordinal - 1] = item;
    queue_->push(
        {.due = now_ + entry.takes, .ordinal = source.ordinal, .kind = work_kind::refresh});
}

// What there is to import is imported before the refresh ends.
void service::handle_refresh(work const& item)
{
    model::order_source_number const source{item.ordinal};
    auto const& made_by = refreshes_[item.ordinal - 1];
    if (made_by.ordinal == by_request) return end_wished_refresh(source);
    if (is_arrival(made_by.ordinal)) return end_refresh(source, made_by);
    auto const& entry = std::get<refresh_entry>(entry_at(made_by.ordinal).what);
    if (entry.fails) return tell(model::fail_refresh{source});

    auto payload = payload_of(made_by);
    if (!entry.orders.empty()) {
        model::import_orders wish{source, {}, payload};
        for (auto const& order : entry.orders)
            wish.orders.push_back(instantiated(order, made_by));
        tell(wish);
        payload.clear();
    }
    tell(model::complete_refresh{source, payload});
}

void service::act(resend_entry const& entry, work const& item)
{
    auto which = entry.which;
    if (which.subject) which.subject = instantiated(*which.subject, item);
    for (auto const number : ledger_->take(which, state_, log_->texts())) {
        auto const& d = (*ledger_)[number];
        tell(model::resend_delivery{number, d.event, d.subject, d.told});
    }
}

std::uint64_t service::stable_of(model::subject who)
{
    if (who.is_shipment()) {
        auto const passing = state_.passing.find(who.ordinal);
        if (passing != model::slot{}) return state_.passing[passing].id;
        return origins_[state_.shipments.find(who.ordinal).value].stable;
    }
    auto& known = stable_[static_cast<std::size_t>(who.kind)];
    while (known.size() < who.ordinal) {
        model::subject const next{static_cast<std::uint32_t>(known.size()) + 1, who.kind};
        known.push_back(stable_number(name(who.kind), to_text(state_.id_of(next), log_->texts())));
    }
    return known[who.ordinal - 1];
}

} // namespace drydock::sim
