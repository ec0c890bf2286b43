#include "tools/sign/sign_time.hpp"

#include "sim/scenario/nearest.hpp"

#include <fmt/format.h>

#include <array>

namespace drydock::tools {

namespace {

using kind = sign_time::kind;

constexpr std::array<std::string_view, 2> names{"wall", "virtual"};

std::optional<model::duration> parse_signed_duration(std::string_view text)
{
    bool const is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    auto const length = model::parse_duration(text);
    if (!length || !is_negative) return length;
    return -*length;
}

// In whole seconds: more precise than the stamps it would not be.
std::string length_text(model::duration length)
{
    return model::to_text(std::chrono::floor<std::chrono::seconds>(std::chrono::abs(length)));
}

} // namespace

sign_time_result parse_sign_time(std::string_view text)
{
    if (text == "wall") return {sign_time{kind::wall}, {}};
    if (text == "virtual") return {sign_time{kind::virtual_time}, {}};
    if (auto const offset = parse_signed_duration(text))
        return {sign_time{kind::offset, *offset}, {}};
    return {std::nullopt,
            fmt::format("expected wall, virtual or an offset from real time such as -10m, found "
                        "\"{}\"{}",
                        text, sim::did_you_mean(text, names))};
}

std::string to_text(sign_time const& of)
{
    switch (of.is) {
    case kind::wall: return "wall";
    case kind::virtual_time: return "virtual";
    case kind::offset: break;
    }
    return (of.offset < model::duration{} ? "" : "+") + model::to_text(of.offset);
}

model::instant stamp_of(sign_time const& time, attempt_times const& attempt)
{
    auto const exact =
        time.is == kind::virtual_time ? attempt.in_run : attempt.on_wall + time.offset;
    return std::chrono::floor<std::chrono::seconds>(exact);
}

stamp_prediction predict(sign_time const& time, std::span<attempt_times const> attempts,
                         model::duration tolerance)
{
    stamp_prediction made{.attempts = attempts.size()};
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        auto const off = stamp_of(time, attempts[i]) - attempts[i].on_wall;
        if (std::chrono::abs(off) > tolerance) made.refused.push_back(i);
        if (std::chrono::abs(off) > std::chrono::abs(made.farthest)) made.farthest = off;
    }
    return made;
}

std::string to_text(stamp_prediction const& of, sign_time const& time, model::duration tolerance)
{
    if (of.refused.empty()) return {};
    auto const some = of.refused.size() == of.attempts
                          ? fmt::format("{}", of.attempts == 1 ? "the attempt" : "all attempts")
                          : fmt::format("{} of {} attempts", of.refused.size(), of.attempts);
    return fmt::format("--sign-time {}: a receiver that takes stamps up to {} off will refuse {}; "
                       "the farthest stamp is {} {}",
                       to_text(time), model::to_text(tolerance), some, length_text(of.farthest),
                       of.farthest < model::duration{} ? "in its past" : "in its future");
}

} // namespace drydock::tools
