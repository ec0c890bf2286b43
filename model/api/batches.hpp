// /v1/batches: what a `batch` webhook points to.
// Source: the OpenAPI's batch; the field set of September 2019 in that profile. Chosen where it is
// silent: label_layout and label_format are null while a batch is open, as on the page about new
// batches; label_download and form_download are empty unless they were given. `errors` counts the
// process_errors. Those have the API's form of errors in the batch and a form of their own in the
// list, as the OpenAPI has them: a scenario's `error` is the `message`, of type business_rules and
// code unspecified unless that was given.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// GET. A page of batches, by default the newest first. Filters: status, batch_number, created_at
/// and processed_at from _start to _end, both included. sort_by ship_date is created_at: batches
/// here have no ship date.
answer list_batches(call const& asked);
/// GET of one. 404.
answer get_batch(call const& asked);
/// GET. A page of the process_errors that were given for the batch, in their order. 404.
answer list_batch_errors(call const& asked);
/// POST. A new batch of the shipment_ids and rate_ids that are given; with `process_labels` it is
/// queued at once if that says so. 400 for a bad body.
answer create_batch(call const& asked);
/// POST. Queues an open batch. 204; 404; 400 batch_cannot_be_modified for one that is not open.
answer process_batch(call const& asked);

} // namespace drydock::model::api
