#include "tools/serve/desk/run_desk.hpp"

#include "tools/drydock/json.hpp"

#include <boost/asio/post.hpp>

#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace drydock::tools {

namespace {

constexpr int most_works = 4;

/// What goes wrong on the side does not end the server.
side_answer answer_of(std::function<side_answer()> const& work)
{
    try {
        return work();
    } catch (std::exception const& error) {
        return {500, sim::to_json(json_object({{"error", json_string(error.what())}}))};
    }
}

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
        auto const answer = std::make_shared<side_answer>(answer_of(todo));
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
