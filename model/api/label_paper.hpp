// What is printed: no picture of a real label, but a true file of its kind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace drydock::model::api {

/// One page of 4 by 6 inches with these lines.
std::string pdf_paper(std::vector<std::string> const& lines);
/// The same for a Zebra printer.
std::string zpl_paper(std::vector<std::string> const& lines);
/// A white picture. What is written on the others would take a font.
std::string_view png_paper();

} // namespace drydock::model::api
