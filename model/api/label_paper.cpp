#include "model/api/label_paper.hpp"

#include "model/assert.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace drydock::model::api {

namespace {

/// Text in which only printable ASCII is left, and none of `special`.
std::string plain(std::string_view text, std::string_view special)
{
    std::string made;
    for (auto const c : text)
        made += c < ' ' || c > '~' || special.find(c) != special.npos ? '?' : c;
    return made;
}

std::string padded(std::size_t number, std::size_t digits)
{
    auto text = std::to_string(number);
    return text.insert(0, digits - text.size(), '0');
}

/// A file of numbered objects, and the table of where each is.
class pdf_writer {
public:
    void object(std::string_view content)
    {
        places_.push_back(out_.size());
        out_ += std::to_string(places_.size()) + " 0 obj\n";
        (out_ += content) += "\nendobj\n";
    }
    /// The first object is the root.
    std::string close()
    {
        auto const table = out_.size();
        auto const count = std::to_string(places_.size() + 1);
        out_ += "xref\n0 " + count + "\n0000000000 65535 f \n";
        for (auto const place : places_)
            out_ += padded(place, 10) + " 00000 n \n";
        out_ += "trailer\n<</Size " + count + "/Root 1 0 R>>\nstartxref\n";
        return out_ + std::to_string(table) + "\n%%EOF\n";
    }

private:
    std::string out_ = "%PDF-1.4\n";
    std::vector<std::size_t> places_;
};

// The first line of each paper.
constexpr std::string_view sample_mark = "SAMPLE - DO NOT SHIP";

std::string page_text(paper const& lines)
{
    std::string page = "BT /F 12 Tf 20 390 Td 18 TL (" + std::string{sample_mark} + ") Tj T*";
    for (auto const& line : lines)
        page += " (" + plain(line, "()\\") + ") Tj T*";
    return page + " ET";
}

} // namespace

std::string pdf_paper(std::span<paper const> pages)
{
    // Objects 1 to 3 are common to all pages; each has two of its own, itself and its text.
    std::string kids;
    for (std::size_t i = 0; i < pages.size(); ++i)
        kids += (i == 0 ? "" : " ") + std::to_string(4 + 2 * i) + " 0 R";
    pdf_writer file;
    file.object("<</Type/Catalog/Pages 2 0 R>>");
    file.object("<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages.size()) + ">>");
    file.object("<</Type/Font/Subtype/Type1/BaseFont/Courier>>");
    for (std::size_t i = 0; i < pages.size(); ++i) {
        auto const text = page_text(pages[i]);
        file.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 288 432]/Contents " +
                    std::to_string(5 + 2 * i) + " 0 R/Resources<</Font<</F 3 0 R>>>>>>");
        file.object("<</Length " + std::to_string(text.size()) + ">>\nstream\n" + text +
                    "\nendstream");
    }
    return file.close();
}

std::string zpl_paper(std::span<paper const> pages)
{
    std::string made;
    for (auto const& lines : pages) {
        made += "^XA\n^FO50,50^A0N,36,36^FD" + std::string{sample_mark} + "^FS\n";
        std::size_t down = 100;
        for (auto const& line : lines) {
            made += "^FO50," + std::to_string(down) + "^A0N,36,36^FD" + plain(line, "^~") + "^FS\n";
            down += 50;
        }
        made += "^XZ\n";
    }
    return made;
}

// --- the picture ---------------------------------------------------------------------------------

namespace {

/// Seven rows of five dots, the upper left one highest of 35 bits.
struct glyph {
    char letter;
    std::uint64_t dots;
};
constexpr std::array font{glyph{'0', 0x3A33AE62E}, glyph{'1', 0x11842108E}, glyph{'2', 0x3A213221F},
                          glyph{'3', 0x3A213062E}, glyph{'4', 0x08CA97C42}, glyph{'5', 0x7E1E0862E},
                          glyph{'6', 0x3A10F462E}, glyph{'7', 0x7C2222108}, glyph{'8', 0x3A317462E},
                          glyph{'9', 0x3A317842E}, glyph{'A', 0x3A31FC631}, glyph{'B', 0x7A31F463E},
                          glyph{'C', 0x3A308422E}, glyph{'D', 0x7A318C63E}, glyph{'E', 0x7E10F421F},
                          glyph{'F', 0x7E10F4210}, glyph{'G', 0x3A30BC62E}, glyph{'H', 0x4631FC631},
                          glyph{'I', 0x38842108E}, glyph{'J', 0x1C4210A4C}, glyph{'K', 0x4654C5251},
                          glyph{'L', 0x42108421F}, glyph{'M', 0x4775AC631}, glyph{'N', 0x47359C631},
                          glyph{'O', 0x3A318C62E}, glyph{'P', 0x7A31F4210}, glyph{'Q', 0x3A318D64D},
                          glyph{'R', 0x7A31F5251}, glyph{'S', 0x3E107043E}, glyph{'T', 0x7C8421084},
                          glyph{'U', 0x46318C62E}, glyph{'V', 0x46318C544}, glyph{'W', 0x4631AD771},
                          glyph{'X', 0x462A22A31}, glyph{'Y', 0x462A21084}, glyph{'Z', 0x7C222221F},
                          glyph{'-', 0x0000F8000}, glyph{'.', 0x00000018C}, glyph{',', 0x000003088},
                          glyph{'?', 0x3A2131004}};

std::uint64_t dots_of(char letter)
{
    if (letter == ' ') return 0;
    auto const* const found = std::ranges::find(font, letter, &glyph::letter);
    return found == font.end() ? dots_of('?') : found->dots;
}

constexpr std::uint32_t picture_width = 288, picture_height = 432; // dots
constexpr std::size_t row_bytes = 1 + picture_width / 8;           // the first says "as it is"

/// White, one bit a dot, as PNG has the rows of a picture.
class picture {
public:
    void write(std::string_view line, std::size_t down)
    {
        std::size_t right = left_margin;
        for (auto const c : line) {
            if (right + letter_width > picture_width) return;
            auto const letter = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            for (std::size_t dot = 0; dot < 35; ++dot)
                if ((dots_of(letter) >> (34 - dot) & 1) != 0)
                    blacken(right + dot % 5 * scale, down + dot / 5 * scale);
            right += letter_width;
        }
    }
    std::string const& rows() const { return rows_; }

private:
    static constexpr std::size_t scale = 2, letter_width = 6 * scale, left_margin = 20;

    void blacken(std::size_t right, std::size_t down)
    {
        for (auto y = down; y < down + scale; ++y)
            for (auto x = right; x < right + scale; ++x) {
                auto& eight = rows_[y * row_bytes + 1 + x / 8];
                eight = static_cast<char>(static_cast<unsigned char>(eight) & ~(0x80U >> x % 8));
            }
    }
    static std::string white()
    {
        std::string row(row_bytes, '\xFF'), all;
        row[0] = 0;
        for (std::uint32_t y = 0; y < picture_height; ++y)
            all += row;
        return all;
    }

    std::string rows_ = white();
};

std::string big_endian(std::uint32_t value)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 0xFF);
    return bytes;
}

/// CRC-32 as PNG has it.
std::uint32_t crc_of(std::string_view bytes)
{
    auto crc = 0xFFFFFFFFU;
    for (auto const c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
    }
    return ~crc;
}

std::string png_chunk(std::string const& kind_and_content)
{
    auto const length = static_cast<std::uint32_t>(kind_and_content.size() - 4);
    return big_endian(length) + kind_and_content + big_endian(crc_of(kind_and_content));
}

/// A zlib stream in which the bytes stand as they are.
std::string stored(std::string_view bytes)
{
    ASSERT(bytes.size() <= 0xFFFF);
    std::uint32_t a = 1, b = 0;
    for (auto const c : bytes) {
        a = (a + static_cast<unsigned char>(c)) % 65521;
        b = (b + a) % 65521;
    }
    auto const low = static_cast<char>(bytes.size() & 0xFF);
    auto const high = static_cast<char>(bytes.size() >> 8);
    std::string made{"\x78\x01\x01"};
    made += {low, high, static_cast<char>(~low), static_cast<char>(~high)};
    return (made += bytes) + big_endian(b << 16 | a);
}

} // namespace

std::string png_paper(paper const& lines)
{
    picture drawn;
    drawn.write(sample_mark, 30);
    std::size_t down = 60;
    for (auto const& line : lines) {
        if (down + 30 > picture_height) break;
        drawn.write(plain(line, ""), down);
        down += 24;
    }
    std::string const one_bit_grey{"\x01\x00\x00\x00\x00", 5};
    return "\x89PNG\r\n\x1A\n" +
           png_chunk("IHDR" + big_endian(picture_width) + big_endian(picture_height) +
                     one_bit_grey) +
           png_chunk("IDAT" + stored(drawn.rows())) + png_chunk("IEND");
}

} // namespace drydock::model::api
