// A description of what a server answers, made from the tables that it answers by.
#pragma once

#include <string>
#include <string_view>

namespace drydock::tools {

/// OpenAPI 3.0: the API, control and bins.
std::string openapi_document(std::string_view base_url);

} // namespace drydock::tools
