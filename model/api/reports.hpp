// /v1/reports: what a `report_complete` webhook points to.
// Chosen where no source speaks: the same object as the webhook's `data`. Profile seed-2019 knows
// no reports.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// GET of one. 404, in profile seed-2019 always.
answer get_report(call const& asked);

} // namespace drydock::model::api
