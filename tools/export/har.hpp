// HTTP Archive 1.2: requests and answers as browsers' tools, proxies and test tools read them.
#pragma once

#include "model/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::tools {

/// One request. What has a name with an underscore in the archive is ours; readers pass it over.
struct har_entry {
    model::instant began;
    model::duration took{};
    std::string method, url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;         ///< its bytes
    std::uint16_t status = 0; ///< of the answer; 0: there was none
    std::string error;        ///< then why, as `_error`
    std::string comment = {}; ///< for people; empty: none
};

/// An archive is har_begin, entries with commas between them, har_end.
inline constexpr std::string_view har_begin =
    R"({"log":{"version":"1.2","creator":{"name":"drydock","version":"1"},"entries":[)";
inline constexpr std::string_view har_end = "]}}";

/// An entry as JSON. What is secret in headers and URLs is masked; a body that is no text is in
/// base64.
std::string har_json(har_entry const& entry);

bool is_utf8(std::string_view bytes);

} // namespace drydock::tools
