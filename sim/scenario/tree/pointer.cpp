#include "sim/scenario/tree/pointer.hpp"

#include "sim/scenario/complaints.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/values.hpp"

#include <algorithm>
#include <charconv>

namespace drydock::sim {
namespace {

/// "a~1b" as "a/b"; empty when a "~" is followed by neither 0 nor 1.
std::optional<std::string> unescaped(std::string_view step)
{
    std::string made;
    for (std::size_t i = 0; i < step.size(); ++i) {
        if (step[i] != '~') {
            made += step[i];
            continue;
        }
        auto const code = step.substr(i + 1, 1);
        if (code != "0" && code != "1") return std::nullopt;
        made += code == "0" ? '~' : '/';
        ++i;
    }
    return made;
}

std::optional<std::size_t> index_in(node const& array, std::string_view step)
{
    if (step == "-") return array.items.size();
    if (step.size() > 1 && step.starts_with('0')) return std::nullopt;
    std::size_t index = 0;
    auto const* const end = step.data() + step.size();
    auto const [stop, failure] = std::from_chars(step.data(), end, index);
    if (failure != std::errc{} || stop != end || index > array.items.size()) return std::nullopt;
    return index;
}

node* child(node& parent, std::string_view step)
{
    if (parent.is == node::kind::object) {
        auto const found = std::ranges::find(parent.members, step, &node::member::name);
        return found == parent.members.end() ? nullptr : &found->value;
    }
    auto const index = parent.is == node::kind::array ? index_in(parent, step) : std::nullopt;
    return index && *index < parent.items.size() ? &parent.items[*index] : nullptr;
}

std::string nothing_at(node const& parent, std::string_view step, std::string_view path)
{
    std::vector<std::string_view> known;
    for (auto const& m : parent.members)
        known.push_back(m.name);
    return "expected a pointer to a member of what exists; there is no " + quoted(path) +
           did_you_mean(step, known);
}

} // namespace

std::optional<std::vector<std::string>> parse_pointer(std::string_view text)
{
    if (!text.starts_with('/')) return std::nullopt;
    std::vector<std::string> steps;
    while (!text.empty()) {
        text.remove_prefix(1);
        auto const step = text.substr(0, text.find('/'));
        auto name = unescaped(step);
        if (!name) return std::nullopt;
        steps.push_back(std::move(*name));
        text.remove_prefix(step.size());
    }
    return steps;
}

std::string put(node& tree, std::vector<std::string> const& steps, node value)
{
    auto* parent = &tree;
    std::string path;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        path += '/' + escaped(steps[i]);
        auto* const next = child(*parent, steps[i]);
        if (next == nullptr) return nothing_at(*parent, steps[i], path);
        parent = next;
    }
    auto const& last = steps.back();
    if (auto* const there = child(*parent, last)) {
        *there = std::move(value);
    } else if (parent->is == node::kind::object) {
        auto const where = value.where;
        parent->members.push_back({last, where, std::move(value)});
    } else if (parent->is == node::kind::array && index_in(*parent, last)) {
        parent->items.push_back(std::move(value));
    } else {
        return nothing_at(*parent, last, path + '/' + escaped(last));
    }
    return {};
}

} // namespace drydock::sim
