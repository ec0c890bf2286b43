// What an HTTP header may be made of (RFC 9110, 5.1 and 5.5).
#pragma once

#include <string_view>

namespace drydock::model {

/// Whether a text is the name of a header: at least one character, all of them those of a token.
bool is_header_name(std::string_view text);

/// Whether a text can stand as the value of a header: no control character but the tab.
bool is_header_value(std::string_view text);

/// Whether it arrives as it is written: no blanks at its ends, which mean nothing.
bool is_whole_header_value(std::string_view text);

/// Whether two names mean the same header: case does not count, that of ASCII at least.
bool is_same_header(std::string_view a, std::string_view b);

} // namespace drydock::model
