// The program called in process, on files of a folder of its own.
#pragma once

#include "tools/drydock/command.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace drydock::tests {

namespace fs = std::filesystem;

/// A folder that is gone after the test.
class scratch_folder {
public:
    scratch_folder()
    {
        auto pattern = (fs::temp_directory_path() / "drydock-test-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    scratch_folder(scratch_folder const&) = delete;
    scratch_folder& operator=(scratch_folder const&) = delete;
    ~scratch_folder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    /// The path of a file in it, written with `text`.
    std::string file(std::string const& name, std::string_view text) const
    {
        auto const path = path_ / name;
        fs::create_directories(path.parent_path());
        std::ofstream{path, std::ios::binary} << text;
        return path.string();
    }
    std::string path(std::string const& name = {}) const { return (path_ / name).string(); }
    std::size_t entries() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{path_}, fs::directory_iterator{}));
    }

private:
    fs::path path_;
};

inline std::string read(std::string const& path)
{
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// What a call of the program came to.
struct called {
    int code;
    std::string out, err;
};

inline called call(std::vector<std::string> const& args, tools::environment const& machine = {})
{
    std::ostringstream out, err;
    auto const code = tools::run_program(args, out, err, machine);
    return {code, out.str(), err.str()};
}

/// The digest in the summary that a run prints.
inline std::string digest_in(std::string const& out)
{
    auto const at = out.find("\n  digest      ");
    REQUIRE(at != std::string::npos);
    return out.substr(at + 15, 32);
}

/// One scan at 30m, an outage of three hours, and what the caller expects of it.
inline std::string outage_story(std::string_view expect, std::string_view more = {})
{
    std::string text = R"({
  "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": {
    "https://shop.test": { "outages": [ { "from": "0h", "until": "3h", "as": 503 } ] }
  },
  "timeline": [
    { "at": "0s", "ship": { "shipment": "se-1", "scans": [ { "at": "30m", "status": "IT" } ] } }
  ])";
    text += more;
    if (!expect.empty()) text += ",\n  \"expect\": [ " + std::string{expect} + " ]";
    return text + "\n}\n";
}

inline constexpr std::string_view three_attempts = R"({ "attempts": {}, "count": 3 })";
inline constexpr std::string_view two_attempts = R"({ "attempts": {}, "count": 2 })";

} // namespace drydock::tests
