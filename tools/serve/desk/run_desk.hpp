// Work on the side, such as playing a whole scenario: each piece on a thread of its own.
#pragma once

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>

namespace drydock::tools {

/// What is answered when the work is done.
struct side_answer {
    unsigned status = 200;
    std::string body; ///< JSON
};

struct side_work {
    bool is_done = false; ///< set on the context's thread
    side_answer answer;
};

class run_desk {
public:
    /// The context outlives the desk; what is still being done when the desk goes comes to nothing.
    explicit run_desk(boost::asio::io_context& context);
    ~run_desk();

    /// Does the work, which may refer to nothing that is not its own. Null when too much is being
    /// done already.
    std::shared_ptr<side_work const> start(std::function<side_answer()> work);

private:
    struct shared;
    std::shared_ptr<shared> shared_;
};

} // namespace drydock::tools
