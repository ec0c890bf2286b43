#include "sim/wire/pipe.hpp"

#include "model/assert.hpp"
#include "sim/wire/waiting.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace drydock::sim::wire {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// Some buffers, kept.
template <class Buffer> class kept_buffers {
public:
    explicit kept_buffers(std::span<Buffer const> given) : count_{given.size()}
    {
        ASSERT(given.size() <= all_.size());
        std::ranges::copy(given, all_.begin());
    }
    std::span<Buffer const> all() const { return {all_.data(), count_}; }

private:
    std::array<Buffer, http::stream::most_buffers> all_;
    std::size_t count_;
};

template <class Buffer> std::size_t size_of(std::span<Buffer const> buffers)
{
    std::size_t sum = 0;
    for (auto const& each : buffers)
        sum += each.size();
    return sum;
}

} // namespace

class reading final : public waiting_for<http::io_handler> {
public:
    reading(pipe& at, std::span<asio::mutable_buffer const> wanted, http::io_handler&& then)
        : waiting_for{*at.in_, std::move(then)}, into{wanted}, at_{&at}
    {
    }

    kept_buffers<asio::mutable_buffer> into;

private:
    void leave() override { at_->reader_ = nullptr; }

    pipe* at_;
};

class writing final : public waiting_for<http::io_handler> {
public:
    writing(pipe& at, std::span<asio::const_buffer const> given, http::io_handler&& then)
        : waiting_for{*at.in_, std::move(then)}, from{given}, at_{&at}
    {
    }

    kept_buffers<asio::const_buffer> from;

private:
    void leave() override { at_->writer_ = nullptr; }

    pipe* at_;
};

pipe::pipe(context& in, link const& conditions, bool carries_answer, std::uint64_t draws)
    : in_{&in}, conditions_{&conditions}, draws_{draws}
{
    if (conditions.cut && conditions.cut->of_answer == carries_answer) cut_ = conditions.cut;
}

pipe::~pipe()
{
    ASSERT(reader_ == nullptr);
    ASSERT(writer_ == nullptr);
    in_->unset(*this);
}

std::uint64_t pipe::next_draw()
{
    return draw(draws_, {.purpose = draw_purpose::link_piece, .nth = ++drawn_});
}

// --- the reader's side ---------------------------------------------------------------------------

void pipe::read_some(std::span<asio::mutable_buffer const> into, http::io_handler then)
{
    ASSERT(reader_ == nullptr);
    auto& wish = *new reading{*this, into, std::move(then)};
    if (is_reader_gone_) return wish.complete(asio::error::operation_aborted);
    if (arrived_ > 0 || size_of(into) == 0) return wish.complete({}, take(into));
    if (ending_ != end::none) return wish.complete(ending());
    reader_ = &wish;
}

error_code pipe::ending() const
{
    if (ending_ == end::closed) return asio::error::eof;
    return asio::error::connection_reset;
}

std::size_t pipe::take(std::span<asio::mutable_buffer const> into)
{
    std::size_t taken = 0;
    for (auto const& each : into) {
        auto const size = std::min(each.size(), arrived_);
        if (size == 0) break;
        std::memcpy(each.data(), bytes_.data() + read_, size);
        arrived_ -= size;
        taken += size;
        read_ += size;
    }
    skip(0);
    return taken;
}

// Makes room of what was read, and of so many bytes more.
void pipe::skip(std::size_t bytes)
{
    read_ += bytes;
    if (read_ == bytes_.size()) {
        bytes_.clear();
        read_ = 0;
    } else if (read_ >= window) {
        bytes_.erase(0, read_);
        read_ = 0;
    }
    if (writer_ == nullptr || room() == 0) return;
    auto& wish = *std::exchange(writer_, nullptr);
    auto const sent = put(wish.from.all());
    wish.complete({}, sent);
    send(sent);
}

void pipe::close_reader()
{
    if (is_reader_gone_) return;
    is_reader_gone_ = true;
    if (reader_ != nullptr)
        std::exchange(reader_, nullptr)->complete(asio::error::operation_aborted);
    auto const unread = arrived_;
    arrived_ = 0;
    skip(unread);
}

// --- the writer's side ---------------------------------------------------------------------------

void pipe::write_some(std::span<asio::const_buffer const> from, http::io_handler then)
{
    ASSERT(writer_ == nullptr);
    auto& wish = *new writing{*this, from, std::move(then)};
    if (writer_failed_) return wish.complete(writer_failed_);
    if (size_of(from) == 0) return wish.complete({});
    if (room() == 0) {
        writer_ = &wish;
        return;
    }
    auto const sent = put(from);
    wish.complete({}, sent);
    send(sent);
}

std::size_t pipe::put(std::span<asio::const_buffer const> from)
{
    auto const most = room();
    std::size_t size = 0;
    for (auto const& each : from) {
        auto const part = std::min(each.size(), most - size);
        bytes_.append(static_cast<char const*>(each.data()), part);
        size += part;
    }
    return size;
}

void pipe::end_writing()
{
    if (is_ended_) return;
    is_ended_ = true;
    if (!writer_failed_) writer_failed_ = asio::error::broken_pipe;
    if (!is_swallowing_) fly({.arrives = next_arrival(0), .ends = end::closed});
}

void pipe::break_writing()
{
    is_ended_ = true;
    if (!is_swallowing_) fly({.arrives = next_arrival(0), .ends = end::reset});
}

void pipe::close_writer()
{
    fail_writer(asio::error::operation_aborted);
}

void pipe::fail_writer(error_code why)
{
    if (writer_failed_ != asio::error::operation_aborted) writer_failed_ = why;
    if (writer_ != nullptr) std::exchange(writer_, nullptr)->complete(why);
}

// --- on the way ----------------------------------------------------------------------------------

model::instant pipe::next_arrival(std::size_t bytes)
{
    auto const speed = conditions_->bytes_per_second;
    free_at_ = std::max(free_at_, in_->now());
    if (speed != 0)
        free_at_ += model::duration{
            static_cast<std::int64_t>((bytes * std::uint64_t{1'000'000} + speed - 1) / speed)};
    auto arrives = free_at_ + conditions_->latency;
    if (conditions_->jitter != model::duration{})
        arrives += uniform({}, conditions_->jitter, next_draw());
    last_arrival_ = std::max(last_arrival_, arrives);
    return last_arrival_;
}

// The last `bytes` of those in the pipe go on their way.
void pipe::send(std::size_t bytes)
{
    auto const lost = [&](std::size_t count) { bytes_.resize(bytes_.size() - count); };
    if (is_swallowing_ || is_ended_) {
        lost(bytes);
        if (is_swallowing_) swallowed_ += bytes;
        return;
    }
    auto passing = bytes;
    if (cut_)
        passing = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, cut_->after - passed_));
    lost(bytes - passing);
    passed_ += passing;
    while (passing > 0) {
        auto size = passing;
        if (auto const most = conditions_->fragment; most != 0) {
            auto const drawn = uniform(model::duration{1}, model::duration{most}, next_draw());
            size = std::min(size, static_cast<std::size_t>(drawn.count()));
        }
        passing -= size;
        fly({.arrives = next_arrival(size), .bytes = size});
    }
    cut_if_due();
}

void pipe::cut_if_due()
{
    if (!cut_ || passed_ < cut_->after) return;
    auto const how = cut_->how;
    cut_.reset();
    if (how == link_cut::kind::blackhole) {
        is_swallowing_ = true;
        opposite_->is_swallowing_ = true;
        return;
    }
    is_ended_ = true;
    fly({.arrives = next_arrival(0),
         .ends = how == link_cut::kind::reset ? end::reset : end::closed,
         .is_cut = true});
}

// What costs no time arrives at once, save for fragments: the reader shall see each by itself.
void pipe::fly(piece const& one)
{
    if (flying_.empty() && one.arrives == in_->now() && conditions_->fragment == 0)
        return arrive(one);
    flying_.push_back(one);
    if (!is_set()) in_->set(*this, one.arrives, alarm_kind::stream);
}

void pipe::fall_apart()
{
    in_->unset(*this);
    flying_.clear();
    bytes_.resize(read_ + arrived_);
    is_ended_ = true;
    fail_writer(asio::error::connection_reset);
    arrive_end({.ends = end::reset});
}

void pipe::ring()
{
    auto const one = flying_.front();
    flying_.pop_front();
    if (!flying_.empty()) in_->set(*this, flying_.front().arrives, alarm_kind::stream);
    arrive(one);
}

void pipe::arrive(piece const& one)
{
    if (one.ends != end::none) return arrive_end(one);
    if (is_reader_gone_) {
        skip(one.bytes);
        opposite_->break_writing();
        return;
    }
    arrived_ += one.bytes;
    if (reader_ == nullptr) return;
    auto& wish = *std::exchange(reader_, nullptr);
    wish.complete({}, take(wish.into.all()));
}

void pipe::arrive_end(piece const& one)
{
    if (ending_ != end::reset) ending_ = one.ends;
    if (one.ends == end::reset) {
        opposite_->fail_writer(asio::error::connection_reset);
        if (one.is_cut) opposite_->break_writing();
    }
    if (reader_ != nullptr) std::exchange(reader_, nullptr)->complete(ending());
}

} // namespace drydock::sim::wire
