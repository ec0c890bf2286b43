// What it takes to tell a journal again: what of it came in, what is sent meanwhile, and whether
// what follows is what was recorded.
#pragma once

#include "sim/world/world.hpp"

#include <fmt/format.h>

#include <cstring>
#include <functional>
#include <utility>

namespace drydock::sim {

/// Whether somebody outside wished it.
inline bool is_wish(model::event const& e)
{
    using enum model::event_type;
    switch (e.type) {
    case clock_advanced:
    case endpoint_changed:
    case request_captured:
    case timeline_added:
    case base_url_changed:
    case clock_mode_changed: return true;
    case request_received: return e.as<model::request_received>().from_outside != 0;
    default: return false;
    }
}

/// Whether a receiver said it.
inline bool is_outcome(model::event const& e)
{
    return e.type == model::event_type::attempt_failed ||
           e.type == model::event_type::delivery_succeeded;
}

/// Sends, or while a journal is told again keeps what is not to be sent.
class world::relay final : public transport {
public:
    explicit relay(std::unique_ptr<transport> real) : real_{std::move(real)} {}

    void start(attempt_order const& order) override
    {
        if (!keeps || !keeps(order)) real_->start(order);
    }
    observation conclude(work const& outcome, fate const& decided) override
    {
        if (told) return *std::exchange(told, std::nullopt);
        return real_->conclude(outcome, decided);
    }
    bool sends_bytes() const override { return !keeps; }
    bool has_arrived(work const&) override { return false; }
    bool may_be_called() const override { return true; }
    bool may_add_entries() const override { return true; }

    /// Set while a journal is told again: whether that tells how an attempt ends.
    std::function<bool(attempt_order const&)> keeps;
    std::optional<observation> told; ///< of the outcome that is handled next

private:
    std::unique_ptr<transport> real_;
};

/// How many events of each type there were at the time of the last one.
class event_tally {
public:
    void add(model::event const& e)
    {
        if (e.at != at_) counts_.clear();
        at_ = e.at;
        ++counts_[e.type];
    }
    std::uint64_t count(model::event_type type, instant at) const
    {
        auto const found = counts_.find(type);
        return at != at_ || found == counts_.end() ? 0 : found->second;
    }

private:
    instant at_;
    std::map<model::event_type, std::uint64_t> counts_;
};

/// What follows when a journal is told again, beside what was recorded.
class world::comparison final : public subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        for (std::size_t i = 0; !recorded.empty() && difference.empty() && i < block.size(); ++i)
            compare(block[i], first.value - 1 + i, texts);
        for (std::size_t i = 0; made && i < block.size(); ++i)
            made->add(block[i]);
    }

    std::span<model::event const> recorded; ///< empty: it is not compared
    model::text_table const* recorded_texts = nullptr;
    std::string difference;
    event_tally* made = nullptr; ///< null: it is not counted

private:
    void compare(model::event const& made_now, std::size_t place, model::text_table const& texts);

    std::uint32_t known_texts_ = 0;
};

} // namespace drydock::sim
