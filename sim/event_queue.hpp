// Work to come, in the order of sim/queue/work.hpp. Where a work is kept follows from how long it
// will wait, so that hardly any costs a search; the order never does.
#pragma once

#include "sim/queue/bucket_wheel.hpp"
#include "sim/queue/near_set.hpp"
#include "sim/queue/work.hpp"

#include <cstdint>
#include <optional>

namespace drydock::sim {

class event_queue {
public:
    void push(work const& item);

    /// The earliest work due at or before `end`, taken out; empty when there is none.
    std::optional<work> pop_due(model::instant end);

    /// What pop_due() would take, left where it is; good until the queue changes.
    work const* head(model::instant end);

    /// A work that will be taken soon, most likely so many after the next one; null: none is known.
    work const* ahead(std::ptrdiff_t n) const { return wheel_.ahead(n); }

    /// How much is pending.
    std::size_t size() const { return size_; }

private:
    /// The earliest work due by some end, and which part of the queue it is in.
    struct place {
        work const* first;
        bool is_soon;
    };

    place find(model::instant end);
    void keep_near(work const& item);

    bucket_wheel wheel_;
    near_set near_; // due within what the wheel has opened
    std::size_t size_ = 0;
    std::uint64_t pushes_ = 0; // since the wheel last started afresh
};

} // namespace drydock::sim
