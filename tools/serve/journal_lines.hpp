// The journal of a served world as JSON lines, from one event on.
#pragma once

#include "model/json/event_json.hpp"
#include "tools/serve/event_log.hpp"

#include <string>

namespace drydock::tools {

class journal_lines {
public:
    /// Log and texts outlive this.
    journal_lines(event_log const& log, model::text_table const& texts,
                  model::sequence_number first);

    bool has_next() const { return next_ <= log_->events().size(); }
    /// The next line, without its end. REQUIRES: has_next().
    std::string next();
    /// The type and place of what next() gives.
    model::event_type next_type() const { return log_->events()[next_ - 1].type; }
    std::uint64_t place() const { return next_; }
    void skip();

private:
    event_log const* log_;
    model::text_table const* texts_;
    model::event_json_writer writer_;
    std::uint64_t next_; // from 1
};

} // namespace drydock::tools
