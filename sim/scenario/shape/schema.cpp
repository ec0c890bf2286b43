// The JSON Schema of a scenario file, from the tables that the loader checks with.
#include "sim/scenario/load.hpp"
#include "sim/scenario/shape/shape_check.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace drydock::sim {
namespace {

using form = shape::form;

node text_node(std::string_view text)
{
    node made;
    made.is = node::kind::string;
    made.text = text;
    return made;
}
node number_node(std::string text)
{
    node made;
    made.is = node::kind::number;
    made.text = std::move(text);
    return made;
}
template <class Number> node number_node(Number value)
{
    return number_node(std::to_string(value));
}
node truth_node(bool truth)
{
    node made;
    made.is = node::kind::boolean;
    made.truth = truth;
    return made;
}
node list_node(std::vector<node> items)
{
    node made;
    made.is = node::kind::array;
    made.items = std::move(items);
    return made;
}
node names_node(std::span<std::string_view const> names)
{
    node made = list_node({});
    for (auto const name : names)
        made.items.push_back(text_node(name));
    return made;
}

node object_node()
{
    node made;
    made.is = node::kind::object;
    return made;
}

/// An object that is filled member by member.
class members {
public:
    members& add(std::string_view name, node value)
    {
        made_.members.push_back({std::string{name}, {}, std::move(value)});
        return *this;
    }
    members& add(std::string_view name, std::string_view text)
    {
        return add(name, text_node(text));
    }
    node take() { return std::move(made_); }

private:
    node made_ = object_node();
};

node reference(std::string_view name)
{
    return members{}.add("$ref", "#/$defs/" + std::string{name}).take();
}

class schema_printer {
public:
    node print();

private:
    node use(shape const& s);
    node define(shape const& s);
    node body(shape const& s);
    void add_body(members& out, shape const& s);
    void add_text(members& out, shape const& s);
    void add_number(members& out, number_range const& range);
    void add_object(members& out, shape const& s);
    void add_groups(members& out, shape const& s);
    void add_list(members& out, shape const& s);
    void add_tuple(members& out, shape const& s);
    node alternatives(std::span<shape const* const> parts);

    std::map<std::string, node, std::less<>> defs_;
};

/// Whether the schema of `s` takes any "${name}" by itself.
bool takes_variables(shape const& s)
{
    if (s.literal || s.is == form::any) return true;
    if (s.is == form::text) return s.format == nullptr || s.format->pattern.empty();
    return s.is == form::either &&
           std::ranges::any_of(s.parts, [](auto const* part) { return takes_variables(*part); });
}

/// `s` as the value of a member or item: itself, or a variable.
node schema_printer::use(shape const& s)
{
    auto made = s.name.empty() ? body(s) : define(s);
    if (takes_variables(s)) return made;
    // Those that are defined by name allow the variable there.
    if (!s.name.empty()) return made;
    return members{}.add("anyOf", list_node({std::move(made), reference("variable")})).take();
}

node schema_printer::define(shape const& s)
{
    auto const known = defs_.find(s.name);
    if (known == defs_.end()) {
        // A place first, so that a shape within itself would end.
        defs_.emplace(s.name, object_node());
        auto made = body(s);
        if (!takes_variables(s))
            made =
                members{}.add("anyOf", list_node({std::move(made), reference("variable")})).take();
        defs_.find(s.name)->second = std::move(made);
    }
    return reference(s.name);
}

node schema_printer::body(shape const& s)
{
    members made;
    add_body(made, s);
    return made.take();
}

void schema_printer::add_body(members& out, shape const& s)
{
    switch (s.is) {
    case form::any: break;
    case form::null: out.add("type", "null"); break;
    case form::boolean: out.add("type", "boolean"); break;
    case form::text: add_text(out, s); break;
    case form::number: add_number(out, s.range); break;
    case form::choice: out.add("enum", names_node(s.names())); break;
    case form::object: add_object(out, s); break;
    case form::by_key:
    case form::either: out.add("anyOf", alternatives(s.parts)); break;
    case form::map: {
        members names;
        add_text(names, s);
        out.add("type", "object").add("propertyNames", names.take());
        out.add("additionalProperties", use(*s.item));
        break;
    }
    case form::list: add_list(out, s); break;
    case form::tuple: add_tuple(out, s); break;
    }
}

node schema_printer::alternatives(std::span<shape const* const> parts)
{
    std::vector<node> all;
    for (auto const* const part : parts)
        all.push_back(part->name.empty() ? body(*part) : define(*part));
    return list_node(std::move(all));
}

void schema_printer::add_text(members& out, shape const& s)
{
    out.add("type", "string");
    if (s.format == nullptr) return;
    if (s.format->pattern.empty()) {
        out.add("minLength", number_node(1));
        return;
    }
    out.add("pattern", s.format->pattern).add("maxLength", number_node(longest_formatted));
    out.add("description", s.format->expected);
}

void schema_printer::add_number(members& out, number_range const& range)
{
    if (range.whole && range.least >= 0 && static_cast<std::uint64_t>(range.least) == range.most) {
        out.add("const", number_node(range.most));
        return;
    }
    out.add("type", range.whole ? "integer" : "number");
    out.add("minimum", number_node(range.least)).add("maximum", number_node(range.most));
}

void schema_printer::add_object(members& out, shape const& s)
{
    members properties;
    std::vector<std::string_view> required;
    for (auto const& k : s.keys) {
        auto described = members{}.add("description", k.doc);
        for (auto& m : use(*k.value).members) {
            if (m.name == "description") continue;
            described.add(m.name, std::move(m.value));
        }
        properties.add(k.name, described.take());
        if (k.required) required.push_back(k.name);
    }
    out.add("type", "object").add("properties", properties.take());
    if (!required.empty()) out.add("required", names_node(required));
    if (!s.is_open) out.add("additionalProperties", truth_node(false));
    add_groups(out, s);
}

/// An object with each member of `names`.
node requires_all(std::span<std::string_view const> names)
{
    return members{}.add("required", names_node(names)).take();
}

/// Those of a group that are keys of the schema: it refuses the others by themselves.
std::vector<std::string_view> built_names(key_group const& group, shape const& s)
{
    std::vector<std::string_view> names;
    for (auto const name : group.names) {
        auto const at = std::ranges::find(s.keys, name, &key::name);
        if (at != s.keys.end() && at->value != nullptr) names.push_back(name);
    }
    return names;
}

void schema_printer::add_groups(members& out, shape const& s)
{
    std::vector<node> all;
    for (auto const& group : s.groups) {
        auto const names = built_names(group, s);
        std::vector<node> one_of_them;
        for (auto const& name : names)
            one_of_them.push_back(requires_all({&name, 1}));
        if (group.least > 0)
            all.push_back(members{}.add("anyOf", list_node(std::move(one_of_them))).take());
        if (group.most > 1 || names.size() < 2) continue;
        std::vector<node> pairs;
        for (auto a = names.begin(); a != names.end(); ++a)
            for (auto b = a + 1; b != names.end(); ++b)
                pairs.push_back(requires_all(std::array{*a, *b}));
        auto both = members{}.add("anyOf", list_node(std::move(pairs))).take();
        all.push_back(members{}.add("not", std::move(both)).take());
    }
    if (!all.empty()) out.add("allOf", list_node(std::move(all)));
}

void schema_printer::add_list(members& out, shape const& s)
{
    out.add("type", "array").add("items", use(*s.item));
    if (s.fewest > 0) out.add("minItems", number_node(s.fewest));
}

void schema_printer::add_tuple(members& out, shape const& s)
{
    std::vector<node> items;
    for (auto const* const part : s.parts)
        items.push_back(use(*part));
    out.add("type", "array").add("prefixItems", list_node(std::move(items)));
    out.add("items", truth_node(false)).add("minItems", number_node(s.parts.size()));
}

node schema_printer::print()
{
    members out;
    out.add("$schema", "https://json-schema.org/draft/2020-12/schema");
    out.add("title", "drydock scenario, format 1");
    out.add("description", "What happens to shipments and webhooks on virtual time. Durations are "
                           "texts with units; \"${name}\" stands for a variable of vars.");
    add_body(out, scenario_shape);
    members defs;
    auto variable = members{}.add("type", "string").add("pattern", variable_pattern);
    variable.add("description", "A variable of vars.");
    defs.add("variable", variable.take());
    for (auto& [name, value] : defs_)
        defs.add(name, std::move(value));
    return out.add("$defs", defs.take()).take();
}

} // namespace

std::string scenario_schema()
{
    return to_pretty_json(schema_printer{}.print()) + '\n';
}

} // namespace drydock::sim
