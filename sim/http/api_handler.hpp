// The service's API as something that HTTP sessions can ask.
#pragma once

#include "sim/api_server.hpp"
#include "sim/http/session.hpp"

#include <string>
#include <string_view>

namespace drydock::sim::http {

/// The header that carries the key.
inline constexpr std::string_view api_key_header = "API-Key";

/// What a request's key is worth. `key` is the one good key; empty: any will do, if there is one.
/// How long it takes does not tell where two keys differ.
model::key_state key_state_of(request const& what, std::string_view key);

class api_handler final : public handler {
public:
    /// `key` is the one good key; empty: any will do, if there is one.
    api_handler(api_server& to, model::api::request_origin from, std::string key = {})
        : server_{&to}, from_{from}, key_{std::move(key)}
    {
    }

    /// Answers at once. HEAD is answered as GET; the routes know no other method but their own.
    boost::asio::awaitable<response> handle(request const& what) override;
    response refuse(unsigned status, std::string_view why) override;

private:
    api_server* server_;
    model::api::request_origin from_;
    std::string key_;
};

} // namespace drydock::sim::http
