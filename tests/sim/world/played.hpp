// A world whose receivers a test plays, and a day in its life.
#pragma once

#include "model/json/json_text.hpp"
#include "sim/world/world.hpp"
#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::test {

using namespace std::chrono_literals;

/// A receiver that is down, then up; asked at once.
class scripted_sender final : public sim::transport {
public:
    struct script {
        std::vector<std::uint16_t> answers; ///< one after the other, then 200
        std::size_t sent = 0;
        bool is_silent = false; ///< attempts stay in flight, until they are answered
        std::map<std::uint32_t, sim::work> open; ///< how they will end, by delivery
        sim::event_queue* queue = nullptr;
    };
    scripted_sender(script& with, sim::event_queue& queue) : with_{&with} { with.queue = &queue; }

    bool sends_bytes() const override { return true; }
    void start(sim::attempt_order const& order) override
    {
        ++with_->sent;
        auto const end = outcome_of(order, order.at);
        if (with_->is_silent)
            with_->open[order.delivery.value] = end;
        else
            with_->queue->push(end);
    }
    sim::observation conclude(sim::work const&, sim::fate const& decided) override
    {
        if (!decided.is_default)
            return {.outcome = decided.outcome,
                    .retry_after = decided.retry_after,
                    .has_arrived = false,
                    .heard = {.by = model::answerer::rule}};
        auto const n = concluded_++;
        auto const status = n < with_->answers.size() ? with_->answers[n] : std::uint16_t{200};
        return {.outcome = model::attempt_outcome::http(status),
                .has_arrived = false,
                .heard = {.by = model::answerer::endpoint, .detail = status == 200 ? "" : "no"}};
    }

private:
    script* with_;
    std::size_t concluded_ = 0;
};

inline constexpr std::string_view plan_text =
    R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
       "timeline": [{"at": "1h", "ship": {"shipment": "parcel", "story": "delivered"}},
                    {"at": "1h", "carrier_connected": {"carrier": "se-7"}}],
       "population": {"shipments": 3, "arrivals": "1h",
                       "story": {"AC": [{"to": "DE", "after": "2h"}]}})";

/// A world, its journal, and what it sends to.
struct played {
    explicit played(std::vector<std::uint16_t> answers = {}, std::string_view of = plan_text)
        : plan{of}
    {
        script.answers = std::move(answers);
    }

    sim::world& begin()
    {
        made.emplace(loaded(file_with(plan)), std::vector<sim::subscriber*>{&journal}, maker());
        return *made;
    }
    sim::transport_maker maker()
    {
        return [this](sim::scenario const&, sim::event_queue& queue) {
            return std::make_unique<scripted_sender>(script, queue);
        };
    }
    void advance(model::duration by)
    {
        auto const to = made->now() + by;
        while (made->step(to)) {
            made->flush();
            whole.push_back(journal.events.size());
        }
        made->advance_clock(to);
    }
    /// Moves the clock to all that is to come, without telling the journal.
    void run_idle()
    {
        while (made->step(model::instant::max())) {
        }
    }
    /// Does all that is due now.
    void work()
    {
        while (made->step(made->now())) {
        }
    }
    /// Ends the attempt of a delivery that is in flight.
    void answer(std::uint32_t delivery)
    {
        script.queue->push(script.open.at(delivery));
        work();
    }
    void add(std::string_view entries) { CHECK(made->add_timeline(entries) == ""); }
    std::string call(model::verb method, std::string_view target, std::string_view body = {})
    {
        return made->api().answer({method, target, body}, model::api::request_origin::outside).body;
    }
    std::size_t count(model::event_type type)
    {
        made->flush();
        return static_cast<std::size_t>(
            std::ranges::count(journal.events, type, &model::event::type));
    }

    std::string plan;
    scripted_sender::script script;
    sim::memory_journal journal;
    std::optional<sim::world> made;
    std::vector<std::uint64_t> whole; ///< lengths of the journal after whole pieces of work
};

inline constexpr std::string_view parcel =
    R"({"carrier_id":"se-7","service_code":"ups_standard","ship_to":{}})";

/// Makes a shipment through the API, and tells its id as JSON.
inline std::string make_shipment(played& p, std::string_view what)
{
    auto const made =
        p.call(model::verb::POST, "/v1/shipments", fmt::format(R"({{"shipments":[{}]}})", what));
    auto const all = model::split_items(model::raw_member(made, "shipments"));
    return std::string{model::raw_member(all.at(0), "shipment_id")};
}

/// A day with a bit of everything in it.
inline void live(played& p)
{
    auto& world = p.begin();
    world.start();
    p.advance(90min);
    p.call(model::verb::POST, "/v1/tracking/start?carrier_code=ups&tracking_number=1Z02");
    CHECK(world.set_endpoints(R"({"https://shop.test": {"outages": [{"until": "30m"}]}})").empty());
    CHECK(world
              .add_timeline(R"([{"at": "10m", "track": {"shipment": "se-9", "status": "IT"}},
                                 {"at": "30h", "resend": {"outcome": "discarded"}}])")
              .empty());
    CHECK(world.add_timeline(R"({"at": "20m", "ship": {"shipment": "se-9"}})").empty());
    p.advance(1h);
    CHECK(world.take_refused().size() == 1);
    CHECK(world.set_bin_rules("orders", R"({"rules": [{"times": 1, "respond": 500}]})").empty());
    for (auto const* const body : {"{}", "a \x01 b"}) {
        auto const given = world.capture({.bin = "orders", .head = "{}", .body = body});
        CHECK(given.what.status == (given.number.value == 1 ? 500 : 200));
    }
    p.call(model::verb::POST, "/v1/batches",
           fmt::format(R"({{"shipment_ids":["se-9",{},"se-77"]}})", make_shipment(p, parcel)));
    p.call(model::verb::POST, "/v1/batches/se-1000001/process/labels", "{}");
    world.set_base_url("http://127.0.0.1:1234");
    world.set_clock_mode("60x");
    p.call(model::verb::POST, "/v1/labels",
           R"({"shipment":{"carrier_id":"se-7","service_code":"ups_standard","ship_to":{}}})");
    p.advance(40h);
    p.call(model::verb::DELETE, "/v1/environment/webhooks/5515");
    p.advance(100h);
    world.flush();
}

} // namespace drydock::test
