// Prometheus' text format.
#include "tools/serve/control_acts.hpp"

#include <fmt/format.h>

#include <iterator>

namespace drydock::tools {

namespace {

class page {
public:
    void describe(std::string_view name, std::string_view type, std::string_view help)
    {
        fmt::format_to(std::back_inserter(text_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help,
                       type);
    }
    void value(std::string_view name, std::uint64_t value)
    {
        fmt::format_to(std::back_inserter(text_), "{} {}\n", name, value);
    }
    void value(std::string_view name, std::string_view label, std::string_view of,
               std::uint64_t value)
    {
        fmt::format_to(std::back_inserter(text_), "{}{{{}=\"{}\"}} {}\n", name, label, of, value);
    }
    void single(std::string_view name, std::string_view type, std::string_view help,
                std::uint64_t number)
    {
        describe(name, type, help);
        value(name, number);
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

void append_deliveries(page& out, served_counts const& counts)
{
    out.describe("drydock_deliveries_total", "counter", "Deliveries, by what became of them.");
    out.value("drydock_deliveries_total", "outcome", "delivered", counts.delivered);
    out.value("drydock_deliveries_total", "outcome", "discarded", counts.discarded);
    out.value("drydock_deliveries_total", "outcome", "cancelled", counts.cancelled);
    out.describe("drydock_attempts_total", "counter", "Attempts that ended, by outcome.");
    for (auto const& [outcome, count] : counts.attempts)
        out.value("drydock_attempts_total", "outcome", outcome, count);
    out.describe("drydock_api_answers_total", "counter", "Answers of the API, by status.");
    for (auto const& [status, count] : counts.answers)
        out.value("drydock_api_answers_total", "status", std::to_string(status), count);
}

} // namespace

control_answer get_metrics(control_call const& asked)
{
    auto& on = asked.on;
    on.flush();
    auto const& counts = on.counts();
    page out;
    out.single("drydock_journal_events_total", "counter", "Events in the journal.",
               on.world().last_event().value);
    append_deliveries(out, counts);
    out.single("drydock_deliveries_requested_total", "counter", "Deliveries that were begun.",
               counts.requested);
    out.single("drydock_events_unsubscribed_total", "counter",
               "Webhook events that no webhook was on for.", counts.unsubscribed);
    out.single("drydock_bin_requests_total", "counter", "Requests that bins took in.",
               counts.captures);
    out.single("drydock_attempts_in_flight", "gauge", "Attempts under way.",
               on.sender().in_flight());
    out.single("drydock_work_pending", "gauge", "Work that is due later.", on.world().pending());
    auto const now = on.world().now().time_since_epoch();
    out.single(
        "drydock_virtual_time_seconds", "gauge", "The virtual clock, since 1970.",
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count()));
    control_answer made;
    made.what.fields.push_back({"Content-Type", "text/plain; version=0.0.4; charset=utf-8"});
    made.what.body = out.take();
    return made;
}

} // namespace drydock::tools
