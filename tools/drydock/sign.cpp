// `drydock sign`: the headers that sign a body, or the key set that verifies them.
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/sign/key_file.hpp"
#include "tools/sign/signature.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <memory>

namespace drydock::tools {

namespace {

struct sign_command {
    std::string key, body;
    std::optional<std::string> timestamp;
    bool key_set = false;
    bool as_json = false;

    int act(console const& to) const;
    int sign(console const& to, rsa_key const& with, std::string_view bytes) const;
};

constexpr char const* sign_examples =
    "Examples:\n"
    "  drydock sign --key key.pem body.json                    three lines \"name: value\"\n"
    "  drydock sign --key key.pem --jwks > jwks.json           what receivers verify with\n"
    "  drydock sign --key key.pem --json < body.json\n"
    "  drydock sign --key key.pem --timestamp 2024-04-04T15:48:44Z body.json\n"
    "\n"
    "A signed request by hand:\n"
    "  drydock sign --key key.pem body.json > headers.txt\n"
    "  curl -H @headers.txt -H 'Content-Type: application/json' --data-binary @body.json \\\n"
    "    http://localhost:3000/hooks\n"
    "\n"
    "Signed is the stamp, a full stop and the body, byte for byte, with RSASSA-PKCS1-v1_5 and\n"
    "SHA-256. A key file that does not exist is made: 2048 bits, readable by its owner alone. The\n"
    "key's name is its thumbprint (RFC 7638).\n"
    "\n"
    "Exit codes: 0 signed, 2 bad usage, or a key or a body that cannot be read.\n";

int sign_command::act(console const& to) const
{
    if (key_set && (timestamp || !body.empty()))
        return refuse(to, "--jwks prints the key set; it takes no body and no --timestamp");
    if (key_set && as_json) return refuse(to, "--jwks prints JSON by itself; leave out --json");
    if (timestamp && !model::parse_instant(*timestamp))
        return refuse(to, fmt::format("--timestamp: expected a time such as 2024-04-04T15:48:44Z, "
                                      "found \"{}\"",
                                      *timestamp));
    file_text text;
    if (!key_set) text = read_file_or_input(body);
    if (text.failure) return refuse(to, *text.failure); // before a key is made for nothing
    auto const read = read_or_make_key(key);
    if (!read.key) return refuse(to, "--key: " + read.failure);
    if (read.is_new)
        to.err << fmt::format("made a new key: {} ({})\n", printable(key), read.key->id());
    if (!key_set) return sign(to, *read.key, text.text);
    to.out << to_jwks({&*read.key, 1}) << '\n';
    return exit_held;
}

int sign_command::sign(console const& to, rsa_key const& with, std::string_view bytes) const
{
    auto const now = std::chrono::floor<std::chrono::seconds>(to.machine.now);
    auto const headers = signature_headers(with, timestamp.value_or(model::to_text(now)), bytes);
    auto object = json_object({});
    for (auto const& [name, value] : headers)
        if (as_json)
            append_member(object, name, json_string(value));
        else
            to.out << name << ": " << value << '\n';
    if (as_json) to.out << sim::to_json(object) << '\n';
    return exit_held;
}

} // namespace

command add_sign_command(command_line program)
{
    auto state = std::make_shared<sign_command>();
    auto app = program.add_subcommand("sign", "sign a body as ShipEngine does");
    app.add_option("BODY", state->body, "the file to sign; - or nothing: standard input");
    app.add_option("--key", state->key, "an RSA key in PEM form; made when there is no such file")
        .type_name("FILE")
        .required();
    app.add_option("--timestamp", state->timestamp, "the stamp, as it will be sent (default: now)")
        .type_name("TIME");
    app.add_flag("--jwks", state->key_set, "print the key set instead");
    app.add_flag("--json", state->as_json, "the headers as one JSON object");
    app.footer(sign_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
