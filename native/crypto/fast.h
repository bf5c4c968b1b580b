/*
 * Faster stand-ins for functions of Mbed TLS, of the same meaning. Assembly does the work where there is some for the
 * processor (AWS-LC's and s2n-bignum's, native/vendor/aws-lc), Mbed TLS's own function everywhere else.
 *
 * Calls inside of Mbed TLS lead here by a definition on the compiler's command line (cmake/mbedtls.cmake): its sources
 * stay as they are, and its own functions keep their names, for us to call and for tests to compare with.
 */
#ifndef E4J_CRYPTO_FAST_H
#define E4J_CRYPTO_FAST_H

#include <mbedtls/bignum.h>
#include <mbedtls/chachapoly.h>
#include <mbedtls/ecp.h>

/* mbedtls_chachapoly_encrypt_and_tag, mbedtls_chachapoly_auth_decrypt */
int e4j_chachapoly_encrypt_and_tag(mbedtls_chachapoly_context *, size_t length, const unsigned char nonce[12],
                                   const unsigned char *aad, size_t aad_length, const unsigned char *input,
                                   unsigned char *output, unsigned char tag[16]);
int e4j_chachapoly_auth_decrypt(mbedtls_chachapoly_context *, size_t length, const unsigned char nonce[12],
                                const unsigned char *aad, size_t aad_length, const unsigned char tag[16],
                                const unsigned char *input, unsigned char *output);

/* mbedtls_ecp_mul_restartable, mbedtls_ecp_muladd_restartable */
int e4j_ecp_mul(mbedtls_ecp_group *, mbedtls_ecp_point *result, const mbedtls_mpi *scalar, const mbedtls_ecp_point *,
                int (*random)(void *, unsigned char *, size_t), void *random_context, mbedtls_ecp_restart_ctx *);
int e4j_ecp_muladd(mbedtls_ecp_group *, mbedtls_ecp_point *result, const mbedtls_mpi *m, const mbedtls_ecp_point *p,
                   const mbedtls_mpi *n, const mbedtls_ecp_point *q, mbedtls_ecp_restart_ctx *);

/* mbedtls_mpi_gcd_modinv_odd, for moduli that are prime */
int e4j_mpi_gcd_modinv_odd(mbedtls_mpi *gcd, mbedtls_mpi *inverse, const mbedtls_mpi *number, const mbedtls_mpi *prime);

#endif
