#include "sim/runner.hpp"

#include "sim/digest.hpp"
#include "sim/service.hpp"

#include <algorithm>

namespace drydock::sim {

bool run_result::held() const
{
    return std::ranges::all_of(verdicts, &verdict::passed);
}

namespace {

/// Stands for "until nothing is pending".
constexpr instant end_of_time = instant::max();

/// The loop, and the only place where virtual time moves. It decides nothing: it takes the
/// earliest work and lets the service judge it.
std::uint64_t run_loop(event_queue& queue, service& service, instant end)
{
    std::uint64_t count = 0;
    while (auto const item = queue.pop_due(end)) {
        service.handle(*item);
        ++count;
    }
    return count;
}

} // namespace

run_result run(scenario const& what, std::vector<subscriber*> extra)
{
    model::current_assert_context() = {.seed = what.seed};
    digest_fold digest;
    summary_fold summary{what};
    expectation_fold expectations{what};
    std::vector<subscriber*> subscribers{&digest, &summary, &expectations};
    subscribers.insert(subscribers.end(), extra.begin(), extra.end());

    journal log{subscribers};
    event_queue queue;
    direct sender{queue};
    service service{what, log, queue, sender};
    service.start();

    run_result result;
    result.simulation_events = run_loop(queue, service, what.until.value_or(end_of_time));
    log.flush();
    result.end = what.until.value_or(log.now());
    result.digest = digest.result();
    result.summary = summary.result();
    result.verdicts = expectations.result(result.end);
    return result;
}

} // namespace drydock::sim
