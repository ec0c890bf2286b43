#include "sim/scenario/population/check_story.hpp"

#include "model/entity/shipment.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {
namespace {

using model::scan_status;

/// A set of statuses.
using marks = std::array<bool, 8>;

std::size_t row(scan_status status)
{
    return static_cast<std::size_t>(status) - 1;
}

class story_check {
public:
    story_check(building& b, shipment_population const& p, node const& source)
        : b_{&b}, p_{&p}, source_{&source}
    {
    }

    void run();

private:
    node const& source_of(scan_status from) const { return *source_->find(name(from)); }
    node const& source_of(scan_status from, std::size_t choice) const
    {
        return source_of(from).items[choice];
    }
    void check_chances(scan_status from) const;
    void check_moves(scan_status from) const;
    void check_reach() const;
    void check_end() const;
    void spread(marks& reached, scan_status from, bool by_chance) const;
    bool ends(scan_status from) const;

    building* b_;
    shipment_population const* p_;
    node const* source_;
};

constexpr std::array all_statuses{scan_status::UN, scan_status::AC, scan_status::IT,
                                  scan_status::AT, scan_status::EX, scan_status::DE,
                                  scan_status::NY, scan_status::SP};

bool can_hit(chance const& c)
{
    return c.always || c.threshold != 0;
}

void story_check::check_chances(scan_status from) const
{
    auto const& choices = p_->after(from);
    std::uint64_t sum = 0;
    bool over = false;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        auto const* const chance = source_of(from, i).find("chance");
        bool const is_last = i + 1 == choices.size();
        if (!is_last && chance == nullptr)
            b_->c.error(&source_of(from, i),
                        "expected a chance: without one, the choices after it are never tried");
        if (is_last && chance != nullptr && !choices[i].taken.always)
            b_->c.error(chance, "expected no chance in the last choice: it takes the rest");
        if (!is_last)
            over = over || choices[i].taken.always ||
                   __builtin_add_overflow(sum, choices[i].taken.threshold, &sum);
    }
    if (over && choices.size() > 2)
        b_->c.hint(&source_of(from), "the chances add up to 1 or more; each one counts when those "
                                     "before it were not taken");
}

void story_check::check_moves(scan_status from) const
{
    auto const& choices = p_->after(from);
    for (std::size_t i = 0; i < choices.size(); ++i) {
        auto const to = choices[i].to;
        auto const* const where = source_of(from, i).find("to");
        if (!is_known(to, b_->out.profile))
            b_->c.error(where, "expected profile \"openapi-2026\" for " + std::string{name(to)} +
                                   ": in " + quoted(name(b_->out.profile)) + " there is none");
        else if (!model::is_legal_move(from, to))
            b_->c.error(where, "expected a legal move from " + std::string{name(from)} +
                                   "; found " + std::string{name(to)});
    }
}

/// Marks what the story can come to from `from`; `by_chance`: as chances have it.
void story_check::spread(marks& reached, scan_status from, bool by_chance) const
{
    if (reached[row(from)]) return;
    reached[row(from)] = true;
    for (auto const& choice : p_->after(from)) {
        if (!by_chance || can_hit(choice.taken)) spread(reached, choice.to, by_chance);
        if (by_chance && choice.taken.always) return;
    }
}

void story_check::check_reach() const
{
    marks reached{};
    spread(reached, scan_status::AC, false);
    for (auto const status : all_statuses)
        if (!reached[row(status)] && !p_->after(status).empty())
            b_->c.error(&source_of(status), "expected a status that the story comes to; nothing "
                                            "leads from AC to " +
                                                std::string{name(status)});
}

bool story_check::ends(scan_status from) const
{
    marks reached{};
    spread(reached, from, true);
    return std::ranges::any_of(all_statuses, [&](scan_status status) {
        return reached[row(status)] && p_->after(status).empty();
    });
}

// One status is enough: all on its circle never end.
void story_check::check_end() const
{
    marks reached{};
    spread(reached, scan_status::AC, true);
    for (auto const status : all_statuses) {
        if (!reached[row(status)] || ends(status)) continue;
        return b_->c.error(&source_of(status), "expected a story that can end: from " +
                                                   std::string{name(status)} +
                                                   " it goes on for ever");
    }
}

void story_check::run()
{
    for (auto const status : all_statuses) {
        if (p_->after(status).empty()) continue;
        check_chances(status);
        check_moves(status);
    }
    if (p_->after(scan_status::AC).empty()) return; // the shape has been complained of
    check_reach();
    check_end();
}

} // namespace

void check_story(building& b, shipment_population const& p, node const& source)
{
    story_check{b, p, source}.run();
}

} // namespace drydock::sim
