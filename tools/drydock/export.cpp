// `drydock export`: a journal in another form.
#include "tools/drydock/command.hpp"
#include "tools/export/cloudevents_file.hpp"
#include "tools/export/har_file.hpp"
#include "tools/export/trace_file.hpp"
#include "tools/page/export_page.hpp"
#include "tools/page/page.hpp"
#include "tools/store/csv_file.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_header.hpp"
#include "tools/store/journal_source.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>

namespace drydock::tools {

namespace {

struct export_command {
    std::string journal, out;

    int act(console const& to) const;
};

constexpr char const* export_examples =
    "Examples:\n"
    "  drydock export out.jsonl out.db       durable, checked, with time travel\n"
    "  drydock export out.db out.jsonl       byte for byte what the run would have written\n"
    "  drydock export out.db out.csv         for a spreadsheet\n"
    "  drydock export out.db out.html        a page to look at, send on or print\n"
    "  drydock export out.db out.har         what was sent and answered, for HTTP tools\n"
    "  drydock export out.db out.trace.json  for the tracing view of a browser, or Perfetto\n"
    "  drydock export out.db out.cloudevents.jsonl   every event as a CloudEvent\n"
    "\n"
    "The form is told by the end of OUT's name. A .csv has one event a row, fields quoted as in\n"
    "RFC 4180, and the columns\n"
    "  seq,at,type,cause,subject,webhook,event,delivery,attempt,status,reason,due,url,more\n"
    "where `subject` is what an event is about, also for those of a delivery, and `more` holds "
    "all\n"
    "that has no column, as a JSON object.\n"
    "\n"
    "A .html is one page that needs no network: what was expected is judged anew, and the page\n"
    "replays the run.\n"
    "\n"
    "A .har has every attempt that ended, with its body and headers; signatures are not in a\n"
    "journal, and what is secret in headers and URLs is masked. In a .trace.json a microsecond of\n"
    "virtual time is one of the trace. A CloudEvent has the event's place as its id.\n"
    "\n"
    "Exit codes: 0 written, 2 bad usage, or no journal, or a damaged one.\n";

constexpr std::array<std::string_view, 7> forms{
    ".jsonl", ".db", ".csv", ".html", ".har", ".trace.json", ".cloudevents.jsonl"};

std::string objection_to(std::string_view out)
{
    if (out.ends_with(".html") && !web_page().is_there()) return std::string{no_page};
    for (auto const form : forms)
        if (out.ends_with(form)) return {};
    return fmt::format("expected a name that ends in {}, found \"{}\"", fmt::join(forms, " or "),
                       out);
}

/// Where to write, or why it cannot be written from this journal.
struct export_sink {
    std::unique_ptr<journal_sink> file;
    std::string failure;
};

// `what` is made by the first form that needs the journal's scenario, and must outlive the sink.
export_sink open_sink(std::string const& out, std::string const& journal, std::string_view header,
                      std::optional<sim::scenario>& what)
{
    if (out.ends_with(".csv")) return {std::make_unique<csv_file>(out), {}};
    if (out.ends_with(".trace.json")) return {std::make_unique<trace_file>(out), {}};
    if (out.ends_with(".cloudevents.jsonl"))
        return {std::make_unique<cloudevents_file>(out, header), {}};
    if (!out.ends_with(".har")) return {open_journal_sink(out, header), {}};
    auto recorded = load_recorded(parse_header(header), journal);
    if (!recorded.loaded) return {nullptr, recorded.failure};
    what = std::move(recorded.loaded);
    return {std::make_unique<har_file>(out, *what), {}};
}

int export_command::act(console const& to) const
{
    if (auto const why = objection_to(out); !why.empty()) return refuse(to, why);
    if (is_same_file(journal, out))
        return refuse(to, fmt::format("cannot write {}: it is the journal", out));
    auto const source = open_journal(journal);
    if (!source->good()) return refuse(to, source->failure());
    if (out.ends_with(".html")) return export_page(to, journal, *source, out);
    std::optional<sim::scenario> what;
    auto const [sink, failure] = open_sink(out, journal, source->header(), what);
    if (!sink) return refuse(to, failure);
    model::state folded; // what the snapshots of a .db hold
    bool const needs_state = out.ends_with(".db");
    sink->on_start(folded);
    std::uint64_t events = 0;
    while (sink->good()) {
        auto const block = source->next();
        if (!block) break;
        events = block->first.value - 1;
        for (auto const& e : block->events) {
            ++events;
            if (needs_state) model::evolve(folded, e, {events});
        }
        sink->on_block(block->events, block->first, source->texts());
    }
    if (!source->good()) return refuse(to, source->failure());
    if (auto const unwritten = sink->finish()) return refuse(to, *unwritten);
    to.out << fmt::format("{}: {} events\n", printable(out), events);
    if (source->is_cut_off()) to.out << "a prefix: the journal was cut off there\n";
    return exit_held;
}

} // namespace

command add_export_command(command_line program)
{
    auto state = std::make_shared<export_command>();
    auto app = program.add_subcommand("export", "write a journal in another form");
    app.add_option("JOURNAL", state->journal, "a journal: .jsonl or .db").required();
    app.add_option("OUT", state->out, "the file to write; the end of its name tells the form")
        .required();
    app.footer(export_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
