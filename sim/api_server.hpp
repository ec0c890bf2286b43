// The API of the service, for whoever brings requests to it.
#pragma once

#include "model/api/route.hpp"

namespace drydock::sim {

class api_server {
public:
    virtual ~api_server() = default;

    /// Answers at the current instant, and journals request and answer. Whitespace between the
    /// tokens of a JSON body and what is no UTF-8 do not matter: see model::api::taken_request.
    virtual model::api::answer answer(model::api::request const& wish,
                                      model::api::request_origin from) = 0;

    /// The current instant, and the last event of the journal.
    virtual model::instant now() const = 0;
    virtual model::sequence_number last_event() const = 0;
};

} // namespace drydock::sim
