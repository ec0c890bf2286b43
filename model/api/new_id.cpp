#include "model/api/new_id.hpp"

namespace drydock::model::api {

namespace {

std::uint32_t first_id(subject_kind kind)
{
    switch (kind) {
    case subject_kind::shipment: return 500'000'001;
    case subject_kind::batch: return 1'000'001;
    case subject_kind::carrier: return 100'001;
    case subject_kind::order_source:
    case subject_kind::report: return 1;
    }
    assertion_failed("a known kind of subject", __FILE__, __LINE__);
}

} // namespace

std::string new_id(state const& s, subject_kind kind, std::uint32_t after)
{
    auto const& taken = s.ids[static_cast<std::size_t>(kind)];
    entity_id id{first_id(kind) + static_cast<std::uint32_t>(taken.size()), {}};
    while (taken.contains(id) || after-- != 0)
        ++id.numeric;
    return "se-" + std::to_string(id.numeric);
}

} // namespace drydock::model::api
