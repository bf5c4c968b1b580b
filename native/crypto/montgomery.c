#include "crypto/cpu.h"
#include "crypto/stack.h"

#include <mbedtls/bignum.h>
#include <stdint.h>

/* The moduli of which RSA's private operations are made: half of 2048 bits, half of 4096. */
enum { SMALL = 16, LARGE = 32 };
enum { STACK = 3 * LARGE * 8 + 320 }; /* the variable in multiply, and more than the assembly uses: some 200 bytes */

/* s2n-bignum */
void bignum_kmul_16_32(uint64_t z[2 * SMALL], const uint64_t x[SMALL], const uint64_t y[SMALL], uint64_t t[2 * SMALL]);
void bignum_kmul_32_64(uint64_t z[2 * LARGE], const uint64_t x[LARGE], const uint64_t y[LARGE], uint64_t t[3 * LARGE]);
void bignum_ksqr_16_32(uint64_t z[2 * SMALL], const uint64_t x[SMALL], uint64_t t[24]);
void bignum_ksqr_32_64(uint64_t z[2 * LARGE], const uint64_t x[LARGE], uint64_t t[72]);
uint64_t bignum_emontredc_8n(uint64_t words, uint64_t *z, const uint64_t *modulus, uint64_t negated_inverse);
uint64_t bignum_ge(uint64_t x_words, const uint64_t *x, uint64_t y_words, const uint64_t *y);
uint64_t bignum_optsub(uint64_t words, uint64_t *z, const uint64_t *x, uint64_t subtract, const uint64_t *y);

/* Mbed TLS's, which cmake/crypto.cmake gives this name; declared in its own library folder. */
void mbedtls_mpi_core_montmul_portable(mbedtls_mpi_uint *x, const mbedtls_mpi_uint *a, const mbedtls_mpi_uint *b,
                                       size_t b_words, const mbedtls_mpi_uint *n, size_t words, mbedtls_mpi_uint mm,
                                       mbedtls_mpi_uint *scratch);
void mbedtls_mpi_core_montmul(mbedtls_mpi_uint *x, const mbedtls_mpi_uint *a, const mbedtls_mpi_uint *b, size_t b_words,
                              const mbedtls_mpi_uint *n, size_t words, mbedtls_mpi_uint mm, mbedtls_mpi_uint *scratch);

/* Not inlined, so that its variable lies where the caller wipes. */
static __attribute__((noinline)) void multiply(uint64_t *product, const uint64_t *a, const uint64_t *b, size_t words)
{
    uint64_t t[3 * LARGE];
    if (words == SMALL && a == b)
        bignum_ksqr_16_32(product, a, t);
    else if (words == SMALL)
        bignum_kmul_16_32(product, a, b, t);
    else if (a == b)
        bignum_ksqr_32_64(product, a, t);
    else
        bignum_kmul_32_64(product, a, b, t);
}

/* a * b / 2^(64 words) modulo n, in constant time: the middle of RSA. */
void mbedtls_mpi_core_montmul(mbedtls_mpi_uint *x, const mbedtls_mpi_uint *a, const mbedtls_mpi_uint *b, size_t b_words,
                              const mbedtls_mpi_uint *n, size_t words, mbedtls_mpi_uint mm, mbedtls_mpi_uint *scratch)
{
    if ((words != SMALL && words != LARGE) || b_words != words || !e4j_cpu_has_wide_multiply()) {
        mbedtls_mpi_core_montmul_portable(x, a, b, b_words, n, words, mm, scratch);
        return;
    }
    /* The scratch memory, which the caller wipes, has room for twice the words. */
    multiply(scratch, a, b, words);
    uint64_t carry = bignum_emontredc_8n(words, scratch, n, mm);
    e4j_stack_wipe(STACK);
    const uint64_t *result = scratch + words;
    bignum_optsub(words, x, result, carry | bignum_ge(words, result, words, n), n);
}
