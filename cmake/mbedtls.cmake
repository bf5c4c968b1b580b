# Mbed TLS from native/vendor/mbedtls, as far as native/dtls/mbedtls_config.h turns it on.

set(MBEDTLS ${CMAKE_SOURCE_DIR}/native/vendor/mbedtls)
if(NOT IS_DIRECTORY ${MBEDTLS})
    message(FATAL_ERROR "native/vendor/mbedtls is missing: run scripts/vendor first")
endif()
set(mbedtls_sources
    aes aesce aesni asn1parse asn1write bignum bignum_core chacha20 chachapoly cipher cipher_wrap constant_time ecdh
    ecdsa ecp ecp_curves error gcm md oid pk pk_ecc pk_wrap pkparse pkwrite platform platform_util poly1305 rsa
    rsa_alt_helpers sha1 sha256 sha512 ssl_ciphersuites ssl_client ssl_cookie ssl_msg ssl_tls ssl_tls12_client
    ssl_tls12_server x509 x509_create x509_crt x509write x509write_crt)
list(TRANSFORM mbedtls_sources PREPEND ${MBEDTLS}/library/)
list(TRANSFORM mbedtls_sources APPEND .c)
add_library(vendor-mbedtls STATIC ${mbedtls_sources})
target_include_directories(vendor-mbedtls SYSTEM PUBLIC ${MBEDTLS}/include PRIVATE ${MBEDTLS}/library)
target_compile_definitions(vendor-mbedtls PUBLIC MBEDTLS_CONFIG_FILE="${CMAKE_SOURCE_DIR}/native/dtls/mbedtls_config.h")
target_compile_options(vendor-mbedtls PRIVATE -w)
if(ENET4J_SANITIZE)
    # It adds 0 to null pointers where a message is empty, and compares 0 bytes at them where a certificate's names are.
    target_compile_options(vendor-mbedtls PRIVATE -fno-sanitize=pointer-overflow,nonnull-attribute)
endif()
if(ENET4J_FUZZ)
    # Arithmetic is most of a handshake's time, and the same whatever the input.
    set(arithmetic bignum bignum_core constant_time ecp ecp_curves sha256 sha512 chacha20 poly1305)
    list(TRANSFORM arithmetic PREPEND ${MBEDTLS}/library/)
    list(TRANSFORM arithmetic APPEND .c)
    set_source_files_properties(${arithmetic} PROPERTIES COMPILE_OPTIONS "-fno-sanitize=all;-O3")
endif()
