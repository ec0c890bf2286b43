#include "sim/story.hpp"

#include "model/assert.hpp"

#include <array>

namespace drydock::sim {

namespace {

using enum model::scan_status;

constexpr std::array delivered{AC, IT, DE};
constexpr std::array attempted{AC, IT, AT, DE};
constexpr std::array exception{AC, IT, EX, DE};
constexpr std::array lost{AC, IT, EX};
constexpr std::array unordered{AC, IT, DE, AT};

} // namespace

std::span<model::scan_status const> statuses(story life)
{
    switch (life) {
    case story::delivered: return delivered;
    case story::attempted: return attempted;
    case story::exception: return exception;
    case story::lost: return lost;
    case story::unordered: return unordered;
    }
    model::assertion_failed("a known story", __FILE__, __LINE__);
}

duration dwell_before(std::size_t step, std::uint64_t seed, std::uint64_t stable_subject)
{
    auto const mean = step == 1 ? std::chrono::hours{6} : std::chrono::hours{24};
    return exponential(mean, draw(seed, {.purpose = draw_purpose::story_dwell,
                                         .subject = stable_subject,
                                         .nth = static_cast<std::uint32_t>(step) + 1}));
}

duration late_report_age(std::uint64_t seed, std::uint64_t stable_subject)
{
    return dwell_before(1, seed, stable_subject) + dwell_before(2, seed, stable_subject) / 2;
}

std::optional<next_scan> next_of(shipment_population const& all, model::scan_status now,
                                 subject_draws const& its, std::uint32_t nth)
{
    auto const& choices = all.after(now);
    if (choices.empty()) return std::nullopt;
    std::uint16_t taken = 0;
    for (; taken + 1U < choices.size(); ++taken)
        if (choices[taken].taken.hits(its.of(draw_purpose::story_branch, nth, taken))) break;
    auto const& next = choices[taken];
    return next_scan{next.to, next.after.sample(its.of(draw_purpose::story_dwell, nth + 1))};
}

model::status_set ends_of(shipment_population const& all)
{
    unsigned ends = 0;
    for (auto const& choices : all.story)
        for (auto const& choice : choices)
            if (all.after(choice.to).empty()) ends |= model::set_of(choice.to);
    return static_cast<model::status_set>(ends);
}

duration gap_before(distribution const& gaps, std::uint64_t seed, std::size_t place,
                    std::uint32_t nth)
{
    return gaps.sample(draw(seed, {.purpose = draw_purpose::arrival_gap,
                                   .index = static_cast<std::uint16_t>(place),
                                   .nth = nth}));
}

} // namespace drydock::sim
