// HTTP messages as values: what a handler is asked and answers, what a client sends and hears.
#pragma once

#include "model/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim::http {

/// One header field, as written. Names compare without case.
struct field {
    std::string name;
    std::string value;
    bool operator==(field const&) const = default;
};

/// The first field of that name, or null.
std::string const* find_field(std::vector<field> const& fields, std::string_view name);

/// Whether two names of fields are the same: ASCII, without case.
bool is_same_name(std::string_view a, std::string_view b);

/// The value of a Retry-After field: whole seconds. Its other form, a date, is not read.
std::optional<model::duration> parse_retry_after(std::string_view value);

/// REQUIRES (g++ 12): give these structs a name before a statement that awaits; a temporary inside
/// such a statement is destroyed twice.
struct request {
    std::string method = "GET";
    std::string target = "/"; ///< path and query
    std::vector<field> fields;
    std::string body;

    std::string const* find(std::string_view name) const { return find_field(fields, name); }
};

/// How a connection is left that does not get an answer.
enum class farewell : std::uint8_t {
    close,   ///< in peace
    reset,   ///< broken
    hang,    ///< nothing more is said, until the client has gone
    trickle, ///< a byte a second, until the client has gone
};

/// What is said instead of an answer: these bytes as they are.
struct spoiled_answer {
    std::string bytes;
    farewell then = farewell::close;
};

class body_source; // session.hpp

struct response {
    unsigned status = 200;
    std::vector<field> fields;
    std::string body;
    std::shared_ptr<body_source> more = {};     ///< set: the body goes on with what this brings
    std::optional<spoiled_answer> instead = {}; ///< set: nothing else counts

    std::string const* find(std::string_view name) const { return find_field(fields, name); }
};

/// Sizes that a message may have, in bytes.
struct message_limits {
    std::uint32_t header = 64 * 1024; ///< start line and fields; also a line in a chunked body
    std::uint64_t body = 8 * 1024 * 1024;
};

} // namespace drydock::sim::http
