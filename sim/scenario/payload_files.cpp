#include "sim/scenario/payload_files.hpp"

namespace drydock::sim {

namespace {

node* find(node& object, std::string_view name)
{
    for (auto& m : object.members)
        if (m.name == name) return &m.value;
    return nullptr;
}

void take_in(node& payload, std::size_t place, load_options const& options,
             std::vector<scenario_error>& errors)
{
    for (auto& m : payload.members) {
        if (m.name != "file" || m.value.is != node::kind::string) continue;
        auto const found = options.read_file
                               ? options.read_file(m.value.text)
                               : file_contents{{}, "cannot read " + m.value.text + " from here"};
        if (found.failure)
            errors.push_back({scenario_error::kind::meaning, m.value.where,
                              "/timeline/" + std::to_string(place) + "/payload/file",
                              *found.failure});
        m.name = "body";
        m.value.text = found.text;
    }
}

} // namespace

void take_in_payload_files(node& tree, load_options const& options,
                           std::vector<scenario_error>& errors)
{
    auto* const timeline = find(tree, "timeline");
    if (timeline == nullptr) return;
    for (std::size_t i = 0; i < timeline->items.size(); ++i)
        if (auto* const payload = find(timeline->items[i], "payload"))
            take_in(*payload, i, options, errors);
}

} // namespace drydock::sim
