// Scenarios that are played on the side, each on a thread of its own.
#pragma once

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>

namespace drydock::tools {

struct side_run {
    bool is_done = false; ///< set on the context's thread
    std::string report;   ///< as of --summary json
    std::string failure;  ///< why it could not be played
};

class run_desk {
public:
    /// The context outlives the desk; what is still played when the desk goes comes to nothing.
    explicit run_desk(boost::asio::io_context& context);
    ~run_desk();

    /// Plays the text of a scenario. Null when too many are being played.
    std::shared_ptr<side_run const> start(std::string scenario);

private:
    struct shared;
    std::shared_ptr<shared> shared_;
};

} // namespace drydock::tools
