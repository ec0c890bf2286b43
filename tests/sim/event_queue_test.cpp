#include "sim/event_queue.hpp"

#include "sim/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <vector>

using namespace drydock;
using namespace std::chrono_literals;
using model::duration;
using model::instant;
using sim::work;
using sim::work_kind;

namespace {

instant at(std::int64_t microseconds)
{
    return instant{duration{microseconds}};
}

using key = std::tuple<instant, work_kind, std::uint32_t, std::uint16_t>;

key key_of(work const& item)
{
    return {item.due, item.kind, item.ordinal, item.attempt};
}

// Independent random numbers, and what is made of them.
class chance {
public:
    explicit chance(std::uint64_t seed) : seed_{seed} {}

    std::uint64_t below(std::uint64_t limit) { return bits() % limit; }
    std::uint64_t bits() { return sim::draw(seed_, {.subject = ++drawn_}); }
    duration exponential(duration mean) { return sim::exponential(mean, bits()); }

    // Few values each, so that all kinds of ties come about; the slot must not matter.
    work any_work(instant due)
    {
        return {.due = due,
                .ordinal = static_cast<std::uint32_t>(below(40)),
                .where = {static_cast<std::uint32_t>(bits())},
                .attempt = static_cast<std::uint16_t>(below(4)),
                .kind = static_cast<work_kind>(1 + below(6))};
    }

private:
    std::uint64_t seed_;
    std::uint64_t drawn_ = 0;
};

// The queue next to a sorted set, which must agree with it after each step.
class compared {
public:
    void push(work const& item)
    {
        queue_.push(item);
        reference_.insert(key_of(item));
    }

    // False: both had nothing due.
    bool pop(instant end)
    {
        auto const expected = reference_.begin();
        bool const is_due = expected != reference_.end() && std::get<instant>(*expected) <= end;
        // A look at the head must not change what comes, so not every pop has one before it.
        if (pops_ % 2 == 0) {
            auto const* const head = queue_.head(end);
            if ((head != nullptr) != is_due || (is_due && key_of(*head) != *expected))
                FAIL("the head before pop " << pops_ << " differs from the sorted set");
        }
        auto const* const popped = queue_.pop_due(end);
        if ((popped != nullptr) != is_due || (is_due && key_of(*popped) != *expected))
            FAIL("pop " << pops_ << " differs from the sorted set");
        if (is_due) {
            now_ = popped->due;
            ++pops_;
            reference_.erase(expected);
        }
        if (queue_.size() != reference_.size()) FAIL("size differs after pop " << pops_);
        return is_due;
    }

    void pop_some(std::uint64_t count)
    {
        while (count > 0 && pop(instant::max()))
            --count;
    }

    void pop_all() { pop_some(UINT64_MAX); }

    instant now() const { return now_; }
    instant head() const
    {
        return reference_.empty() ? now_ : std::get<instant>(*reference_.begin());
    }
    std::size_t size() const { return reference_.size(); }

private:
    sim::event_queue queue_;
    std::multiset<key> reference_;
    instant now_{};
    std::uint64_t pops_ = 0;
};

// How long work waits, from one draw.
struct delay_shape {
    char const* name;
    duration (*delay)(chance&);
};

std::vector<delay_shape> const delay_shapes{
    {"at one instant", [](chance&) { return duration{}; }},
    {"within three microseconds", [](chance& c) { return duration(c.below(4)); }},
    {"one constant", [](chance&) -> duration { return 2h; }},
    {"few constants",
     [](chance& c) {
         return std::array<duration, 4>{0s, 50ms, 10s, 2h}[c.below(4)];
     }},
    {"rounded to a minute", [](chance& c) -> duration { return 1min * c.below(600); }},
    {"exponential", [](chance& c) { return c.exponential(24h); }},
    {"short and long",
     [](chance& c) { return c.below(3) == 0 ? c.exponential(24h) : c.exponential(50ms); }},
    {"short, long and constant",
     [](chance& c) -> duration {
         auto const which = c.below(8);
         if (which < 2) return 2h;
         return c.exponential(which < 5 ? duration{12h} : duration{50ms});
     }},
    {"over all magnitudes",
     [](chance& c) { return duration(c.bits() >> (2 + c.below(62)) >> 10); }},
};

// The end of a pop: mostly none, else around what is next.
instant any_end(compared const& both, chance& c)
{
    switch (c.below(8)) {
    case 0: return both.head();
    case 1: return both.head() - 1us;
    case 2: return both.head() + 1us;
    case 3: return both.now() + c.exponential(1h);
    default: return instant::max();
    }
}

// Pushes and pops in turns, so that about `level` works are pending.
void play(compared& both, delay_shape const& s, chance& c, std::size_t level, int steps)
{
    for (int step = 0; step < steps; ++step) {
        auto const pushes = both.size() < level ? c.below(5) : c.below(2);
        for (auto left = pushes; left > 0; --left)
            both.push(c.any_work(both.now() + s.delay(c)));
        both.pop(any_end(both, c));
    }
}

void compare_all_shapes(std::uint64_t first_seed, std::uint64_t last_seed)
{
    for (auto const& s : delay_shapes) {
        for (auto seed = first_seed; seed <= last_seed; ++seed) {
            INFO(s.name << ", seed " << seed);
            chance c{seed};
            compared both;
            for (auto const level : std::array<std::size_t, 6>{3, 60, 1500, 0, 5000, 20}) {
                play(both, s, c, level, level > 1000 ? 6000 : 500);
                if (seed % 2 == 0) both.pop_all(); // refilled when it was empty
            }
            both.pop_all();
        }
    }
}

} // namespace

TEST_CASE("nothing is popped before it is due, and what is due at the end is", "[event_queue]")
{
    sim::event_queue queue;
    queue.push({.due = at(5), .kind = work_kind::retry});
    CHECK_FALSE(queue.pop_due(at(4)));
    CHECK(queue.pop_due(at(5))->due == at(5));
    CHECK_FALSE(queue.pop_due(at(99)));
}

TEST_CASE("a work comes back with all that was pushed", "[event_queue]")
{
    sim::event_queue queue;
    queue.push({at(7), 3, {4}, 5, work_kind::outcome});
    auto const popped = *queue.pop_due(at(7));
    CHECK(key_of(popped) == key{at(7), work_kind::outcome, 3, 5});
    CHECK(popped.where == model::slot{4});
}

TEST_CASE("at one instant kind, ordinal and attempt decide, never slot or history", "[event_queue]")
{
    chance c{1};
    std::vector<work> all;
    for (int i = 0; i < 3000; ++i)
        all.push_back(c.any_work(at(static_cast<std::int64_t>(c.below(3)))));
    auto sorted = all;
    std::ranges::stable_sort(sorted, {}, key_of);
    for (int turn = 0; turn < 3; ++turn) {
        sim::event_queue queue;
        for (auto const& each : all)
            queue.push(each);
        for (auto const& expected : sorted)
            REQUIRE(key_of(*queue.pop_due(at(9))) == key_of(expected));
        CHECK(queue.size() == 0);
        std::rotate(all.begin(), all.begin() + 97, all.end());
    }
}

TEST_CASE("the largest ordinal does not reach into the kind, nor an attempt into it",
          "[event_queue]")
{
    compared both;
    both.push({.due = at(1), .ordinal = 1, .attempt = 0, .kind = work_kind::outcome});
    both.push({.due = at(1),
               .ordinal = UINT32_MAX,
               .attempt = UINT16_MAX,
               .kind = work_kind::late_effect});
    both.push({.due = at(1), .ordinal = 0, .attempt = UINT16_MAX, .kind = work_kind::outcome});
    both.pop_all();
    CHECK(both.size() == 0);
}

TEST_CASE("whatever the delays, the order is that of a sorted set", "[event_queue]")
{
    compare_all_shapes(1, 2);
}

TEST_CASE("whatever the delays, the order is that of a sorted set with more seeds",
          "[event_queue][long]")
{
    compare_all_shapes(3, 12);
}

TEST_CASE("the order is that of a sorted set when the delays change their shape", "[event_queue]")
{
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        INFO("seed " << seed);
        chance c{seed};
        compared both;
        for (int turn = 0; turn < 12; ++turn)
            play(both, delay_shapes[c.below(delay_shapes.size())], c, c.below(4000), 1500);
        both.pop_all();
    }
}

TEST_CASE("constant delays that end at one instant go in order, however pushed", "[event_queue]")
{
    std::vector<std::uint32_t> ordinals{1, 2, 3, 4, 5, 6};
    do {
        compared both;
        for (std::uint32_t i = 0; i < 40; ++i) // so that there is a crowd
            both.push({.due = at(0), .ordinal = i, .kind = work_kind::timeline});
        both.pop_some(20);
        for (auto const due : {at(0), at(7'200'000'000)})
            for (auto const ordinal : ordinals)
                both.push({.due = due, .ordinal = ordinal, .kind = work_kind::retry});
        both.pop_all();
    } while (std::ranges::next_permutation(ordinals).found);
}

TEST_CASE("work before what was opened, and of an earlier kind than what is left, goes first",
          "[event_queue]")
{
    for (auto const start : {at(0), instant::max() - 2'999ms}) { // also where a bucket cannot end
        chance c{5};
        compared both;
        for (int i = 0; i < 3000; ++i)
            both.push(c.any_work(start + 1ms * i));
        while (both.pop(instant::max())) {
            if (both.size() % 3 != 0 || both.now() > start + 2'900ms) continue;
            both.push({.due = both.now(), .ordinal = 1, .kind = work_kind::timeline});
            both.push({.due = both.now() + 1us, .ordinal = 2, .kind = work_kind::retry});
            both.push({.due = both.head() + 1ms, .ordinal = 0, .kind = work_kind::timeline});
            both.pop_some(3);
        }
        CHECK(both.size() == 0);
    }
}

TEST_CASE("ends before, at and after what is next change nothing of the order", "[event_queue]")
{
    chance c{6};
    compared both;
    for (int i = 0; i < 2000; ++i)
        both.push(c.any_work(at(10'000) + c.exponential(1h)));
    CHECK_FALSE(both.pop(at(9'999)));
    both.push(c.any_work(at(20)));
    both.push(c.any_work(at(9'999)));
    while (both.size() > 0) {
        CHECK_FALSE(both.pop(both.head() - 1us));
        if (c.below(4) == 0) both.push(c.any_work(both.now() + duration(c.below(3))));
        CHECK(both.pop(both.head() + duration(c.below(2))));
    }
}

TEST_CASE("a crowd at one instant is in order, whether it comes so or not", "[event_queue]")
{
    for (bool const is_ordered : {true, false}) {
        chance c{7};
        compared both;
        for (std::uint32_t i = 0; i < 20'000; ++i)
            both.push({.due = at(0), .ordinal = i, .kind = work_kind::timeline});
        for (std::uint32_t i = 0; i < 20'000; ++i) {
            both.pop(instant::max());
            auto const ordinal = is_ordered ? i : static_cast<std::uint32_t>(c.below(9999));
            both.push({.due = at(0), .ordinal = ordinal, .kind = work_kind::story});
            both.push({.due = at(1), .ordinal = ordinal, .kind = work_kind::outcome});
        }
        both.pop_all();
    }
}

TEST_CASE("the ends of time are instants like others", "[event_queue]")
{
    chance c{8};
    compared both;
    for (int i = 0; i < 2000; ++i) {
        both.push(c.any_work(instant::max() - duration(c.below(3))));
        both.push(c.any_work(instant::min() + duration(c.below(3))));
        both.push(c.any_work(at(static_cast<std::int64_t>(c.bits()))));
        if (i % 100 == 0) both.pop_some(50);
    }
    both.pop_all();
}

TEST_CASE("a million works come out sorted", "[event_queue][long]")
{
    chance c{9};
    std::vector<work> all(1'000'000);
    for (auto& each : all)
        each = c.any_work(at(0) + c.exponential(24h) + (c.below(5) == 0 ? 2400h : 0h));
    sim::event_queue queue;
    for (auto const& each : all)
        queue.push(each);
    std::ranges::sort(all, {}, key_of);
    std::size_t agreeing = 0;
    while (auto const* const popped = queue.pop_due(instant::max())) {
        if (key_of(*popped) != key_of(all[agreeing])) break;
        ++agreeing;
    }
    CHECK(agreeing == all.size());
    CHECK(queue.size() == 0);
}
