// Batches of labels.
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/state.hpp"

#include <vector>

namespace drydock::model {

/// The statuses from after `from` up to `to`, in the order in which a batch takes them; empty when
/// there is no way. A batch goes open, queued, processing and then to completed or
/// completed_with_errors, by way of notifying if it is asked to; one that has not been completed
/// may become invalid, one that has been completed or is invalid may be archived.
/// Source: the names of the OpenAPI's enumeration; the seed and its pages give no table.
std::vector<batch_status> way(batch_status from, batch_status to);

/// Whether a batch that takes this status is told of. Source: the seed, "Batch completed".
constexpr bool is_told(batch_status status)
{
    return status == batch_status::completed || status == batch_status::completed_with_errors;
}

/// Makes the batch if it is new, and moves it to a status.
struct move_batch {
    std::string_view id;
    batch_status status = batch_status::completed;
    std::string_view fields = {}; ///< JSON object of the API's batch fields, or empty
    std::string_view payload = {};
    sequence_number cause = {}; ///< the request that wants it
};

/// Each status on the way, then delivery_requested or event_unsubscribed where the last one is
/// told of. A new batch is open. illegal_move when there is no way.
refusal decide(state const& s, move_batch const& command, event_writer& out);

} // namespace drydock::model
