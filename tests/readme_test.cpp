#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <netinet/in.h>
#include <regex>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

struct quoted_run {
    std::string arguments;
    std::string output;
};

constexpr std::string_view program_as_quoted = "$ build/release/drydock";

std::vector<std::string> lines_of_file(std::string const& path)
{
    std::vector<std::string> lines;
    std::ifstream in{path};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

std::vector<std::string> readme_lines()
{
    return lines_of_file(DRYDOCK_SOURCE_DIR "/README.md");
}

std::vector<std::string> without_indentation(std::vector<std::string> lines)
{
    for (auto& line : lines)
        line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
    return lines;
}

std::string joined(std::vector<std::string> const& lines)
{
    std::string text;
    for (auto const& line : lines)
        text += line + '\n';
    return text;
}

// What stands in the blocks that open with `fence`.
std::vector<std::vector<std::string>> quoted_blocks(std::string_view fence)
{
    std::vector<std::vector<std::string>> blocks;
    bool inside = false;
    for (auto const& line : without_indentation(readme_lines())) {
        if (inside && line != "```")
            blocks.back().push_back(line);
        else
            inside = line == fence;
        if (inside && line == fence) blocks.emplace_back();
    }
    return blocks;
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

std::string free_port()
{
    int const listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    auto* const address = reinterpret_cast<sockaddr*>(&where);
    REQUIRE(bind(listener, address, size) == 0);
    REQUIRE(getsockname(listener, address, &size) == 0);
    close(listener);
    return std::to_string(ntohs(where.sin_port));
}

// Whoever reads README has port 3000; a test takes one that is free.
quoted_run on_free_port(quoted_run run)
{
    static std::regex const quoted_port{"localhost:3000|--port 3000"};
    if (!std::regex_search(run.arguments, quoted_port)) return run;
    auto const port = free_port();
    static std::regex const number{"\\b3000\\b"};
    run.arguments = std::regex_replace(run.arguments, number, port) +
                    " --var 'orders=http://127.0.0.1:" + port + "/orders/{tracking_number}'";
    run.output = std::regex_replace(run.output, number, port);
    return run;
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
    for (auto const& quoted : runs) {
        auto const [arguments, output] = on_free_port(quoted);
        INFO("drydock" << arguments);
        auto const printed =
            output_of("cd '" DRYDOCK_SOURCE_DIR "' && '" DRYDOCK_PROGRAM "'" + arguments);
        CHECK(without_real_time(printed) == without_real_time(output));
    }
}

TEST_CASE("the code that README shows is part of the consumer project", "[readme]")
{
    for (auto const& [kind, file] :
         {std::pair{"```cpp", "shop_test.cpp"}, std::pair{"```cmake", "CMakeLists.txt"}}) {
        auto const project = without_indentation(
            lines_of_file(DRYDOCK_SOURCE_DIR "/tests/consumer/" + std::string{file}));
        auto const blocks = quoted_blocks(kind);
        REQUIRE_FALSE(blocks.empty());
        for (auto const& block : blocks)
            for (auto const& line : block) {
                INFO(file << " has no line: " << line);
                CHECK(std::ranges::count(project, line) >= 1);
            }
    }
    // Of the C++ one block is one piece.
    auto const whole = joined(
        without_indentation(lines_of_file(DRYDOCK_SOURCE_DIR "/tests/consumer/shop_test.cpp")));
    for (auto const& block : quoted_blocks("```cpp"))
        CHECK_THAT(whole, Catch::Contains(joined(block)));
}

TEST_CASE("the rows of README's table of speed are rows of the benchmark's", "[readme]")
{
    auto const source = joined(lines_of_file(DRYDOCK_SOURCE_DIR "/tests/bench/table.py")) +
                        joined(lines_of_file(DRYDOCK_SOURCE_DIR "/tests/bench/traffic.py"));
    std::size_t rows = 0;
    for (auto const& block : quoted_blocks("```console")) {
        if (block.empty() || block.front() != "$ tools/dev bench") continue;
        for (std::size_t i = 2; i < block.size(); ++i) { // below the command and the head
            INFO(block[i]);
            auto const name = block[i].substr(0, block[i].find("  "));
            CHECK(source.find("(\"" + name + "\",") != std::string::npos);
            ++rows;
        }
    }
    CHECK(rows >= 10);
}

TEST_CASE("every file that README links to exists", "[readme]")
{
    static std::regex const link{R"(\]\(([^)#: ]+)\))"};
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
