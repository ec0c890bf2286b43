#include "tools/store/db_journal.hpp"

#include "model/snapshot.hpp"
#include "sim/runner.hpp"
#include "tests/support/handmade_journal.hpp"
#include "tests/support/loaded.hpp"
#include "tests/tools/called.hpp"
#include "tools/serve/journal_folder.hpp"
#include "tools/store/db_source.hpp"

#include <cstring>

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;

namespace {

std::string const header = R"({"drydock_journal":1,"seed":1})";

// As many shipments as make several blocks, every third with an id that needs a text.
handmade_journal long_journal(std::uint32_t shipments)
{
    handmade_journal j;
    j.webhook();
    for (std::uint32_t n = 1; n <= shipments; ++n)
        j.at(std::chrono::seconds{n}).ship((n % 3 == 0 ? "TEXT-" : "se-") + std::to_string(n));
    return j;
}

std::string write(scratch_folder const& folder, handmade_journal const& j, std::size_t block)
{
    auto const path = folder.path("a.db");
    tools::db_journal file{path, header};
    j.play(file, block);
    REQUIRE(!file.finish());
    return path;
}

// As the program wrote journals before it knew how to leave out what can be told.
void rewrite_in_first_format(std::string const& path)
{
    tools::database file{path, tools::database::access::write};
    file.execute("PRAGMA user_version = 1; BEGIN");
    auto change = file.prepare("UPDATE blocks SET events = ?1, checksum = ?2 WHERE first = ?3");
    auto rows = file.prepare("SELECT first, count, first_at, last_at, digest, texts_checksum "
                             "FROM blocks ORDER BY first");
    tools::db_source source{path};
    while (auto const block = source.next()) {
        REQUIRE(rows.step());
        tools::db::block_row const row{rows.number(0), rows.number(1), rows.number(2),
                                       rows.number(3), std::string{rows.text(4)}};
        std::string_view const plain{reinterpret_cast<char const*>(block->events.data()),
                                     block->events.size_bytes()};
        change.bind_bytes(1, plain).bind(2, tools::db::checksum_of(row, rows.number(5), plain));
        change.bind(3, row.first).run();
    }
    REQUIRE(source.good());
    rows.reset();
    file.execute("COMMIT");
    REQUIRE(file.good());
}

// A run whose journal has a snapshot every so many events.
std::string write_run(scratch_folder const& folder, std::uint64_t spacing)
{
    auto const scenario = test::loaded(test::file_with(R"("webhooks": [
        { "event": "track", "url": "https://shop.test" } ], "endpoints": { "https://shop.test": {
        "rules": [ { "chance": 0.5, "fail": "timeout" } ] } }, "timeline": [ { "at": "0s",
        "repeat": { "every": "1m", "times": 300 },
        "ship": { "shipment": "TEXT-{n}", "story": "exception" } } ])"));
    auto const path = folder.path("run.db");
    tools::db_journal file{path, header, spacing};
    sim::run(scenario, {&file});
    REQUIRE(!file.finish());
    return path;
}

struct found_state {
    std::string bytes;
    std::uint64_t folded = 0; // events
};
found_state state_at(std::string const& path, model::instant at, bool from_beginning)
{
    tools::db_source source{path};
    auto state = from_beginning ? model::state{} : source.start_near(at);
    found_state found;
    while (auto const block = source.next()) {
        auto here = block->first;
        for (auto const& e : block->events) {
            if (e.at > at) break;
            model::evolve(state, e, here);
            ++here.value;
            ++found.folded;
        }
    }
    REQUIRE(source.failure() == "");
    found.bytes = model::to_snapshot(state);
    return found;
}

} // namespace

TEST_CASE("events and texts come back as they were, however they came in", "[store]")
{
    auto const j = long_journal(10'000);
    std::string before;
    for (std::size_t const block : {1u, 7u, 1024u, 4096u, 5000u, 100'000u}) {
        scratch_folder const folder;
        auto const path = write(folder, j, block);
        tools::db_source source{path};
        CHECK(source.header() == header);
        std::vector<model::event> events;
        while (auto const read = source.next()) {
            CHECK(read->first.value == events.size() + 1);
            events.insert(events.end(), read->events.begin(), read->events.end());
        }
        CHECK(source.failure() == "");
        CHECK(!source.is_cut_off());
        REQUIRE(events.size() == j.events.size());
        CHECK(std::memcmp(events.data(), j.events.data(), events.size() * sizeof events[0]) == 0);
        REQUIRE(source.texts().size() == j.texts.size());
        for (std::uint32_t n = 1; n <= j.texts.size(); ++n) {
            CHECK(source.texts()[{n}] == j.texts[{n}]);
            CHECK(source.texts().first_use({n}) == j.texts.first_use({n}));
        }
        auto const bytes = read(path);
        if (!before.empty()) CHECK(bytes == before);
        before = bytes;
        CHECK(folder.entries() == 1);
    }
}

TEST_CASE("reading can begin at any block, with the texts of those before it", "[store]")
{
    scratch_folder const folder;
    auto const j = long_journal(10'000);
    auto const path = write(folder, j, 1024);
    for (std::uint64_t const event : {1u, 4096u, 4097u, 8192u, 8193u, 10'001u}) {
        tools::db_source source{path};
        auto const at = source.checkpoint_of({event});
        REQUIRE(at);
        CHECK(at->first.value == (event - 1) / 4096 * 4096 + 1);
        sim::digest_fold digest;
        auto const all = std::span{j.events}.first(at->last.value);
        digest.on_block(all, {1}, j.texts);
        CHECK(at->digest == digest.result());
        source.skip_to({event});
        auto const block = source.next();
        REQUIRE(block);
        CHECK(block->first == at->first);
        CHECK(source.texts()[{source.texts().size()}] != "");
        while (source.next()) {
        }
        CHECK(source.failure() == "");
    }
    CHECK(!tools::db_source{path}.checkpoint_of({12'289}));
}

TEST_CASE("a journal of the first format is read, and takes the same place in a comparison",
          "[store]")
{
    scratch_folder const folder;
    auto const path = write(folder, long_journal(6'000), 1024);
    auto const newer = folder.path("b.db");
    fs::copy_file(path, newer);
    rewrite_in_first_format(path);
    CHECK(fs::file_size(path) > 2 * fs::file_size(newer));

    tools::db_source older{path};
    std::uint64_t events = 0;
    while (auto const block = older.next())
        events += block->events.size();
    CHECK(older.failure() == "");
    CHECK(events == 6'001);
    auto const diff = call({"diff", path, newer});
    CHECK(diff.code == 0);
    CHECK_THAT(diff.out, Contains("same digest"));
    CHECK(write(folder, long_journal(6'000), 1024) == path); // in its place
    CHECK(read(path) == read(newer));
}

TEST_CASE("a served journal of the first format goes on", "[store]")
{
    scratch_folder const folder;
    auto const plan = test::loaded(test::file_with(R"("timeline": [])"));
    auto const j = long_journal(6'000);
    auto const all = std::span{j.events};
    auto const serve = [&](std::size_t known, std::size_t until) {
        tools::journal_folder kept{folder.path()};
        REQUIRE(kept.open(plan, "of a test").failure == "");
        kept.subscriber()->on_block(all.first(known), {1}, j.texts); // they come again
        for (auto from = known; from < until; from += 500) {
            kept.subscriber()->on_block(all.subspan(from, 500), {from + 1}, j.texts);
            REQUIRE(kept.commit() == "");
        }
    };
    serve(0, 5'000);
    rewrite_in_first_format(folder.path("journal.db"));
    serve(5'000, 6'000);
    CHECK(tools::db::objection(folder.path("journal.db")) == "");
    tools::db_source source{folder.path("journal.db")};
    std::vector<model::event> events;
    while (auto const read = source.next())
        events.insert(events.end(), read->events.begin(), read->events.end());
    CHECK(source.failure() == "");
    REQUIRE(events.size() == 6'000);
    CHECK(std::memcmp(events.data(), j.events.data(), events.size() * sizeof events[0]) == 0);
}

TEST_CASE("a snapshot only saves time: no state depends on it", "[store]")
{
    scratch_folder const folder;
    auto const path = write_run(folder, 2'000);
    tools::database file{path, tools::database::access::write};
    auto rows = file.prepare("SELECT at FROM snapshots ORDER BY at");
    std::vector<model::instant> times;
    while (rows.step()) {
        times.emplace_back(model::duration{rows.number(0)});
        times.push_back(times.back() + model::duration{1});
        times.push_back(times.back() + std::chrono::minutes{7});
    }
    REQUIRE(times.size() >= 6);
    rows.reset();

    std::vector<std::string> expected;
    for (auto const at : times) {
        auto const whole = state_at(path, at, true);
        auto const near = state_at(path, at, false);
        REQUIRE(near.bytes == whole.bytes);
        CHECK(near.folded < whole.folded);
        expected.push_back(whole.bytes);
    }
    for (auto const* const change :
         {"checksum = checksum + 1", "form = form + 1", "sequence = sequence + 1", "texts = 0",
          "bytes = x'00'", "at = 0"}) {
        INFO(change);
        file.execute(std::string{"UPDATE snapshots SET "} + change);
        REQUIRE(file.good());
        for (std::size_t i = 0; i < times.size(); ++i)
            REQUIRE(state_at(path, times[i], false).bytes == expected[i]);
    }
}

TEST_CASE("a journal without events is one", "[store]")
{
    scratch_folder const folder;
    tools::db_journal file{folder.path("a.db"), header};
    REQUIRE(!file.finish());
    tools::db_source source{folder.path("a.db")};
    CHECK(!source.next());
    CHECK(source.good());
    CHECK(!source.is_cut_off());
    CHECK(source.digest() == sim::digest_fold{}.result());
}

TEST_CASE("while it is written, a journal is a prefix in its part", "[store]")
{
    scratch_folder const folder;
    auto const path = folder.path("a.db");
    {
        tools::db_journal file{path, header};
        long_journal(10).play(file);
        CHECK(!fs::exists(path));
        CHECK_THAT(tools::db_source{path + ".part"}.failure(), Contains("it is being written"));
        tools::db_journal second{path, header};
        CHECK_THAT(second.finish().value_or(""), Contains("another run is writing"));
    }
    CHECK(folder.entries() == 0);
}

TEST_CASE("what SQLite would take back in a new journal is in the way", "[store]")
{
    scratch_folder const folder;
    auto const other = folder.file("a.db-journal", "someone else's");
    tools::db_journal file{folder.path("a.db"), header};
    CHECK_THAT(file.finish().value_or(""), Contains("a.db-journal is in the way"));
    CHECK(read(other) == "someone else's");
    CHECK(folder.entries() == 1);
}

TEST_CASE("a journal needs a place that is a file", "[store]")
{
    scratch_folder const folder;
    tools::db_journal none{folder.path("none/a.db"), header};
    CHECK_THAT(none.finish().value_or(""), Contains("No such file or directory"));
    fs::create_directory(folder.path("b.db"));
    tools::db_journal at_folder{folder.path("b.db"), header};
    CHECK_THAT(at_folder.finish().value_or(""), Contains("it is no regular file"));
    auto const run = call({"run", "-q", "--journal", folder.path("none/a.db")});
    CHECK(run.code == 2);
    CHECK(run.out.empty());
}

TEST_CASE("a finished run takes the place of an older journal, a failed one does not", "[store]")
{
    scratch_folder const folder;
    auto const path = write(folder, long_journal(5), 3);
    auto const older = read(path);
    {
        tools::db_journal file{path, header};
        long_journal(9).play(file);
    }
    CHECK(read(path) == older);
    write(folder, long_journal(9), 3);
    CHECK(read(path) != older);
    CHECK(folder.entries() == 1);
}

TEST_CASE("subscribers are shown the state that the events amount to", "[store]")
{
    struct checking final : sim::subscriber {
        void on_start(model::state const& s) override { folded = &s; }
        void on_block(std::span<model::event const> block, model::sequence_number first,
                      model::text_table const&) override
        {
            for (auto const& e : block) {
                model::evolve(own, e, first);
                ++first.value;
            }
            CHECK(model::to_snapshot(own) == model::to_snapshot(*folded));
            ++blocks;
        }
        model::state const* folded = nullptr;
        model::state own;
        std::size_t blocks = 0;
    };
    auto const many = test::loaded(test::file_with(R"("webhooks": [
        { "event": "track", "url": "https://shop.test" } ], "endpoints": { "https://shop.test": {
        "rules": [ { "chance": 0.5, "fail": "timeout" } ] } }, "timeline": [ { "at": "0s",
        "repeat": { "every": "1m", "times": 200 },
        "ship": { "shipment": "se-{n}", "story": "exception" } } ])"));
    checking seen;
    sim::run(many, {&seen});
    CHECK(seen.blocks > 3);
}
