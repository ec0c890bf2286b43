#include "sim/runner.hpp"

#include "sim/digest.hpp"
#include "sim/service.hpp"
#include "sim/user_property.hpp"
#include "sim/wire/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace drydock::sim {

bool run_result::held() const
{
    return failure.empty() && std::ranges::all_of(verdicts, &verdict::passed);
}

std::string run_result::complaints() const
{
    auto text = failure;
    for (auto const& v : verdicts)
        if (!v.passed) text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", v.name, v.message);
    return text;
}

namespace {

/// Stands for "until nothing is pending".
constexpr instant end_of_time = instant::max();

std::unique_ptr<transport> sender_for(scenario const& what, event_queue& queue,
                                      transport_maker const& wished)
{
    if (wished) return wished(what, queue);
    if (what.needs_wire()) return over_wire()(what, queue);
    return std::make_unique<direct>(queue);
}

/// The loop, and the only place where virtual time moves. It decides nothing: it takes the
/// earliest work and lets the service judge it.
std::uint64_t run_loop(event_queue& queue, transport& sender, service& service, journal& log,
                       user_properties const& properties, instant end, pacer const& pace)
{
    bool const is_lively = sender.is_lively();
    std::uint64_t count = 0;
    for (;;) {
        if (is_lively && !sender.settle(end)) break;
        auto const* const item = queue.pop_due(end);
        if (!item) break;
        if (pace && item->due > log.now()) {
            log.flush();
            pace(item->due);
        }
        service.handle(*item);
        ++count;
        if (service.guard().has_failed() || properties.guard().has_failed()) [[unlikely]]
            break;
    }
    return count;
}

std::vector<verdict> judge(expectation_fold& expectations, user_properties& properties,
                           scenario const& what, instant end)
{
    auto verdicts = expectations.result(end);
    auto const place = verdicts.begin() + static_cast<std::ptrdiff_t>(what.expect.size());
    auto own = properties.result();
    verdicts.insert(place, std::make_move_iterator(own.begin()),
                    std::make_move_iterator(own.end()));
    return verdicts;
}

} // namespace

run_result run(scenario const& what, std::vector<subscriber*> extra,
               transport_maker const& transport, pacer const& pace)
{
    model::current_assert_context() = {.seed = what.seed};
    digest_fold digest;
    summary_fold summary{what};
    expectation_fold expectations{what, summary.sender()};
    user_properties properties{what};
    std::vector<subscriber*> subscribers{&digest, &summary, &expectations};
    if (!what.properties.empty()) subscribers.push_back(&properties);
    subscribers.insert(subscribers.end(), extra.begin(), extra.end());

    journal log{subscribers};
    event_queue queue;
    auto const sender = sender_for(what, queue, transport);
    service service{what, log, queue, *sender};
    run_result result;
    if (!sender->calls_others()) result.failure = live_only(what);
    if (!result.failure.empty()) return result;
    for (auto* const each : subscribers)
        each->on_start(service.state());
    service.start();

    result.simulation_events =
        run_loop(queue, *sender, service, log, properties, what.until.value_or(end_of_time), pace);
    log.flush();
    result.end = what.until.value_or(log.now());
    result.digest = digest.result();
    result.summary = summary.result();
    result.verdicts = judge(expectations, properties, what, result.end);
    result.failure = service.guard().failure() + properties.guard().failure() + sender->failure();
    if (!result.failure.empty()) result.verdicts.clear();
    return result;
}

} // namespace drydock::sim
