// The writing half of a connection: messages as bytes. For the sources of this folder only.
#pragma once

#include "sim/http/message.hpp"
#include "sim/http/stream.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace drydock::sim::http {

/// Adds "name: value" and a line's end. Bytes that would end the line become spaces, so that no
/// text can add a field of its own.
void append_field(std::string& head, std::string_view name, std::string_view value);

/// Whether a field tells where a message or its connection ends: what writes messages writes those.
bool is_framing(std::string_view name);

/// The usual words for a status; "Status" when there are none.
std::string_view reason_of(unsigned status);

/// Writes both, one after the other. Both stay alive until then.
asio::awaitable<error_code> write_all(any_stream& to, std::string_view head, std::string_view body);

} // namespace drydock::sim::http
