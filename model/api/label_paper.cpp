#include "model/api/label_paper.hpp"

#include <array>

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

// 4 by 6 dots, all white.
constexpr std::array<unsigned char, 69> white{
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x06, 0x01, 0x00, 0x00, 0x00,
    0x00, 0xCC, 0x42, 0x02, 0xD8, 0x00, 0x00, 0x00, 0x0C, 0x49, 0x44, 0x41, 0x54, 0x78,
    0xDA, 0x63, 0xF8, 0xC0, 0x00, 0x87, 0x00, 0x21, 0xCC, 0x05, 0xA1, 0xB7, 0x7A, 0xDC,
    0xD8, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
};

} // namespace

std::string pdf_paper(std::vector<std::string> const& lines)
{
    std::string page = "BT /F 12 Tf 20 390 Td 18 TL";
    for (auto const& line : lines)
        page += " (" + plain(line, "()\\") + ") Tj T*";
    page += " ET";
    pdf_writer file;
    file.object("<</Type/Catalog/Pages 2 0 R>>");
    file.object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    file.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 288 432]/Contents 4 0 R"
                "/Resources<</Font<</F 5 0 R>>>>>>");
    file.object("<</Length " + std::to_string(page.size()) + ">>\nstream\n" + page + "\nendstream");
    file.object("<</Type/Font/Subtype/Type1/BaseFont/Courier>>");
    return file.close();
}

std::string zpl_paper(std::vector<std::string> const& lines)
{
    std::string made = "^XA\n";
    std::size_t down = 50;
    for (auto const& line : lines) {
        made += "^FO50," + std::to_string(down) + "^A0N,36,36^FD" + plain(line, "^~") + "^FS\n";
        down += 50;
    }
    return made + "^XZ\n";
}

std::string_view png_paper()
{
    return {reinterpret_cast<char const*>(white.data()), white.size()};
}

} // namespace drydock::model::api
