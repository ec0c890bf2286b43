// What wakes up at a time, and the one order in which alarms ring.
#pragma once

#include "model/time.hpp"

#include <cstdint>
#include <vector>

namespace drydock::sim::wire {

/// In the order in which they ring at one instant: bytes that arrive in time are never late.
enum class alarm_kind : std::uint8_t {
    stream,   ///< something moves on the network
    deadline, ///< somebody has waited long enough
};

/// Rings once, at the time it was set to. Not to be moved while it is set.
class alarm {
public:
    alarm() = default;
    alarm(alarm const&) = delete;
    alarm& operator=(alarm const&) = delete;

    virtual void ring() = 0;
    bool is_set() const { return place_ != nowhere; }

protected:
    ~alarm() = default;

private:
    friend class alarm_heap;
    static constexpr std::size_t nowhere = SIZE_MAX;

    model::instant due_{};
    std::uint64_t rank_ = 0; // kind, then order of setting
    std::size_t place_ = nowhere;
};

/// Alarms by time, kind and order of setting.
class alarm_heap {
public:
    /// REQUIRES: `what` is not set.
    void set(alarm& what, model::instant due, alarm_kind kind);
    /// Does nothing when it is not set.
    void unset(alarm& what);

    bool empty() const { return heap_.empty(); }
    model::instant next() const { return heap_.front()->due_; } ///< REQUIRES: not empty
    alarm& take();                                              ///< the first; REQUIRES: not empty

private:
    static bool before(alarm const& a, alarm const& b);
    void put(alarm& what, std::size_t place);
    void rise(alarm& what, std::size_t place);
    void sink(alarm& what, std::size_t place);

    std::vector<alarm*> heap_;
    std::uint64_t sets_ = 0;
};

} // namespace drydock::sim::wire
