#include "tools/store/file.hpp"

#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;

TEST_CASE("a file that is written durably takes its place as a whole", "[file]")
{
    scratch_folder const folder;
    auto const path = folder.path("a.txt");
    CHECK_FALSE(tools::write_file_durably(path, "one"));
    std::string const long_text(3'000'000, 'x');
    CHECK_FALSE(tools::write_file_durably(path, long_text));
    CHECK(read(path) == long_text);
    CHECK(folder.entries() == 1);
}

TEST_CASE("a file that cannot be written durably leaves what was there", "[file]")
{
    scratch_folder const folder;
    auto const failure = tools::write_file_durably(folder.path("none/a.txt"), "text");
    REQUIRE(failure);
    CHECK(*failure == "cannot write " + folder.path("none/a.txt") + ": No such file or directory");
    auto const path = folder.file("a.txt", "one");
    folder.file("a.txt.part/in_the_way", "");
    REQUIRE(tools::write_file_durably(path, "two"));
    CHECK(read(path) == "one");
}
