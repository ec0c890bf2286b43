#include "model/entity/shipment.hpp"
#include "sim/scenario/build_parts.hpp"
#include "sim/story.hpp"

#include <algorithm>
#include <tuple>

namespace drydock::sim {
namespace {

using model::scan_status;

constexpr std::size_t most_steps = 1'000'000;

/// One thing that happens to a shipment.
struct step {
    instant at;
    bool is_story = false;   // stories go after the timeline of the same instant
    std::uint32_t place = 0; // of the entry in the timeline
    std::uint32_t nth = 1;   // occurrence of the entry
    std::uint32_t index = 0; // of the scan in its entry
    enum class kind : std::uint8_t { scan, ship, rate } is = kind::scan;
    scan_status status{};
    instant occurred_at;

    friend bool operator<(step const& a, step const& b)
    {
        return std::tie(a.at, a.is_story, a.place, a.nth, a.index) <
               std::tie(b.at, b.is_story, b.place, b.nth, b.index);
    }
};

/// Writes the steps of one occurrence of an entry.
class unroller {
public:
    unroller(building const& b, std::uint32_t place, std::uint32_t nth)
        : b_{&b},
          entry_{&b.out.timeline[place]},
          shift_{entry_->every * (nth - 1)},
          blank_{.at = entry_->at + shift_, .place = place, .nth = nth, .occurred_at = {}}
    {
    }

    void write(std::vector<step>& steps) const;

private:
    void write_scan(std::vector<step>& steps, scan_plan const& scan, std::uint32_t index,
                    bool is_story) const;
    void write_life(std::vector<step>& steps, ship_entry const& ship) const;

    building const* b_;
    timeline_entry const* entry_;
    duration shift_;
    step blank_;
};

void unroller::write(std::vector<step>& steps) const
{
    if (auto const* const track = std::get_if<track_entry>(&entry_->what))
        return write_scan(steps, track->scan, 0, false);
    if (std::holds_alternative<rate_entry>(entry_->what)) {
        steps.push_back(blank_);
        steps.back().is = step::kind::rate;
        return;
    }
    auto const& ship = std::get<ship_entry>(entry_->what);
    steps.push_back(blank_);
    steps.back().is = step::kind::ship;
    if (ship.life) return write_life(steps, ship);
    for (std::uint32_t i = 0; i < ship.scans.size(); ++i)
        write_scan(steps, ship.scans[i], i, true);
}

void unroller::write_scan(std::vector<step>& steps, scan_plan const& scan, std::uint32_t index,
                          bool is_story) const
{
    auto made = blank_;
    made.at = scan.at + shift_;
    made.is_story = is_story;
    made.index = index;
    made.status = scan.status;
    made.occurred_at = scan.occurred_at.value_or(scan.at) + shift_;
    steps.push_back(made);
}

void unroller::write_life(std::vector<step>& steps, ship_entry const& ship) const
{
    auto const id = entry_->every == duration::zero() ? ship.shipment
                                                      : occurrence_text(ship.shipment, blank_.nth);
    auto const subject = stable_number("shipment", id);
    auto const life = statuses(*ship.life);
    auto made = blank_;
    made.is_story = true;
    for (std::uint32_t i = 0; i < life.size(); ++i) {
        if (i > 0) made.at += dwell_before(i, b_->out.seed, subject);
        made.index = i;
        made.status = life[i];
        made.occurred_at = made.at;
        steps.push_back(made);
    }
}

/// Plays the steps of one shipment.
class player {
public:
    explicit player(building& b) : b_{&b} {}

    void play(std::vector<step>& steps);

private:
    void ship(step const& s);
    void make(step const& s);
    void scan(step const& s);
    void complain(step const& s) const;
    node const* place_of(step const& s) const;
    std::string occurrence(step const& s) const;

    building* b_;
    bool exists_ = false;
    step maker_;
    bool unordered_ = false;
    scan_status status_ = scan_status::UN;
    std::optional<step> newest_;
};

void player::play(std::vector<step>& steps)
{
    std::ranges::sort(steps, std::less<>{});
    for (auto const& s : steps) {
        switch (s.is) {
        case step::kind::ship: ship(s); break;
        case step::kind::scan: scan(s); break;
        case step::kind::rate: make(s); break;
        }
    }
}

void player::ship(step const& s)
{
    if (exists_) {
        auto const& source = b_->sources[s.place];
        b_->c.error(source.verb->find("shipment"),
                    "expected a shipment that does not exist yet" + occurrence(s) + "; " +
                        line_of(*b_->sources[maker_.place].entry) + " makes it");
        return;
    }
    auto const& entry = std::get<ship_entry>(b_->out.timeline[s.place].what);
    exists_ = true;
    maker_ = s;
    unordered_ = entry.unordered;
}

// Scans and rates make a shipment that is not there yet.
void player::make(step const& s)
{
    if (!exists_) maker_ = s;
    exists_ = true;
}

void player::scan(step const& s)
{
    make(s);
    if (!unordered_ && !model::is_legal_move(status_, s.status)) complain(s);
    if (newest_ && s.occurred_at < newest_->occurred_at) return;
    newest_ = s;
    status_ = s.status;
}

void player::complain(step const& s) const
{
    auto const* const where = place_of(s);
    auto const* const status = where->find("status");
    std::string known;
    for (auto const name : model::scan_status_names()) {
        auto const to = *model::parse_scan_status(name);
        if (is_known(to, b_->out.profile) && model::is_legal_move(status_, to))
            known += known.empty() ? name : " " + std::string{name};
    }
    auto const since = newest_ ? ", which it is since " + model::to_text(newest_->occurred_at) +
                                     " (" + line_of(*place_of(*newest_)) + ")"
                               : std::string{};
    b_->c.error(status != nullptr ? status : where,
                "expected a legal move from " + std::string{model::name(status_)} + since + ": " +
                    (known.empty() ? "it is final" : "one of " + known) + occurrence(s) +
                    "; found " + std::string{model::name(s.status)} +
                    ". \"unordered\": true on its ship lifts the rule");
}

node const* player::place_of(step const& s) const
{
    auto const& source = b_->sources[s.place];
    return s.index < source.scans.size() ? source.scans[s.index] : source.verb;
}

std::string player::occurrence(step const& s) const
{
    if (b_->out.timeline[s.place].times == 1) return {};
    return " (occurrence " + std::to_string(s.nth) + ")";
}

/// Which occurrences may touch which shipments. Most files repeat an entry over shipments that no
/// other entry names; those all live alike, and one of them stands for all.
class mover {
public:
    explicit mover(building& b) : b_{&b} {}

    void run();

private:
    struct pattern {
        std::uint32_t place = 0;
        std::string_view text;
        bool shared = false; // another pattern may make the same ids
    };

    void sort_entries();
    void mark_shared();
    void unroll(std::uint32_t place, std::uint32_t nth);
    void unroll_all(std::uint32_t place);
    std::vector<std::uint32_t> meet_plain_ids(pattern const& p);
    void play_one_of(pattern const& p, std::vector<std::uint32_t> taken);

    building* b_;
    std::map<std::string, std::vector<step>, std::less<>> steps_; // by shipment
    std::vector<pattern> patterns_;
    std::size_t count_ = 0;
    bool full_ = false;
};

std::string_view head(std::string_view text)
{
    return text.substr(0, text.find("{n}"));
}

bool is_digits(std::string_view text)
{
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whether two patterns may read the same for some of their numbers; true when in doubt.
bool may_meet(std::string_view a, std::string_view b)
{
    auto shorter = head(a);
    auto longer = head(b);
    if (shorter.size() > longer.size()) std::swap(shorter, longer);
    return longer.starts_with(shorter) && is_digits(longer.substr(shorter.size()));
}

void mover::sort_entries()
{
    for (std::uint32_t place = 0; place < b_->out.timeline.size(); ++place) {
        auto const& entry = b_->out.timeline[place];
        auto const* const id = shipment_of(entry);
        if (id == nullptr) continue;
        if (is_pattern(entry, *id))
            patterns_.push_back({place, *id});
        else
            unroll_all(place);
    }
}

void mover::mark_shared()
{
    // Patterns that may meet have heads that begin alike, so they are neighbours when sorted,
    // apart from others with the same beginning.
    std::ranges::stable_sort(patterns_, {}, [](pattern const& p) { return head(p.text); });
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
        auto& p = patterns_[i];
        for (auto j = i + 1; j < patterns_.size(); ++j) {
            if (!head(patterns_[j].text).starts_with(head(p.text))) break;
            if (may_meet(p.text, patterns_[j].text)) p.shared = patterns_[j].shared = true;
        }
    }
}

void mover::unroll(std::uint32_t place, std::uint32_t nth)
{
    auto const& entry = b_->out.timeline[place];
    auto const& id = *shipment_of(entry);
    auto& steps = steps_[is_pattern(entry, id) ? occurrence_text(id, nth) : id];
    auto const before = steps.size();
    unroller{*b_, place, nth}.write(steps);
    count_ += steps.size() - before;
    if (count_ <= most_steps || full_) return;
    full_ = true;
    b_->c.error(b_->sources[place].entry,
                "expected at most a million scans of shipments that more than one entry names");
}

void mover::unroll_all(std::uint32_t place)
{
    for (std::uint32_t n = 1; n <= b_->out.timeline[place].times && !full_; ++n)
        unroll(place, n);
}

std::vector<std::uint32_t> mover::meet_plain_ids(pattern const& p)
{
    std::vector<std::uint32_t> met;
    auto const prefix = head(p.text);
    auto const times = b_->out.timeline[p.place].times;
    for (auto at = steps_.lower_bound(prefix); at != steps_.end(); ++at) {
        if (!at->first.starts_with(prefix)) break;
        if (auto const n = occurrence_of(p.text, at->first, times); n != 0) met.push_back(n);
    }
    for (auto const n : met)
        unroll(p.place, n);
    return met;
}

void mover::play_one_of(pattern const& p, std::vector<std::uint32_t> taken)
{
    std::ranges::sort(taken);
    std::uint32_t n = 1;
    for (auto const t : taken)
        if (t == n) ++n;
    if (n > b_->out.timeline[p.place].times) return;
    std::vector<step> steps;
    unroller{*b_, p.place, n}.write(steps);
    player{*b_}.play(steps);
}

void mover::run()
{
    sort_entries();
    mark_shared();
    for (auto const& p : patterns_)
        if (p.shared) unroll_all(p.place);
    for (auto const& p : patterns_)
        if (!p.shared && !full_) play_one_of(p, meet_plain_ids(p));
    if (full_) return;
    for (auto& [id, steps] : steps_)
        player{*b_}.play(steps);
}

} // namespace

void check_moves(building& b)
{
    mover{b}.run();
}

} // namespace drydock::sim
