# The page in tools/web/, bundled and made part of the program. Sets `page_source`, and `has_page`
# when there is one. Without it the program is whole but for its page.

set(WEB AUTO CACHE STRING "Bundle the page of tools/web/ into the program: ON, OFF, or AUTO: \
where node and npm are there")
set_property(CACHE WEB PROPERTY STRINGS AUTO ON OFF)
find_program(NODE node)
find_program(NPM npm)
set(has_page OFF)
if(NODE AND NPM AND (WEB OR WEB STREQUAL AUTO))
  set(has_page ON)
elseif(WEB STREQUAL AUTO)
  message(STATUS "building without the page, for want of node and npm: "
    "--html and / will be refused")
elseif(WEB)
  message(FATAL_ERROR "WEB needs node and npm; -DWEB=OFF builds without the page")
else()
  message(STATUS "building without the page, as WEB is OFF: --html and / will be refused")
endif()

set(page_source ${PROJECT_BINARY_DIR}/generated/page.cpp)
if(NOT has_page)
  file(CONFIGURE OUTPUT ${page_source} CONTENT
    "// Made by tools/cmake/web.cmake: there is no page.
#include \"tools/page/page.hpp\"

namespace drydock::tools {

page_text web_page()
{
    return {};
}

std::span<std::string_view const> dashboard_page()
{
    return {};
}

} // namespace drydock::tools
")
  return()
endif()
set(web ${PROJECT_SOURCE_DIR}/tools/web)
file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${web}/src/*)
add_custom_command(OUTPUT ${page_source}
  COMMAND ${NODE} ${web}/install.mjs ${NPM}
  COMMAND ${NODE} ${web}/build.mjs --cpp ${page_source}
  DEPENDS ${web}/package-lock.json ${web}/install.mjs ${web}/build.mjs ${web_sources}
  COMMENT "Bundling the pages"
  VERBATIM)
