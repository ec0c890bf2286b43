// The rules of the house that neither the compiler nor clang-format knows, as a pure function of a
// file's path and text. A finding names what to write instead.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tidy {

/// One broken rule.
struct finding {
    std::string path;
    std::size_t line = 0; ///< from 1; 0: the whole file
    std::string message;

    bool operator==(finding const&) const = default;
};

/// "model/time.cpp:12: message"
std::string to_text(finding const& broken);

/// Everything that is wrong in one file. `path` is relative to the root of the repository.
std::vector<finding> scan(std::string_view path, std::string_view text);

/// The text with comments and the insides of literals blanked; lines and columns stay.
std::string code_only(std::string_view text);

inline constexpr std::size_t most_lines = 500;
inline constexpr std::size_t most_columns = 100;
inline constexpr std::size_t most_function_lines = 60;

} // namespace drydock::tidy
