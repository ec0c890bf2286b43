#include "sim/scenario/tree/variables.hpp"

#include "sim/scenario/complaints.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/shape/text_format.hpp"
#include "sim/scenario/tree/pointer.hpp"
#include "sim/scenario/tree/reader.hpp"
#include "sim/scenario/values.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {
namespace {

using kind = scenario_error::kind;
using namespace std::string_view_literals;

enum class option : std::uint32_t { var = 1, set, seed, until, policy, profile };
constexpr std::array option_names{"--var"sv,   "--set"sv,    "--seed"sv,
                                  "--until"sv, "--policy"sv, "--profile"sv};
static_assert(option_names.size() == static_cast<int>(option::profile));

position place_of(option o)
{
    return {0, static_cast<std::uint32_t>(o)};
}

/// Marks a value as one that `o` gave.
node given_by(option o, node value)
{
    value.where = place_of(o);
    for (auto& item : value.items)
        item = given_by(o, std::move(item));
    for (auto& m : value.members) {
        m.where = place_of(o);
        m.value = given_by(o, std::move(m.value));
    }
    return value;
}

node scalar(option o, node::kind is, std::string text)
{
    node made;
    made.is = is;
    made.where = place_of(o);
    made.text = std::move(text);
    return made;
}

class resolver {
public:
    resolver(node& tree, std::vector<scenario_error>& errors) : tree_{&tree}, errors_{&errors} {}

    void set_variable(std::string const& name, std::string const& value);
    void set(std::string const& pointer, std::string const& value, bool variables);
    void set_option(std::string_view name, node value);
    void set_policy(std::string const& wish);
    void substitute_all();

private:
    node read(option o, std::string const& text);
    node* variables();
    void substitute(node& value);
    void refuse_nested(node const& value);
    void complain(position where, std::string pointer, std::string message)
    {
        errors_->push_back({kind::meaning, where, std::move(pointer), std::move(message)});
    }
    std::vector<std::string_view> variable_names();

    /// Runs `visit` for each child of `value`, with the pointer set to it.
    template <class Node, class Visit> void for_each_child(Node& value, Visit visit);

    node* tree_;
    std::vector<scenario_error>* errors_;
    std::string pointer_;
};

/// JSON if it is JSON, else the text itself.
node resolver::read(option o, std::string const& text)
{
    std::vector<scenario_error> found;
    auto value = read_json(text, found);
    if (!value) return scalar(o, node::kind::string, text);
    for (auto& e : found) {
        e.where = place_of(o);
        errors_->push_back(std::move(e));
    }
    return given_by(o, std::move(*value));
}

node* resolver::variables()
{
    auto const found = std::ranges::find(tree_->members, "vars", &node::member::name);
    if (found == tree_->members.end() || found->value.is != node::kind::object) return nullptr;
    return &found->value;
}

std::vector<std::string_view> resolver::variable_names()
{
    std::vector<std::string_view> names;
    if (auto const* const all = variables())
        for (auto const& m : all->members)
            names.push_back(m.name);
    return names;
}

// --- options -----------------------------------------------------------------------------------

void resolver::set_variable(std::string const& name, std::string const& value)
{
    auto* const all = variables();
    if (all != nullptr && all->find(name) != nullptr) {
        put(*all, {name}, read(option::var, value));
        return;
    }
    auto const known = variable_names();
    complain(place_of(option::var), "/vars/" + escaped(name),
             "expected a variable of the file's vars, found " + quoted(name) +
                 did_you_mean(name, known));
}

void resolver::set(std::string const& pointer, std::string const& value, bool variables)
{
    auto const steps = parse_pointer(pointer);
    if (!steps) {
        if (!variables)
            complain(place_of(option::set), {},
                     "expected a JSON pointer such as \"/policy/attempts\", found " +
                         quoted(pointer));
        return;
    }
    if ((steps->front() == "vars") != variables) return;
    auto given = read(option::set, value);
    pointer_ = pointer;
    if (!variables) substitute(given);
    pointer_.clear();
    auto const refusal = put(*tree_, *steps, std::move(given));
    if (!refusal.empty()) complain(place_of(option::set), pointer, refusal);
}

void resolver::set_option(std::string_view name, node value)
{
    put(*tree_, {std::string{name}}, std::move(value));
}

void resolver::set_policy(std::string const& wish)
{
    if (wish.find_first_not_of(" \t\n") != std::string::npos &&
        wish[wish.find_first_not_of(" \t\n")] == '{') {
        std::vector<scenario_error> found;
        auto value = read_json(wish, found);
        for (auto& e : found) {
            e.message += " (column " + std::to_string(e.where.column) + ')';
            e.where = place_of(option::policy);
            e.pointer = "/policy" + e.pointer;
            errors_->push_back(std::move(e));
        }
        if (value) set_option("policy", given_by(option::policy, std::move(*value)));
        return;
    }
    auto const* const own = member(tree_->find("policies"), wish);
    node made;
    if (own != nullptr) {
        made = *own;
    } else {
        made.is = node::kind::object;
        made.members.push_back(
            {"preset", place_of(option::policy), scalar(option::policy, node::kind::string, wish)});
    }
    made.where = place_of(option::policy);
    set_option("policy", std::move(made));
}

// --- variables ---------------------------------------------------------------------------------

template <class Node, class Visit> void resolver::for_each_child(Node& value, Visit visit)
{
    auto const length = pointer_.size();
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        pointer_ += '/' + std::to_string(i);
        visit(value.items[i]);
        pointer_.resize(length);
    }
    for (auto& m : value.members) {
        pointer_ += '/' + escaped(m.name);
        visit(m.value);
        pointer_.resize(length);
    }
}

void resolver::substitute(node& value)
{
    if (value.is != node::kind::string)
        return for_each_child(value, [this](node& inner) { substitute(inner); });
    auto const name = variable_in(value.text);
    if (name.empty()) return;
    auto const* const found = member(variables(), name);
    if (found == nullptr) {
        auto const known = variable_names();
        return complain(value.where, pointer_,
                        "expected a variable of the file's vars, found " + quoted(name) +
                            did_you_mean(name, known));
    }
    auto const where = value.where;
    value = *found;
    // Points to the place of use; inside of a longer value to where that is written.
    if (value.where.line != 0) value.where = where;
}

void resolver::refuse_nested(node const& value)
{
    if (value.is == node::kind::string && !variable_in(value.text).empty())
        complain(value.where, pointer_,
                 "expected a value without variables: one variable cannot name another");
    for_each_child(value, [this](node const& inner) { refuse_nested(inner); });
}

void resolver::substitute_all()
{
    pointer_ = "/vars";
    if (auto const* const all = variables()) refuse_nested(*all);
    pointer_.clear();
    for (auto& m : tree_->members) {
        if (m.name == "vars") continue;
        pointer_ = '/' + escaped(m.name);
        substitute(m.value);
    }
    pointer_.clear();
}

} // namespace

void resolve(node& tree, load_options const& options, std::vector<scenario_error>& errors)
{
    resolver r{tree, errors};
    for (auto const& [pointer, value] : options.sets)
        r.set(pointer, value, true);
    for (auto const& [name, value] : options.vars)
        r.set_variable(name, value);
    r.substitute_all();
    if (options.seed)
        r.set_option("seed",
                     scalar(option::seed, node::kind::number, std::to_string(*options.seed)));
    if (options.until)
        r.set_option("until", scalar(option::until, node::kind::string, *options.until));
    if (options.profile)
        r.set_option("profile", scalar(option::profile, node::kind::string, *options.profile));
    if (options.policy) r.set_policy(*options.policy);
    for (auto const& [pointer, value] : options.sets)
        r.set(pointer, value, false);
}

std::string_view option_of(position where)
{
    if (where.line != 0 || where.column == 0 || where.column > option_names.size()) return {};
    return option_names[where.column - 1];
}

} // namespace drydock::sim
