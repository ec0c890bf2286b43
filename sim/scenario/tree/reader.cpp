#include "sim/scenario/tree/reader.hpp"

#include "sim/scenario/complaints.hpp"
#include "sim/scenario/tree/token_cursor.hpp"
#include "sim/scenario/values.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <span>
#include <string>

namespace drydock::sim {
namespace {

namespace json = boost::json;

/// What the parser calls; each call is for the next token of the text.
class tree_handler {
public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    tree_handler(std::string_view text, std::vector<scenario_error>& errors)
        : cursor_{text}, errors_{&errors}
    {
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return open(node::kind::object); }
    bool on_object_end(std::size_t, json::error_code&)
    {
        complain_of_repeated_keys(*open_.back().value);
        return close();
    }
    bool on_array_begin(json::error_code&) { return open(node::kind::array); }
    bool on_array_end(std::size_t, json::error_code&) { return close(); }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return keep(part); }
    bool on_key(json::string_view last, std::size_t, json::error_code&)
    {
        keep(last);
        auto const where = cursor_.next().where;
        open_.back().value->members.push_back({std::move(text_), where, {}});
        text_.clear();
        awaits_colon_ = true;
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&)
    {
        return keep(part);
    }
    bool on_string(json::string_view last, std::size_t, json::error_code&)
    {
        keep(last);
        add(node::kind::string).text = std::move(text_);
        text_.clear();
        return true;
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, json::error_code&) { return add_number(); }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return add_number(); }
    // A template, so that the inexact type of the value need not be named.
    template <class Inexact> bool on_double(Inexact, json::string_view, json::error_code&)
    {
        return add_number();
    }
    bool on_bool(bool truth, json::error_code&)
    {
        add(node::kind::boolean).truth = truth;
        return true;
    }
    bool on_null(json::error_code&)
    {
        add(node::kind::null);
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

    node take() { return std::move(root_); }
    /// Of the innermost value that is open.
    std::string const& pointer() const { return pointer_; }
    /// What may stand at `at`, after all that was handled.
    std::string_view expected(std::string_view text, std::size_t at) const;
    token_cursor& cursor() { return cursor_; }

private:
    struct level {
        node* value; // stays where it is while it is open: its parent does not grow
        std::size_t pointer_length;
    };

    bool keep(json::string_view part)
    {
        text_.append(part.data(), part.size());
        return true;
    }

    node& add(node::kind is)
    {
        awaits_colon_ = false;
        auto& made = place();
        auto const token = cursor_.next();
        made.is = is;
        made.where = token.where;
        if (is == node::kind::number) made.text = token.text;
        return made;
    }
    bool add_number()
    {
        add(node::kind::number);
        return true;
    }

    node& place()
    {
        if (open_.empty()) return root_;
        auto& parent = *open_.back().value;
        if (parent.is == node::kind::object) return parent.members.back().value;
        return parent.items.emplace_back();
    }

    bool open(node::kind is)
    {
        auto const length = pointer_.size();
        if (!open_.empty()) {
            auto const& parent = *open_.back().value;
            pointer_ +=
                '/' + (parent.is == node::kind::object ? escaped(parent.members.back().name)
                                                       : std::to_string(parent.items.size()));
        }
        open_.push_back({&add(is), length});
        return true;
    }
    bool close()
    {
        cursor_.next();
        pointer_.resize(open_.back().pointer_length);
        open_.pop_back();
        return true;
    }

    void complain_of_repeated_keys(node const& object);

    node root_;
    std::vector<level> open_;
    std::string pointer_; // of the innermost open value
    std::string text_;    // of a string, as far as it is read
    bool awaits_colon_ = false;
    token_cursor cursor_;
    std::vector<scenario_error>* errors_;
};

std::string_view tree_handler::expected(std::string_view text, std::size_t at) const
{
    auto const last = text.substr(0, at).find_last_not_of(" \t\r\n");
    auto const before = last == std::string_view::npos ? '\0' : text[last];
    if (open_.empty()) return before == '\0' ? "a JSON object" : "nothing after the whole value";
    auto const in_object = open_.back().value->is == node::kind::object;
    if (before == ':' || (!in_object && (before == ',' || before == '['))) return "a value";
    if (before == ',' || before == '{') return "a key in double quotes";
    if (awaits_colon_) return "a colon after the key";
    return in_object ? "a comma or \"}\"" : "a comma or \"]\"";
}

void tree_handler::complain_of_repeated_keys(node const& object)
{
    std::vector<node::member const*> sorted(object.members.size());
    std::transform(object.members.begin(), object.members.end(), sorted.begin(),
                   [](node::member const& m) { return &m; });
    std::ranges::stable_sort(sorted, {}, &node::member::name);
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        if (sorted[i]->name != sorted[i - 1]->name) continue;
        errors_->push_back({scenario_error::kind::text, sorted[i]->where,
                            pointer_ + '/' + escaped(sorted[i]->name),
                            "expected each key once, found a second " + quoted(sorted[i]->name) +
                                " (the first is on line " +
                                std::to_string(sorted[i - 1]->where.line) + ')'});
    }
}

/// Spaces instead of comments; line breaks and all positions stay. An unfinished comment stays too.
std::string without_comments(std::string_view text)
{
    std::string made{text};
    for (std::size_t at = 0; at < made.size(); ++at) {
        if (made[at] == '"') {
            while (++at < made.size() && made[at] != '"')
                if (made[at] == '\\') ++at;
            continue;
        }
        auto const opening = text.substr(at, 2);
        if (opening != "//" && opening != "/*") continue;
        auto const end =
            opening == "//" ? std::min(text.find('\n', at), text.size()) : text.find("*/", at + 2);
        if (end == std::string_view::npos) break;
        auto const length = end - at + (opening == "//" ? 0 : 2);
        for (auto& c : std::span{made}.subspan(at, length))
            if (c != '\n') c = ' ';
        at += length - 1;
    }
    return made;
}

/// What stands at `at`, for a person.
std::string found_at(std::string_view text, std::size_t at)
{
    if (at >= text.size()) return "the end of the text";
    auto const c = static_cast<unsigned char>(text[at]);
    if (c == 0) return "a NUL byte";
    if (c == '\n') return "a line break";
    if (c > ' ' && c < 0x7f) return std::string{"'"} + text[at] + '\'';
    std::string made = "the byte 0x";
    for (auto const digit : {c / 16, c % 16})
        made += "0123456789abcdef"[digit];
    return made;
}

/// What would have been right in a string: only few things can be wrong in one.
std::string_view expected_in_string(std::string_view text, std::size_t at)
{
    auto const c = at < text.size() ? static_cast<unsigned char>(text[at]) : '"';
    if (at >= text.size()) return "the quotes that end the string";
    if (c >= 0x80) return "UTF-8 text";
    if (c < ' ') return "an escape such as \\n or \\u0000";
    return "an escape that JSON has, such as \\n, \\\\ or \\u00e9";
}

std::string syntax_message(std::string_view text, std::size_t at, tree_handler& handler,
                           json::error_code const& failure)
{
    if (failure == json::error::too_deep)
        return "expected at most " + std::to_string(deepest_nesting) + " nested brackets";
    if (failure == json::error::exponent_overflow) return "expected a number that is not so large";
    if (text.substr(at, 2) == "/*") return "expected \"*/\" that ends this comment";
    auto const token = handler.cursor().next().text;
    // In the middle of a string the parser stops after the quotes that began it.
    auto const begin = static_cast<std::size_t>(token.data() - text.data());
    auto const in_string = token.starts_with('"') && begin < at;
    auto const expected = in_string ? expected_in_string(text, at) : handler.expected(text, at);
    return "expected " + std::string{expected} + ", found " + found_at(text, at);
}

} // namespace

std::optional<node> read_json(std::string_view text, std::vector<scenario_error>& errors)
{
    // Some editors begin a file with this mark; it is no part of the text.
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    auto const plain = without_comments(text);
    json::parse_options options;
    options.max_depth = deepest_nesting;
    options.allow_trailing_commas = true;
    json::basic_parser<tree_handler> parser{options, plain, errors};
    json::error_code failure;
    auto const consumed = parser.write_some(false, plain.data(), plain.size(), failure);
    auto& handler = parser.handler();
    if (!failure && consumed >= plain.size()) return handler.take();

    auto const at = std::min(consumed, plain.size());
    auto message = syntax_message(plain, at, handler, failure);
    errors.push_back({scenario_error::kind::text, token_cursor{plain}.position_of(at),
                      handler.pointer(), std::move(message)});
    return std::nullopt;
}

} // namespace drydock::sim
