# Toolchain file of the released platforms: zig's C compiler, which brings headers and start files of every C library
# along, so that one machine builds for all of them. scripts/natives sets ENET4J_ZIG to the pinned zig.

# What a library may ask of the system there: the oldest release that it is to run on.
set(zig_targets
    linux-x86-64 x86_64-linux-gnu.2.17
    linux-aarch64 aarch64-linux-gnu.2.17
    linux-musl-x86-64 x86_64-linux-musl
    linux-musl-aarch64 aarch64-linux-musl
    win32-x86-64 x86_64-windows-gnu
    win32-aarch64 aarch64-windows-gnu
    darwin-x86-64 x86_64-macos.11.0
    darwin-aarch64 aarch64-macos.11.0)
list(FIND zig_targets "${ENET4J_PLATFORM}" zig_index)
if(zig_index EQUAL -1)
    message(FATAL_ERROR "no released platform: ENET4J_PLATFORM=${ENET4J_PLATFORM}")
endif()
math(EXPR zig_index "${zig_index} + 1")
list(GET zig_targets ${zig_index} zig_target)

if(zig_target MATCHES "-windows-")
    set(CMAKE_SYSTEM_NAME Windows)
elseif(zig_target MATCHES "-macos")
    set(CMAKE_SYSTEM_NAME Darwin)
    # zig has its own; CMake is not to look for another.
    set(CMAKE_OSX_SYSROOT "" CACHE STRING "")
    set(CMAKE_OSX_DEPLOYMENT_TARGET "" CACHE STRING "")
else()
    set(CMAKE_SYSTEM_NAME Linux)
endif()
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR ${zig_target})

if(NOT ENET4J_ZIG)
    set(ENET4J_ZIG $ENV{ENET4J_ZIG})
endif()
if(NOT ENET4J_ZIG)
    message(FATAL_ERROR "ENET4J_ZIG is not set: build the released platforms with scripts/natives")
endif()
set(ENET4J_ZIG ${ENET4J_ZIG} CACHE FILEPATH "The zig program")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ENET4J_PLATFORM ENET4J_ZIG)
set(CMAKE_C_COMPILER ${ENET4J_ZIG} cc -target ${zig_target})
if(zig_target MATCHES "-musl")
    # The tests; zig would link them statically.
    set(CMAKE_EXE_LINKER_FLAGS_INIT -dynamic)
endif()
set(CMAKE_AR ${ENET4J_ZIG} CACHE FILEPATH "")
set(CMAKE_RANLIB ${ENET4J_ZIG} CACHE FILEPATH "")
set(CMAKE_USER_MAKE_RULES_OVERRIDE_C ${CMAKE_CURRENT_LIST_DIR}/zig_rules.cmake)
# LLVM's tools know the file formats of all platforms; zig 0.17 has no working objcopy of its own.
find_program(CMAKE_OBJCOPY llvm-objcopy REQUIRED)
find_program(CMAKE_STRIP llvm-strip REQUIRED)
find_program(CMAKE_DSYMUTIL NAMES dsymutil llvm-dsymutil REQUIRED)
# No library and no header of the building machine.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
