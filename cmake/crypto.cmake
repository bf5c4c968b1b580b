# Assembly from AWS-LC (native/vendor/aws-lc) for what takes most of the time under DTLS, and our stand-ins for Mbed
# TLS's functions that call it (native/crypto). On other processors Mbed TLS's own portable code does all of it.

set(AWSLC ${VENDOR}/aws-lc)
set(S2N ${AWSLC}/third_party/s2n-bignum/s2n-bignum-imported)
if(NOT IS_DIRECTORY ${AWSLC})
    message(FATAL_ERROR "native/vendor/aws-lc is missing: run scripts/vendor first")
endif()

string(TOLOWER ${CMAKE_SYSTEM_PROCESSOR} processor)
if(processor MATCHES "^(x86_64|amd64)$")
    set(s2n_folder ${S2N}/x86_att)
    set(aead chacha20_poly1305_x86_64.S)
    if(APPLE)
        set(aead_folder mac-x86_64)
    elseif(WIN32)
        # Only in nasm's language.
        set(aead_folder win-x86_64)
        set(aead chacha20_poly1305_x86_64.asm)
    else()
        set(aead_folder linux-x86_64)
    endif()
elseif(processor MATCHES "^(aarch64|arm64)$")
    set(s2n_folder ${S2N}/arm)
    set(aead chacha20_poly1305_armv8.S)
    if(APPLE)
        set(aead_folder ios-aarch64)
    elseif(WIN32)
        set(aead_folder win-aarch64)
    else()
        set(aead_folder linux-aarch64)
    endif()
endif()

if(s2n_folder)
    set(aead ${AWSLC}/generated-src/${aead_folder}/crypto/cipher_extra/${aead})
    if(aead MATCHES "asm$")
        find_program(NASM nasm REQUIRED)
        add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/aead.obj DEPENDS ${aead} VERBATIM
            COMMAND ${NASM} -f win64 --reproducible -I${CMAKE_SOURCE_DIR}/native/crypto/asm/
                -o ${CMAKE_BINARY_DIR}/aead.obj ${aead})
        set(aead ${CMAKE_BINARY_DIR}/aead.obj)
    endif()
    set(fast_assembly ${aead}
        ${s2n_folder}/p256/p256_scalarmul.S
        ${s2n_folder}/p256/p256_scalarmul_alt.S
        ${s2n_folder}/curve25519/curve25519_x25519.S
        ${s2n_folder}/curve25519/curve25519_x25519_alt.S
        ${s2n_folder}/generic/bignum_modinv.S)
    set(stand_ins chachapoly.c cpu.c curves.c inverse.c stack.c)
    # Apple's assembly language for x86-64 takes a $0 in these for an argument of the macro around it, so RSA stays Mbed
    # TLS's own there.
    if(NOT (APPLE AND processor MATCHES "86"))
        list(APPEND stand_ins montgomery.c)
        list(APPEND fast_assembly
            ${s2n_folder}/fastmul/bignum_emontredc_8n.S
            ${s2n_folder}/fastmul/bignum_kmul_16_32.S
            ${s2n_folder}/fastmul/bignum_kmul_32_64.S
            ${s2n_folder}/fastmul/bignum_ksqr_16_32.S
            ${s2n_folder}/fastmul/bignum_ksqr_32_64.S
            ${s2n_folder}/generic/bignum_ge.S
            ${s2n_folder}/generic/bignum_optsub.S)
    endif()
    target_sources(vendor-mbedtls PRIVATE ${fast_assembly})
    # By the C compiler: what CMake calls the language ASM would ask for a compiler of its own.
    list(FILTER fast_assembly INCLUDE REGEX "S$")
    set_source_files_properties(${fast_assembly} PROPERTIES LANGUAGE C COMPILE_OPTIONS "-x;assembler-with-cpp"
        INCLUDE_DIRECTORIES ${CMAKE_SOURCE_DIR}/native/crypto/asm)
    if(WIN32)
        set_source_files_properties(${fast_assembly} PROPERTIES COMPILE_DEFINITIONS WINDOWS_ABI=1)
    endif()

    # Calls of these functions in these files lead to our stand-ins (native/crypto/fast.h).
    function(enet4j_replace source)
        list(TRANSFORM ARGN REPLACE "(.+)=(.+)" "mbedtls_\\1=e4j_\\2")
        set_source_files_properties(${MBEDTLS}/library/${source} PROPERTIES COMPILE_DEFINITIONS "${ARGN}")
    endfunction()
    enet4j_replace(cipher.c chachapoly_encrypt_and_tag=chachapoly_encrypt_and_tag
        chachapoly_auth_decrypt=chachapoly_auth_decrypt)
    enet4j_replace(ecdh.c ecp_mul_restartable=ecp_mul)
    enet4j_replace(ecdsa.c ecp_mul_restartable=ecp_mul ecp_muladd_restartable=ecp_muladd
        mpi_gcd_modinv_odd=mpi_gcd_modinv_odd)
    enet4j_replace(ecp.c mpi_gcd_modinv_odd=mpi_gcd_modinv_odd)

    if("montgomery.c" IN_LIST stand_ins)
        # This one is called from within its own file: there the definition gets another name, on a copy.
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${MBEDTLS}/library/bignum_core.c)
        file(READ ${MBEDTLS}/library/bignum_core.c bignum_core)
        string(REPLACE "void mbedtls_mpi_core_montmul(mbedtls_mpi_uint *X"
            "void mbedtls_mpi_core_montmul_portable(mbedtls_mpi_uint *X" renamed "${bignum_core}")
        if(renamed STREQUAL bignum_core)
            message(FATAL_ERROR "mbedtls_mpi_core_montmul in Mbed TLS's bignum_core.c is not as expected")
        endif()
        file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/mbedtls/bignum_core.c CONTENT "${renamed}" @ONLY)
        get_target_property(sources vendor-mbedtls SOURCES)
        list(REMOVE_ITEM sources ${MBEDTLS}/library/bignum_core.c)
        set_property(TARGET vendor-mbedtls PROPERTY SOURCES ${sources} ${CMAKE_BINARY_DIR}/mbedtls/bignum_core.c)
    endif()

    # Part of the library whose functions they replace.
    list(TRANSFORM stand_ins PREPEND ${CMAKE_SOURCE_DIR}/native/crypto/)
    add_library(enet4j-crypto OBJECT ${stand_ins})
    target_include_directories(enet4j-crypto PRIVATE ${CMAKE_SOURCE_DIR}/native)
    target_include_directories(enet4j-crypto SYSTEM PRIVATE ${MBEDTLS}/include)
    target_compile_definitions(enet4j-crypto PRIVATE $<TARGET_PROPERTY:vendor-mbedtls,INTERFACE_COMPILE_DEFINITIONS>)
    enet4j_own_code(enet4j-crypto)
    target_sources(vendor-mbedtls PRIVATE $<TARGET_OBJECTS:enet4j-crypto>)
endif()
