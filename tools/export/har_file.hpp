// The attempts of a run as an HTTP Archive: what was sent, when, and what was answered.
#pragma once

#include "tools/export/delivery_bodies.hpp"
#include "tools/export/har.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_sink.hpp"

#include <map>

namespace drydock::tools {

/// Entries are in the order in which attempts ended. Signatures are not in a journal, so they are
/// not here.
class har_file final : public journal_sink {
public:
    /// `what` is the journal's scenario and must outlive the file.
    har_file(std::string path, sim::scenario const& what);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    bool good() const override { return file_.good(); }
    std::optional<std::string> finish() override;

private:
    // Between its request and its end.
    struct open_delivery {
        model::webhook_number webhook;
        std::string body;
        har_entry attempt = {}; // the one under way
    };

    void apply(model::event const& e, model::text_table const& texts);
    void begin(open_delivery& of, model::attempt_started const& body, model::instant at,
               model::text_table const& texts) const;
    void end(model::delivery_number delivery, std::uint16_t status, std::string error,
             model::instant at);

    part_file file_;
    sim::scenario const& what_;
    delivery_bodies bodies_;
    std::map<model::delivery_number, open_delivery> open_;
    std::string ready_; // entries that are not written yet
    bool is_first_ = true;
};

} // namespace drydock::tools
