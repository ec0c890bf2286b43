// A limit of real time for a search that may take long.
#pragma once

#include "model/time.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace drydock::tools {

class real_limit {
public:
    /// Begins now. Why it cannot is told by failure().
    explicit real_limit(std::string const& text);

    std::string const& failure() const { return failure_; }
    bool is_over() const { return elapsed() > length_; }
    model::duration elapsed() const;

private:
    model::duration length_{};
    std::string failure_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

} // namespace drydock::tools
