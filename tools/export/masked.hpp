// What must not leave with a log or an export: keys, cookies, passwords in URLs.
#pragma once

#include <string>
#include <string_view>

namespace drydock::tools {

/// For whom a value is not to be seen.
bool is_secret_header(std::string_view name);
/// The URL without its user and password, and with the values of secret parameters hidden.
std::string masked_url(std::string_view url);

} // namespace drydock::tools
