// A few threads that share numbered pieces of work: whoever is free takes the next number.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace drydock::tools {

/// More threads than this help nobody.
inline constexpr unsigned most_jobs = 256;

class work_pool {
public:
    using worker = std::function<void(std::size_t piece)>;

    /// Starts at once. Each thread works with a worker of its own, which `make` gives.
    work_pool(std::size_t pieces, unsigned threads, std::function<worker()> const& make)
        : pieces_{pieces}, busy_{std::min<std::size_t>(threads, pieces)}
    {
        auto const count = busy_;
        threads_.reserve(count);
        for (std::size_t n = 0; n < count; ++n)
            threads_.emplace_back([this, work = make()] {
                for (auto i = next_++; i < pieces_; i = next_++)
                    work(i);
                rest();
            });
    }

    /// Begins no further piece; those under way are finished.
    void stop() { next_ = pieces_; }

    /// Waits until all is done, for that long at most. Whether it is.
    bool wait_for(std::chrono::milliseconds longest)
    {
        std::unique_lock lock{mutex_};
        return idle_.wait_for(lock, longest, [this] { return busy_ == 0; });
    }

private:
    void rest()
    {
        std::scoped_lock const lock{mutex_};
        --busy_;
        idle_.notify_all();
    }

    std::size_t const pieces_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_;
    std::condition_variable idle_;
    std::size_t busy_;
    std::vector<std::jthread> threads_; // last: they end before what they use
};

} // namespace drydock::tools
