# One target per foreign library; docs/dependencies.md says why each one. Only its door links it.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.40)
pkg_check_modules(SPATIALITE REQUIRED IMPORTED_TARGET spatialite>=5.0)
pkg_check_modules(PROJ REQUIRED IMPORTED_TARGET proj>=9.1)
pkg_check_modules(GDAL REQUIRED IMPORTED_TARGET gdal>=3.6)
pkg_check_modules(CRYPTO REQUIRED IMPORTED_TARGET libcrypto>=3.0)
pkg_check_modules(ZIP REQUIRED IMPORTED_TARGET libzip>=1.7)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat>=2.5)
# What a static link needs beside GEOS: for kbs.pc and kbsConfig.cmake.
set(KBS_MODULES sqlite3 spatialite proj gdal libcrypto libzip expat)
# The build reads the catalogue of messages with jansson; tests read JSON with it and make archives with zlib.
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.14)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib>=1.2)

# GEOS: the C interface only; its pkg-config file names the C++ library.
find_path(GEOS_INCLUDE_DIR geos_c.h REQUIRED)
find_library(GEOS_LIBRARY geos_c REQUIRED)
add_library(kbs_geos INTERFACE)
target_include_directories(kbs_geos SYSTEM INTERFACE ${GEOS_INCLUDE_DIR})
target_link_libraries(kbs_geos INTERFACE ${GEOS_LIBRARY})
