#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;

TEST_CASE("a series tells the load of each bucket in which there was any", "[run]")
{
    scratch_folder const folder;
    auto const csv = folder.path("load.csv");
    auto const run = call({"run", "-q", "--series", csv, "--bucket", "30m"});
    CHECK(run.code == 0);
    CHECK(read(csv) == "at,attempts,first,retries,requested,delivered,failed,discarded\r\n"
                       "2019-09-07T00:30:00Z,1,1,0,1,0,1,0\r\n"
                       "2019-09-07T02:30:00Z,1,0,1,0,0,1,0\r\n"
                       "2019-09-07T04:30:00Z,1,0,1,0,1,0,0\r\n");
}

TEST_CASE("an outage comes back as a wave, which a series shows", "[run]")
{
    scratch_folder const folder;
    auto const csv = folder.path("load.csv");
    auto const run =
        call({"run", "@carrier_day", "-q", "--series", csv, "--bucket", "2h", "--summary", "json"});
    CHECK(run.code == 0);
    std::uint64_t before = 0, after = 0, retries = 0;
    std::istringstream rows{read(csv)};
    for (std::string row; std::getline(rows, row);) {
        auto const attempts = [&] { return std::stoull(row.substr(row.find(',') + 1)); };
        if (row.starts_with("2019-09-07T14:")) before = attempts();
        if (!row.starts_with("2019-09-07T16:")) continue;
        after = attempts();
        auto const third = row.find(',', row.find(',', row.find(',') + 1) + 1);
        retries = std::stoull(row.substr(third + 1));
    }
    CHECK(before > 100);
    CHECK(retries >= before); // all that failed, and what failed again
    CHECK(after > 3 * before / 2);
    CHECK_THAT(run.out, Contains("\"recovery\":{\"peak\":"));
}

TEST_CASE("a series that cannot be is refused", "[run]")
{
    CHECK_THAT(call({"run", "--bucket", "1m"}).err, Contains("--bucket: expected --series"));
    CHECK_THAT(call({"run", "--series", "x.csv", "--bucket", "0s"}).err,
               Contains("--bucket: expected a duration above 0 such as \"1m\", found \"0s\""));
    CHECK_THAT(call({"run", "--series", ""}).err, Contains("--series: expected the name"));
    CHECK(call({"run", "--series", "/no/such/folder/x.csv"}).code == 2);
}
