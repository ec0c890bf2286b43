#include "tests/tidy/scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <regex>

namespace drydock::tidy {

namespace {

// --- what is not written, and what is written instead ------------------------------------------

struct rule {
    rule(char const* banned, char const* instead_of_it)
        : pattern{banned, std::regex::optimize}, instead{instead_of_it}
    {
    }

    std::regex pattern; // on a line of code without comments and literals
    std::string_view instead;
};

// In model/ and sim/: a run is a function of scenario and seed, on every machine.
std::vector<rule> const& rules_below_tools()
{
    static std::vector<rule> const rules{
        {R"(\b(system|steady|high_resolution|utc|file)_clock\b)",
         "reads a real clock: take the instant as an argument"},
        {R"(\b(local|gm)time(_r)?\b|\bstd::(time|clock)\s*\()",
         "reads a real clock or time zone: take the instant as an argument"},
        {R"(\brandom_device\b|\bmt19937|\bs?rand\s*\()",
         "draws without a key: use sim::draw with a draw_key"},
        {R"(\bstd::\w+_distribution\b)",
         "differs between libraries: use sim::exponential, sim::uniform or sim::distribution"},
        {R"(\bstd::unordered_)", "iterates in no fixed order: use std::map or a vector"},
        {R"(\bstd::hash\b)", "differs between libraries: use sim::stable_number"},
        {R"(\bstd::(multi)?(map|set)<[^<>,]*\*)",
         "orders by address: use an ordinal or a text as the key"},
        {R"(\b(secure_)?getenv\b|\bsetlocale\b)",
         "reads the environment: pass the value in from tools/"},
        {R"(\b(float|double)\b)", "is inexact: use integers, such as duration or millionths"},
        {R"(\bstd::(log|exp|pow|sqrt)\b)", "differs between libraries: use integer arithmetic"},
        {R"(\bstd::(jthread|thread|mutex|async|atomic)\b)", "is for threads: keep them in tools/"},
        {R"(\bstd::(cout|cerr|clog)\b|\b(f|v)?printf\s*\(|\bputs\s*\(|\bfmt::print\b)",
         "prints: return a value and let tools/ print it"},
        {R"(\b(i|o)?fstream\b|\bfopen\s*\(|\bstd::filesystem\b)",
         "opens a file: take its text as an argument"},
    };
    return rules;
}

// In everything of ours that ships.
std::vector<rule> const& rules_everywhere()
{
    static std::vector<rule> const rules{
        {R"(\bthrow\b)", "throws: errors are values, so return one"},
        {R"(^\s*#\s*define\b)", "defines a macro: write a function or a constant"},
        {R"(\bstd::ranges::unique\b)", "does not compile with Clang 14: use std::unique"},
        {R"(\bassert\s*\()", "is off in release builds: use ASSERT"},
    };
    return rules;
}

// The two places that a rule is about.
bool is_exempt(std::string_view path, std::string_view instead)
{
    if (path == "model/assert.cpp") return instead.starts_with("prints");
    if (path == "model/assert.hpp") return instead.starts_with("defines a macro");
    return false;
}

// --- which folder may include what ---------------------------------------------------------------

struct layer {
    std::string_view folder;
    std::vector<std::string_view> ours;      // folders
    std::vector<std::string_view> libraries; // prefixes of names in angle brackets
};

layer const& layer_of(std::string_view path)
{
    static std::vector<layer> const layers{
        {"model/",
         {"model/"},
         {"boost/json", "boost/system", "boost/describe", "fmt/", "xxhash.h"}},
        {"sim/",
         {"model/", "sim/"},
         {"boost/json", "boost/system", "boost/describe", "boost/asio", "boost/beast", "fmt/",
          "xxhash.h", "xxh_x86dispatch.h"}},
        {"tools/", {"model/", "sim/", "tools/"}, {""}},
        {"", {"model/", "sim/", "tools/", "tests/"}, {""}},
    };
    return *std::ranges::find_if(layers,
                                 [&](layer const& l) { return path.starts_with(l.folder); });
}

// Standard headers that model/ and sim/ have no use for.
constexpr std::array<std::string_view, 14> banned_headers{
    "random", "thread", "mutex",   "atomic", "future",        "iostream",      "fstream",
    "cmath",  "ctime",  "clocale", "locale", "unordered_map", "unordered_set", "filesystem",
};

std::optional<std::string> wrong_include(std::string_view path, std::string_view line)
{
    if (line.find('#') == line.npos) return std::nullopt;
    static std::regex const form{R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])"};
    std::match_results<std::string_view::const_iterator> match;
    if (!std::regex_search(line.begin(), line.end(), match, form)) return std::nullopt;
    auto const name = match[2].str();
    auto const& layer = layer_of(path);
    auto const starts = [&](std::string_view prefix) { return name.starts_with(prefix); };
    if (*match[1].first == '"') {
        if (std::ranges::any_of(layer.ours, starts)) return std::nullopt;
        return fmt::format("includes \"{}\": {} may include only {}, named from the root", name,
                           layer.folder, fmt::join(layer.ours, " "));
    }
    auto const pure = layer.folder == "model/" || layer.folder == "sim/";
    if (pure && std::ranges::find(banned_headers, name) != banned_headers.end())
        return fmt::format("includes <{}>: keep it in tools/", name);
    auto const is_standard = name.find_first_of("./") == name.npos;
    if (is_standard || std::ranges::any_of(layer.libraries, starts)) return std::nullopt;
    return fmt::format("includes <{}>: {} may use only std and {}", name, layer.folder,
                       fmt::join(layer.libraries, " "));
}

// --- the scanner ---------------------------------------------------------------------------------

std::vector<std::string_view> split_lines(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// Spelled so that this file keeps the rule.
constexpr std::array<std::string_view, 2> unfinished{"\x54ODO", "\x46IXME"};

class scanner {
public:
    scanner(std::string_view path, std::string_view text)
        : path_{path},
          lines_{split_lines(text)},
          code_text_{code_only(text)},
          code_{split_lines(code_text_)}
    {
    }

    std::vector<finding> run()
    {
        check_name();
        check_text();
        if (path_.ends_with(".hpp") || path_.ends_with(".cpp")) {
            check_code();
            check_functions();
        }
        return std::move(found_);
    }

private:
    void add(std::size_t line, std::string message)
    {
        found_.push_back({std::string{path_}, line, std::move(message)});
    }

    void check_name()
    {
        static std::regex const banned{
            R"((^|_)(utils?|helpers?|managers?|data|infos?|misc)(_|\.|$)|^do_)"};
        auto const slash = path_.rfind('/');
        std::string const name{path_.substr(slash == path_.npos ? 0 : slash + 1)};
        if (std::regex_search(name, banned))
            add(0, "has a name that says nothing: call it by what it holds or does");
    }

    void check_text()
    {
        if (lines_.size() > most_lines)
            add(0, fmt::format("has {} lines, more than {}: split it", lines_.size(), most_lines));
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            auto const line = lines_[i];
            // Continuation bytes of UTF-8 take no column.
            auto const columns =
                std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; });
            // A raw literal, a line of a journal say, cannot be broken without changing it.
            bool const is_raw = line.find("R\"(") != line.npos;
            if (static_cast<std::size_t>(columns) > most_columns && !is_raw)
                add(i + 1, fmt::format("has {} columns, more than {}: break the line", columns,
                                       most_columns));
            if (line.ends_with(' ') || line.ends_with('\t') || line.ends_with('\r'))
                add(i + 1, "ends in white space: remove it");
            if (std::ranges::any_of(unfinished,
                                    [&](auto word) { return line.find(word) != line.npos; }))
                add(i + 1, "leaves work to be done: open an issue and name it in a test");
        }
    }

    void check_code()
    {
        auto const pure = path_.starts_with("model/") || path_.starts_with("sim/");
        auto const ships = pure || path_.starts_with("tools/");
        if (path_.ends_with(".hpp") && std::ranges::find(lines_, "#pragma once") == lines_.end())
            add(0, "has no include guard: write #pragma once");
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (auto message = wrong_include(path_, lines_[i])) add(i + 1, std::move(*message));
            if (i >= code_.size()) continue;
            if (pure) check_bans(i, rules_below_tools());
            if (ships) check_bans(i, rules_everywhere());
        }
    }

    void check_bans(std::size_t at, std::vector<rule> const& rules)
    {
        auto const line = code_[at];
        if (line.find_first_not_of(" {};") == line.npos) return;
        for (auto const& [pattern, instead] : rules) {
            std::match_results<std::string_view::const_iterator> match;
            if (std::regex_search(line.begin(), line.end(), match, pattern) &&
                !is_exempt(path_, instead))
                add(at + 1, fmt::format("`{}` {}", match.str(), instead));
        }
    }

    // In our format the brace that opens a function has a line of its own, and the one that closes
    // it is the next at the same depth of indentation.
    void check_functions()
    {
        for (std::size_t i = 0; i < code_.size(); ++i) {
            auto const indent = code_[i].find_first_not_of(' ');
            if (indent == code_[i].npos || code_[i].substr(indent) != "{") continue;
            auto end = i + 1;
            while (end < code_.size() &&
                   !(code_[end].size() > indent && code_[end][indent] == '}' &&
                     code_[end].find_first_not_of(' ') == indent))
                ++end;
            auto const length = end - i - 1;
            if (length > most_function_lines)
                add(i + 1, fmt::format("begins a function of {} lines, more than {}: split it",
                                       length, most_function_lines));
        }
    }

    std::string_view path_;
    std::vector<std::string_view> lines_;
    std::string code_text_;
    std::vector<std::string_view> code_;
    std::vector<finding> found_;
};

} // namespace

std::string to_text(finding const& broken)
{
    return fmt::format("{}:{}: {}", broken.path, broken.line, broken.message);
}

std::vector<finding> scan(std::string_view path, std::string_view text)
{
    return scanner{path, text}.run();
}

} // namespace drydock::tidy
