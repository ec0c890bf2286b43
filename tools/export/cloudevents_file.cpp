#include "tools/export/cloudevents_file.hpp"

#include "sim/scenario/tree/reader.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace drydock::tools {

namespace {

/// The member that names what an event is about, and is not only the number of a delivery.
sim::node const* subject_of(sim::node const& event)
{
    if (auto const* found = event.find("subject")) return found;
    for (std::size_t k = 0; k < model::subject_kinds; ++k)
        if (auto const* found = event.find(name(static_cast<model::subject_kind>(k)))) return found;
    return event.find("webhook");
}

} // namespace

cloudevents_file::cloudevents_file(std::string path, std::string_view header)
    : file_{std::move(path)},
      source_{fmt::format("urn:drydock:run:{:016x}", XXH3_64bits(header.data(), header.size()))}
{
}

void cloudevents_file::on_block(std::span<model::event const> block, model::sequence_number first,
                                model::text_table const& texts)
{
    if (!good()) return;
    std::string made, line;
    for (auto const& e : block) {
        line.clear();
        lines_.append(line, e, first, texts);
        append(made, line);
        ++first.value;
    }
    file_.write(made);
}

void cloudevents_file::append(std::string& out, std::string_view line)
{
    std::vector<sim::scenario_error> errors;
    auto const event = sim::read_json(line, errors);
    ASSERT(event && errors.empty());
    std::string subject;
    if (auto const* const named = subject_of(*event)) subject = named->text;
    if (auto const* const delivery = event->find("delivery")) {
        auto& known = subjects_[delivery->text];
        if (known.empty()) known = subject;
        subject = known;
    }
    auto made = json_object({{"specversion", json_string("1.0")},
                             {"id", json_string(event->find("seq")->text)},
                             {"source", json_string(source_)},
                             {"type", json_string("drydock." + event->find("type")->text)},
                             {"time", json_string(event->find("at")->text)}});
    if (!subject.empty()) append_member(made, "subject", json_string(subject));
    if (auto const& cause = event->find("cause")->text; cause != "0")
        append_member(made, "cause", json_string(cause));
    auto data = json_object({});
    for (auto const& m : event->members)
        if (m.name != "seq" && m.name != "at" && m.name != "type" && m.name != "cause")
            append_member(data, m.name, m.value);
    append_member(made, "datacontenttype", json_string("application/json"));
    append_member(made, "data", std::move(data));
    out += sim::to_json(made) + '\n';
}

} // namespace drydock::tools
