// What is printed: no picture of a real label, but a true file of its kind, which says that it is a
// sample.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace drydock::model::api {

/// The lines of one label. A character that is none of ASCII becomes a "?".
using paper = std::vector<std::string>;

/// A page of 4 by 6 inches for each.
std::string pdf_paper(std::span<paper const> pages);
/// The same for a Zebra printer.
std::string zpl_paper(std::span<paper const> pages);
/// A picture of 4 by 6 inches with 72 dots each: black on white, all letters capitals.
std::string png_paper(paper const& lines);

} // namespace drydock::model::api
