#include "sim/expect/mismatch.hpp"

#include "sim/scenario/tree/reader.hpp"

#include <fmt/format.h>

namespace drydock::sim {

namespace {

// A whole sales order would fill a screen.
constexpr std::size_t longest_shown = 300;

std::string escape_pointer(std::string_view name)
{
    std::string escaped;
    for (char const c : name) {
        if (c == '~')
            escaped += "~0";
        else if (c == '/')
            escaped += "~1";
        else
            escaped += c;
    }
    return escaped;
}

bool both_are(node::kind kind, node const& a, node const& b)
{
    return a.is == kind && b.is == kind;
}

std::optional<mismatch> search(node const& part, node const& whole, std::string const& pointer)
{
    if (both_are(node::kind::object, part, whole)) {
        for (auto const& [name, where, expected] : part.members) {
            auto const below = pointer + '/' + escape_pointer(name);
            auto const* const found = whole.find(name);
            if (found == nullptr) return mismatch{below, to_json(expected), "nothing"};
            if (auto const deeper = search(expected, *found, below)) return deeper;
        }
        return std::nullopt;
    }
    if (both_are(node::kind::array, part, whole) && part.items.size() == whole.items.size()) {
        for (std::size_t i = 0; i < part.items.size(); ++i)
            if (auto const deeper =
                    search(part.items[i], whole.items[i], fmt::format("{}/{}", pointer, i)))
                return deeper;
        return std::nullopt;
    }
    if (is_subset(part, whole)) return std::nullopt;
    return mismatch{pointer, to_json(part), to_json(whole)};
}

} // namespace

std::optional<mismatch> find_mismatch(node const& part, node const& whole)
{
    return search(part, whole, {});
}

std::string to_text(mismatch const& m)
{
    auto const shortened = [](std::string const& json) {
        return json.size() <= longest_shown ? json : json.substr(0, longest_shown) + " ...";
    };
    return fmt::format("{}{}expected {}; found {}", m.pointer, m.pointer.empty() ? "" : ": ",
                       shortened(m.expected), shortened(m.found));
}

node read_own_json(std::string_view text)
{
    // What is nested deeper than a file may be, no expectation of a file can contain.
    std::vector<scenario_error> errors;
    return read_json(text, errors).value_or(node{});
}

} // namespace drydock::sim
