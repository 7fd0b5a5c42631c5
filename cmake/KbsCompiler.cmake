# Warnings, floating point and hardening flags of our own code. The interface target is never exported.
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")

add_library(kbs_warnings INTERFACE)
target_compile_options(kbs_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes
  -Wno-format-nonliteral
  # x86 and ARM must round alike, so products and sums are never fused.
  -ffp-contract=off
  # GCC 12's straight-line vectoriser fuses all the same where the machine can (vfmaddsub).
  $<$<C_COMPILER_ID:GNU>:-fno-tree-slp-vectorize>
  $<$<BOOL:${KBS_WERROR}>:-Werror>
  $<$<CONFIG:Release>:-fstack-protector-strong>)
target_compile_definitions(kbs_warnings INTERFACE _XOPEN_SOURCE=700
  $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)

if(KBS_SANITIZE)
  add_compile_options(-fsanitize=${KBS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${KBS_SANITIZE})
endif()
if(KBS_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
if(KBS_BUILD_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "KBS_BUILD_FUZZ needs clang; other compilers replay the corpus in every test run")
  endif()
  # Edges of all our code are counted; only the fuzz targets link libFuzzer's main.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
