# Writes the scenarios that become part of the program as one C++ source:
#   cmake -DOUT=... -DTEMPLATE=... -DFOLDER=... -DSCENARIOS=a.json;b.json -P bundle.cmake
# A scenario is named by its path in the folder, without ".json".
# Raw string literals: the text stands there as it is, and costs nothing at start-up.

set(end_mark ")bundled\"")

function(read_text file out)
  file(READ ${file} text)
  string(FIND "${text}" "${end_mark}" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "${file} holds ${end_mark}, which ends the literal that it becomes")
  endif()
  set(${out} "R\"bundled(${text}${end_mark}sv" PARENT_SCOPE)
endfunction()

list(SORT SCENARIOS)
list(LENGTH SCENARIOS count)
if(count EQUAL 0)
  message(FATAL_ERROR "there are no scenarios to bundle")
endif()
set(source "// Made from scenarios/ by tools/cmake/bundle.cmake.
#include \"tools/drydock/bundled/bundled.hpp\"

#include <array>

namespace drydock::tools {

using namespace std::string_view_literals;

std::span<bundled_text const> bundled_scenarios()
{
    static constexpr std::array<bundled_text, ${count}> all{{
")
foreach(file IN LISTS SCENARIOS)
  cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${FOLDER} OUTPUT_VARIABLE name)
  cmake_path(REMOVE_EXTENSION name LAST_ONLY)
  read_text(${file} text)
  string(APPEND source "        {\"${name}\"sv, ${text}},\n")
endforeach()
read_text(${TEMPLATE} template)
string(APPEND source "    }};
    return all;
}

std::string_view scenario_template()
{
    return ${template};
}

} // namespace drydock::tools
")
file(WRITE ${OUT} "${source}")
