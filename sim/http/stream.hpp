// A connection, whatever carries it: simulated, TCP or TLS. Client and session are compiled once,
// over any_stream.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace drydock::sim::http {

namespace asio = boost::asio;
using boost::system::error_code;

using io_handler = asio::any_completion_handler<void(error_code, std::size_t)>;

/// Both directions of one connection. At most one read and one write are pending at a time.
/// Destroying a stream closes it.
class stream {
public:
    /// No operation is given more buffers; it may use fewer bytes than they hold.
    static constexpr std::size_t most_buffers = 8;

    stream() = default;
    stream(stream const&) = delete;
    stream& operator=(stream const&) = delete;
    virtual ~stream() = default;

    virtual asio::any_io_executor get_executor() = 0;

    /// Completes with at least one byte, or an error: eof when the peer has ended its direction,
    /// connection_reset when it broke the connection. Never calls the handler from inside. The
    /// descriptors are copied if they are needed longer; what they describe stays alive.
    virtual void read_some(std::span<asio::mutable_buffer const> into, io_handler then) = 0;
    virtual void write_some(std::span<asio::const_buffer const> from, io_handler then) = 0;

    /// Whether nothing lies here unread: neither bytes, nor the peer's end, nor an error. An idle
    /// connection that is not quiet is of no use to a client. REQUIRES: no read is pending.
    virtual bool is_quiet() = 0;

    /// Half-close: the peer reads eof after what was written; reading goes on.
    virtual void shutdown_send() = 0;

    /// Ends both directions. Pending operations, and later ones, end with operation_aborted. May be
    /// called at any time, and again.
    virtual void close() = 0;
    /// Closes so that the peer sees the connection broken, where the network can show it.
    virtual void abort() { close(); }
};

/// Owns a stream and is Asio's and Beast's AsyncStream. Must stay where it is while an operation is
/// pending.
class any_stream {
public:
    using executor_type = asio::any_io_executor;

    any_stream() = default; ///< no stream: may only be assigned to
    explicit any_stream(std::unique_ptr<stream> what) : stream_{std::move(what)} {}

    explicit operator bool() const { return stream_ != nullptr; }

    executor_type get_executor() const { return stream_->get_executor(); }
    bool is_quiet() { return stream_->is_quiet(); }
    void shutdown_send() { stream_->shutdown_send(); }
    void close() { stream_->close(); }
    void abort() { stream_->abort(); }

    /// The stream itself, for those who know what it is.
    stream& get() { return *stream_; }

    template <class Buffers, class Token> auto async_read_some(Buffers const& into, Token&& token)
    {
        descriptors<asio::mutable_buffer> const few{into};
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [](auto handler, stream* from, auto const& buffers) {
                from->read_some(buffers.all(), io_handler{std::move(handler)});
            },
            token, stream_.get(), few);
    }

    template <class Buffers, class Token> auto async_write_some(Buffers const& from, Token&& token)
    {
        descriptors<asio::const_buffer> const few{from};
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [](auto handler, stream* to, auto const& buffers) {
                to->write_some(buffers.all(), io_handler{std::move(handler)});
            },
            token, stream_.get(), few);
    }

private:
    // The first few buffers that are not empty. Beast's sequences are large nested templates, which
    // end here.
    template <class Buffer> class descriptors {
    public:
        template <class Buffers> explicit descriptors(Buffers const& all)
        {
            auto const end = asio::buffer_sequence_end(all);
            for (auto at = asio::buffer_sequence_begin(all); at != end; ++at) {
                Buffer const one = *at;
                if (one.size() == 0) continue;
                if (size_ == few_.size()) break;
                few_[size_++] = one;
            }
        }

        std::span<Buffer const> all() const { return {few_.data(), size_}; }

    private:
        std::array<Buffer, stream::most_buffers> few_;
        std::size_t size_ = 0;
    };

    std::unique_ptr<stream> stream_;
};

/// Beast finds this one by its name.
inline void beast_close_socket(any_stream& what)
{
    what.close();
}

} // namespace drydock::sim::http
