#include "model/json/json_edit.hpp"

#include "model/json/json_text.hpp"

#include <charconv>
#include <limits>
#include <optional>
#include <vector>

namespace drydock::model {

namespace {

/// Writes the parts of an object or array.
class container_writer {
public:
    explicit container_writer(char open) : out_{open} {}

    void member(std::string_view quoted_name, std::string_view value)
    {
        separate();
        out_ += quoted_name;
        out_ += ':';
        out_ += value;
    }
    void item(std::string_view value)
    {
        separate();
        out_ += value;
    }
    std::string close() { return out_ + (out_.front() == '{' ? '}' : ']'); }

private:
    void separate()
    {
        if (out_.size() > 1) out_ += ',';
    }
    std::string out_;
};

bool is_object(std::string_view json)
{
    return json.starts_with('{');
}
bool is_array(std::string_view json)
{
    return json.starts_with('[');
}

std::string merged_arrays(std::string_view base, std::string_view over)
{
    json_items below{base};
    json_items above{over};
    container_writer out{'['};
    std::string_view last;
    while (above.next()) {
        if (below.next()) last = below.value;
        out.item(last.empty() ? std::string{above.value} : merged(last, above.value));
    }
    return out.close();
}

std::string merged_objects(std::string_view base, std::string_view over)
{
    container_writer out{'{'};
    json_members below{base};
    while (below.next()) {
        auto const above = raw_member(over, below.plain_name());
        out.member(below.name,
                   above.empty() ? std::string{below.value} : merged(below.value, above));
    }
    json_members above{over};
    while (above.next())
        if (raw_member(base, above.plain_name()).empty()) out.member(above.name, above.value);
    return out.close();
}

/// The tokens of a JSON pointer, decoded.
std::vector<std::string> tokens(std::string_view pointer)
{
    std::vector<std::string> found;
    for (auto const c : pointer) {
        if (c == '/')
            found.emplace_back();
        else if (!found.empty())
            found.back() += c;
    }
    for (auto& token : found) {
        for (auto at = token.find('~'); at != token.npos; at = token.find('~', at + 1))
            token.replace(at, 2, token.substr(at + 1, 1) == "1" ? "/" : "~");
    }
    return found;
}

bool is_named(json_members const& member, std::string_view name)
{
    auto const written = member.plain_name();
    if (written.find('\\') == written.npos) return written == name;
    return decode_json_string(member.name) == name;
}

/// The index that a token of a pointer gives; past the end of every array when it is none: "-", or
/// not as RFC 6901 writes numbers.
std::size_t index_of(std::string_view token)
{
    constexpr auto none = std::numeric_limits<std::size_t>::max();
    std::size_t index = 0;
    auto const [stop, failure] = std::from_chars(token.data(), token.data() + token.size(), index);
    auto const is_whole = failure == std::errc{} && stop == token.data() + token.size();
    return is_whole && (token.size() == 1 || token.front() != '0') ? index : none;
}

/// One change on the way down a pointer.
struct edit {
    std::vector<std::string> path;
    std::optional<std::string_view> value; // none: take it out

    std::string apply(std::string_view json, std::size_t depth) const;

private:
    std::string in_object(std::string_view json, std::size_t depth) const;
    std::string in_array(std::string_view json, std::size_t depth) const;
};

std::string edit::in_object(std::string_view json, std::size_t depth) const
{
    container_writer out{'{'};
    bool found = false;
    json_members members{json};
    while (members.next()) {
        if (!is_named(members, path[depth])) {
            out.member(members.name, members.value);
            continue;
        }
        found = true;
        if (depth + 1 < path.size() || value)
            out.member(members.name, apply(members.value, depth + 1));
    }
    if (!found && value) {
        std::string name;
        append_json_string(name, path[depth]);
        out.member(name, apply("{}", depth + 1));
    }
    return out.close();
}

std::string edit::in_array(std::string_view json, std::size_t depth) const
{
    auto const wanted = index_of(path[depth]);
    container_writer out{'['};
    std::size_t index = 0;
    json_items items{json};
    while (items.next()) {
        if (index++ != wanted)
            out.item(items.value);
        else if (depth + 1 < path.size() || value)
            out.item(apply(items.value, depth + 1));
    }
    if (wanted >= index && value) out.item(apply("{}", depth + 1));
    return out.close();
}

std::string edit::apply(std::string_view json, std::size_t depth) const
{
    if (depth == path.size()) return std::string{value.value_or("")};
    if (is_array(json)) return in_array(json, depth);
    if (is_object(json)) return in_object(json, depth);
    return value ? in_object("{}", depth) : std::string{json};
}

} // namespace

std::string with_members(std::string_view base, std::string_view over)
{
    if (base.empty()) return std::string{over};
    if (over.empty()) return std::string{base};
    container_writer out{'{'};
    json_members below{base};
    while (below.next()) {
        auto const above = raw_member(over, below.plain_name());
        out.member(below.name, above.empty() ? below.value : above);
    }
    json_members above{over};
    while (above.next())
        if (raw_member(base, above.plain_name()).empty()) out.member(above.name, above.value);
    return out.close();
}

std::string merged(std::string_view base, std::string_view over)
{
    if (is_object(base) && is_object(over)) return merged_objects(base, over);
    if (is_array(base) && is_array(over)) return merged_arrays(base, over);
    return std::string{over};
}

std::string with_value(std::string_view json, std::string_view pointer, std::string_view value)
{
    return edit{tokens(pointer), value}.apply(json, 0);
}

std::string without_value(std::string_view json, std::string_view pointer)
{
    if (pointer.empty()) return std::string{json};
    return edit{tokens(pointer), std::nullopt}.apply(json, 0);
}

} // namespace drydock::model
