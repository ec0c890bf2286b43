#include "tools/store/state_view.hpp"

#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace drydock::tools {

using sim::node;

namespace {

std::string_view name_of(model::delivery_status status)
{
    switch (status) {
    case model::delivery_status::queued: return "queued";
    case model::delivery_status::in_flight: return "in_flight";
    case model::delivery_status::failed: return "failed";
    case model::delivery_status::waiting: return "waiting";
    case model::delivery_status::ended: return "ended";
    case model::delivery_status::deferred: return "deferred";
    }
    model::assertion_failed("a known status", __FILE__, __LINE__);
}

node time_of(model::instant at)
{
    return json_string(model::to_text(at));
}

node scans_of(model::state const& s, model::shipment_number of)
{
    auto scans = json_array();
    for (auto const& scan : s.scans_up_to(of, s.last_told(of)))
        scans.items.push_back(json_object({{"status", json_string(model::name(scan.status))},
                                           {"at", time_of(scan.at)},
                                           {"occurred_at", time_of(scan.occurred_at)}}));
    std::ranges::reverse(scans.items);
    return scans;
}

std::string id_of(model::state const& s, model::webhook_number number,
                  model::text_table const& texts)
{
    return model::webhook_id(s.at(number).id, number, texts);
}

state_table webhooks(model::state const& s, model::text_table const& texts, std::uint64_t most)
{
    state_table table{"webhooks"};
    for (auto const& w : s.webhooks) {
        if (w.deleted) continue;
        if (++table.total > most) continue;
        table.rows.push_back(json_object({{"webhook", json_string(id_of(s, s.number_of(w), texts))},
                                          {"event", json_string(model::name(w.event))},
                                          {"url", json_string(texts[w.url])},
                                          {"enabled", json_boolean(w.enabled)}}));
    }
    return table;
}

/// One row for each of these ordinals, up to so many.
template <class Row> state_table table_of(std::string_view name,
                                          std::vector<std::uint32_t> const& ordinals,
                                          std::uint64_t most, Row const& row)
{
    state_table table{name, ordinals.size()};
    for (auto const n : ordinals)
        if (table.rows.size() < most) table.rows.push_back(row(n));
    return table;
}

// Those that are not forgotten.
state_table shipments(model::state const& s, model::text_table const& texts, std::uint64_t most)
{
    auto all = s.shipments.ordinals();
    std::ranges::copy(s.passing.ordinals(), std::back_inserter(all));
    std::ranges::sort(all);
    return table_of("shipments", all, most, [&](std::uint32_t n) {
        auto const each = s.at(model::shipment_number{n});
        return json_object({{"shipment", json_string(model::to_text(each.id, texts))},
                            {"status", json_string(model::name(each.status))},
                            {"scans", scans_of(s, each.number)}});
    });
}

state_table deliveries(model::state const& s, model::text_table const& texts, std::uint64_t most)
{
    return table_of("deliveries", s.deliveries.ordinals(), most, [&](std::uint32_t n) {
        auto const& d = s.deliveries[s.deliveries.find(n)];
        bool const waits = d.status == model::delivery_status::waiting ||
                           (d.status == model::delivery_status::deferred && !d.is_held());
        return json_object({{"delivery", json_number(d.number.value)},
                            {"webhook", json_string(id_of(s, d.webhook, texts))},
                            {"subject", json_string(model::to_text(s.id_of(d.subject), texts))},
                            {"status", json_string(name_of(d.status))},
                            {"attempt", json_number(d.attempt.value)},
                            {"requested_at", time_of(d.requested_at)},
                            {"due", waits ? time_of(d.due) : json_null()}});
    });
}

// One table for the entities of a kind that are never forgotten.
template <class Entity, class Row> state_table table_of(std::string_view name,
                                                        std::vector<Entity> const& all,
                                                        std::uint64_t most, Row const& row)
{
    state_table table{name, all.size()};
    for (auto const& each : all)
        if (table.rows.size() < most) table.rows.push_back(row(each));
    return table;
}

state_table batches(model::state const& s, model::text_table const& texts, std::uint64_t most)
{
    return table_of("batches", s.batches, most, [&](model::batch const& b) {
        return json_object({{"batch", json_string(model::to_text(b.id, texts))},
                            {"status", json_string(model::name(b.status))},
                            {"created_at", time_of(b.created_at)}});
    });
}

state_table carriers(model::state const& s, model::text_table const& texts, std::uint64_t most)
{
    return table_of("carriers", s.carriers, most, [&](model::carrier const& c) {
        return json_object({{"carrier", json_string(model::to_text(c.id, texts))},
                            {"connected_at", time_of(c.connected_at)}});
    });
}

state_table order_sources(model::state const& s, model::text_table const& texts, std::uint64_t most)
{
    return table_of("order_sources", s.order_sources, most, [&](model::order_source const& o) {
        return json_object({{"order_source", json_string(model::to_text(o.id, texts))},
                            {"refreshing", json_boolean(o.refreshing)},
                            {"failed", json_boolean(o.failed)},
                            {"last_refresh_attempt", time_of(o.started_at)}});
    });
}

state_table imports(model::state const& s, model::text_table const& texts, std::uint64_t most)
{
    return table_of("imports", s.imports, most, [&](model::import const& i) {
        return json_object({{"order_source", json_string(model::to_text(s.at(i.source).id, texts))},
                            {"at", time_of(s.facts[i.fact - 1].at)}});
    });
}

state_table reports(model::state const& s, model::text_table const& texts, std::uint64_t most)
{
    return table_of("reports", s.reports, most, [&](model::report const& r) {
        return json_object({{"report", json_string(model::to_text(r.id, texts))},
                            {"completed_at", time_of(r.completed_at)}});
    });
}

// One table a line: whatever a state holds is shown by this list alone.
constexpr std::array tables{webhooks,      shipments, batches, carriers,
                            order_sources, imports,   reports, deliveries};

std::string cell(node const& value, model::instant start)
{
    switch (value.is) {
    case node::kind::null: return "-";
    case node::kind::boolean: return value.truth ? "yes" : "no";
    case node::kind::number: return value.text;
    case node::kind::string:
        if (auto const at = model::parse_instant(value.text); at && *at >= start)
            return offset_phrase(*at - start);
        return printable(value.text);
    case node::kind::array: break;
    case node::kind::object: return cell(value.members.front().value, start);
    }
    std::string all;
    for (auto const& item : value.items)
        all += (all.empty() ? "" : ", ") + cell(item, start);
    return all.empty() ? "-" : all;
}

} // namespace

std::vector<state_table> view_state(model::state const& s, model::text_table const& texts,
                                    std::uint64_t most_rows)
{
    std::vector<state_table> all;
    for (auto const& table : tables)
        all.push_back(table(s, texts, most_rows));
    // Most runs have no use for most kinds.
    std::erase_if(all, [](state_table const& table) {
        return table.total == 0 && table.name != "webhooks" && table.name != "shipments" &&
               table.name != "deliveries";
    });
    return all;
}

std::string to_text(state_table const& table, model::instant start, painter paint)
{
    auto text = paint(tone::strong, fmt::format("{} ({})", table.name, table.total)) + "\n";
    if (table.rows.empty()) return text;
    std::vector<std::vector<std::string>> lines(1);
    for (auto const& column : table.rows.front().members)
        lines.front().push_back(column.name);
    for (auto const& row : table.rows) {
        auto& cells = lines.emplace_back();
        for (auto const& column : row.members)
            cells.push_back(cell(column.value, start));
    }
    std::vector<std::size_t> widths(lines.front().size());
    for (auto const& line : lines)
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            widths[i] = std::max(widths[i], display_width(line[i]));
    for (std::size_t n = 0; n < lines.size(); ++n) {
        std::string line;
        for (std::size_t i = 0; i < lines[n].size(); ++i)
            line += "  " + padded(lines[n][i], widths[i]);
        text += (n == 0 ? paint(tone::dim, line) : line) + "\n";
    }
    if (table.rows.size() < table.total)
        text += fmt::format("  and {} more\n", table.total - table.rows.size());
    return text;
}

} // namespace drydock::tools
