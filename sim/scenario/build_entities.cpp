// Timeline entries about batches, rates, carriers, reports and stores, and those that resend.
#include "sim/scenario/build_parts.hpp"

#include <array>

namespace drydock::sim {
namespace {

using namespace std::string_view_literals;

constexpr std::array batch_keys{"batch"sv, "status"sv};
constexpr std::array rate_keys{"shipment"sv};
constexpr std::array carrier_keys{"carrier"sv};
constexpr std::array report_keys{"report"sv};
constexpr std::array refresh_keys{"order_source"sv, "takes"sv, "outcome"sv, "orders"sv};

bool read(node const& given, batch_entry& made)
{
    auto const id = text_of(given.find("batch"));
    if (!id) return false;
    made.batch = *id;
    if (auto const status = text_of(given.find("status")))
        made.status = model::parse_batch_status(*status).value_or(made.status);
    made.fields = fields_of(given, batch_keys);
    return true;
}

bool read(node const& given, rate_entry& made)
{
    auto const id = text_of(given.find("shipment"));
    if (!id) return false;
    made = {std::string{*id}, fields_of(given, rate_keys)};
    return true;
}

bool read(node const& given, carrier_entry& made)
{
    auto const id = text_of(given.find("carrier"));
    if (!id) return false;
    made = {std::string{*id}, fields_of(given, carrier_keys)};
    return true;
}

bool read(node const& given, report_entry& made)
{
    auto const id = text_of(given.find("report"));
    if (!id) return false;
    made = {std::string{*id}, fields_of(given, report_keys)};
    return true;
}

bool read(node const& given, refresh_entry& made)
{
    auto const id = text_of(given.find("order_source"));
    if (!id) return false;
    made.order_source = *id;
    made.fields = fields_of(given, refresh_keys);
    made.takes = length_of(given.find("takes")).value_or(duration{});
    made.fails = text_of(given.find("outcome")) == "error";
    for (auto const& order : items(given.find("orders")))
        made.orders.push_back(to_json(order));
    return true;
}

template <class Entry> bool read_verb(node const* given, entry_verb& made)
{
    Entry entry;
    if (given == nullptr || !read(*given, entry)) return false;
    made = std::move(entry);
    return true;
}

} // namespace

node const* read_entity_verb(building& b, node const& entry, entry_verb& made)
{
    struct verb {
        std::string_view name;
        bool (*read)(node const* given, entry_verb& made);
    };
    static constexpr std::array verbs{
        verb{"batch", read_verb<batch_entry>},
        verb{"rate", read_verb<rate_entry>},
        verb{"carrier_connected", read_verb<carrier_entry>},
        verb{"report_complete", read_verb<report_entry>},
        verb{"store_refresh", read_verb<refresh_entry>},
    };
    for (auto const& v : verbs)
        if (auto const* const given = entry.find(v.name); v.read(given, made)) return given;
    auto const* const resend = entry.find("resend");
    if (resend != nullptr) made = resend_entry{read_filter(b, *resend)};
    return resend;
}

} // namespace drydock::sim
