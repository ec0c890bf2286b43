// What the API says must be what the journal's lines say, read by other means: as JSON, without the
// model. Asked at the end of every scenario, and in the midst of random ones.
#include "model/api/route.hpp"
#include "model/json/event_json.hpp"
#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "tests/oracle/naive_api.hpp"
#include "tests/oracle/random_scenario.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

using namespace drydock;
using oracle::question;
using oracle::resource;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

/// An answer in the form of the naive ones; see oracle::reply.
oracle::reply plain(model::api::answer const& given, model::request_number number)
{
    auto body = json::parse(given.body);
    if (auto* const object = body.if_object();
        object != nullptr && object->contains("request_id")) {
        CHECK(object->at("request_id") == json::value(model::api::request_id(number)));
        object->erase("request_id");
    }
    if (given.status == 200) return {200, body};
    auto const& errors = body.as_object().at("errors").as_array();
    if (given.status == 404) {
        REQUIRE(errors.size() == 1);
        CHECK(errors[0].at("error_type") == json::value("system"));
        return {404, errors[0].at("message")};
    }
    std::set<std::string> wrong;
    for (auto const& error : errors)
        wrong.emplace(error.at("field_name").as_string());
    json::array names;
    for (auto const& name : wrong)
        names.emplace_back(name);
    return {given.status, names};
}

/// A journal as the model folds it and as its lines tell it. Each GET in it is asked of both, at
/// its place.
class both final : public sim::subscriber {
public:
    both(model::profile spoken, std::map<std::string, question> asked = {})
        : naive{spoken}, spoken_{spoken}, asked_{std::move(asked)}
    {
    }

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& known) override
    {
        for (auto const& e : block) {
            std::string line;
            writer_.append(line, e, first, known);
            naive.add(json::parse(line).as_object());
            evolve(state_, e, first);
            now_ = e.at;
            take_request(e, known);
            ++first.value;
        }
        // The journal's table ends with the run.
        for (auto n = texts_.size() + 1; n <= known.size(); ++n)
            texts_.intern(known[{n}], known.first_use({n}));
    }
    /// Asks everything that can be asked, after the last line; of thousands of things only some.
    void ask_everything()
    {
        auto const all = naive.questions();
        auto const apart = 1 + all.size() / 400;
        for (std::size_t i = 0; i < all.size(); i += apart)
            compare(all[i], {1}, texts_);
    }

    oracle::naive_api naive;
    std::map<std::pair<resource, int>, std::uint64_t> told; ///< how often, by status
    std::uint64_t rows = 0;                                 ///< in pages

private:
    void take_request(model::event const& e, model::text_table const& known)
    {
        if (e.type == model::event_type::request_received) {
            auto const wish = e.as<model::request_received>();
            auto const is_get =
                wish.method == model::verb::GET && wish.key == model::key_state::valid;
            target_ = is_get ? known[wish.target] : "";
        }
        if (e.type != model::event_type::request_answered || !asked_.contains(target_)) return;
        auto const answered = e.as<model::request_answered>();
        auto const given = compare(asked_.at(target_), answered.request, known);
        CHECK(given.status == answered.status);
        CHECK(etag_of(given, answered.request) == answered.etag);
    }
    model::api::answer compare(question const& asked, model::request_number number,
                               model::text_table const& known)
    {
        auto const target = target_of(asked);
        model::text_table nowhere;
        std::vector<model::event> tail(model::event_writer::most_per_command);
        model::event_writer out{tail, {}, {}, nowhere};
        auto given = model::api::handle({.s = state_,
                                         .texts = known,
                                         .now = now_,
                                         .speaks = {spoken_, model::default_base_url},
                                         .number = number,
                                         .cause = {1},
                                         .index = index_},
                                        {model::verb::GET, target}, out);
        CHECK(out.written().empty());
        auto const found = plain(given, number);
        auto const expected = naive.answer(asked);
        ++told[{asked.of, found.status}];
        count_rows(found);
        INFO(target << "\nafter line " << naive.lines().size());
        CHECK(found.status == expected.status);
        if (found.body != expected.body)
            CHECK(json::serialize(found.body) == json::serialize(expected.body));
        return given;
    }
    void count_rows(oracle::reply const& found)
    {
        auto const* const object = found.body.if_object();
        if (object == nullptr) return;
        for (auto const* const name : {"batches", "sales_orders"})
            if (auto const* const list = object->if_contains(name)) rows += list->as_array().size();
    }

    model::profile spoken_;
    std::map<std::string, question> asked_;
    model::event_json_writer writer_;
    model::state state_{.forgets = false}; // the naive API forgets nothing either
    model::api::shipment_index index_;     // of it
    model::text_table texts_;
    model::instant now_{};
    std::string target_;
};

// --- random scenarios with something to ask ------------------------------------------------------

/// Puts more into a random scenario than its own oracle needs, and asks about it on the way.
class enriched {
public:
    explicit enriched(std::uint64_t number) : plan{oracle::random_scenario(number)}, chance_{number}
    {
        for (auto& entry : plan.timeline)
            enrich(entry);
        for (auto n = 0; n < 25; ++n)
            ask();
    }

    sim::scenario plan;
    std::map<std::string, question> asked; ///< by target

private:
    std::size_t below(std::size_t n) { return chance_() % n; }
    template <class T> T pick(std::initializer_list<T> list)
    {
        return list.begin()[below(list.size())];
    }

    void enrich(sim::timeline_entry& entry)
    {
        if (auto* const ship = std::get_if<sim::ship_entry>(&entry.what))
            ship->fields =
                pick({R"({"label_id":"l-1"})", R"({"label_id":"l-2","carrier_code":"fedex"})",
                      R"({"tracking_number":"1Z 9/ü","ship_date":"2019-09-07"})",
                      R"({"tracking_number":"DRYDOCK1","label_id":"l-1"})", ""});
        if (auto* const batch = std::get_if<sim::batch_entry>(&entry.what))
            batch->fields = pick(
                {R"({"batch_number":"7","process_errors":[{"error":"a","shipment_id":"se-1"},)"
                 R"({"error":"b","external_shipment_id":"x"},{"error":"c"}]})",
                 R"({"process_errors":[{"message":"m","error_code":"not_found"},{}]})",
                 R"({"process_errors":[{"error":"a","error_type":"system","carrier_id":"se-4"}],)"
                 R"("errors":4,"warnings":2})",
                 R"({"batch_number":"8","completed":3})", R"({"label_layout":"A4","count":9})",
                 ""});
        if (auto* const rate = std::get_if<sim::rate_entry>(&entry.what))
            rate->fields = pick({R"({"rates":[{"rate_id":"se-5","zone":2}],"status":"partial"})",
                                 R"({"rate_request_id":"mine","errors":["e"]})",
                                 R"({"created_at":"2019-09-06T00:00:00Z"})", ""});
        if (auto* const carrier = std::get_if<sim::carrier_entry>(&entry.what))
            carrier->fields = pick({R"({"carrier_code":"stamps_com","balance":40.5})",
                                    R"({"nickname":null,"services":[{"name":"n"}]})", ""});
        if (auto* const report = std::get_if<sim::report_entry>(&entry.what))
            report->fields = pick({R"({"report_type":"labels"})",
                                   R"({"report_url":{"href":"https://shop.test/r"}})", ""});
        if (auto* const refresh = std::get_if<sim::refresh_entry>(&entry.what))
            for (auto& order : refresh->orders)
                order = random_order();
    }
    std::string random_time()
    {
        return pick({R"("2019-09-01T00:00:00Z")", R"("2019-09-01T00:00:00.5Z")",
                     R"("2019-09-02T00:00:00Z")", R"("2019-09-03T12:00:00Z")", "null"});
    }
    std::string random_order()
    {
        std::string made =
            R"({"modified_at":)" + random_time() + R"(,"order_date":)" + random_time();
        made += pick({R"(,"sales_order_status":{"payment_status":"unpaid"})",
                      R"(,"sales_order_status":{"is_cancelled":true})",
                      R"(,"sales_order_status":{"fulfillment_status":"fulfilled"})", ""});
        made += pick({R"(,"sales_order_id":"so-1")", R"(,"sales_order_id":"so-2")",
                      R"(,"external_order_number":"N1")", R"(,"external_order_id":"E1")", ""});
        return made + '}';
    }

    std::string id_for(resource of)
    {
        switch (of) {
        case resource::webhook: return pick({"5515", "5516", "5517", "se-1", "w"});
        case resource::label: return pick({"l-1", "l-2", "none"});
        case resource::batch:
        case resource::batch_errors: return pick({"se-1", "b-1", "b-2", "b-1", "b-4"});
        case resource::rates: return pick({"se-1", "box-2", "se-3", "se-81", "box-9"});
        case resource::carrier: return pick({"se-1", "c-1", "c-2"});
        case resource::order: return pick({"so-1", "so-2", "2078df4d-49c1-53da-837a-ad2781b782e0"});
        case resource::store: return pick({"se-1", "s-1", "s-2", "s-3"});
        case resource::report: return pick({"se-1", "r-1", "r-2"});
        default: return {};
        }
    }
    std::string moment()
    {
        char text[] = "2019-09-07T00:00:00Z";
        std::snprintf(text, sizeof text, "2019-09-07T00:%02u:00Z",
                      static_cast<unsigned>(below(30)));
        return text;
    }
    void ask_for_page(question& q, char const* size_key)
    {
        if (below(2))
            q.query.emplace_back("page",
                                 pick({"1", "1", "1", "2", "2", "3", "0", "x", "2147483647"}));
        if (below(2)) q.query.emplace_back(size_key, pick({"1", "2", "3", "26", "", "2147483648"}));
    }
    void ask_to_sort(question& q, std::initializer_list<char const*> keys)
    {
        if (below(2)) q.query.emplace_back("sort_dir", pick({"asc", "asc", "desc", "up"}));
        if (below(2)) q.query.emplace_back("sort_by", pick(keys));
    }
    void ask_in_time(question& q, std::string const& name, std::string const& at)
    {
        q.query.emplace_back(name + pick({"_start", "_end"}), at);
    }

    void ask_for_batches(question& q)
    {
        ask_for_page(q, "page_size");
        ask_to_sort(q, {"created_at", "processed_at", "ship_date", "name"});
        if (!below(4))
            q.query.emplace_back("status", pick({"completed", "archived", "open", "processing",
                                                 "completed_with_errors", "done"}));
        if (!below(5)) q.query.emplace_back("batch_number", pick({"7", "8", "9", ""}));
        if (!below(4)) ask_in_time(q, "created_at", moment());
        if (!below(4))
            ask_in_time(q, "processed_at", pick({moment(), moment(), std::string{"now"}}));
        if (!below(9)) q.query.emplace_back("unheard_of", "a b&c");
    }
    void ask_for_orders(question& q)
    {
        ask_for_page(q, "page_size");
        ask_to_sort(q, {"modified_at", "created_at", "order_date", "price"});
        if (!below(5)) q.query.emplace_back("order_source_id", pick({"s-1", "s-2", "se-1", "x"}));
        if (!below(6)) q.query.emplace_back("external_order_number", pick({"N1", "SH21623"}));
        if (!below(6)) q.query.emplace_back("external_order_id", pick({"E1", "611699195963"}));
        if (!below(5)) q.query.emplace_back("payment_status", pick({"paid", "unpaid", "late"}));
        if (!below(5)) q.query.emplace_back("fulfillment_status", pick({"fulfilled", "unknown"}));
        if (!below(5)) q.query.emplace_back("cancelled", pick({"true", "false", "True"}));
        for (auto const* const name : {"modified_at", "created_at", "order_date"})
            if (!below(4))
                ask_in_time(
                    q, name,
                    pick<std::string>({"2019-09-02T00:00:00Z", "2019-09-01T00:00:00.25Z", "2019"}));
    }
    void ask()
    {
        question q{static_cast<resource>(below(static_cast<std::size_t>(resource::count))), {}, {}};
        if (!below(3)) q.of = below(2) ? resource::batches : resource::orders;
        q.id = id_for(q.of);
        if (q.of == resource::batches) ask_for_batches(q);
        if (q.of == resource::orders) ask_for_orders(q);
        if (q.of == resource::batch_errors) ask_for_page(q, "pagesize");
        if (q.of == resource::rates && below(2)) q.query.emplace_back("created_at_start", moment());
        if (q.of == resource::tracking) {
            if (below(9)) q.query.emplace_back("carrier_code", pick({"ups", "ups", "fedex", ""}));
            q.query.emplace_back("tracking_number",
                                 pick({"DRYDOCK1", "DRYDOCK2", "DRYDOCK-box-1", "1Z 9/ü", "1Z9"}));
        }
        if (!q.query.empty() && !below(20)) q.query.push_back(q.query.front());
        asked[target_of(q)] = q;
        sim::timeline_entry entry;
        entry.at = plan.start + std::chrono::minutes{below(30)};
        sim::request_entry get;
        get.method = model::verb::GET;
        get.target = target_of(q);
        entry.what = std::move(get);
        auto const place = static_cast<std::ptrdiff_t>(below(plan.timeline.size() + 1));
        plan.timeline.insert(plan.timeline.begin() + place, std::move(entry));
    }

    std::mt19937_64 chance_;
};

} // namespace

TEST_CASE("the API tells at the end of each scenario what its journal says", "[api]")
{
    std::uint64_t shipments = 0;
    for (auto const& entry : fs::directory_iterator{fs::path{DRYDOCK_SOURCE_DIR} / "scenarios"}) {
        if (entry.path().extension() != ".json") continue;
        INFO(entry.path());
        std::ifstream in{entry.path(), std::ios::binary};
        std::ostringstream content;
        content << in.rdbuf();
        sim::load_options few; // of the generated ones: the naive model is slow
        if (content.str().find("${shipments}") != std::string::npos)
            few.vars.emplace_back("shipments", "60");
        auto const made = sim::load_scenario(content.str(), entry.path().string(), few);
        REQUIRE(made.loaded);
        both kept{made.loaded->profile};
        auto const run = sim::run(*made.loaded, {&kept});
        if (run.summary.webhook_events > 1000) continue; // as slow
        kept.ask_everything();
        shipments += kept.told[{resource::tracking, 200}];
    }
    CHECK(shipments > 20);
}

// Builds that check themselves are ten times as slow.
#ifdef NDEBUG
constexpr std::uint64_t random_scenarios = 1000;
#else
constexpr std::uint64_t random_scenarios = 200;
#endif

TEST_CASE("the API tells in the midst of random scenarios what their journals say", "[api]")
{
    std::map<std::pair<resource, int>, std::uint64_t> told;
    std::uint64_t rows = 0;
    for (std::uint64_t n = 0; n < random_scenarios; ++n) {
        INFO("random scenario " << n);
        enriched const made{n};
        both kept{made.plan.profile, made.asked};
        sim::run(made.plan, {&kept});
        kept.ask_everything();
        for (auto const& [what, times] : kept.told)
            told[what] += times;
        rows += kept.rows;
    }
    // Or it has proved nothing.
    CHECK(rows > 2 * random_scenarios);
    for (auto n = 0; n < static_cast<int>(resource::count); ++n) {
        INFO("resource " << n);
        CHECK(told[{static_cast<resource>(n), 200}] > random_scenarios / 40);
    }
    for (auto const of :
         {resource::tracking, resource::batches, resource::batch_errors, resource::orders})
        CHECK(told[{of, 400}] > random_scenarios / 20);
}
