// Webhooks of a served world on their way: each attempt is sent over real sockets, at once and
// beside the others. What it leads to is posted as work that is due at the attempt's own instant;
// only what ran into its deadline takes time, for the clock is turned by others.
#pragma once

#include "sim/transport.hpp"
#include "tools/net/real_clock.hpp"
#include "tools/net/tls_context.hpp"
#include "tools/serve/serve_options.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::tools {

/// The sockets, which outlive the world.
class sender_machine {
public:
    struct parts;

    /// All of them outlive the machine.
    sender_machine(serve_options const& options, boost::asio::io_context& context,
                   real_clock& time);
    ~sender_machine();

    /// Reads certificates. Says what is wrong, or nothing.
    std::string prepare();

    /// For one world. Attempts of another one that are still under way come to nothing.
    sim::transport_maker transport();

    /// Attempts under way, or waiting for others to end: time stands still meanwhile.
    std::size_t in_flight() const;
    /// Begins what was ordered; as many at a time as are allowed.
    void launch();
    /// Breaks off whatever is under way.
    void stop();
    bool is_at_rest() const;

    /// Sends a request that is no webhook, and says what was heard.
    struct heard_answer {
        unsigned status = 0; ///< 0: none
        std::string body, detail;
    };
    using headers = std::vector<std::pair<std::string, std::string>>;
    void send(std::string method, std::string const& url, headers fields, std::string body,
              std::function<void(heard_answer)> then);

private:
    std::unique_ptr<parts> parts_;
};

} // namespace drydock::tools
