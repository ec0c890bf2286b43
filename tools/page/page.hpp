// The page that tools/web/ is bundled into: part of the program, unless it was built without it.
#pragma once

#include <span>
#include <string_view>

namespace drydock::tools {

/// The text of the page in pieces, around the place where its data goes.
struct page_text {
    std::span<std::string_view const> before, after;

    bool is_there() const { return !before.empty(); }
};
page_text web_page();

/// The text of the dashboard, in pieces; none without it.
std::span<std::string_view const> dashboard_page();

/// Said where a page is wanted from a program that has none.
inline constexpr std::string_view no_page =
    "this program was built without its page: install node and npm, and build it again";

} // namespace drydock::tools
