#include "tools/serve/desk/run_desk.hpp"

#include <boost/asio/post.hpp>

#include <mutex>
#include <thread>
#include <utility>

namespace drydock::tools {

namespace {

constexpr int most_works = 4;

} // namespace

struct run_desk::shared {
    std::mutex guard;
    boost::asio::io_context* context; // null: the desk is gone
    int running = 0;
};

run_desk::run_desk(boost::asio::io_context& context) : shared_{std::make_shared<shared>()}
{
    shared_->context = &context;
}

run_desk::~run_desk()
{
    std::scoped_lock const guard{shared_->guard};
    shared_->context = nullptr;
}

std::shared_ptr<side_work const> run_desk::start(std::function<side_answer()> work)
{
    {
        std::scoped_lock const guard{shared_->guard};
        if (shared_->running >= most_works) return nullptr;
        ++shared_->running;
    }
    auto const made = std::make_shared<side_work>();
    std::thread{[made, todo = std::move(work), desk = shared_] {
        auto const answer = std::make_shared<side_answer>(todo());
        std::scoped_lock const guard{desk->guard};
        --desk->running;
        if (desk->context == nullptr) return;
        boost::asio::post(*desk->context, [made, answer] {
            made->answer = std::move(*answer);
            made->is_done = true;
        });
    }}.detach();
    return made;
}

} // namespace drydock::tools
