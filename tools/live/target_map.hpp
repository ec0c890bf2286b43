// Where the webhooks of a scenario really go: what --endpoint says.
#pragma once

#include "model/address.hpp"
#include "model/status.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// A URL to connect to.
struct real_target {
    model::address server; ///< its origin
    std::string target;    ///< path and query, as in the request line

    std::string url() const { return server.origin() + target; }
    bool operator==(real_target const& other) const { return url() == other.url(); }
};

/// The URL as a target, or nothing. A scheme may be left out, and the host before a port:
/// "localhost:3000/hooks", ":3000".
std::optional<real_target> parse_target(std::string_view text);

struct target_map_result;

class target_map {
public:
    /// The values of --endpoint: "URL" for all webhooks, "track=URL" for one event,
    /// "https://shop.test=URL" for all below a prefix.
    static target_map_result parse(std::vector<std::string> const& values);

    bool is_empty() const { return rules_.empty(); }

    /// Where a webhook really goes. What is said of its event comes first, then of the longest
    /// prefix of its URL, then of all. A prefix is replaced, the rest of the URL stays. Without any
    /// of these it goes to its own URL; nothing when that is none.
    std::optional<real_target> find(model::webhook_event event, std::string_view url) const;

    /// Where a call of a scenario really goes: only prefixes of URLs count.
    std::optional<real_target> find(std::string_view url) const;

private:
    struct rule {
        std::optional<model::webhook_event> event;
        std::optional<model::address> prefix;
        real_target to;
    };

    std::string add(std::string const& value);

    std::vector<rule> rules_;
};

struct target_map_result {
    target_map map;
    std::string failure; ///< what was expected instead, and what was found
};

} // namespace drydock::tools
