// Beast's parser, filling our own messages. For the sources of this folder only: it is heavy.
#pragma once

#include "sim/http/message.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace drydock::sim::http {

namespace beast = boost::beast;

/// One message. Trailers of a chunked body are read and dropped.
template <bool IsRequest> class message_parser final : public beast::http::basic_parser<IsRequest> {
public:
    using message = std::conditional_t<IsRequest, request, response>;
    using error_code = beast::error_code;

    explicit message_parser(message_limits limits) : limits_{limits}
    {
        this->header_limit(limits.header);
        this->body_limit(limits.body);
    }

    message& get() { return made_; }
    message_limits const& limits() const { return limits_; }
    bool is_http_1_0() const { return version_ == 10; }

private:
    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                         int version, error_code&) override
    {
        if constexpr (IsRequest) {
            made_.method = method;
            made_.target = target;
        }
        version_ = version;
    }

    void on_response_impl(int status, beast::string_view, int version, error_code& failed) override
    {
        if (status < 100) failed = beast::http::error::bad_status;
        if constexpr (!IsRequest) made_.status = static_cast<unsigned>(status);
        version_ = version;
    }

    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                       error_code&) override
    {
        if (!has_header_) made_.fields.push_back({name, value});
    }

    void on_header_impl(error_code&) override { has_header_ = true; }

    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override
    {
        // No more than the limit: it was compared before. Memory comes as the bytes do.
        if (length) made_.body.reserve(std::min<std::size_t>(*length, 64 * 1024));
    }

    std::size_t on_body_impl(beast::string_view piece, error_code&) override
    {
        made_.body.append(piece.data(), piece.size());
        return piece.size();
    }

    void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view piece, error_code&) override
    {
        made_.body.append(piece.data(), piece.size());
        return piece.size();
    }

    void on_finish_impl(error_code&) override {}

    message_limits limits_;
    message made_;
    int version_ = 11;
    bool has_header_ = false;
};

} // namespace drydock::sim::http
