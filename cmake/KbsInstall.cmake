# What `cmake --install` brings: both libraries, headers, the command, two ways to find the library, man pages, completion, data.
include(CMakePackageConfigHelpers)
set(KBS_CONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/kbs)
set(KBS_DATA_DIR ${CMAKE_INSTALL_DATADIR}/kbs)

install(TARGETS kbs EXPORT kbsTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS kbs_static EXPORT kbsStaticTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/kbs DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/kbs/version.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kbs)

# find_package(kbs) gives kbs::kbs; find_package(kbs COMPONENTS static) also kbs::kbs_static.
install(EXPORT kbsTargets NAMESPACE kbs:: DESTINATION ${KBS_CONFIG_DIR})
install(EXPORT kbsStaticTargets NAMESPACE kbs:: DESTINATION ${KBS_CONFIG_DIR})
configure_package_config_file(cmake/kbsConfig.cmake.in kbsConfig.cmake INSTALL_DESTINATION ${KBS_CONFIG_DIR})
write_basic_package_version_file(kbsConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/kbsConfig.cmake ${PROJECT_BINARY_DIR}/kbsConfigVersion.cmake
        DESTINATION ${KBS_CONFIG_DIR})

# pkg-config: the folder of the .pc file leads to the prefix, so that an installed tree may be moved.
file(RELATIVE_PATH KBS_PC_TO_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
list(JOIN KBS_MODULES ", " KBS_PC_MODULES)
foreach(name kbs kbs-static)
  configure_file(cmake/${name}.pc.in ${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()

if(TARGET kbs_tool)
  file(RELATIVE_PATH KBS_BIN_TO_LIB ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(kbs_tool PROPERTIES INSTALL_RPATH "$ORIGIN/${KBS_BIN_TO_LIB}")
  install(TARGETS kbs_tool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES tools/completion/kbs DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  file(GLOB KBS_MAN_PAGES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/*.1)
  install(FILES ${KBS_MAN_PAGES} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
install(DIRECTORY data/profiles DESTINATION ${KBS_DATA_DIR})
install(DIRECTORY data/city/sample DESTINATION ${KBS_DATA_DIR}/city OPTIONAL)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# `cpack` in a build folder makes the Debian package; dpkg-shlibdeps writes its dependencies.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libkbs)
set(CPACK_PACKAGE_VENDOR "libkbs contributors")
set(CPACK_PACKAGE_CONTACT "libkbs contributors <libkbs@users.noreply.github.com>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "proj-data")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, gdal-bin, qgis")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "A C library and the command kbs: imports parcels, roads and plan areas into one
SpatiaLite file and answers what may be built on a parcel, with exact areas.")
include(CPack)
