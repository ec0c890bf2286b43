#include "tools/page/export_page.hpp"

#include "tools/page/html_file.hpp"
#include "tools/store/journal_header.hpp"

#include <fmt/format.h>

#include <memory>

namespace drydock::tools {

namespace {

/// What a run would have been judged by, folded from its journal.
struct judgement {
    explicit judgement(sim::scenario const& given) : what{given} {}

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts)
    {
        summary.on_block(block, first, texts);
        expectations.on_block(block, first, texts);
        if (!block.empty()) last = block.back().at;
    }
    /// While the texts of the last block still exist.
    measured_run result(journal_source const& source, bool is_live)
    {
        auto const end = what.until.value_or(last);
        auto verdicts = expectations.result(end);
        // A beginning is no run: what is missing would be held against it.
        if (source.is_cut_off()) verdicts.clear();
        for (auto& v : verdicts)
            v.where.line = 0; // a journal's scenario is one line
        return {.result = {.digest = source.digest(),
                           .summary = summary.result(),
                           .verdicts = std::move(verdicts),
                           .end = end,
                           .failure = {}},
                .transport = is_live             ? "live"
                             : what.needs_wire() ? "wire"
                                                 : "direct"};
    }

    sim::scenario const& what;
    sim::summary_fold summary{what};
    sim::expectation_fold expectations{what, summary.sender()};
    model::instant last = what.start;
};

} // namespace

int export_page(console const& to, std::string const& journal, journal_source& source,
                std::string const& out)
{
    auto const header = parse_header(source.header());
    auto const recorded = load_recorded(header, journal);
    if (!recorded.loaded && !header.scenario().empty()) return refuse(to, recorded.failure);
    auto const* const what = recorded.loaded ? &*recorded.loaded : nullptr;

    html_file file{out, source.header(), what};
    auto judged = what == nullptr ? nullptr : std::make_unique<judgement>(*what);
    while (file.good()) {
        auto const block = source.next();
        if (!block) break;
        if (judged) judged->on_block(block->events, block->first, source.texts());
        file.on_block(block->events, block->first, source.texts());
    }
    if (!source.good()) return refuse(to, source.failure());

    page_title const title{.name = journal,
                           .command = "drydock replay " + shell_word(journal),
                           .cut_off = source.is_cut_off()};
    auto const facts =
        judged ? page_facts(title, file.extent(), *what, judged->result(source, header.is_live()))
               : page_facts(title, file.extent(), source.digest());
    if (auto const failure = file.finish(facts)) return refuse(to, *failure);
    to.out << fmt::format("{}: {} events\n", printable(out), file.extent().events);
    if (source.is_cut_off()) to.out << "a prefix: the journal was cut off there\n";
    return exit_held;
}

} // namespace drydock::tools
