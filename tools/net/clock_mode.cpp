#include "tools/net/clock_mode.hpp"

#include <charconv>

namespace drydock::tools {

namespace {
constexpr std::uint32_t fastest = 1'000'000;
}

std::optional<clock_mode> parse_clock_mode(std::string_view text)
{
    if (text == "manual") return clock_mode{clock_mode::kind::manual};
    if (text == "auto") return clock_mode{clock_mode::kind::automatic};
    if (!text.ends_with('x')) return std::nullopt;
    text.remove_suffix(1);
    std::uint32_t pace = 0;
    auto const [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), pace);
    if (failed != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    if (pace == 0 || pace > fastest) return std::nullopt;
    return clock_mode{clock_mode::kind::paced, pace};
}

std::string to_text(clock_mode mode)
{
    switch (mode.is) {
    case clock_mode::kind::manual: return "manual";
    case clock_mode::kind::automatic: return "auto";
    case clock_mode::kind::paced: return std::to_string(mode.pace) + 'x';
    }
    return {};
}

} // namespace drydock::tools
