#include "tools/net/tls_stream.hpp"

#include "tools/net/tcp_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <span>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;
using sim::http::error_code;
using sim::http::io_handler;

namespace {

// Pending operations hold it: Asio's use it until they complete, also after a close.
struct connection {
    connection(asio::ip::tcp::socket connected, std::shared_ptr<asio::ssl::context> with)
        : context{std::move(with)}, tls{std::move(connected), *context}
    {
        prepare(tls.next_layer());
    }

    bool is_open() { return tls.next_layer().is_open(); }

    std::shared_ptr<asio::ssl::context> context;
    asio::ssl::stream<asio::ip::tcp::socket> tls;
    bool needs_handshake = false;
    std::array<char, 16 * 1024> gathered; // one record's worth of what is written
};

// TLS ends with a message of its own, which many servers leave out.
error_code translate(error_code failed, connection& of)
{
    if (!of.is_open() && failed) return asio::error::operation_aborted;
    if (failed == asio::ssl::error::stream_truncated) return asio::error::eof;
    return failed;
}

class tls_stream final : public sim::http::stream {
public:
    explicit tls_stream(std::shared_ptr<connection> made) : made_{std::move(made)} {}
    ~tls_stream() override { close(); }

    asio::any_io_executor get_executor() override { return made_->tls.get_executor(); }

    void read_some(std::span<asio::mutable_buffer const> into, io_handler then) override
    {
        if (!made_->is_open()) return abort_later(get_executor(), std::move(then));
        auto const first = into.empty() ? asio::mutable_buffer{} : into.front();
        if (!made_->needs_handshake) return read(made_, first, std::move(then));
        auto const slot = asio::get_associated_cancellation_slot(then);
        auto go_on = [made = made_, first, then = std::move(then)](error_code failed) mutable {
            made->needs_handshake = false;
            if (!failed) return read(made, first, std::move(then));
            std::move(then)(translate(failed, *made), 0);
        };
        made_->tls.async_handshake(asio::ssl::stream_base::server,
                                   asio::bind_cancellation_slot(slot, std::move(go_on)));
    }

    void write_some(std::span<asio::const_buffer const> from, io_handler then) override
    {
        if (!made_->is_open()) return abort_later(get_executor(), std::move(then));
        auto const slot = asio::get_associated_cancellation_slot(then);
        auto done = [made = made_, then = std::move(then)](error_code failed,
                                                           std::size_t size) mutable {
            std::move(then)(translate(failed, *made), size);
        };
        // Asio makes a record of each buffer, and a packet of each record.
        auto const size = asio::buffer_copy(asio::buffer(made_->gathered), from);
        made_->tls.async_write_some(asio::buffer(made_->gathered.data(), size),
                                    asio::bind_cancellation_slot(slot, std::move(done)));
    }

    bool is_quiet() override
    {
        return made_->is_open() && SSL_pending(made_->tls.native_handle()) == 0 &&
               tools::is_quiet(made_->tls.next_layer());
    }

    void shutdown_send() override
    {
        error_code ignored;
        made_->tls.next_layer().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }

    void close() override
    {
        error_code ignored;
        made_->tls.next_layer().close(ignored);
    }

    void abort() override
    {
        error_code ignored;
        made_->tls.next_layer().set_option(asio::socket_base::linger{true, 0}, ignored);
        close();
    }

private:
    static void read(std::shared_ptr<connection> const& made, asio::mutable_buffer into,
                     io_handler then)
    {
        auto const slot = asio::get_associated_cancellation_slot(then);
        auto done = [made, then = std::move(then)](error_code failed, std::size_t size) mutable {
            std::move(then)(translate(failed, *made), size);
        };
        made->tls.async_read_some(into, asio::bind_cancellation_slot(slot, std::move(done)));
    }

    std::shared_ptr<connection> made_;
};

// Whom the certificate must be for, and whom the server may choose it by.
void expect_host(SSL* on, std::string const& host)
{
    error_code is_name;
    asio::ip::make_address(host, is_name);
    if (is_name) {
        SSL_set_tlsext_host_name(on, host.c_str());
        SSL_set1_host(on, host.c_str());
    } else {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(on), host.c_str());
    }
}

std::string problem_of(error_code failed, SSL* on)
{
    auto const verdict = SSL_get_verify_result(on);
    if (verdict != X509_V_OK)
        return std::string{"the certificate is refused: "} + X509_verify_cert_error_string(verdict);
    if (failed == asio::error::eof || failed == asio::ssl::error::stream_truncated)
        return "the server ended the connection during the TLS handshake";
    return "the TLS handshake failed: " + failed.message();
}

} // namespace

asio::awaitable<tls_result> connect_tls(asio::ip::tcp::socket connected,
                                        std::shared_ptr<asio::ssl::context> context,
                                        std::string host)
{
    auto made = std::make_shared<connection>(std::move(connected), std::move(context));
    auto* const native = made->tls.native_handle();
    expect_host(native, host);
    auto const [failed] = co_await made->tls.async_handshake(asio::ssl::stream_base::client,
                                                             asio::as_tuple(asio::use_awaitable));
    tls_result result;
    if (failed)
        result.problem = problem_of(failed, native);
    else
        result.stream = sim::http::any_stream{std::make_unique<tls_stream>(std::move(made))};
    co_return result;
}

sim::http::any_stream accept_tls(asio::ip::tcp::socket connected,
                                 std::shared_ptr<asio::ssl::context> context)
{
    auto made = std::make_shared<connection>(std::move(connected), std::move(context));
    made->needs_handshake = true;
    return sim::http::any_stream{std::make_unique<tls_stream>(std::move(made))};
}

} // namespace drydock::tools
