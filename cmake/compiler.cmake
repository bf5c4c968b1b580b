# How our own code is compiled and the library is linked. Third-party code gets the sanitizers, but not our warnings.

if(ENET4J_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    add_link_options(-fsanitize=address,undefined)
endif()
if(ENET4J_FUZZ)
    # Tracing comparisons is a quarter of the time, and the inputs hold few values that are compared whole.
    add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp)
endif()
# A program that ships inside somebody's process: no symbol of it is looked up by others, none is missing.
add_compile_options(-ffunction-sections -fdata-sections)
# The same bytes wherever the sources lie.
add_compile_options(-ffile-prefix-map=${CMAKE_BINARY_DIR}=build -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)

function(enet4j_own_code target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
        -Wpointer-arith -Wundef -Werror)
    if(ENET4J_PLATFORM MATCHES "musl")
        # Its CMSG_NXTHDR compares a size with a difference, in our files.
        target_compile_options(${target} PRIVATE -Wno-sign-compare)
    endif()
    if(NOT ENET4J_SANITIZE)
        target_compile_options(${target} PRIVATE -fstack-protector-strong)
        target_compile_definitions(${target} PRIVATE $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
    endif()
    target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
endfunction()

# ENet, its lists, the pool and what we put between them call one another dozens of times for each small packet: linked
# as one piece they take a tenth less. zig can do that for Linux only; what is instrumented stays as it is written. GCC
# also keeps the pieces, for tests that put something of theirs in the place of one.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux" AND NOT ENET4J_SANITIZE AND (CMAKE_C_COMPILER_ID STREQUAL "GNU" OR ENET4J_ZIG))
    set(ENET4J_AS_ONE ON)
    if(NOT ENET4J_ZIG)
        set(CMAKE_C_COMPILE_OPTIONS_IPO -flto=auto -ffat-lto-objects)
    endif()
endif()

function(enet4j_optimize_as_one)
    if(ENET4J_AS_ONE)
        set_target_properties(${ARGV} PROPERTIES INTERPROCEDURAL_OPTIMIZATION ON)
    endif()
endfunction()

function(enet4j_harden_library target)
    if(APPLE)
        target_link_options(${target} PRIVATE -Wl,-dead_strip)
    elseif(NOT WIN32)
        # Never unloaded: threads that it has served still come by when they end (platform/pool.c).
        target_link_options(${target} PRIVATE -Wl,-z,nodelete)
        target_link_options(${target} PRIVATE -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--gc-sections -Wl,--build-id=sha1
            -Wl,--version-script=${CMAKE_SOURCE_DIR}/native/jni/exports.map)
        if(NOT ENET4J_SANITIZE)
            target_link_options(${target} PRIVATE -Wl,-z,defs)
        endif()
    endif()
endfunction()
