// What a server tells those who run it: one line an event, on standard error. Never a key, a body
// or what is secret in a URL.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace drydock::tools {

enum class log_level { info, warning, error };

/// "request method=GET path=/v1/carriers status=200"
void log(log_level level, std::string_view what,
         std::initializer_list<std::pair<std::string_view, std::string>> facts = {});

/// Only warnings and errors from now on.
void log_less();

/// Whether log() says anything at that level: who logs often need not gather what nobody is told.
bool is_logged(log_level level);

} // namespace drydock::tools
