#include "model/api/reports.hpp"

namespace drydock::model::api {

answer get_report(call const& asked)
{
    auto const& in = asked.in;
    auto const found = in.s.find(subject_kind::report, find_id(asked.ids[0], in.texts));
    if (!found || !is_known(webhook_event::report_complete, in.speaks.profile))
        return asked.refuse(404, not_found("Report ID", asked.ids[0]));

    auto const& r = in.s.at(report_number{found.ordinal});
    return {200, report_object(to_text(r.id, in.texts), in.texts[r.fields], r.completed_at,
                               in.speaks.base_url)};
}

} // namespace drydock::model::api
