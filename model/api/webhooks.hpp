// /v1/environment/webhooks: subscriptions through the API.
// Source: the seed; the OpenAPI's create_webhook and what follows it. A request may have `url` and
// `event`, with the profile of 2026 also `headers`, `name` and `store_id`; any other field is
// refused, as the OpenAPI's closed schemas say. Whether a webhook is on has no place in the API.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// POST. 400 for a bad body; 409 webhook_event_type_conflict, also when the one that the event has
/// is disabled.
answer create_webhook(call const& asked);
/// GET. A bare array, ordered by the name of the event, as the seed's sample is.
answer list_webhooks(call const& asked);
/// GET of one. 404 for an id that no webhook has, or that was deleted.
answer get_webhook(call const& asked);
/// PUT. 204; 404; 400 for a bad body, or one with `event`, which cannot be changed. A body without
/// any field changes nothing.
answer update_webhook(call const& asked);
/// DELETE. 204; 404.
answer delete_webhook(call const& asked);

} // namespace drydock::model::api
