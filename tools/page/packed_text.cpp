#include "tools/page/packed_text.hpp"

#include "model/assert.hpp"
#include "tools/sign/base64.hpp"

#include <array>
#include <utility>
#include <zlib.h>

namespace drydock::tools {

namespace {

constexpr int level = 6; // 9 takes thrice the time for 3 percent less
constexpr std::size_t chunk = 64 * 1024;

} // namespace

struct packed_text::stream {
    z_stream z{};
    std::array<char, chunk> out;
};

packed_text::packed_text(form as) : stream_{std::make_unique<stream>()}
{
    auto const bits = MAX_WBITS + (as == form::gzip ? 16 : 0);
    auto const status =
        deflateInit2(&stream_->z, level, Z_DEFLATED, bits, MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY);
    ASSERT(status == Z_OK);
}

packed_text::~packed_text()
{
    deflateEnd(&stream_->z);
}

void packed_text::append(std::string_view text)
{
    // zlib counts what it is given in 32 bits.
    while (!text.empty()) {
        auto const piece = text.substr(0, std::size_t{1} << 30);
        work(piece, Z_NO_FLUSH);
        text.remove_prefix(piece.size());
    }
}

std::string packed_text::finish_bytes()
{
    work({}, Z_FINISH);
    return std::move(packed_);
}

std::string packed_text::finish()
{
    return to_base64(finish_bytes());
}

void packed_text::work(std::string_view text, int flush)
{
    auto& z = stream_->z;
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    z.avail_in = static_cast<uInt>(text.size());
    do {
        z.next_out = reinterpret_cast<Bytef*>(stream_->out.data());
        z.avail_out = static_cast<uInt>(chunk);
        auto const status = deflate(&z, flush);
        ASSERT(status != Z_STREAM_ERROR);
        packed_.append(stream_->out.data(), chunk - z.avail_out);
    } while (z.avail_out == 0);
    ASSERT(z.avail_in == 0);
}

} // namespace drydock::tools
