#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <string>
#include <vector>

namespace {

struct quoted_run {
    std::string arguments;
    std::string output;
};

constexpr std::string_view program_as_quoted = "$ build/release/drydock";

std::vector<std::string> readme_lines()
{
    std::vector<std::string> lines;
    std::ifstream in{DRYDOCK_SOURCE_DIR "/README.md"};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

// Every run of the program in a block of kind `console`, with what stands below it.
std::vector<quoted_run> quoted_runs()
{
    std::vector<quoted_run> runs;
    bool in_block = false;
    bool in_run = false;
    for (auto const& line : readme_lines()) {
        if (line.starts_with("```")) {
            in_block = line == "```console";
            in_run = false;
        } else if (in_block && line.starts_with("$ ")) {
            in_run = line.starts_with(program_as_quoted);
            if (in_run) runs.push_back({line.substr(program_as_quoted.size()), {}});
        } else if (in_run) {
            runs.back().output += line + '\n';
        }
    }
    return runs;
}

std::string output_of(std::string const& command)
{
    std::unique_ptr<FILE, int (*)(FILE*)> const pipe{popen(command.c_str(), "r"), pclose};
    REQUIRE(pipe);
    std::string output;
    std::array<char, 4096> part{};
    while (auto const n = std::fread(part.data(), 1, part.size(), pipe.get()))
        output.append(part.data(), n);
    return output;
}

// How long the run took in reality is the one thing that differs from run to run.
std::string without_real_time(std::string const& output)
{
    static std::regex const real_time{R"(in \S+ of real time)"};
    return std::regex_replace(output, real_time, "in no time");
}

} // namespace

TEST_CASE("the output that README quotes is what the program prints", "[readme]")
{
    auto const runs = quoted_runs();
    REQUIRE_FALSE(runs.empty());
    for (auto const& [arguments, output] : runs) {
        INFO("drydock" << arguments);
        auto const printed =
            output_of("cd '" DRYDOCK_SOURCE_DIR "' && '" DRYDOCK_PROGRAM "'" + arguments);
        CHECK(without_real_time(printed) == without_real_time(output));
    }
}

TEST_CASE("every file that README links to exists", "[readme]")
{
    static std::regex const link{R"(\]\(([^)#:]+)\))"};
    std::size_t links = 0;
    for (auto const& line : readme_lines()) {
        for (std::sregex_iterator at{line.begin(), line.end(), link}, end; at != end; ++at) {
            INFO((*at)[1]);
            CHECK(std::filesystem::exists(DRYDOCK_SOURCE_DIR "/" + (*at)[1].str()));
            ++links;
        }
    }
    CHECK(links > 0);
}
