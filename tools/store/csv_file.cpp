#include "tools/store/csv_file.hpp"

#include "sim/scenario/tree/reader.hpp"
#include "tools/drydock/json.hpp"

#include <algorithm>
#include <array>

namespace drydock::tools {

namespace {

// In the order of csv_columns, "more" left out.
constexpr std::array<std::string_view, 13> columns{
    "seq",      "at",      "type",   "cause",  "subject", "webhook", "event",
    "delivery", "attempt", "status", "reason", "due",     "url"};

constexpr std::size_t subject_column = 4;
constexpr std::size_t delivery_column = 7;

// What an event is about has another name in the events of its own life.
std::string_view column_of(std::string_view member)
{
    for (std::size_t k = 0; k < model::subject_kinds; ++k)
        if (member == name(static_cast<model::subject_kind>(k))) return "subject";
    return member;
}

} // namespace

std::string csv_field(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == text.npos) return std::string{text};
    std::string quoted = "\"";
    for (auto const c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

csv_file::csv_file(std::string path) : file_{std::move(path)}
{
    file_.write(csv_columns);
    file_.write("\r\n");
}

void csv_file::on_block(std::span<model::event const> block, model::sequence_number first,
                        model::text_table const& texts)
{
    if (!good()) return;
    std::string rows, line;
    for (auto const& e : block) {
        line.clear();
        lines_.append(line, e, first, texts);
        append_row(rows, line);
        ++first.value;
    }
    file_.write(rows);
}

void csv_file::append_row(std::string& out, std::string_view line)
{
    std::vector<sim::scenario_error> errors;
    auto const event = sim::read_json(line, errors);
    ASSERT(event && errors.empty());
    std::array<std::string, columns.size()> cells;
    auto more = json_object({});
    for (auto const& m : event->members) {
        auto const column = std::ranges::find(columns, column_of(m.name));
        if (column == columns.end())
            append_member(more, m.name, m.value);
        else
            cells[static_cast<std::size_t>(column - columns.begin())] = m.value.text;
    }
    if (auto const& delivery = cells[delivery_column]; !delivery.empty()) {
        auto const index = std::stoull(delivery) - 1;
        if (index == subjects_.size()) subjects_.push_back(cells[subject_column]);
        if (index < subjects_.size()) cells[subject_column] = subjects_[index];
    }
    for (auto const& cell : cells)
        out += csv_field(cell) + ',';
    out += (more.members.empty() ? "" : csv_field(sim::to_json(more))) + "\r\n";
}

} // namespace drydock::tools
