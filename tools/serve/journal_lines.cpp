#include "tools/serve/journal_lines.hpp"

namespace drydock::tools {

journal_lines::journal_lines(event_log const& log, model::text_table const& texts,
                             model::sequence_number first)
    : log_{&log}, texts_{&texts}, next_{1}
{
    while (next_ < first.value && has_next())
        skip();
}

std::string journal_lines::next()
{
    std::string line;
    writer_.append(line, log_->events()[next_ - 1], {next_}, *texts_);
    ++next_;
    return line;
}

void journal_lines::skip()
{
    writer_.skip(log_->events()[next_ - 1]);
    ++next_;
}

} // namespace drydock::tools
