// `drydock diff`: where two journals part, and why.
#include "tools/drydock/command.hpp"
#include "tools/store/comparison.hpp"
#include "tools/store/journal_header.hpp"

#include <fmt/format.h>

#include <memory>

namespace drydock::tools {

namespace {

struct diff_command {
    std::string first, second;

    int act(console const& to) const;
};

constexpr char const* diff_examples =
    "Examples:\n"
    "  drydock diff monday.db tuesday.db\n"
    "  drydock diff out.jsonl out.db\n"
    "\n"
    "Prints the first event that differs, with its causes on both sides, and what differs in the\n"
    "headers. Two .db files are compared by the digests of their blocks, and only the block where\n"
    "they part is read.\n"
    "\n"
    "Exit codes: 0 the same digest, 1 they differ, 2 bad usage, or no journal, or a damaged one.\n";

int diff_command::act(console const& to) const
{
    auto const a = open_journal(first);
    if (!a->good()) return refuse(to, a->failure());
    auto const b = open_journal(second);
    if (!b->good()) return refuse(to, b->failure());
    auto const difference = first_difference(*a, *b);
    for (auto const* const source : {a.get(), b.get()})
        if (!source->good()) return refuse(to, source->failure());

    auto const headers = header_differences(parse_header(a->header()), parse_header(b->header()));
    if (!headers.empty()) to.out << "headers differ\n";
    for (auto const& line : headers)
        to.out << "  " << printable(line) << '\n';
    if (!difference) {
        to.out << "same digest: " << a->digest() << '\n';
        return exit_held;
    }
    to.out << fmt::format("journals differ from event {} on\n", difference->value)
           << side_text(printable(first), cause_chain(first, *difference))
           << side_text(printable(second), cause_chain(second, *difference));
    return exit_failed;
}

} // namespace

command add_diff_command(command_line program)
{
    auto state = std::make_shared<diff_command>();
    auto app = program.add_subcommand("diff", "find where two journals part, and why");
    app.add_option("A", state->first, "a journal: .jsonl or .db").required();
    app.add_option("B", state->second, "another one").required();
    app.footer(diff_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
