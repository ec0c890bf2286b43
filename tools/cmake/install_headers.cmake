# Part of `cmake --install`: headers of model/ and sim/ to <prefix>/include/drydock.
file(REMOVE_RECURSE ${rewritten})
file(GLOB_RECURSE headers RELATIVE ${sources} ${sources}/model/*.hpp ${sources}/sim/*.hpp)
foreach(header IN LISTS headers)
  file(READ ${sources}/${header} text)
  string(REGEX REPLACE "#include \"(model|sim)/" "#include \"drydock/\\1/" text "${text}")
  # Nor is ASSERT a name to give to others.
  string(REGEX REPLACE "([^A-Z_])ASSERT\\(" "\\1DRYDOCK_ASSERT(" text "${text}")
  file(WRITE ${rewritten}/${header} "${text}")
endforeach()
file(INSTALL ${rewritten} DESTINATION ${destination})
