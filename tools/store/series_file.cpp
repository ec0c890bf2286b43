#include "tools/store/series_file.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace drydock::tools {

using model::event_type;

series_file::series_file(std::string path, model::instant start, model::duration bucket)
    : file_{std::move(path)}, from_{start}, bucket_{bucket}
{
    ASSERT(bucket > model::duration::zero());
    file_.write(std::string{series_columns} + "\r\n");
}

void series_file::on_block(std::span<model::event const> block, model::sequence_number,
                           model::text_table const&)
{
    if (!good()) return;
    for (auto const& e : block) {
        if (e.at - from_ >= bucket_) [[unlikely]] {
            close_bucket();
            from_ += (e.at - from_) / bucket_ * bucket_;
        }
        count(e);
    }
    file_.write(std::exchange(rows_, {}));
}

void series_file::count(model::event const& e)
{
    switch (e.type) {
    case event_type::attempt_started:
        ++(e.as<model::attempt_started>().attempt.value == 1 ? open_.first : open_.retries);
        break;
    case event_type::delivery_requested: ++open_.requested; break;
    case event_type::delivery_succeeded: ++open_.delivered; break;
    case event_type::attempt_failed: ++open_.failed; break;
    case event_type::delivery_discarded: ++open_.discarded; break;
    default: break;
    }
}

void series_file::close_bucket()
{
    auto const done = std::exchange(open_, {});
    if (done == counts{}) return;
    fmt::format_to(std::back_inserter(rows_), "{},{},{},{},{},{},{},{}\r\n", model::to_text(from_),
                   done.first + done.retries, done.first, done.retries, done.requested,
                   done.delivered, done.failed, done.discarded);
}

std::optional<std::string> series_file::finish()
{
    close_bucket();
    file_.write(rows_);
    return file_.finish();
}

} // namespace drydock::tools
