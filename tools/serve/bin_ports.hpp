// Ports of bins' own. At a path of the server's port a bin can only break a connection; at a port
// of its own it refuses as a host does on which nothing listens: while an outage stands there that
// refuses, its port is closed. No world knows of ports: what comes by one is a request like any
// other.
#pragma once

#include "model/time.hpp"

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

class engine;
class front;
class socket_acceptor;
struct serve_options;

class bin_ports {
public:
    /// All of them outlive this.
    bin_ports(engine& on, front& to, serve_options const& options);
    ~bin_ports();

    /// A port as it is told of.
    struct door {
        std::string bin = {}, url = {};
        std::uint16_t number = 0;
        bool is_open = false; ///< else an outage refuses, or something failed
        std::string failure = {};
        bool is_unkept = false; ///< what failed is the data folder
    };

    /// Opens those that the data folder names; what cannot be opened is logged, and told by find().
    /// Says what is wrong with the folder's file, or nothing.
    std::string restore();

    /// Gives a bin a port of its own, 0: any that is free, in place of the one it has. One that has
    /// failed is tried again. With a failure nothing has changed.
    door open(std::string const& bin, std::uint16_t number);
    std::optional<door> find(std::string_view bin) const;
    /// Says what went wrong, or nothing. With a failure nothing has changed.
    std::string close(std::string_view bin);
    void clear();

    /// Closes and opens ports as the outages say that stand at this time.
    void follow(model::instant now);
    /// When follow() has something to do next, unless outages change.
    std::optional<model::instant> next_change(model::instant now) const;

    /// Takes no more connections, for good.
    void drain();
    /// Ends those there are as well. At rest when the last one has.
    void stop();
    bool is_at_rest() const { return running_.empty(); }

private:
    struct opening;
    struct port {
        std::uint16_t number = 0;
        std::unique_ptr<socket_acceptor> held; ///< bound, but not open
        std::shared_ptr<opening> now = {};     ///< open
        std::string failure = {};
        bool waits = false; ///< for the end of an outage, which tries again what has failed
    };
    using port_map = std::map<std::string, port, std::less<>>;

    void hold(std::string const& bin, port& p);
    void listen(std::string const& bin, port& p);
    void fail(std::string const& bin, port& p, std::string why);
    void shut(port& p);
    door tell(std::string const& bin, port const& p) const;
    std::string owner(std::uint16_t number) const;
    std::string file() const;
    std::string keep() const;

    engine* on_;
    front* to_;
    serve_options const* options_;
    std::string host_;
    port_map ports_;
    bool is_draining_ = false;
    std::list<std::shared_ptr<opening>> running_;
};

} // namespace drydock::tools
