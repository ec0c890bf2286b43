// One direction of a simulated connection: bytes, in order, under the conditions of a link.
#pragma once

#include "sim/http/stream.hpp"
#include "sim/scenario/link/link.hpp"
#include "sim/wire/context.hpp"

#include <array>
#include <deque>
#include <optional>
#include <string>

namespace drydock::sim::wire {

class reading;
class writing;

/// Written bytes wait here until they arrive, and then until they are read. The ends of a
/// direction, in peace or by a reset, travel in order with the bytes.
class pipe final : public alarm {
public:
    /// At most so many bytes are written and not yet read.
    static constexpr std::size_t window = 64 * 1024;

    /// All chance here is drawn from `draws`. `conditions` must outlive the pipe.
    pipe(context& in, link const& conditions, bool carries_answer, std::uint64_t draws);
    ~pipe();

    /// REQUIRES: called once, before anything else. Both live and die together.
    void join(pipe& other_direction) { opposite_ = &other_direction; }

    void read_some(std::span<boost::asio::mutable_buffer const> into, http::io_handler then);
    void write_some(std::span<boost::asio::const_buffer const> from, http::io_handler then);
    bool is_quiet() const { return arrived_ == 0 && ending_ == end::none; }
    bool has_unread() const { return arrived_ > 0; }

    void end_writing();   ///< no more is written; the reader will read an end
    void break_writing(); ///< the same, but the reader will meet a reset
    void close_writer();  ///< the writer is gone: its operations are aborted
    void fall_apart();    ///< both are told at once, and what is on its way is lost
    void close_reader();  ///< the reader is gone: what still arrives is answered by a reset

    /// When something of so many bytes arrives that is sent now.
    model::instant next_arrival(std::size_t bytes);

private:
    friend class reading;
    friend class writing;

    enum class end : std::uint8_t { none, closed, reset };
    /// Some bytes, or an end, on their way.
    struct piece {
        model::instant arrives;
        std::size_t bytes = 0;
        end ends = end::none;
        bool is_cut = false; ///< the link broke: its writer is told too
    };

    void ring() override;
    void send(std::size_t bytes);
    void fly(piece const& one);
    void arrive(piece const& one);
    void arrive_end(piece const& one);
    void cut_if_due();
    void fail_writer(boost::system::error_code why);
    boost::system::error_code ending() const;
    std::size_t take(std::span<boost::asio::mutable_buffer const> into);
    std::size_t put(std::span<boost::asio::const_buffer const> from);
    void skip(std::size_t bytes);
    std::size_t room() const { return window - (bytes_.size() - read_) - swallowed_; }
    std::uint64_t next_draw();

    context* in_;
    link const* conditions_;
    pipe* opposite_ = nullptr;
    std::uint64_t draws_;
    std::uint32_t drawn_ = 0;
    std::optional<link_cut> cut_; // of this direction, until it happens

    std::string bytes_; // from read_ on: those that can be read, then those on their way
    std::size_t read_ = 0;
    std::size_t arrived_ = 0; // so many can be read
    std::size_t swallowed_ = 0;
    std::uint64_t passed_ = 0;
    std::deque<piece> flying_;
    model::instant free_at_{}; // when the link has taken all before
    model::instant last_arrival_{};
    end ending_ = end::none; // what the reader meets after all bytes
    boost::system::error_code writer_failed_;
    bool is_ended_ = false; // by its writer, or by the link
    bool is_reader_gone_ = false;
    bool is_swallowing_ = false;
    reading* reader_ = nullptr;
    writing* writer_ = nullptr;
};

} // namespace drydock::sim::wire
