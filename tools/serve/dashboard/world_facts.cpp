// What the dashboard has to know beside the journal: what this world is, and what it sends.
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/export/delivery_bodies.hpp"
#include "tools/page/page_facts.hpp"
#include "tools/serve/control_acts.hpp"
#include "tools/store/journal_header.hpp"

#include <charconv>

namespace drydock::tools {

namespace {

/// The body of a delivery; nothing when there is none with this number.
std::optional<std::string> body_of(engine& on, std::uint32_t delivery)
{
    auto const& texts = on.world().texts();
    delivery_bodies sent{on.first_plan()};
    model::sequence_number place;
    for (auto const& e : on.log().events()) {
        sent.apply(e, {++place.value}, texts);
        if (e.type != model::event_type::delivery_requested) continue;
        auto const request = e.as<model::delivery_requested>();
        if (request.delivery.value == delivery) return sent.body_of(request, texts);
    }
    return std::nullopt;
}

} // namespace

control_answer get_facts(control_call const& asked)
{
    auto& on = asked.on;
    auto const& plan = on.world().plan();
    return json_answer(
        sim::to_json(json_object({{"kind", json_string("live")},
                                  {"program", json_string(program_version())},
                                  {"name", json_string(plan.about)},
                                  {"journal", json_string(on.journal_id())},
                                  {"kept", json_boolean(on.keeps_journal())},
                                  {"start", json_string(model::to_text(plan.start))},
                                  {"seed", json_number(plan.seed)},
                                  {"profile", json_string(model::name(plan.profile))},
                                  {"policy", plan.policy_as_given},
                                  {"base_url", json_string(plan.base_url)},
                                  {"endpoints", endpoints_json(plan)},
                                  {"scenario", json_string(sim::to_json(as_played(plan)))}})));
}

control_answer get_body(control_call const& asked)
{
    auto& on = asked.on;
    on.flush();
    auto const& text = asked.ids[0];
    std::uint32_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, failed] = std::from_chars(text.data(), end, number);
    auto body = failed == std::errc{} && stop == end ? body_of(on, number) : std::nullopt;
    if (!body) return refusal_answer(404, "there is no delivery of this number");
    control_answer made;
    made.what.fields.push_back({"Content-Type", "application/json"});
    made.what.body = std::move(*body);
    return made;
}

} // namespace drydock::tools
