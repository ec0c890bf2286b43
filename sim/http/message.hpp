// HTTP messages as values: what a handler is asked and answers, what a client sends and hears.
#pragma once

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

/// REQUIRES (g++ 12): give these structs a name before a statement that awaits; a temporary inside
/// such a statement is destroyed twice.
struct request {
    std::string method = "GET";
    std::string target = "/"; ///< path and query
    std::vector<field> fields;
    std::string body;

    std::string const* find(std::string_view name) const { return find_field(fields, name); }
};

struct response {
    unsigned status = 200;
    std::vector<field> fields;
    std::string body;

    std::string const* find(std::string_view name) const { return find_field(fields, name); }
};

} // namespace drydock::sim::http
