#include "tools/drydock/trigger/trigger_scenario.hpp"

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/values.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace drydock::tools {

using model::webhook_event;
using sim::node;

namespace {

constexpr std::string_view receiver = "https://shop.test";
constexpr std::string_view sending_statuses[] = {"completed", "completed_with_errors"};

bool is_batch(webhook_event event)
{
    return event == webhook_event::batch;
}

/// What an event is usually about: ids of the documentation, or as many as are asked for.
std::string usual_subject(webhook_event event, bool many)
{
    switch (event) {
    case webhook_event::track: return many ? "se-{n}" : "se-1";
    case webhook_event::batch: return many ? "se-{n}" : "se-1013119";
    case webhook_event::rate: return many ? "se-{n}" : "se-2120221";
    case webhook_event::carrier_connected: return many ? "se-{n}" : "se-1234";
    case webhook_event::sales_orders_imported:
    case webhook_event::order_source_refresh_complete:
        return "4e4af80f-6974-48b6-b88f-e46f1c2a0b28";
    case webhook_event::report_complete: return many ? "shipments-{n}" : "shipments-2019-09";
    }
    return {};
}

std::string unknown(std::string_view what, std::string_view found,
                    std::span<std::string_view const> known)
{
    return fmt::format("{}, found \"{}\"{}", what, found, sim::did_you_mean(found, known));
}

/// What happens: verbs of timeline entries with what they say.
class happening {
public:
    happening(trigger_options const& given, webhook_event event) : given_{&given}, event_{event} {}

    node timeline() const;

private:
    node entry(std::string_view verb, node what, bool repeats) const;
    node track() const;
    node ship() const;
    node batch() const;
    node rate() const;
    node refresh() const;
    bool is_many() const { return given_->count > 1; }
    std::string subject() const
    {
        return given_->subject.value_or(usual_subject(event_, is_many()));
    }
    /// Whether each event is about a subject of its own.
    bool has_many_subjects() const
    {
        return is_many() && subject().find("{n}") != std::string::npos;
    }

    trigger_options const* given_;
    webhook_event event_;
};

node happening::timeline() const
{
    auto list = json_array();
    auto const add = [&](std::string_view verb, node what) {
        list.items.push_back(entry(verb, std::move(what), is_many()));
    };
    switch (event_) {
    case webhook_event::track:
        if (given_->tracking_number)
            list.items.push_back(entry("ship", ship(), has_many_subjects()));
        add("track", track());
        break;
    case webhook_event::batch: add("batch", batch()); break;
    case webhook_event::rate: add("rate", rate()); break;
    case webhook_event::carrier_connected:
        add("carrier_connected", json_object({{"carrier", json_string(subject())},
                                              {"carrier_code", json_string("ups")},
                                              {"nickname", json_string("Our UPS account")}}));
        break;
    case webhook_event::sales_orders_imported:
    case webhook_event::order_source_refresh_complete: add("store_refresh", refresh()); break;
    case webhook_event::report_complete:
        add("report_complete", json_object({{"report", json_string(subject())},
                                            {"report_type", json_string("shipments")}}));
        break;
    }
    return list;
}

node happening::entry(std::string_view verb, node what, bool repeats) const
{
    auto made = json_object({{"at", json_string("0s")}});
    if (repeats)
        append_member(made, "repeat",
                      json_object({{"every", json_string(given_->every)},
                                   {"times", json_number(given_->count)}}));
    append_member(made, verb, std::move(what));
    return made;
}

node happening::ship() const
{
    return json_object({{"shipment", json_string(subject())},
                        {"carrier_code", json_string("ups")},
                        {"tracking_number", json_string(*given_->tracking_number)}});
}

node happening::track() const
{
    auto const status = given_->status.value_or("IT");
    auto made = json_object({{"shipment", json_string(subject())},
                             {"status", json_string(status)},
                             {"city_locality", json_string("Austin")},
                             {"state_province", json_string("TX")},
                             {"postal_code", json_string("78756")},
                             {"country_code", json_string("US")}});
    if (status == "DE") append_member(made, "signer", json_string("J. DOE"));
    return made;
}

node happening::batch() const
{
    auto const status = given_->status.value_or("completed");
    auto made = json_object({{"batch", json_string(subject())},
                             {"status", json_string(status)},
                             {"completed", json_number(2)}});
    if (status == "completed") return made;
    auto errors = json_array();
    errors.items.push_back(
        json_object({{"error", json_string("The postal code does not match the state.")},
                     {"shipment_id", json_string("se-3")}}));
    append_member(made, "process_errors", std::move(errors));
    return made;
}

node happening::rate() const
{
    auto rates = json_array();
    rates.items.push_back(json_object(
        {{"rate_id", json_string("se-784001113")},
         {"carrier_id", json_string("se-1234")},
         {"service_code", json_string("ups_ground")},
         {"shipping_amount",
          json_object({{"currency", json_string("usd")}, {"amount", json_thousandths(12'350)}})}}));
    return json_object({{"shipment", json_string(subject())}, {"rates", std::move(rates)}});
}

node happening::refresh() const
{
    auto made = json_object({{"order_source", json_string(subject())}});
    if (event_ == webhook_event::order_source_refresh_complete) return made;
    auto orders = json_array();
    orders.items.push_back(
        json_object({{"external_order_number", json_string(is_many() ? "SH{n}" : "SH21622")}}));
    append_member(made, "orders", std::move(orders));
    return made;
}

/// A status or a failure as scenarios write it.
node reaction(std::string_view text)
{
    std::uint64_t status = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, failure] = std::from_chars(text.data(), end, status);
    return failure == std::errc{} && stop == end ? json_number(status) : json_string(text);
}

/// How the receiver fails before it works.
node receiver_of(trigger_options const& given)
{
    auto outages = json_array();
    for (auto const& window : given.down) {
        auto const dots = window.find("..");
        outages.items.push_back(json_object({{"from", json_string(window.substr(0, dots))},
                                             {"until", json_string(window.substr(dots + 2))},
                                             {"as", reaction(given.down_as)}}));
    }
    auto rules = json_array();
    auto const add = [&](std::uint64_t times, std::string_view key, node what) {
        rules.items.push_back(json_object({{"times", json_number(times)}, {key, std::move(what)}}));
    };
    if (given.fail) add(given.times, "fail", json_string(*given.fail));
    if (given.respond) add(given.times, "respond", json_number(*given.respond));
    if (given.loses_ack) add(1, "fail", json_string("lost_ack"));

    auto made = json_object({});
    if (!outages.items.empty()) append_member(made, "outages", std::move(outages));
    if (!rules.items.empty()) append_member(made, "rules", std::move(rules));
    return made;
}

std::string objection_to_status(trigger_options const& given, webhook_event event)
{
    if (!given.status) return {};
    if (event == webhook_event::track) {
        auto const known = model::scan_status_names();
        if (model::parse_scan_status(*given.status)) return {};
        return unknown(fmt::format("--status: expected {}", fmt::join(known, ", ")), *given.status,
                       known);
    }
    if (!is_batch(event))
        return fmt::format("--status is about track and batch; {} has none", name(event));
    if (std::ranges::find(sending_statuses, *given.status) != std::end(sending_statuses)) return {};
    return unknown("--status: expected completed or completed_with_errors, for only they are sent",
                   *given.status, sending_statuses);
}

std::string objection_to_faults(trigger_options const& given)
{
    auto const failures = sim::failure_names();
    auto const is_failure = [&](std::string_view text) {
        return std::ranges::find(failures, text) != failures.end();
    };
    auto const is_status = [](std::uint64_t code) { return code >= 100 && code <= 599; };
    for (auto const& window : given.down)
        if (window.find("..") == std::string::npos)
            return fmt::format("--down: expected FROM..UNTIL such as 0h..3h, found \"{}\"", window);
    if (auto const as = reaction(given.down_as);
        as.is == node::kind::string ? !is_failure(as.text) : !is_status(std::stoull(as.text)))
        return unknown("--as: expected a status from 100 to 599 or a failure such as \"timeout\"",
                       given.down_as, failures);
    if (given.fail && !is_failure(*given.fail))
        return unknown(fmt::format("--fail: expected {}", fmt::join(failures, ", ")), *given.fail,
                       failures);
    if (given.respond && !is_status(*given.respond))
        return fmt::format("--respond: expected a status from 100 to 599, found {}",
                           *given.respond);
    if (given.fail && given.respond) return "--fail and --respond exclude each other";
    return {};
}

std::string about(trigger_options const& given, webhook_event event)
{
    auto text = given.count > 1 ? fmt::format("{} events {}", given.count, name(event))
                                : fmt::format("The event {}", name(event));
    return text + ", told to one webhook.";
}

/// What only the API of today has asks for its profile.
bool needs_openapi(trigger_options const& given, webhook_event event)
{
    auto const status = given.status ? model::parse_scan_status(*given.status) : std::nullopt;
    auto const old = model::profile::seed_2019;
    return !is_known(event, old) || (status && !is_known(*status, old));
}

} // namespace

trigger_scenario make_trigger_scenario(trigger_options const& given)
{
    auto const event = model::parse_webhook_event(given.event);
    auto const events = model::webhook_event_names();
    if (!event)
        return {{},
                unknown(fmt::format("expected an event: {}", fmt::join(events, ", ")), given.event,
                        events)};
    if (auto why = objection_to_status(given, *event); !why.empty()) return {{}, std::move(why)};
    if (auto why = objection_to_faults(given); !why.empty()) return {{}, std::move(why)};
    if (given.tracking_number && *event != webhook_event::track)
        return {{}, fmt::format("--tracking-number is about track; {} has none", name(*event))};
    if (given.count == 0) return {{}, "--count: expected at least 1 event"};

    auto made =
        json_object({{"format", json_number(1)}, {"about", json_string(about(given, *event))}});
    if (needs_openapi(given, *event))
        append_member(made, "profile", json_string(name(model::profile::openapi_2026)));
    auto webhooks = json_array();
    webhooks.items.push_back(json_object({{"event", json_string(name(*event))},
                                          {"url", json_string(std::string{receiver} + "/hooks")}}));
    append_member(made, "webhooks", std::move(webhooks));
    append_member(made, "endpoints", json_object({{receiver, receiver_of(given)}}));
    append_member(made, "timeline", happening{given, *event}.timeline());
    return {sim::to_pretty_json(made) + '\n', {}};
}

} // namespace drydock::tools
