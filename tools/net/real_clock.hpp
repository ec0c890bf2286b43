// Real time behind the interface that virtual time has in simulations.
#pragma once

#include "sim/http/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>

namespace drydock::tools {

class real_clock final : public sim::http::clock {
public:
    explicit real_clock(boost::asio::any_io_executor on) : on_{std::move(on)} {}

    model::duration now() const override;
    void sleep(model::duration length, sim::http::sleep_handler then) override;

private:
    boost::asio::any_io_executor on_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace drydock::tools
