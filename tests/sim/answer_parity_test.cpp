// What the API says at the end of a run must be what the journal's lines say, read by other means:
// as JSON, without the model.
#include "model/api/route.hpp"
#include "model/json/event_json.hpp"
#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace drydock;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

/// The state and the lines of a journal.
class both final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& known) override
    {
        for (auto const& e : block) {
            std::string line;
            writer_.append(line, e, first, known);
            lines.push_back(json::parse(line).as_object());
            evolve(state, e, first);
            ++first.value;
        }
        // The journal's table ends with the run.
        for (auto n = texts.size() + 1; n <= known.size(); ++n)
            texts.intern(known[{n}], known.first_use({n}));
    }
    json::value get(std::string_view target) const
    {
        model::text_table nowhere;
        std::vector<model::event> tail(model::event_writer::most_per_command);
        model::event_writer out{tail, {}, {}, nowhere};
        auto const given =
            model::api::handle({.s = state,
                                .texts = texts,
                                .now = {},
                                .speaks = {model::profile::seed_2019, model::default_base_url},
                                .number = {1},
                                .cause = {1}},
                               {model::verb::GET, target}, out);
        CHECK(out.written().empty());
        return json::parse(given.body);
    }

    std::vector<json::object> lines;
    model::state state;
    model::text_table texts;

private:
    model::event_json_writer writer_;
};

std::string text(json::object const& line, char const* name)
{
    auto const* const found = line.if_contains(name);
    return found == nullptr ? std::string{} : std::string{found->as_string()};
}

/// The webhooks that the lines leave, by event.
std::map<std::string, json::object> webhooks_in(std::vector<json::object> const& lines)
{
    std::map<std::string, json::object> found;
    auto const by_id = [&](std::string const& id) {
        return std::ranges::find_if(
            found, [&](auto const& entry) { return text(entry.second, "webhook_id") == id; });
    };
    for (auto const& line : lines) {
        auto const type = text(line, "type");
        if (type == "webhook_created")
            found[text(line, "event")] = {{"webhook_id", line.at("webhook")},
                                          {"url", line.at("url")},
                                          {"event", line.at("event")}};
        if (type == "webhook_updated") by_id(text(line, "webhook"))->second["url"] = line.at("url");
        if (type == "webhook_deleted") found.erase(by_id(text(line, "webhook")));
    }
    return found;
}

struct told_shipment {
    std::vector<std::pair<std::string, std::string>> scans; ///< time and status, as reported
};
std::map<std::string, told_shipment> shipments_in(std::vector<json::object> const& lines)
{
    std::map<std::string, told_shipment> found;
    for (auto const& line : lines) {
        auto const type = text(line, "type");
        if (type == "shipment_created" && !line.contains("fields")) found[text(line, "shipment")];
        auto const known = found.find(text(line, "shipment"));
        if (type != "shipment_scanned" || known == found.end()) continue;
        auto const occurred = text(line, "occurred_at");
        known->second.scans.emplace_back(occurred.empty() ? text(line, "at") : occurred,
                                         text(line, "status"));
    }
    // Newest first; of two at one time the later report.
    for (auto& [id, shipment] : found) {
        std::ranges::reverse(shipment.scans);
        std::ranges::stable_sort(shipment.scans, std::ranges::greater{},
                                 [](auto const& scan) { return scan.first; });
    }
    return found;
}

void check_webhooks(both const& run)
{
    json::array expected;
    for (auto const& [event, webhook] : webhooks_in(run.lines)) {
        expected.push_back(webhook);
        auto const target = "/v1/environment/webhooks/" + text(webhook, "webhook_id");
        CHECK(run.get(target) == json::value(webhook));
    }
    CHECK(run.get("/v1/environment/webhooks") == json::value(expected));
}

std::size_t check_tracking(both const& run)
{
    auto const shipments = shipments_in(run.lines);
    for (auto const& [id, shipment] : shipments) {
        INFO(id);
        auto const number = id.starts_with("se-") ? id.substr(3) : '-' + id;
        auto const told =
            run.get("/v1/tracking?carrier_code=ups&tracking_number=DRYDOCK" + number).as_object();
        auto const& scans = shipment.scans;
        CHECK(text(told, "status_code") == (scans.empty() ? "UN" : scans.front().second));
        std::vector<std::pair<std::string, std::string>> events;
        for (auto const& event : told.at("events").as_array())
            events.emplace_back(text(event.as_object(), "occurred_at"),
                                text(event.as_object(), "event_code"));
        CHECK(events == scans);
    }
    return shipments.size();
}

} // namespace

TEST_CASE("the API tells at the end of each scenario what its journal says", "[api]")
{
    std::size_t shipments = 0;
    for (auto const& entry : fs::directory_iterator{fs::path{DRYDOCK_SOURCE_DIR} / "scenarios"}) {
        if (entry.path().extension() != ".json") continue;
        INFO(entry.path());
        std::ifstream in{entry.path(), std::ios::binary};
        std::ostringstream content;
        content << in.rdbuf();
        auto const made = sim::load_scenario(content.str(), entry.path().string());
        REQUIRE(made.loaded);
        both kept;
        sim::run(*made.loaded, {&kept});
        check_webhooks(kept);
        shipments += check_tracking(kept);
    }
    CHECK(shipments > 20);
}
