// Attempts over real sockets. Virtual time stands still meanwhile, and then moves by what each
// attempt took.
#pragma once

#include "sim/transport.hpp"
#include "tools/live/live_options.hpp"
#include "tools/net/real_clock.hpp"
#include "tools/net/socket_acceptor.hpp"
#include "tools/net/socket_connector.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <vector>

namespace drydock::tools {

/// The sockets of one live run: connections that are kept, and a port that serves the API.
class live_machine {
public:
    /// `options` outlive the machine.
    explicit live_machine(live_options const& options);
    ~live_machine();

    /// Reads certificates and opens the API's port. Says what is wrong, or nothing.
    std::string prepare();

    /// Where the API is served; empty: nowhere.
    std::string api_url() const;

    /// Connects once to each place that webhooks of the scenario go to. A line for each that cannot
    /// be reached.
    std::vector<std::string> preflight(sim::scenario const& what);

    /// For one run of the scenario. The machine outlives the run.
    sim::transport_maker transport();

    /// After the run: a warning about stamps that a receiver will refuse, or nothing.
    std::string warning() const;

    struct parts;

private:
    std::unique_ptr<parts> parts_;
};

} // namespace drydock::tools
