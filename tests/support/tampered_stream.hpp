// Connections on which operations move few bytes, or fail.
#pragma once

#include "sim/http/connector.hpp"

#include <cstddef>
#include <limits>

namespace drydock::tests {

/// What is done to the reads, writes and connects of all connections that share it.
struct tampering {
    std::size_t most_bytes = std::numeric_limits<std::size_t>::max(); ///< that one operation moves
    std::size_t fail_at = 0;                                          ///< which one fails; 0: none
    std::size_t operations = 0;                                       ///< so far

    bool fails_now() { return ++operations == fail_at; }
};

/// A connection that breaks at the operation which fails.
sim::http::any_stream tampered(sim::http::any_stream what, tampering& with);

class tampered_connector final : public sim::http::connector {
public:
    tampered_connector(sim::http::connector& way, tampering& with) : way_{&way}, with_{&with} {}

    boost::asio::awaitable<sim::http::connected> connect(model::address const& to) override;

private:
    sim::http::connector* way_;
    tampering* with_;
};

/// Counts the connections that come in.
class tampered_acceptor final : public sim::http::acceptor {
public:
    tampered_acceptor(sim::http::acceptor& door, tampering& with) : door_{&door}, with_{&with} {}

    boost::asio::awaitable<sim::http::any_stream> accept() override;
    void close() override { door_->close(); }

    std::size_t accepted() const { return accepted_; }

private:
    sim::http::acceptor* door_;
    tampering* with_;
    std::size_t accepted_ = 0;
};

} // namespace drydock::tests
