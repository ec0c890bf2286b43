#include "tools/net/real_clock.hpp"

#include <boost/asio/consign.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;

model::duration real_clock::now() const
{
    return std::chrono::duration_cast<model::duration>(std::chrono::steady_clock::now() - start_);
}

void real_clock::sleep(model::duration length, sim::http::sleep_handler then)
{
    auto timer = std::make_shared<asio::steady_timer>(on_, length);
    timer->async_wait(asio::consign(std::move(then), timer));
}

} // namespace drydock::tools
