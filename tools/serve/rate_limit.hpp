// So many calls a minute, as ShipEngine counts them: in real time.
#pragma once

#include "model/time.hpp"

#include <cstdint>

namespace drydock::tools {

class rate_limit {
public:
    /// 0: any number.
    explicit rate_limit(unsigned a_minute) : most_{a_minute} {}

    /// Counts a call. Zero when it may be answered, else in how many seconds to try again.
    std::int64_t take(model::duration now)
    {
        if (most_ == 0) return 0;
        if (now >= ends_) {
            ends_ = now + std::chrono::minutes{1};
            taken_ = 0;
        }
        if (taken_ < most_) {
            ++taken_;
            return 0;
        }
        return std::chrono::ceil<std::chrono::seconds>(ends_ - now).count();
    }

private:
    unsigned most_;
    unsigned taken_ = 0;
    model::duration ends_{};
};

} // namespace drydock::tools
