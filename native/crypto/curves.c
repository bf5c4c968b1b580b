#include "crypto/cpu.h"
#include "crypto/fast.h"
#include "crypto/stack.h"

#include <mbedtls/platform_util.h>
#include <stdint.h>

enum { BYTES = 32, WORDS = 4 };
enum { STACK = 2048 }; /* more than the assembly uses: 1.5 KiB for P-256 */

/* s2n-bignum: numbers are four words, least significant first; points of P-256 are x and y. */
void p256_scalarmul(uint64_t result[8], const uint64_t scalar[4], const uint64_t point[8]);
void p256_scalarmul_alt(uint64_t result[8], const uint64_t scalar[4], const uint64_t point[8]);
void curve25519_x25519(uint64_t result[4], const uint64_t scalar[4], const uint64_t point[4]);
void curve25519_x25519_alt(uint64_t result[4], const uint64_t scalar[4], const uint64_t point[4]);

static int to_words(const mbedtls_mpi *number, uint64_t words[WORDS])
{
    return mbedtls_mpi_write_binary_le(number, (unsigned char *) words, BYTES);
}

static int from_words(mbedtls_mpi *number, const uint64_t words[WORDS])
{
    return mbedtls_mpi_read_binary_le(number, (const unsigned char *) words, BYTES);
}

/* With a scalar of the group's range and a point of the curve the result is never the point at infinity. */
static int multiply_p256(mbedtls_ecp_point *result, const mbedtls_mpi *scalar, const mbedtls_ecp_point *point)
{
    uint64_t k[WORDS], in[2 * WORDS], out[2 * WORDS];
    int code;
    if ((code = to_words(scalar, k)) == 0 && (code = to_words(&point->MBEDTLS_PRIVATE(X), in)) == 0 &&
        (code = to_words(&point->MBEDTLS_PRIVATE(Y), in + WORDS)) == 0) {
        (e4j_cpu_has_wide_multiply() ? p256_scalarmul : p256_scalarmul_alt)(out, k, in);
        e4j_stack_wipe(STACK);
        if ((code = from_words(&result->MBEDTLS_PRIVATE(X), out)) == 0 &&
            (code = from_words(&result->MBEDTLS_PRIVATE(Y), out + WORDS)) == 0)
            code = mbedtls_mpi_lset(&result->MBEDTLS_PRIVATE(Z), 1);
    }
    mbedtls_platform_zeroize(k, sizeof k);
    mbedtls_platform_zeroize(out, sizeof out);
    return code;
}

static int multiply_25519(mbedtls_ecp_point *result, const mbedtls_mpi *scalar, const mbedtls_ecp_point *point)
{
    uint64_t k[WORDS], in[WORDS], out[WORDS];
    int code;
    if ((code = to_words(scalar, k)) == 0 && (code = to_words(&point->MBEDTLS_PRIVATE(X), in)) == 0) {
        (e4j_cpu_has_wide_multiply() ? curve25519_x25519 : curve25519_x25519_alt)(out, k, in);
        e4j_stack_wipe(STACK);
        if ((code = from_words(&result->MBEDTLS_PRIVATE(X), out)) == 0)
            code = mbedtls_mpi_lset(&result->MBEDTLS_PRIVATE(Z), 1);
        mbedtls_mpi_free(&result->MBEDTLS_PRIVATE(Y));
    }
    mbedtls_platform_zeroize(k, sizeof k);
    mbedtls_platform_zeroize(out, sizeof out);
    return code;
}

/* The assembly for X25519 passes over the highest bit, which Mbed TLS clears when it reads a point, but counts here. */
static int is_ours(const mbedtls_ecp_group *group, const mbedtls_ecp_point *point)
{
    return group->id == MBEDTLS_ECP_DP_SECP256R1 ||
           (group->id == MBEDTLS_ECP_DP_CURVE25519 && mbedtls_mpi_bitlen(&point->MBEDTLS_PRIVATE(X)) < 8 * BYTES);
}

/* The same checks as in Mbed TLS: scalars of the group's range only, points of the curve only, none of low order. */
static int multiply(const mbedtls_ecp_group *group, mbedtls_ecp_point *result, const mbedtls_mpi *scalar,
                    const mbedtls_ecp_point *point)
{
    int code;
    if ((code = mbedtls_ecp_check_privkey(group, scalar)) != 0 || (code = mbedtls_ecp_check_pubkey(group, point)) != 0)
        return code;
    return group->id == MBEDTLS_ECP_DP_SECP256R1 ? multiply_p256(result, scalar, point)
                                                 : multiply_25519(result, scalar, point);
}

int e4j_ecp_mul(mbedtls_ecp_group *group, mbedtls_ecp_point *result, const mbedtls_mpi *scalar,
                const mbedtls_ecp_point *point, int (*random)(void *, unsigned char *, size_t), void *random_context,
                mbedtls_ecp_restart_ctx *restart)
{
    return is_ours(group, point) && random != NULL
               ? multiply(group, result, scalar, point)
               : mbedtls_ecp_mul_restartable(group, result, scalar, point, random, random_context, restart);
}

/*
 * For the check of signatures, where nothing is secret. Only numbers that go by our way are multiplied here; the sum of
 * two points, once each, is Mbed TLS's.
 */
int e4j_ecp_muladd(mbedtls_ecp_group *group, mbedtls_ecp_point *result, const mbedtls_mpi *m,
                   const mbedtls_ecp_point *p, const mbedtls_mpi *n, const mbedtls_ecp_point *q,
                   mbedtls_ecp_restart_ctx *restart)
{
    if (group->id != MBEDTLS_ECP_DP_SECP256R1 || mbedtls_mpi_cmp_int(m, 1) <= 0 || mbedtls_mpi_cmp_int(n, 1) <= 0)
        return mbedtls_ecp_muladd_restartable(group, result, m, p, n, q, restart);
    mbedtls_ecp_point mp, nq;
    mbedtls_mpi one;
    mbedtls_ecp_point_init(&mp);
    mbedtls_ecp_point_init(&nq);
    mbedtls_mpi_init(&one);
    int code;
    if ((code = multiply(group, &mp, m, p)) == 0 && (code = multiply(group, &nq, n, q)) == 0 &&
        (code = mbedtls_mpi_lset(&one, 1)) == 0)
        code = mbedtls_ecp_muladd_restartable(group, result, &one, &mp, &one, &nq, restart);
    mbedtls_ecp_point_free(&mp);
    mbedtls_ecp_point_free(&nq);
    mbedtls_mpi_free(&one);
    return code;
}
