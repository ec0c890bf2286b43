// The target of a request: its path, and the parameters after the question mark.
#pragma once

#include "model/api/answer.hpp"
#include "model/time.hpp"

#include <optional>
#include <vector>

namespace drydock::model::api {

/// Without its percent-encoding, as UTF-8. Empty when an escape is malformed.
std::optional<std::string> decode_url(std::string_view text);

struct parameter {
    std::string name, value; ///< decoded, "+" as a blank
    std::string_view raw;    ///< "name=value" as it was given
};

/// Points into the text that it was read from.
struct request_target {
    std::string_view path; ///< as it was given
    std::vector<parameter> parameters;
};
/// Empty when an escape in the query is malformed.
std::optional<request_target> parse_target(std::string_view target);

/// From one point in time to another, both included. Empty ends are open.
struct time_window {
    std::optional<instant> from, until;

    bool is_given() const { return from || until; }
    /// What has no time is in no window but the one that is open at both ends.
    bool takes(std::optional<instant> at) const
    {
        if (!at) return !is_given();
        return (!from || *at >= *from) && (!until || *at <= *until);
    }
};

/// Reads parameters and collects what is wrong with them. Unknown ones are passed over, as is the
/// custom on the web.
class query_reader {
public:
    /// `target` must outlive the reader.
    explicit query_reader(request_target const& target) : target_{&target} {}

    /// Empty when it is not given, or given twice, which is a problem.
    std::optional<std::string_view> text(std::string_view name);
    /// Not given or empty is a problem.
    std::string_view required(std::string_view name);
    /// A whole number from 1 to 2147483647.
    std::uint32_t number(std::string_view name, std::uint32_t usual);
    /// A time in RFC 3339.
    std::optional<instant> time(std::string_view name);
    /// The two times `name` + "_start" and `name` + "_end".
    time_window window(std::string_view name);
    /// One of some names.
    std::string_view choice(std::string_view name, std::span<std::string_view const> names,
                            std::string_view usual);

    std::vector<problem> const& problems() const { return problems_; }

private:
    void complain(std::string_view name, std::string_view wanted, std::string_view value);

    request_target const* target_;
    std::vector<problem> problems_;
};

} // namespace drydock::model::api
