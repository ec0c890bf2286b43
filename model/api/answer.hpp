// Requests and their answers as values, and the envelope in which the API tells what is wrong.
// Source: the OpenAPI's error envelope; codes and messages as official fixtures have them.
#pragma once

#include "model/id.hpp"
#include "model/status.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace drydock::model::api {

struct request {
    verb method{};
    std::string_view target; ///< path and query, as in the request line
    std::string_view body = {};
    key_state key = key_state::valid;
};

/// A request as the service takes it in: text that is no UTF-8 is mended, and JSON in the body
/// loses the white space between its tokens; a carrier's credentials are masked. Only in this form
/// is it journaled and handled, so that the journal can be read and leads to the same answer.
class taken_request {
public:
    explicit taken_request(request const& given);

    /// Points into this.
    request view() const { return {method_, target_, body_, key_}; }

private:
    verb method_;
    key_state key_;
    std::string target_, body_;
};

struct answer {
    std::uint16_t status = 200;
    std::string body;                                   ///< empty with 204
    std::string_view error_code = {};                   ///< of the first error; empty: a success
    std::string_view content_type = "application/json"; ///< of a body
};

/// One thing that is wrong with a request, as an error of the envelope. `error_source` is always
/// "shipengine": no carrier and no order source is asked.
struct problem {
    std::string_view type; ///< "validation"
    std::string_view code; ///< "field_value_required"; must outlive the answer
    std::string message;
    std::string field_name = {};  ///< empty: left out
    std::string field_value = {}; ///< JSON; empty: left out
};

/// A field or parameter that is not there.
problem value_required(std::string field);
/// One that is not as it must be. `value` is JSON; "url must be ..." is a message.
problem invalid_value(std::string field, std::string message, std::string value = {});
/// "Label ID se-1 was not found."
problem not_found(std::string_view kind, std::string_view id);
/// A carrier_id in a body that no carrier has.
problem unknown_carrier(std::string const& id);

/// The envelope of some problems, at least one.
answer refuse(request_number number, std::uint16_t status, std::span<problem const> problems);
answer refuse(request_number number, std::uint16_t status, problem const& problem);

/// The UUID by which an answer names its request: derived from the request's number.
std::string request_id(request_number number);

/// Equal for answers to equal questions with equal news: a hash of the body without its request id.
std::uint64_t etag_of(answer const& given, request_number number);

} // namespace drydock::model::api
