#include "sim/wire/scripted_server.hpp"

#include "model/assert.hpp"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace drydock::sim::wire {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t read_size = 4096;
constexpr int most_trickled = 64;

/// The receiver's end of one connection. Whatever it waits for holds on to it.
class conversation : public std::enable_shared_from_this<conversation> {
public:
    conversation(context& in, std::unique_ptr<duplex> connection, std::shared_ptr<errand> what)
        : in_{&in}, connection_{std::move(connection)}, what_{std::move(what)}
    {
    }

    void read()
    {
        auto const had = received_.size();
        received_.resize(had + read_size);
        asio::mutable_buffer const space{received_.data() + had, read_size};
        connection_->read_some(
            {&space, 1}, [self = shared_from_this(), had](error_code failed, std::size_t size) {
                self->received_.resize(had + size);
                if (!failed) self->take();
            });
    }

private:
    void take()
    {
        if (!is_whole()) return read();
        check();
        what_->has_arrived = true;
        if (what_->on_arrival) what_->on_arrival();
        switch (what_->answer.then) {
        case script::ending::hang: return wait_for_the_end();
        case script::ending::trickle: return write(what_->answer.bytes);
        default: break;
        }
        if (what_->answers_at <= in_->now()) return write(what_->answer.bytes);
        sleep_until(what_->answers_at,
                    [](conversation& self) { self.write(self.what_->answer.bytes); });
    }

    bool is_whole()
    {
        if (body_at_ == 0) {
            auto const end = received_.find("\r\n\r\n");
            if (end == std::string::npos) return false;
            body_at_ = end + 4;
        }
        return received_.size() >= body_at_ + length();
    }

    // As the header says.
    std::size_t length() const
    {
        constexpr std::string_view name = "\r\nContent-Length: ";
        auto const at = received_.find(name);
        ASSERT(at < body_at_);
        std::size_t length = 0;
        auto const* const digits = received_.data() + at + name.size();
        auto const [stop, failed] = std::from_chars(digits, received_.data() + body_at_, length);
        ASSERT(failed == std::errc{});
        ASSERT(*stop == '\r');
        return length;
    }

    // What was meant is what has come.
    void check() const
    {
        std::string_view const text = received_;
        ASSERT(text.starts_with("POST " + what_->target + " HTTP/1.1\r\n"));
        ASSERT(text.substr(body_at_) == what_->body);
    }

    void write(std::string_view rest)
    {
        if (rest.empty()) return end();
        asio::const_buffer const bytes{rest.data(), rest.size()};
        connection_->write_some(
            {&bytes, 1}, [self = shared_from_this(), rest](error_code failed, std::size_t size) {
                if (!failed) self->write(rest.substr(size));
            });
    }

    void end()
    {
        switch (what_->answer.then) {
        case script::ending::close: return connection_->close();
        case script::ending::reset: return connection_->abort();
        case script::ending::hang: return wait_for_the_end();
        case script::ending::trickle: break;
        }
        if (++trickled_ > most_trickled) return wait_for_the_end();
        sleep_until(in_->now() + what_->trickle_pace, [](conversation& self) { self.write("."); });
    }

    void wait_for_the_end()
    {
        received_.clear();
        body_at_ = 0;
        read_and_drop();
    }

    void read_and_drop()
    {
        received_.resize(read_size);
        asio::mutable_buffer const space{received_.data(), read_size};
        connection_->read_some({&space, 1},
                               [self = shared_from_this()](error_code failed, std::size_t) {
                                   if (!failed) self->read_and_drop();
                               });
    }

    void sleep_until(model::instant due, void (*then)(conversation&))
    {
        in_->sleep_until(due, alarm_kind::stream,
                         [self = shared_from_this(), then](error_code failed) {
                             if (!failed) then(*self);
                         });
    }

    context* in_;
    std::unique_ptr<duplex> connection_;
    std::shared_ptr<errand> what_;
    std::string received_;
    std::size_t body_at_ = 0;
    int trickled_ = 0;
};

} // namespace

void receive(context& in, std::unique_ptr<duplex> connection, std::shared_ptr<errand> what)
{
    std::make_shared<conversation>(in, std::move(connection), std::move(what))->read();
}

} // namespace drydock::sim::wire
