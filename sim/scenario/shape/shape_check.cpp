#include "sim/scenario/shape/shape_check.hpp"

#include "model/assert.hpp"
#include "sim/scenario/complaints.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/tree/decimal.hpp"
#include "sim/scenario/values.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

using form = shape::form;
using kind = scenario_error::kind;
using names = std::vector<std::string_view>;

bool contains(std::span<std::string_view const> all, std::string_view name)
{
    return std::ranges::find(all, name) != all.end();
}

// --- numbers -----------------------------------------------------------------------------------

decimal as_decimal(std::int64_t value)
{
    return *parse_decimal(std::to_string(value));
}
decimal as_decimal(std::uint64_t value)
{
    return *parse_decimal(std::to_string(value));
}

/// Of two numbers without their signs.
bool is_smaller(decimal const& a, decimal const& b)
{
    if (a.is_zero() || b.is_zero()) return a.is_zero() && !b.is_zero();
    // 0.digits x 10^places: the first digit is no zero.
    auto const places = [](decimal const& d) {
        return d.exponent + static_cast<std::int64_t>(d.digits.size());
    };
    if (places(a) != places(b)) return places(a) < places(b);
    return a.digits < b.digits;
}

bool is_less(decimal const& a, decimal const& b)
{
    bool const below = a.negative && !a.is_zero();
    if (below != (b.negative && !b.is_zero())) return below;
    return below ? is_smaller(b, a) : is_smaller(a, b);
}

bool is_within(node const& value, number_range const& range)
{
    auto const number = parse_decimal(value.text);
    if (!number || (range.whole && number->exponent < 0)) return false;
    return !is_less(*number, as_decimal(range.least)) && !is_less(as_decimal(range.most), *number);
}

// --- the walk ----------------------------------------------------------------------------------

/// What the members of an object may be called.
names names_in(std::span<key const> keys)
{
    names all;
    for (auto const& k : keys)
        all.push_back(k.name);
    return all;
}

std::string expected_keys(names const& known)
{
    return known.size() > 12 ? "a known key" : "one of the keys " + listed(known, "or");
}

class shape_checker {
public:
    explicit shape_checker(std::vector<scenario_error>& errors) : errors_{&errors} {}

    void check(node const& value, shape const& wanted);

private:
    void check_text(node const& value, shape const& wanted);
    void check_choice(node const& value, shape const& wanted);
    void check_object(node const& value, shape const& wanted);
    void check_group(node const& value, key_group const& group, shape const& wanted);
    void check_by_key(node const& value, shape const& wanted);
    void check_map(node const& value, shape const& wanted);
    void check_list(node const& value, shape const& wanted);
    void check_tuple(node const& value, shape const& wanted);
    void check_either(node const& value, shape const& wanted);

    void refuse_key(node::member const& given, names const& known);
    void check_member(node::member const& given, shape const& wanted);
    void check_item(node const& array, std::size_t index, shape const& wanted);

    void complain(kind is, position where, std::string message)
    {
        errors_->push_back({is, where, pointer_, std::move(message)});
    }
    void refuse(node const& value, shape const& wanted, std::string const& more = {})
    {
        complain(kind::shape, value.where,
                 "expected " + expected_text(wanted) + ", found " + found_text(value) + more);
    }

    std::string pointer_;
    std::vector<scenario_error>* errors_;
};

void shape_checker::check(node const& value, shape const& wanted)
{
    bool const is_variable = value.is == node::kind::string && !variable_in(value.text).empty();
    if (is_variable && !wanted.literal) return; // one that is not defined is an error elsewhere
    if (!is_of_kind(value, wanted)) return refuse(value, wanted);
    switch (wanted.is) {
    case form::any:
    case form::null:
    case form::boolean: break;
    case form::text: check_text(value, wanted); break;
    case form::number:
        if (!is_within(value, wanted.range)) refuse(value, wanted);
        break;
    case form::choice: check_choice(value, wanted); break;
    case form::object: check_object(value, wanted); break;
    case form::by_key: check_by_key(value, wanted); break;
    case form::map: check_map(value, wanted); break;
    case form::list: check_list(value, wanted); break;
    case form::tuple: check_tuple(value, wanted); break;
    case form::either: check_either(value, wanted); break;
    }
}

void shape_checker::check_text(node const& value, shape const& wanted)
{
    if (wanted.format == nullptr) return;
    auto const result = fits(*wanted.format, value.text);
    if (result == fit::wrong) return refuse(value, wanted);
    if (result == fit::out_of_limits)
        complain(kind::meaning, value.where,
                 "expected " + std::string{wanted.format->limits} + ", found " + found_text(value));
}

void shape_checker::check_choice(node const& value, shape const& wanted)
{
    auto const known = wanted.names();
    if (contains(known, value.text)) return;
    refuse(value, wanted, did_you_mean(value.text, known));
}

void shape_checker::check_either(node const& value, shape const& wanted)
{
    for (auto const* const part : wanted.parts)
        if (is_of_kind(value, *part)) return check(value, *part);
}

// --- objects -----------------------------------------------------------------------------------

void shape_checker::refuse_key(node::member const& given, names const& known)
{
    auto const length = pointer_.size();
    pointer_ += '/' + escaped(given.name);
    auto const guess = did_you_mean(given.name, known);
    auto const instead =
        guess.empty() ? "expected " + expected_keys(known) + ", found " : "unknown key ";
    complain(kind::shape, given.where, instead + quoted(given.name) + guess);
    pointer_.resize(length);
}

void shape_checker::check_member(node::member const& given, shape const& wanted)
{
    auto const length = pointer_.size();
    pointer_ += '/' + escaped(given.name);
    check(given.value, wanted);
    pointer_.resize(length);
}

/// Whether an unknown key of `value` looks like the missing one: said once is enough.
bool is_misspelt(node const& value, std::string_view missing, names const& known)
{
    return std::ranges::any_of(value.members, [&](node::member const& m) {
        return !contains(known, m.name) && nearest(m.name, known) == missing;
    });
}

void shape_checker::check_object(node const& value, shape const& wanted)
{
    auto const known = names_in(wanted.keys);
    for (auto const& m : value.members) {
        auto const at = std::ranges::find(wanted.keys, m.name, &key::name);
        if (at != wanted.keys.end())
            check_member(m, *at->value);
        else if (!wanted.is_open)
            refuse_key(m, known);
    }
    for (auto const& k : wanted.keys)
        if (k.required && value.find(k.name) == nullptr && !is_misspelt(value, k.name, known))
            complain(kind::shape, value.where, "expected the key " + quoted(k.name));
    for (auto const& group : wanted.groups)
        check_group(value, group, wanted);
}

void shape_checker::check_group(node const& value, key_group const& group, shape const& wanted)
{
    std::vector<node::member const*> present;
    for (auto const& m : value.members)
        if (contains(group.names, m.name)) present.push_back(&m);
    // A key given twice has been reported as that.
    std::ranges::stable_sort(present, {}, &node::member::name);
    auto const same = [](auto const* a, auto const* b) { return a->name == b->name; };
    present.erase(std::unique(present.begin(), present.end(), same), present.end());

    auto const known = names_in(wanted.keys);
    names built;
    std::ranges::copy_if(group.names, std::back_inserter(built),
                         [&](auto name) { return contains(known, name); });
    if (present.size() < group.least) {
        auto const misspelt = [&](auto name) { return is_misspelt(value, name, known); };
        if (!std::ranges::any_of(built, misspelt))
            complain(kind::shape, value.where, "expected one of the keys " + listed(built, "or"));
    }
    if (present.size() <= group.most) return;
    std::ranges::sort(present, {}, [](auto const* m) {
        return std::pair{m->where.line, m->where.column};
    });
    auto const& second = *present[group.most];
    pointer_ += '/' + escaped(second.name);
    complain(kind::shape, second.where,
             "expected only one of " + quoted(present[0]->name) + " and " + quoted(second.name));
    pointer_.resize(pointer_.size() - escaped(second.name).size() - 1);
}

void shape_checker::check_by_key(node const& value, shape const& wanted)
{
    std::vector<shape const*> found;
    names all;
    for (auto const* const part : wanted.parts) {
        auto const first = part->keys.front().name;
        all.push_back(first);
        if (value.find(first) != nullptr) found.push_back(part);
    }
    if (found.size() == 1) return check_object(value, *found.front());
    if (found.size() > 1) {
        return complain(kind::shape, value.where,
                        "expected only one of " + quoted(found[0]->keys.front().name) + " and " +
                            quoted(found[1]->keys.front().name));
    }
    auto const before = errors_->size();
    for (auto const& m : value.members)
        if (!nearest(m.name, all).empty()) refuse_key(m, all);
    if (errors_->size() == before)
        complain(kind::shape, value.where, "expected one of the keys " + listed(all, "or"));
}

void shape_checker::check_map(node const& value, shape const& wanted)
{
    for (auto const& m : value.members) {
        if (fits(*wanted.format, m.name) != fit::good)
            complain(kind::shape, m.where,
                     "expected " + std::string{wanted.format->expected} + " as the key, found " +
                         quoted(m.name));
        check_member(m, *wanted.item);
    }
}

// --- arrays ------------------------------------------------------------------------------------

void shape_checker::check_item(node const& array, std::size_t index, shape const& wanted)
{
    auto const length = pointer_.size();
    pointer_ += '/' + std::to_string(index);
    check(array.items[index], wanted);
    pointer_.resize(length);
}

void shape_checker::check_list(node const& value, shape const& wanted)
{
    if (value.items.size() < wanted.fewest) refuse(value, wanted);
    for (std::size_t i = 0; i < value.items.size(); ++i)
        check_item(value, i, *wanted.item);
}

void shape_checker::check_tuple(node const& value, shape const& wanted)
{
    if (value.items.size() != wanted.parts.size()) return refuse(value, wanted);
    for (std::size_t i = 0; i < value.items.size(); ++i)
        check_item(value, i, *wanted.parts[i]);
}

// --- texts -------------------------------------------------------------------------------------

/// The end of the longest beginning of `text` that has at most `most` bytes and whole characters.
std::size_t whole_characters(std::string_view text, std::size_t most)
{
    if (text.size() <= most) return text.size();
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u)
        --most;
    return most;
}

std::string range_text(number_range const& range)
{
    return std::string{range.whole ? "a whole number" : "a number"} + " from " +
           std::to_string(range.least) + " to " + std::to_string(range.most);
}

} // namespace

void check_shape(node const& tree, shape const& wanted, std::vector<scenario_error>& errors)
{
    shape_checker{errors}.check(tree, wanted);
}

std::string listed(std::span<std::string_view const> names, std::string_view last_word)
{
    std::string made;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) made += i + 1 < names.size() ? ", " : ' ' + std::string{last_word} + ' ';
        made += quoted(names[i]);
    }
    return made;
}

std::string expected_text(shape const& wanted)
{
    if (!wanted.expected.empty()) return std::string{wanted.expected};
    switch (wanted.is) {
    case form::any: return "any JSON";
    case form::null: return "null";
    case form::boolean: return "true or false";
    case form::text: return wanted.format ? std::string{wanted.format->expected} : "a text";
    case form::number: return range_text(wanted.range);
    case form::choice: return listed(wanted.names(), "or");
    case form::object:
    case form::by_key:
    case form::map: return "an object";
    case form::list: return wanted.fewest > 0 ? "a list with one or more items" : "a list";
    case form::tuple:
    case form::either: break;
    }
    model::assertion_failed("a shape that says what it expects", __FILE__, __LINE__);
}

std::string found_text(node const& value)
{
    if (value.is == node::kind::object) return value.members.empty() ? "{}" : "an object";
    if (value.is == node::kind::array) return value.items.empty() ? "[]" : "a list";
    constexpr std::size_t longest = 60;
    auto text = to_json(value);
    if (text.size() <= longest) return text;
    text.resize(whole_characters(text, longest));
    return text + "...";
}

bool is_of_kind(node const& value, shape const& wanted)
{
    switch (wanted.is) {
    case form::any: return true;
    case form::null: return value.is == node::kind::null;
    case form::boolean: return value.is == node::kind::boolean;
    case form::text:
    case form::choice: return value.is == node::kind::string;
    case form::number: return value.is == node::kind::number;
    case form::object:
    case form::by_key:
    case form::map: return value.is == node::kind::object;
    case form::list:
    case form::tuple: return value.is == node::kind::array;
    case form::either:
        return std::ranges::any_of(wanted.parts,
                                   [&](auto const* part) { return is_of_kind(value, *part); });
    }
    return false;
}

} // namespace drydock::sim
