#include "sim/scenario/load.hpp"

#include "model/assert.hpp"
#include "sim/scenario/build.hpp"
#include "sim/scenario/payload_files.hpp"
#include "sim/scenario/shape/shape_check.hpp"
#include "sim/scenario/tree/reader.hpp"
#include "sim/scenario/tree/variables.hpp"

#include <algorithm>
#include <tuple>

namespace drydock::sim {
namespace {

auto order(scenario_error const& e)
{
    return std::tie(e.where.line, e.where.column);
}

/// Drops errors of meaning from `first` on where something is wrong already, and repetitions: a
/// value that several places use is told of once.
void drop_echoes(std::vector<scenario_error>& errors, std::size_t first)
{
    auto const told = [&](scenario_error const& e) {
        return std::any_of(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(first),
                           [&](auto const& other) { return other.pointer == e.pointer; });
    };
    auto const from = errors.begin() + static_cast<std::ptrdiff_t>(first);
    errors.erase(std::remove_if(from, errors.end(), told), errors.end());

    std::ranges::stable_sort(errors, {}, order);
    auto const same = [](scenario_error const& a, scenario_error const& b) {
        return order(a) == order(b) && a.message == b.message && a.where.line != 0;
    };
    errors.erase(std::unique(errors.begin(), errors.end(), same), errors.end());
}

/// What an option gave has no place in the file: the message names the option instead.
void name_options(std::vector<scenario_error>& errors)
{
    for (auto& e : errors) {
        auto const option = option_of(e.where);
        if (option.empty()) continue;
        e.message = std::string{option} + ": " + e.message;
        e.where.column = 0;
    }
}

std::optional<scenario> build(node tree, std::string path, load_options const& options,
                              load_result& result)
{
    resolve(tree, options, result.errors);
    check_shape(tree, scenario_shape, result.errors);
    take_in_payload_files(tree, options, result.errors);
    auto const first = result.errors.size();
    // The tree holds what the other options ask for.
    load_options rest;
    rest.now = options.now;
    rest.any_attempt = options.any_attempt;
    rest.is_part = options.is_part;
    auto made = build_scenario(tree, std::move(path), rest, result.errors, result.hints);
    drop_echoes(result.errors, first);
    ASSERT(made.has_value() == result.errors.empty());
    if (made) made->resolved = std::move(tree);
    return made;
}

} // namespace

load_result load_scenario(std::string_view text, std::string path, load_options const& options)
{
    load_result result;
    auto tree = read_json(text, result.errors);
    if (tree && tree->is == node::kind::object)
        result.loaded = build(std::move(*tree), std::move(path), options, result);
    else if (tree)
        check_shape(*tree, scenario_shape, result.errors);
    std::ranges::stable_sort(result.errors, {}, order);
    name_options(result.errors);
    return result;
}

std::string to_text(scenario_error const& error, std::string_view path)
{
    std::string text{path};
    if (error.where.line != 0)
        text += ':' + std::to_string(error.where.line) + ':' + std::to_string(error.where.column);
    if (!error.pointer.empty()) text += ' ' + error.pointer;
    return text + ": " + error.message;
}

} // namespace drydock::sim
