#include "tools/serve/logger.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace drydock::tools {

namespace {

spdlog::logger& out()
{
    static auto const made = [] {
        auto logger = spdlog::stderr_logger_st("drydock");
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        logger->flush_on(spdlog::level::info);
        return logger;
    }();
    return *made;
}

/// As it is, or quoted where blanks, quotes or control characters would make it unreadable.
std::string quoted(std::string const& value)
{
    bool const is_plain = !value.empty() && value.find_first_of(" \"=\\") == std::string::npos;
    std::string made;
    for (auto const c : value) {
        if (c == '"' || c == '\\') made += '\\';
        made += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    }
    return is_plain ? made : '"' + made + '"';
}

spdlog::level::level_enum level_of(log_level level)
{
    switch (level) {
    case log_level::info: return spdlog::level::info;
    case log_level::warning: return spdlog::level::warn;
    case log_level::error: break;
    }
    return spdlog::level::err;
}

} // namespace

void log(log_level level, std::string_view what,
         std::initializer_list<std::pair<std::string_view, std::string>> facts)
{
    if (!is_logged(level)) return;
    std::string line{what};
    for (auto const& [name, value] : facts)
        ((line += ' ') += name) += '=' + quoted(value);
    out().log(level_of(level), "{}", line);
}

void log_less()
{
    out().set_level(spdlog::level::warn);
}

bool is_logged(log_level level)
{
    return out().should_log(level_of(level));
}

} // namespace drydock::tools
