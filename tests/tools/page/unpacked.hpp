// The data of a page, taken out of it again as a browser would.
#pragma once

#include "model/assert.hpp"
#include "tools/sign/base64.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <string_view>
#include <zlib.h>

namespace drydock::tests {

inline std::string unpacked(std::string_view base64)
{
    auto const packed = tools::from_base64(base64);
    REQUIRE(packed);
    z_stream z{};
    REQUIRE(inflateInit(&z) == Z_OK);
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed->data()));
    z.avail_in = static_cast<uInt>(packed->size());
    std::string text;
    std::array<char, 4096> part;
    int status = Z_OK;
    while (status == Z_OK) {
        z.next_out = reinterpret_cast<Bytef*>(part.data());
        z.avail_out = part.size();
        status = inflate(&z, Z_NO_FLUSH);
        text.append(part.data(), part.size() - z.avail_out);
    }
    inflateEnd(&z);
    REQUIRE(status == Z_STREAM_END);
    return text;
}

/// What stands in the script element with that id.
inline std::string page_data(std::string_view page, std::string const& id)
{
    auto const element = page.find("<script id=\"" + id + "\"");
    REQUIRE(element != page.npos);
    auto const begin = page.find('>', element) + 1;
    return std::string{page.substr(begin, page.find('<', begin) - begin)};
}

} // namespace drydock::tests
