# Read after CMake's own rules for the platform, some of which know only programs named ar and ranlib.
set(CMAKE_C_ARCHIVE_CREATE "<CMAKE_AR> ar qcD <TARGET> <OBJECTS>")
set(CMAKE_C_ARCHIVE_APPEND "<CMAKE_AR> ar qD <TARGET> <OBJECTS>")
set(CMAKE_C_ARCHIVE_FINISH "<CMAKE_RANLIB> ranlib <TARGET>")
# For enet4j_optimize_as_one: CMake looks for an ar of LLVM's own, and without one holds that this compiler cannot.
set(CMAKE_C_ARCHIVE_CREATE_IPO "${CMAKE_C_ARCHIVE_CREATE}")
set(CMAKE_C_ARCHIVE_APPEND_IPO "${CMAKE_C_ARCHIVE_APPEND}")
set(CMAKE_C_ARCHIVE_FINISH_IPO "${CMAKE_C_ARCHIVE_FINISH}")
set(CMAKE_C_COMPILE_OPTIONS_IPO -flto)
set(_CMAKE_C_IPO_SUPPORTED_BY_CMAKE YES)
set(_CMAKE_C_IPO_MAY_BE_SUPPORTED_BY_COMPILER YES)
