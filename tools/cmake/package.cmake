# A Debian package of the program alone: cpack -G DEB, in the folder of a release build.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME drydock)
set(CPACK_PACKAGE_CONTACT "drydock <drydock@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY
  "Simulator of ShipEngine's webhooks, and an offline sandbox whose clock you turn")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS ca-certificates)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
# The libraries and headers are for those who build.
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
include(CPack)
