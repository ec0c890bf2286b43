#include "model/entity/batch.hpp"
#include "model/json/json_text.hpp"
#include "tests/support/api.hpp"

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::called_world;
using drydock::tests::error_in;

namespace {

using enum batch_status;

/// Three batches: se-1 open, se-2 completed, se-3 completed with errors.
called_world with_batches()
{
    called_world w;
    (void)w.when(move_batch{"se-1", open, {}, {}}, at(1h));
    (void)w.when(move_batch{"se-2", completed, R"({"completed":2,"batch_number":"7"})", {}},
                 at(2h));
    (void)w.when(move_batch{"se-3",
                            completed_with_errors,
                            R"({"errors":1,"completed":3,"process_errors":[{"error":"a"},)"
                            R"({"error":"b"},{"error":"c"}]})",
                            {}},
                 at(3h));
    return w;
}

/// The ids in a list, in order.
std::string ids_in(called_world& w, std::string const& query)
{
    auto const given = w.get("/v1/batches" + query);
    INFO(query << '\n' << given.body);
    CHECK(given.status == 200);
    CHECK(given.lines.empty());
    std::string found;
    for (auto const item : split_items(raw_member(given.body, "batches")))
        found += (found.empty() ? "" : " ") + decode_json_string(raw_member(item, "batch_id"));
    return found;
}

} // namespace

TEST_CASE("an open batch has the fields of 2019 and nothing in them", "[api]")
{
    auto w = with_batches();
    auto const given = w.get("/v1/batches/se-1");
    CHECK(given.status == 200);
    CHECK(
        given.body ==
        R"({"label_layout":null,"label_format":null,"batch_id":"se-1","external_batch_id":null,)"
        R"("batch_notes":null,"created_at":"2019-09-07T01:00:00Z","processed_at":null,"errors":0,)"
        R"("warnings":0,"completed":0,"forms":0,"count":0,"batch_shipments_url":{"href":)"
        R"("https://api.shipengine.com/v1/shipments?batch_id=se-1"},"batch_labels_url":{"href":)"
        R"("https://api.shipengine.com/v1/labels?batch_id=se-1"},"batch_errors_url":{"href":)"
        R"("https://api.shipengine.com/v1/batches/se-1/errors"},"label_download":{},)"
        R"("form_download":{},"status":"open"})");
}

TEST_CASE("a batch shows what it was given, and what is known of it", "[api]")
{
    auto w = with_batches();
    auto const has = [&](std::string_view part) {
        return w.get("/v1/batches/se-3").body.find(part) != std::string::npos;
    };
    CHECK(has(R"("status":"completed_with_errors")"));
    CHECK(has(R"("processed_at":"2019-09-07T03:00:00Z","errors":1,"warnings":0,"completed":3)"));
    CHECK(has(R"("forms":0,"count":4)"));
    CHECK(has(R"("label_layout":"4x6","label_format":"pdf")"));
    CHECK_FALSE(has("process_errors"));
    w.spoken = profile::openapi_2026;
    CHECK(has(R"("batch_id":"se-3","batch_number":"","external_batch_id":null)"));
    CHECK(has(R"("errors":1,"process_errors":[{"error_source":"shipengine","error_type":)"
              R"("business_rules","error_code":"unspecified","message":"a"},)"));
    CHECK(has(R"("form_download":{},"paperless_download":{})"));
}

TEST_CASE("batches are listed newest first, filtered and a page at a time", "[api]")
{
    auto w = with_batches();
    CHECK(ids_in(w, "") == "se-3 se-2 se-1");
    CHECK(ids_in(w, "?sort_dir=asc") == "se-1 se-2 se-3");
    CHECK(ids_in(w, "?sort_by=processed_at") == "se-3 se-2 se-1");
    CHECK(ids_in(w, "?status=completed") == "se-2");
    CHECK(ids_in(w, "?batch_number=7") == "se-2");
    CHECK(ids_in(w, "?batch_number=8").empty());
    CHECK(ids_in(w, "?created_at_start=2019-09-07T02:00:00Z") == "se-3 se-2");
    CHECK(ids_in(w, "?created_at_end=2019-09-07T02:00:00Z") == "se-2 se-1");
    CHECK(ids_in(w, "?processed_at_start=2019-09-07T00:00:00Z&sort_dir=asc") == "se-2 se-3");
    CHECK(ids_in(w, "?processed_at_end=2019-09-07T02:00:00Z") == "se-2");
    CHECK(ids_in(w, "?page_size=2&page=2") == "se-1");
    CHECK(ids_in(w, "?page=3").empty());
    auto const body = w.get("/v1/batches?page_size=2&status=open").body;
    CHECK(body.ends_with(
        R"(,"total":1,"page":1,"pages":1,"links":{"first":{"href":"https://api.shipengine.com)"
        R"(/v1/batches?status=open&page=1&page_size=2"},"last":{"href":"https://api.shipengine.)"
        R"(com/v1/batches?status=open&page=1&page_size=2"},"prev":{},"next":{}}})"));
}

TEST_CASE("a list of batches refuses what it cannot understand", "[api]")
{
    auto w = with_batches();
    for (auto const* const query : {"?status=done", "?page=0", "?sort_by=name",
                                    "?created_at_start=2019-09-07", "?status=open&status=open"}) {
        auto const given = w.get("/v1/batches" + std::string{query});
        INFO(query);
        CHECK(given.status == 400);
        CHECK(given.error_code == "invalid_field_value");
        CHECK_FALSE(error_in(given).empty());
    }
}

TEST_CASE("the errors of a batch come a page at a time, with pagesize", "[api]")
{
    auto w = with_batches();
    CHECK(w.get("/v1/batches/se-3/errors?pagesize=2&page=2").body ==
          R"({"errors":[{"error":"c"}],"links":{"first":{"href":"https://api.shipengine.com/v1)"
          R"(/batches/se-3/errors?page=1&pagesize=2"},"last":{"href":"https://api.shipengine.com)"
          R"(/v1/batches/se-3/errors?page=2&pagesize=2"},"prev":{"href":"https://api.shipengine.)"
          R"(com/v1/batches/se-3/errors?page=1&pagesize=2"},"next":{}}})");
    CHECK(w.get("/v1/batches/se-1/errors").body.starts_with(R"({"errors":[],"links":{)"));
    CHECK(w.get("/v1/batches/se-3/errors?pagesize=0").status == 400);
}

TEST_CASE("an error of a batch has one form in the batch and another in the list", "[api]")
{
    called_world w;
    w.spoken = profile::openapi_2026;
    (void)w.when(move_batch{"se-1",
                            completed_with_errors,
                            R"({"warnings":1,"process_errors":[{"error":"a","shipment_id":"se-7"},)"
                            R"({"message":"b","error_code":"not_found","field_name":"c"},{}]})",
                            {}},
                 at(1h));
    auto const body = w.get("/v1/batches/se-1").body;
    CHECK(raw_member(body, "process_errors") ==
          R"([{"error_source":"shipengine","error_type":"business_rules",)"
          R"("error_code":"unspecified","message":"a"},)"
          R"({"error_source":"shipengine","error_type":"business_rules",)"
          R"("error_code":"not_found","message":"b","field_name":"c"},)"
          R"({"error_source":"shipengine","error_type":"business_rules",)"
          R"("error_code":"unspecified","message":"The label cannot be made."}])");
    CHECK(raw_member(body, "errors") == "3");
    CHECK(raw_member(body, "count") == "4");
    CHECK(raw_member(w.get("/v1/batches/se-1/errors").body, "errors") ==
          R"([{"error":"a","shipment_id":"se-7"},{"error":"b"},{}])");
}

TEST_CASE("a batch that there is not is not found", "[api]")
{
    auto w = with_batches();
    for (auto const* const target : {"/v1/batches/se-4", "/v1/batches/x/errors"}) {
        auto const given = w.get(target);
        CHECK(given.status == 404);
        CHECK(error_in(given).find("Batch ID ") != std::string::npos);
    }
}
