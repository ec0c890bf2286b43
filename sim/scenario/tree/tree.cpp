#include "sim/scenario/tree/tree.hpp"

#include "model/json/json_text.hpp"
#include "sim/scenario/tree/decimal.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

bool same_number(std::string const& a, std::string const& b)
{
    if (a == b) return true;
    auto const left = parse_decimal(a);
    auto const right = parse_decimal(b);
    if (!left || !right || left->digits != right->digits) return false;
    if (left->is_zero()) return true; // -0 equals 0
    return left->negative == right->negative && left->exponent == right->exponent;
}

/// Of a null, a boolean, a number or a string.
bool same_scalar(node const& a, node const& b)
{
    switch (a.is) {
    case node::kind::boolean: return a.truth == b.truth;
    case node::kind::number: return same_number(a.text, b.text);
    case node::kind::string: return a.text == b.text;
    case node::kind::null:
    case node::kind::array:
    case node::kind::object: break;
    }
    return true;
}

template <class Same> bool same_items(node const& a, node const& b, Same same)
{
    return std::ranges::equal(a.items, b.items, same);
}

template <class Same> bool has_members(node const& whole, node const& part, Same same)
{
    return std::ranges::all_of(part.members, [&](node::member const& m) {
        auto const* const other = whole.find(m.name);
        return other != nullptr && same(m.value, *other);
    });
}

/// Writes a tree, on one line or indented.
class writer {
public:
    explicit writer(bool pretty) : pretty_{pretty} {}

    void write(node const& value)
    {
        switch (value.is) {
        case node::kind::null: out_ += "null"; break;
        case node::kind::boolean: out_ += value.truth ? "true" : "false"; break;
        case node::kind::number: out_ += value.text; break;
        case node::kind::string: model::append_json_string(out_, value.text); break;
        case node::kind::array: write_items(value); break;
        case node::kind::object: write_members(value); break;
        }
    }
    std::string take() { return std::move(out_); }

private:
    void write_items(node const& value)
    {
        out_ += '[';
        ++depth_;
        for (auto const& item : value.items) {
            if (&item != &value.items.front()) out_ += ',';
            break_line();
            write(item);
        }
        close(']', value.items.empty());
    }
    void write_members(node const& value)
    {
        out_ += '{';
        ++depth_;
        for (auto const& [name, where, member] : value.members) {
            if (&member != &value.members.front().value) out_ += ',';
            break_line();
            model::append_json_string(out_, name);
            out_ += pretty_ ? ": " : ":";
            write(member);
        }
        close('}', value.members.empty());
    }
    void close(char bracket, bool empty)
    {
        --depth_;
        if (!empty) break_line();
        out_ += bracket;
    }
    void break_line()
    {
        if (!pretty_) return;
        out_ += '\n';
        out_.append(2 * depth_, ' ');
    }

    std::string out_;
    std::size_t depth_ = 0;
    bool pretty_;
};

} // namespace

node const* node::find(std::string_view name) const
{
    auto const found = std::ranges::find(members, name, &member::name);
    return found == members.end() ? nullptr : &found->value;
}

bool same_value(node const& a, node const& b)
{
    return a.is == b.is && same_scalar(a, b) && a.members.size() == b.members.size() &&
           same_items(a, b, same_value) && has_members(b, a, same_value);
}

bool is_subset(node const& part, node const& whole)
{
    return part.is == whole.is && same_scalar(part, whole) && same_items(part, whole, is_subset) &&
           has_members(whole, part, is_subset);
}

std::string to_json(node const& value)
{
    writer made{false};
    made.write(value);
    return made.take();
}

std::string to_pretty_json(node const& value)
{
    writer made{true};
    made.write(value);
    return made.take();
}

} // namespace drydock::sim
