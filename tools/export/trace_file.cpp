#include "tools/export/trace_file.hpp"

#include "sim/scenario/tree/reader.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

namespace drydock::tools {

namespace {

/// The line of what happens to no subject: webhooks, calls, the clock.
constexpr std::uint64_t service_line = 1;

std::uint64_t number_of(model::subject who)
{
    return service_line + 1 + std::uint64_t{who.ordinal} * model::subject_kinds +
           static_cast<std::uint64_t>(who.kind);
}

model::subject subject_told_by(model::event const& e)
{
    return model::visit_event(e, [](auto const& body) -> model::subject {
        if constexpr (requires { body.shipment; }) return body.shipment;
        if constexpr (requires { body.batch; }) return body.batch;
        if constexpr (requires { body.carrier; }) return body.carrier;
        if constexpr (requires { body.order_source; }) return body.order_source;
        if constexpr (requires { body.report; }) return body.report;
        if constexpr (requires { body.subject(); }) return body.subject();
        return {};
    });
}

model::delivery_number delivery_of(model::event const& e)
{
    return model::visit_event(e, [](auto const& body) -> model::delivery_number {
        if constexpr (requires { body.delivery; }) return body.delivery;
        return {};
    });
}

/// The ends of slices, and instants, that an event of a delivery is: phases and names.
std::vector<std::pair<std::string_view, std::string>> slices_of(model::event const& e,
                                                                std::string const& delivery)
{
    using enum model::event_type;
    auto const attempt = [](auto const& body) {
        return fmt::format("attempt {}", body.attempt.value);
    };
    switch (e.type) {
    case delivery_requested: return {{"b", delivery}};
    case attempt_started: return {{"b", attempt(e.as<model::attempt_started>())}};
    case attempt_failed: return {{"e", attempt(e.as<model::attempt_failed>())}};
    case delivery_succeeded:
        return {{"e", attempt(e.as<model::delivery_succeeded>())}, {"e", delivery}};
    case delivery_discarded:
    case delivery_cancelled: return {{"e", delivery}};
    default: return {{"n", std::string{name(e.type)}}};
    }
}

/// What an event says beside its place, time and name.
sim::node arguments(std::string_view line)
{
    std::vector<sim::scenario_error> errors;
    auto const event = sim::read_json(line, errors);
    ASSERT(event && errors.empty());
    auto args = json_object({});
    for (auto const& m : event->members)
        if (m.name != "at" && m.name != "type") append_member(args, m.name, m.value);
    return args;
}

} // namespace

trace_file::trace_file(std::string path) : file_{std::move(path)}
{
    file_.write(R"({"displayTimeUnit":"ms","traceEvents":[)"
                "\n"
                R"({"ph":"M","name":"process_name","pid":1,"tid":1,"args":{"name":"drydock"}})");
    name_line(service_line, "service");
}

void trace_file::on_block(std::span<model::event const> block, model::sequence_number first,
                          model::text_table const& texts)
{
    if (!good()) return;
    for (auto const& e : block) {
        labels_.apply(e, first);
        tell(e, first, texts);
        ++first.value;
    }
    file_.write(ready_);
    ready_.clear();
}

void trace_file::name_line(std::uint64_t line, std::string_view name)
{
    auto const made = json_object({{"ph", json_string("M")},
                                   {"name", json_string("thread_name")},
                                   {"pid", json_number(1)},
                                   {"tid", json_number(line)},
                                   {"args", json_object({{"name", json_string(name)}})}});
    ready_ += ",\n" + sim::to_json(made);
}

std::uint64_t trace_file::line_of(model::subject who, model::text_table const& texts)
{
    auto const line = number_of(who);
    if (named_.insert(line).second) name_line(line, labels_.subject(who, texts));
    return line;
}

void trace_file::append(model::event const& e, std::uint64_t line, entry const& what)
{
    auto made = json_object(
        {{"ph", json_string(what.phase)},
         {"name", json_string(what.name)},
         {"cat", json_string(what.delivery ? "delivery" : "event")},
         {"ts", json_number(static_cast<std::uint64_t>(e.at.time_since_epoch().count()))},
         {"pid", json_number(1)},
         {"tid", json_number(line)}});
    if (what.delivery)
        append_member(made, "id", json_number(what.delivery.value));
    else
        append_member(made, "s", json_string("t")); // seen on its own line only
    append_member(made, "args", what.args);
    ready_ += ",\n" + sim::to_json(made);
}

void trace_file::tell(model::event const& e, model::sequence_number sequence,
                      model::text_table const& texts)
{
    std::string text;
    lines_.append(text, e, sequence, texts);
    auto const args = arguments(text);
    auto const delivery = delivery_of(e);
    if (!delivery) {
        auto const who = subject_told_by(e);
        append(e, who ? line_of(who, texts) : service_line, {"i", std::string{name(e.type)}, args});
        return;
    }
    auto const& known = labels_.at(delivery);
    for (auto const& [phase, name] :
         slices_of(e, fmt::format("delivery {} {}", delivery.value, known.told)))
        append(e, line_of(known.subject, texts), {phase, name, args, delivery});
}

std::optional<std::string> trace_file::finish()
{
    file_.write(ready_);
    file_.write("\n]}\n");
    return file_.finish();
}

} // namespace drydock::tools
