# drydock_add_scenarios(<folder> [PREFIX <text>] [ARGS <option>...] [LABELS <label>...])
#
# Registers every *.json below <folder> as one CTest case, which holds when `drydock test FILE`
# does; a file that one of them sends as a payload is no scenario. A case is named by its file
# without ".json": refunds/late.json below <folder> is the case refunds/late. A file that is added
# later is picked up by the next build. Call enable_testing() or include(CTest) before, in the
# top-level CMakeLists.txt.
#
#   PREFIX  what stands before each name: "webhooks/"
#   ARGS    further options of `drydock test`: --seed 7, --policy svix
#   LABELS  labels of the cases, for `ctest -L`
function(drydock_add_scenarios folder)
  cmake_parse_arguments(PARSE_ARGV 1 given "" PREFIX "ARGS;LABELS")
  if(given_UNPARSED_ARGUMENTS OR given_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "drydock_add_scenarios: cannot use "
      "${given_UNPARSED_ARGUMENTS}${given_KEYWORDS_MISSING_VALUES}; "
      "after the folder come PREFIX <text>, ARGS <option>... and LABELS <label>...")
  endif()
  cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
  if(NOT IS_DIRECTORY ${folder})
    message(FATAL_ERROR "drydock_add_scenarios: there is no folder ${folder}")
  endif()
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*.json)
  if(NOT files)
    message(FATAL_ERROR "drydock_add_scenarios: there is no scenario (*.json) in ${folder}")
  endif()
  _drydock_sent_payloads(sent ${files})
  list(REMOVE_ITEM files ${sent})

  foreach(file IN LISTS files)
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${folder} OUTPUT_VARIABLE name)
    cmake_path(REMOVE_EXTENSION name LAST_ONLY)
    set(case ${given_PREFIX}${name})
    add_test(NAME ${case} COMMAND drydock::drydock test ${given_ARGS} ${file})
    set_tests_properties(${case} PROPERTIES LABELS "${given_LABELS}")
  endforeach()
endfunction()

# Which files the given scenarios name as {"payload": {"file": "..."}}: no other key is called so.
function(_drydock_sent_payloads out)
  set(sent "")
  foreach(scenario IN LISTS ARGN)
    file(READ ${scenario} text)
    string(REGEX MATCHALL "\"file\"[ \t\r\n]*:[ \t\r\n]*\"[^\"]+\"" members "${text}")
    cmake_path(GET scenario PARENT_PATH folder)
    foreach(member IN LISTS members)
      string(REGEX REPLACE "^\"file\"[^\"]*\"(.*)\"$" "\\1" file "${member}")
      cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${folder} NORMALIZE)
      list(APPEND sent ${file})
    endforeach()
  endforeach()
  set(${out} ${sent} PARENT_SCOPE)
endfunction()
