// URLs, as far as webhooks and their receivers need them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace drydock::model {

/// An absolute http or https URL in normal form: scheme and host in lower case, no default port,
/// no user, path without a slash at its end.
struct address {
    std::string scheme;
    std::string host;
    std::string port; ///< empty: the scheme's own
    std::string path; ///< "" or "/hooks/orders"
    bool has_user = false;
    bool has_query = false; ///< or a fragment; neither is kept

    std::string origin() const;
    /// Origin and path: what the prefix of an endpoint is written as.
    std::string prefix() const { return origin() + path; }
};

/// Empty for anything but an absolute http or https URL with a host.
std::optional<address> parse_address(std::string_view url);

/// Percent-encodes all but RFC 3986's unreserved characters.
std::string encode_url(std::string_view text);

/// Whether `prefix` has the same origin and its path segments begin those of `url`.
bool is_prefix_of(address const& prefix, address const& url);

} // namespace drydock::model
