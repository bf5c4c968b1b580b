# Third-party sources, put into native/vendor by scripts/vendor, compiled as far as we use them.

set(VENDOR ${CMAKE_SOURCE_DIR}/native/vendor)
foreach(name enet zlib zstd)
    if(NOT IS_DIRECTORY ${VENDOR}/${name})
        message(FATAL_ERROR "native/vendor/${name} is missing: run scripts/vendor first")
    endif()
endforeach()

# zlib without its gzip file functions.
add_library(vendor-zlib STATIC
    ${VENDOR}/zlib/adler32.c
    ${VENDOR}/zlib/crc32.c
    ${VENDOR}/zlib/deflate.c
    ${VENDOR}/zlib/inffast.c
    ${VENDOR}/zlib/inflate.c
    ${VENDOR}/zlib/inftrees.c
    ${VENDOR}/zlib/trees.c
    ${VENDOR}/zlib/zutil.c)
target_include_directories(vendor-zlib SYSTEM PUBLIC ${VENDOR}/zlib)
target_compile_options(vendor-zlib PRIVATE -w)

file(GLOB zstd_sources ${VENDOR}/zstd/lib/common/*.c ${VENDOR}/zstd/lib/compress/*.c ${VENDOR}/zstd/lib/decompress/*.c)
add_library(vendor-zstd STATIC ${zstd_sources})
target_include_directories(vendor-zstd SYSTEM PUBLIC ${VENDOR}/zstd/lib)
target_compile_definitions(vendor-zstd PRIVATE ZSTD_DISABLE_ASM ZSTD_LEGACY_SUPPORT=0 ZSTD_TRACE=0
    PUBLIC ZSTDLIB_VISIBLE= ZSTDERRORLIB_VISIBLE=)
target_compile_options(vendor-zstd PRIVATE -w)
