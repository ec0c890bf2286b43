# What `cmake --install` puts in place, so that find_package(drydock) works from there.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The same names inside the build: drydock_add_scenarios() is used here too.
add_library(drydock::model ALIAS drydock_model)
add_library(drydock::sim ALIAS drydock_sim)
add_executable(drydock::drydock ALIAS drydock)
set_target_properties(drydock_model PROPERTIES EXPORT_NAME model)
set_target_properties(drydock_sim PROPERTIES EXPORT_NAME sim)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/drydock)
install(TARGETS drydock COMPONENT program)
install(TARGETS drydock drydock_model drydock_sim EXPORT drydock_targets
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT drydock_targets NAMESPACE drydock:: DESTINATION ${package_folder}
  FILE drydock_targets.cmake)

# Our headers name each other from the root of the sources ("model/time.hpp"). Installed, they stand
# below drydock/ and say so: nobody else's model/ or sim/ can come between.
install(CODE "
  set(sources \"${PROJECT_SOURCE_DIR}\")
  set(rewritten \"${PROJECT_BINARY_DIR}/generated/include/drydock\")
  set(destination \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_INCLUDEDIR}\")")
install(SCRIPT ${CMAKE_CURRENT_LIST_DIR}/install_headers.cmake)

configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/drydock-config.cmake.in ${PROJECT_BINARY_DIR}/drydock-config.cmake
  INSTALL_DESTINATION ${package_folder})
# Before 1.0 a minor version may change what others rely on.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/drydock-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/drydock-config.cmake
  ${PROJECT_BINARY_DIR}/drydock-config-version.cmake
  ${CMAKE_CURRENT_LIST_DIR}/drydock_add_scenarios.cmake
  DESTINATION ${package_folder})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program
  RENAME copyright)
