# Targets for people who work on libkbs; none of them is part of a normal build.
find_program(KBS_CLANG_FORMAT NAMES clang-format-14 clang-format)
if(KBS_CLANG_FORMAT)
  add_custom_target(format
    COMMAND sh -c "git ls-files -z '*.c' '*.h' | xargs -0 '${KBS_CLANG_FORMAT}' -i"
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM
    COMMENT "clang-format over all tracked C files")
endif()
find_program(KBS_RUN_CLANG_TIDY NAMES run-clang-tidy-14 run-clang-tidy)
if(KBS_RUN_CLANG_TIDY)
  add_custom_target(tidy
    COMMAND ${KBS_RUN_CLANG_TIDY} -quiet -p ${PROJECT_BINARY_DIR} "${PROJECT_SOURCE_DIR}/(libkbs|tools)/.*"
    VERBATIM COMMENT "clang-tidy over libkbs/ and tools/")
endif()
find_package(Python3 COMPONENTS Interpreter QUIET)
if(Python3_FOUND)
  add_custom_target(docs-errors
    COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/docs/errors.py --write
    VERBATIM COMMENT "docs/errors.md from data/messages")
endif()
