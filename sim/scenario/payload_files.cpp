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

std::vector<std::string> payload_files(node const& tree)
{
    std::vector<std::string> paths;
    auto const* const timeline = tree.find("timeline");
    if (timeline == nullptr) return paths;
    for (auto const& entry : timeline->items) {
        auto const* const payload = entry.find("payload");
        auto const* const file = payload == nullptr ? nullptr : payload->find("file");
        if (file != nullptr && file->is == node::kind::string) paths.push_back(file->text);
    }
    return paths;
}

} // namespace drydock::sim
