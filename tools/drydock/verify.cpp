// `drydock verify`: judges a signed request as a receiver should.
#include "model/header.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/sign/key_file.hpp"
#include "tools/sign/signature.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <memory>

namespace drydock::tools {

namespace {

struct verify_command {
    std::string key_set_file, key, body;
    std::vector<std::string> headers;
    std::string tolerance;
    std::optional<std::string> at;
    bool as_json = false;

    int act(console const& to) const;
    key_set_result read_keys() const;
    void tell(console const& to, verification const& made) const;
};

constexpr char const* verify_examples =
    "Examples:\n"
    "  drydock verify --jwks jwks.json --header @headers.txt body.json\n"
    "  drydock verify --key key.pem --header @headers.txt --json < body.json\n"
    "  drydock verify --jwks jwks.json --at 2024-04-04T15:50:00Z \\\n"
    "    --header 'x-shipengine-timestamp: 2024-04-04T15:48:44Z' \\\n"
    "    --header 'x-shipengine-rsa-sha256-key-id: ...' \\\n"
    "    --header 'x-shipengine-rsa-sha256-signature: ...' captured.json\n"
    "\n"
    "The body must be the bytes that were sent: JSON that was parsed and printed again is another\n"
    "body. Headers that have nothing to do with the signature are passed over. A key in PEM form\n"
    "has no name, so with --key the name in the headers is not looked at.\n"
    "\n"
    "It also says what a receiver should answer: 404 when a header is missing, 400 when the time "
    "is\n"
    "off, 401 when the signature is wrong.\n"
    "\n"
    "Exit codes: 0 valid, 1 not valid, 2 bad usage, or a file that cannot be read.\n";

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    auto const first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// Empty, or why a line is no header.
std::string append_header(sim::header_list& to, std::string_view line)
{
    auto const colon = line.find(':');
    auto const name = line.substr(0, colon);
    if (colon == line.npos || !model::is_header_name(name))
        return fmt::format("expected \"name: value\", found \"{}\"", line);
    to.emplace_back(name, trimmed(line.substr(colon + 1)));
    return {};
}

// Headers of a file, one a line, as `drydock sign` prints them.
std::string append_headers_of_file(sim::header_list& to, std::string const& path)
{
    auto const file = read_file(path);
    if (file.failure) return *file.failure;
    std::string_view rest = file.text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        auto const line = trimmed(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
        if (line.empty()) continue;
        if (auto const why = append_header(to, line); !why.empty())
            return fmt::format("{}:{}: {}", path, number, why);
    }
    return {};
}

key_set_result verify_command::read_keys() const
{
    if (key_set_file.empty() == key.empty())
        return {std::nullopt, "expected either --jwks or --key, what to verify with"};
    auto read = key.empty() ? read_jwks(key_set_file) : read_key(key);
    if (!read.keys) read.failure = (key.empty() ? "--jwks: " : "--key: ") + read.failure;
    return read;
}

void verify_command::tell(console const& to, verification const& made) const
{
    auto const answer = recommended_answer(made.is);
    if (as_json)
        to.out << sim::to_json(json_object({{"valid", json_boolean(made.is == verdict::valid)},
                                            {"verdict", json_string(name(made.is))},
                                            {"why", json_string(made.why)},
                                            {"answer", json_number(answer)}}))
               << '\n';
    else if (made.is == verdict::valid)
        to.out << "valid: " << printable(made.why) << '\n';
    else
        to.out << fmt::format("{}: {}\na receiver should answer {}\n", name(made.is),
                              printable(made.why), answer);
}

int verify_command::act(console const& to) const
{
    auto const allowed = model::parse_duration(tolerance);
    if (!allowed)
        return refuse(to, fmt::format("--tolerance: expected a duration such as 5m, found \"{}\"",
                                      tolerance));
    auto const now = at ? model::parse_instant(*at) : to.machine.now;
    if (!now)
        return refuse(
            to,
            fmt::format("--at: expected a time such as 2024-04-04T15:48:44Z, found \"{}\"", *at));
    auto const keys = read_keys();
    if (!keys.keys) return refuse(to, keys.failure);
    signed_request given;
    for (auto const& text : headers) {
        auto const why = text.starts_with('@')
                             ? append_headers_of_file(given.headers, text.substr(1))
                             : append_header(given.headers, text);
        if (!why.empty()) return refuse(to, "--header: " + why);
    }
    auto read = read_file_or_input(body);
    if (read.failure) return refuse(to, *read.failure);
    given.body = std::move(read.text);
    auto const made = verify(given, *keys.keys, *now, *allowed);
    tell(to, made);
    return made.is == verdict::valid ? exit_held : exit_failed;
}

} // namespace

command add_verify_command(command_line program)
{
    auto state = std::make_shared<verify_command>();
    state->tolerance = model::to_text(recommended_tolerance);
    auto app = program.add_subcommand("verify", "judge the signature of a request");
    app.add_option("BODY", state->body, "the body as it was sent; - or nothing: standard input");
    app.add_option("--jwks", state->key_set_file, "the key set of the sender").type_name("FILE");
    app.add_option("--key", state->key, "or its public or private key in PEM form")
        .type_name("FILE");
    app.add_option("--header", state->headers,
                   "a header of the request, or a file of them; can be repeated")
        .type_name("'NAME: VALUE'|@FILE")
        .one_value();
    app.add_option("--tolerance", state->tolerance, "how far the stamp may be off")
        .type_name("DURATION")
        .show_default();
    app.add_option("--at", state->at, "when it arrived (default: now)").type_name("TIME");
    app.add_flag("--json", state->as_json, "one JSON object");
    app.footer(verify_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
