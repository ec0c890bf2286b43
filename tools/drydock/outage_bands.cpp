#include "tools/drydock/outage_bands.hpp"

#include "tools/drydock/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace drydock::tools {

namespace {

std::string_view verb(sim::failure how)
{
    switch (how) {
    case sim::failure::timeout: return "does not answer";
    case sim::failure::refused: return "refuses connections";
    case sim::failure::reset: return "resets connections";
    case sim::failure::dns: return "has no address";
    case sim::failure::tls: return "fails the TLS handshake";
    case sim::failure::malformed: return "answers garbage";
    case sim::failure::lost_ack: return "works, but its answers are lost";
    }
    return "fails";
}

std::string behaviour(sim::reaction const& as)
{
    return as.fails ? std::string{verb(*as.fails)} : fmt::format("answers {}", as.status);
}

} // namespace

outage_bands::outage_bands(sim::scenario const& what)
{
    for (auto const& endpoint : what.endpoints) {
        if (endpoint.outages.empty()) continue;
        auto const prefix = printable(endpoint.prefix);
        for (auto const& outage : endpoint.outages) {
            if (outage.from >= outage.until) continue;
            auto const begin =
                fmt::format("outage begins: {} {} until {}", prefix, behaviour(outage.as),
                            offset_phrase(outage.until - what.start));
            auto const end = fmt::format("outage ends: {}", prefix);
            changes_.push_back({outage.from, open_.size(), begun_.size(), true, begin});
            changes_.push_back({outage.until, open_.size(), begun_.size(), false, end});
            begun_.push_back(false);
        }
        open_.push_back(0);
    }
    std::ranges::stable_sort(changes_, {}, [](change const& c) {
        return std::tuple{c.at, c.begins};
    });
}

std::optional<outage_bands::edge> outage_bands::next(model::instant now)
{
    if (changes_.empty() || changes_.front().at > now) return std::nullopt;
    return take(0);
}

std::optional<outage_bands::edge> outage_bands::next_end()
{
    for (std::size_t i = 0; i < changes_.size(); ++i)
        if (!changes_[i].begins && begun_[changes_[i].outage]) return take(i);
    return std::nullopt;
}

outage_bands::edge outage_bands::take(std::size_t index)
{
    auto const taken = changes_[index];
    changes_.erase(changes_.begin() + static_cast<std::ptrdiff_t>(index));
    auto& open = open_[taken.band];
    if (!taken.begins) --open;
    bool const corner = open == 0;
    auto const own = !corner ? "├" : taken.begins ? "┌" : "└";
    auto gutter = drawn(own, "│", taken.band);
    if (taken.begins) ++open;
    begun_[taken.outage] = true;
    return {taken.at, std::move(gutter), taken.words};
}

std::string outage_bands::drawn(std::string_view own, std::string_view others,
                                std::size_t band) const
{
    std::string bands;
    for (std::size_t i = 0; i < open_.size(); ++i)
        bands += i == band ? own : open_[i] > 0 ? others : " ";
    return bands.empty() ? bands : bands + " ";
}

} // namespace drydock::tools
