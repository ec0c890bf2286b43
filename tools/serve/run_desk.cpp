#include "tools/serve/run_desk.hpp"

#include "sim/scenario/load.hpp"
#include "tools/drydock/summary.hpp"

#include <boost/asio/post.hpp>

#include <mutex>
#include <thread>
#include <utility>

namespace drydock::tools {

namespace {

constexpr int most_runs = 4;

void play(std::string const& text, side_run& into)
{
    auto const read = sim::load_scenario(text, "scenario");
    for (auto const& error : read.errors) {
        if (!into.failure.empty()) into.failure += '\n';
        into.failure += to_text(error, "scenario");
    }
    if (!read.loaded) return;
    auto const begin = std::chrono::steady_clock::now();
    auto result = sim::run(*read.loaded);
    auto const wall = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
    if (!result.failure.empty()) into.failure = result.failure;
    into.report = summary_json(
        *read.loaded, {std::move(result), wall, read.loaded->needs_wire() ? "wire" : "direct"});
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

std::shared_ptr<side_run const> run_desk::start(std::string scenario)
{
    {
        std::scoped_lock const guard{shared_->guard};
        if (shared_->running >= most_runs) return nullptr;
        ++shared_->running;
    }
    auto const made = std::make_shared<side_run>();
    std::thread{[made, text = std::move(scenario), desk = shared_] {
        auto const result = std::make_shared<side_run>();
        play(text, *result);
        std::scoped_lock const guard{desk->guard};
        --desk->running;
        if (desk->context == nullptr) return;
        boost::asio::post(*desk->context, [made, result] {
            made->report = std::move(result->report);
            made->failure = std::move(result->failure);
            made->is_done = true;
        });
    }}.detach();
    return made;
}

} // namespace drydock::tools
