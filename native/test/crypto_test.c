/*
 * The assembly under DTLS against Mbed TLS's own portable code, on random input, by each of the ways that native/crypto
 * takes on one processor or another.
 *
 *   crypto_test [ROUNDS [SEED]]    messages to compare; curves and RSA's arithmetic get some of that number. The same
 *                                  seed gives the same input; without one it is random, and printed.
 */
#include "crypto/cpu.h"
#include "crypto/fast.h"
#include "platform/system.h"
#include "test/check.h"

#include <inttypes.h>
#include <mbedtls/ecp.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

enum { DEFAULT_ROUNDS = 20000, LARGEST = 4200, GUARD = 16 };

static uint64_t state;

/* A linear congruence, of which the upper half is good enough. */
static int fill(void *unused, unsigned char *buffer, size_t length)
{
    (void) unused;
    for (size_t i = 0; i < length; i += 4) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint32_t number = (uint32_t) (state >> 32);
        memcpy(buffer + i, &number, length - i < 4 ? length - i : 4);
    }
    return 0;
}

/* Words at the ends of their range, among random ones: carries go a long way there. */
static void fill_with_extremes(uint64_t *words, size_t count)
{
    static const uint64_t extremes[] = {0, 1, UINT64_MAX, UINT64_MAX - 1, (uint64_t) 1 << 63, UINT32_MAX};
    fill(NULL, (unsigned char *) words, count * sizeof *words);
    for (size_t i = 0; i < count; i++)
        if (words[i] % 3 != 0)
            words[i] = extremes[(words[i] >> 32) % 6];
}

static uint32_t below(uint32_t limit)
{
    uint32_t number;
    fill(NULL, (unsigned char *) &number, sizeof number);
    return number % limit;
}

/* ---- ChaCha20-Poly1305 ---- */

static void agree_on_a_message(size_t length, size_t aad_length)
{
    static unsigned char plain[LARGEST], aad[64], ours[LARGEST + GUARD], theirs[LARGEST], opened[LARGEST + GUARD];
    unsigned char key[32], nonce[12], our_tag[16], their_tag[16], untouched[GUARD];
    fill(NULL, plain, length);
    fill(NULL, aad, sizeof aad);
    fill(NULL, key, sizeof key);
    fill(NULL, nonce, sizeof nonce);
    memset(untouched, 0xa5, sizeof untouched);
    memset(ours, 0xa5, sizeof ours);
    memset(opened, 0xa5, sizeof opened);
    mbedtls_chachapoly_context context;
    mbedtls_chachapoly_init(&context);
    mbedtls_chachapoly_setkey(&context, key);

    CHECK_EQ(0, e4j_chachapoly_encrypt_and_tag(&context, length, nonce, aad, aad_length, plain, ours, our_tag));
    CHECK_EQ(0, mbedtls_chachapoly_encrypt_and_tag(&context, length, nonce, aad, aad_length, plain, theirs, their_tag));
    CHECK_BYTES(theirs, length, ours, length);
    CHECK_BYTES(their_tag, 16, our_tag, 16);
    CHECK_BYTES(untouched, GUARD, ours + length, GUARD);

    CHECK_EQ(0, e4j_chachapoly_auth_decrypt(&context, length, nonce, aad, aad_length, our_tag, ours, opened));
    CHECK_BYTES(plain, length, opened, length);
    CHECK_BYTES(untouched, GUARD, opened + length, GUARD);

    /* In place, as records are. */
    CHECK_EQ(0, e4j_chachapoly_auth_decrypt(&context, length, nonce, aad, aad_length, our_tag, ours, ours));
    CHECK_BYTES(plain, length, ours, length);
    CHECK_EQ(0, e4j_chachapoly_encrypt_and_tag(&context, length, nonce, aad, aad_length, ours, ours, our_tag));
    CHECK_BYTES(theirs, length, ours, length);

    /* One bit of it changed, wherever: refused, and nothing of it is let out. */
    size_t byte = below((uint32_t) (length + aad_length + 16));
    unsigned char bit = (unsigned char) (1 << below(8));
    if (byte < length)
        ours[byte] ^= bit;
    else if (byte < length + aad_length)
        aad[byte - length] ^= bit;
    else
        our_tag[byte - length - aad_length] ^= bit;
    memset(opened, 0xa5, length);
    CHECK_EQ(MBEDTLS_ERR_CHACHAPOLY_AUTH_FAILED,
             e4j_chachapoly_auth_decrypt(&context, length, nonce, aad, aad_length, our_tag, ours, opened));
    for (size_t i = 0; i < length; i++)
        if (!CHECK_EQ(0, opened[i]))
            break;
    mbedtls_chachapoly_free(&context);
}

static void chachapoly_is_the_same(long rounds)
{
    /* Every length at which the assembly might take another path, then any. */
    for (size_t length = 0; length <= 1500; length++)
        agree_on_a_message(length, 13);
    for (size_t aad_length = 0; aad_length <= 64; aad_length++)
        agree_on_a_message(below(300), aad_length);
    for (long i = 0; i < rounds; i++)
        agree_on_a_message(below(LARGEST), 13);
}

/* ---- curves ---- */

typedef struct {
    mbedtls_ecp_group group;
    mbedtls_mpi m, n;
    mbedtls_ecp_point p, q, ours, theirs;
} curve;

static void start(curve *c, mbedtls_ecp_group_id id)
{
    mbedtls_ecp_group_init(&c->group);
    mbedtls_mpi_init(&c->m);
    mbedtls_mpi_init(&c->n);
    mbedtls_ecp_point_init(&c->p);
    mbedtls_ecp_point_init(&c->q);
    mbedtls_ecp_point_init(&c->ours);
    mbedtls_ecp_point_init(&c->theirs);
    CHECK_EQ(0, mbedtls_ecp_group_load(&c->group, id));
    CHECK_EQ(0, mbedtls_ecp_gen_keypair(&c->group, &c->m, &c->p, fill, NULL));
    CHECK_EQ(0, mbedtls_ecp_gen_keypair(&c->group, &c->n, &c->q, fill, NULL));
}

static void end(curve *c)
{
    mbedtls_ecp_group_free(&c->group);
    mbedtls_mpi_free(&c->m);
    mbedtls_mpi_free(&c->n);
    mbedtls_ecp_point_free(&c->p);
    mbedtls_ecp_point_free(&c->q);
    mbedtls_ecp_point_free(&c->ours);
    mbedtls_ecp_point_free(&c->theirs);
}

static void products_are_the_same(curve *c)
{
    int ours = e4j_ecp_mul(&c->group, &c->ours, &c->m, &c->q, fill, NULL, NULL);
    CHECK_EQ(mbedtls_ecp_mul(&c->group, &c->theirs, &c->m, &c->q, fill, NULL), ours);
    if (ours == 0)
        CHECK_EQ(0, mbedtls_ecp_point_cmp(&c->theirs, &c->ours));
}

static void sums_are_the_same(curve *c)
{
    int ours = e4j_ecp_muladd(&c->group, &c->ours, &c->m, &c->group.G, &c->n, &c->q, NULL);
    CHECK_EQ(mbedtls_ecp_muladd(&c->group, &c->theirs, &c->m, &c->group.G, &c->n, &c->q), ours);
    if (ours == 0)
        CHECK_EQ(0, mbedtls_ecp_point_cmp(&c->theirs, &c->ours));
}

/* A scalar of the group's range: any, or an extreme one. */
static void choose(const mbedtls_ecp_group *group, mbedtls_mpi *scalar)
{
    uint64_t words[4];
    if (group->id == MBEDTLS_ECP_DP_SECP384R1 || below(2) == 0) {
        CHECK_EQ(0, mbedtls_ecp_gen_privkey(group, scalar, fill, NULL));
        return;
    }
    fill_with_extremes(words, 4);
    if (group->id == MBEDTLS_ECP_DP_CURVE25519) {
        words[0] &= ~(uint64_t) 7;
        words[3] = (words[3] >> 1) | (uint64_t) 1 << 62;
    }
    CHECK_EQ(0, mbedtls_mpi_read_binary_le(scalar, (unsigned char *) words, sizeof words));
    if (group->id == MBEDTLS_ECP_DP_SECP256R1)
        CHECK_EQ(0, mbedtls_mpi_mod_mpi(scalar, scalar, &group->N));
}

/* From one point to the next, so that nearly all of the time goes into what is compared. */
static void curve_is_the_same(mbedtls_ecp_group_id id, long rounds)
{
    curve c;
    start(&c, id);
    for (long i = 0; i < rounds; i++) {
        choose(&c.group, &c.m);
        choose(&c.group, &c.n);
        if (id != MBEDTLS_ECP_DP_CURVE25519)
            sums_are_the_same(&c);
        products_are_the_same(&c);
        if (mbedtls_ecp_check_pubkey(&c.group, &c.theirs) == 0)
            CHECK_EQ(0, mbedtls_ecp_copy(&c.q, &c.theirs));
    }
    end(&c);
}

static void curves_are_the_same(long rounds)
{
    curve_is_the_same(MBEDTLS_ECP_DP_CURVE25519, rounds);
    curve_is_the_same(MBEDTLS_ECP_DP_SECP256R1, rounds);
    curve_is_the_same(MBEDTLS_ECP_DP_SECP384R1, rounds / 50); /* always Mbed TLS's */
}

/* Numbers at the ends of the range, sums that meet at infinity or double, points that are none. */
static void odd_cases_are_the_same(void)
{
    curve c;
    start(&c, MBEDTLS_ECP_DP_SECP256R1);
    static const int offsets[] = {0, 1, 2, 3};
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(0, mbedtls_mpi_lset(&c.m, offsets[i]));
        products_are_the_same(&c);
        sums_are_the_same(&c);
        CHECK_EQ(0, mbedtls_mpi_sub_int(&c.m, &c.group.N, offsets[i]));
        products_are_the_same(&c);
        sums_are_the_same(&c);
    }
    /* m * G + n * G with n = m: a doubling; with n = -m: nothing. */
    CHECK_EQ(0, mbedtls_ecp_gen_privkey(&c.group, &c.m, fill, NULL));
    CHECK_EQ(0, mbedtls_ecp_copy(&c.q, &c.group.G));
    CHECK_EQ(0, mbedtls_mpi_copy(&c.n, &c.m));
    sums_are_the_same(&c);
    CHECK_EQ(0, mbedtls_mpi_sub_mpi(&c.n, &c.group.N, &c.m));
    sums_are_the_same(&c);
    CHECK_EQ(0, mbedtls_mpi_lset(&c.m, 0));
    CHECK_EQ(0, mbedtls_mpi_lset(&c.n, 0));
    sums_are_the_same(&c);
    /* Negative ones are Mbed TLS's affair. */
    CHECK_EQ(0, mbedtls_mpi_lset(&c.m, -1));
    sums_are_the_same(&c);
    CHECK_EQ(0, mbedtls_ecp_gen_privkey(&c.group, &c.m, fill, NULL));
    CHECK_EQ(0, mbedtls_mpi_add_int(&c.q.MBEDTLS_PRIVATE(X), &c.q.MBEDTLS_PRIVATE(X), 1));
    products_are_the_same(&c);
    CHECK_EQ(MBEDTLS_ERR_ECP_INVALID_KEY, e4j_ecp_mul(&c.group, &c.ours, &c.m, &c.q, fill, NULL, NULL));
    end(&c);

    /* Points of low order, which a handshake must not accept: 0 and 1, two of order 8, then p - 1, p and p + 1. */
    static const char *const low[] = {"0", "1", "B8495F16056286FDB1329CEB8D09DA6AC49FF1FAE35616AEB8413B7C7AEBE0",
                                      "57119FD0DD4E22D8868E1C58C45C44045BEF839C55B1D0B1248C50A3BC959C5F"};
    start(&c, MBEDTLS_ECP_DP_CURVE25519);
    for (int i = 0; i < 7; i++) {
        mbedtls_mpi *u = &c.q.MBEDTLS_PRIVATE(X);
        CHECK_EQ(0, i < 4 ? mbedtls_mpi_read_string(u, 16, low[i]) : mbedtls_mpi_add_int(u, &c.group.P, i - 5));
        products_are_the_same(&c);
        CHECK(e4j_ecp_mul(&c.group, &c.ours, &c.m, &c.q, fill, NULL, NULL) != 0);
    }
    /* Others near the ends are good: those not reduced, too. */
    for (int i = 2; i < 20; i++) {
        CHECK_EQ(0, mbedtls_mpi_lset(&c.q.MBEDTLS_PRIVATE(X), i));
        products_are_the_same(&c);
        CHECK_EQ(0, mbedtls_mpi_sub_int(&c.q.MBEDTLS_PRIVATE(X), &c.group.P, i));
        products_are_the_same(&c);
        CHECK_EQ(0, mbedtls_mpi_add_int(&c.q.MBEDTLS_PRIVATE(X), &c.group.P, i));
        products_are_the_same(&c);
    }
    end(&c);
}

/* ---- inverses, and RSA's multiplication ---- */

/* Declared in Mbed TLS's own library folder. */
int mbedtls_mpi_gcd_modinv_odd(mbedtls_mpi *gcd, mbedtls_mpi *inverse, const mbedtls_mpi *number,
                               const mbedtls_mpi *modulus);

static void inverse_is_the_same(const mbedtls_mpi *number, const mbedtls_mpi *prime)
{
    mbedtls_mpi ours, theirs;
    mbedtls_mpi_init(&ours);
    mbedtls_mpi_init(&theirs);
    int code = e4j_mpi_gcd_modinv_odd(NULL, &ours, number, prime);
    CHECK_EQ(mbedtls_mpi_gcd_modinv_odd(NULL, &theirs, number, prime), code);
    if (code == 0)
        CHECK_EQ(0, mbedtls_mpi_cmp_mpi(&theirs, &ours));
    mbedtls_mpi_free(&ours);
    mbedtls_mpi_free(&theirs);
}

static void inverses_are_the_same(long rounds)
{
    curve c;
    start(&c, MBEDTLS_ECP_DP_SECP256R1);
    for (long i = 0; i < rounds; i++) {
        choose(&c.group, &c.m);
        inverse_is_the_same(&c.m, &c.group.N);
        inverse_is_the_same(&c.m, &c.group.P);
    }
    /* Around 0, the modulus and twice of it: most of these have no inverse, or are out of range. */
    for (int i = -3; i <= 3; i++) {
        for (int times = 0; times <= 2; times++) {
            CHECK_EQ(0, mbedtls_mpi_mul_int(&c.m, &c.group.N, (mbedtls_mpi_uint) times));
            CHECK_EQ(0, mbedtls_mpi_add_int(&c.m, &c.m, i));
            inverse_is_the_same(&c.m, &c.group.N);
        }
    }
    end(&c);
}

#if !(defined(__APPLE__) && defined(__x86_64__)) /* where it is Mbed TLS's own: cmake/crypto.cmake says why */
void mbedtls_mpi_core_montmul(mbedtls_mpi_uint *x, const mbedtls_mpi_uint *a, const mbedtls_mpi_uint *b, size_t b_words,
                              const mbedtls_mpi_uint *n, size_t words, mbedtls_mpi_uint mm, mbedtls_mpi_uint *scratch);
void mbedtls_mpi_core_montmul_portable(mbedtls_mpi_uint *x, const mbedtls_mpi_uint *a, const mbedtls_mpi_uint *b,
                                       size_t b_words, const mbedtls_mpi_uint *n, size_t words, mbedtls_mpi_uint mm,
                                       mbedtls_mpi_uint *scratch);

static mbedtls_mpi_uint negated_inverse(mbedtls_mpi_uint odd)
{
    mbedtls_mpi_uint inverse = odd;
    for (int i = 0; i < 6; i++)
        inverse *= 2 - odd * inverse;
    return -inverse;
}

static void montgomery_is_the_same(long rounds)
{
    enum { MOST = 64 };
    static const size_t sizes[] = {16, 32, 8, 24, 64, 17};
    mbedtls_mpi_uint n[MOST], a[MOST], b[MOST], ours[MOST], theirs[MOST], scratch[2 * MOST + 1];
    for (long i = 0; i < rounds; i++) {
        size_t words = sizes[i % 6];
        fill(NULL, (unsigned char *) n, sizeof n);
        fill(NULL, (unsigned char *) a, sizeof a);
        fill(NULL, (unsigned char *) b, sizeof b);
        n[0] |= 1;
        n[words - 1] |= (mbedtls_mpi_uint) 1 << 63;
        if (i % 4 == 0) {
            fill_with_extremes(a, words);
            fill_with_extremes(b, words);
        }
        if (i % 5 == 0) /* near the modulus, where the last subtraction is needed */
            memset(n + 1, 0xff, (words - 1) * sizeof *n);
        a[words - 1] = i % 7 == 0 ? n[words - 1] - 1 : a[words - 1] >> 1;
        b[words - 1] = i % 7 == 0 ? n[words - 1] - 1 : b[words - 1] >> 1;
        const mbedtls_mpi_uint *second = i % 3 == 0 ? a : b;
        mbedtls_mpi_uint mm = negated_inverse(n[0]);
        mbedtls_mpi_core_montmul_portable(theirs, a, second, words, n, words, mm, scratch);
        mbedtls_mpi_core_montmul(ours, a, second, words, n, words, mm, scratch);
        CHECK_BYTES(theirs, words * sizeof *n, ours, words * sizeof *n);
        mbedtls_mpi_core_montmul(a, a, second, words, n, words, mm, scratch); /* into one of its operands */
        CHECK_BYTES(theirs, words * sizeof *n, a, words * sizeof *n);
    }
}

#else

static void montgomery_is_the_same(long rounds)
{
    (void) rounds;
}

#endif

/* ---- which way is taken ---- */

#if defined(__x86_64__)

extern uint32_t OPENSSL_ia32cap_P[4]; /* what the assembly looks at: in the third word leaf 7, ebx */

static void the_processor_is_known(void)
{
    uint32_t eax, ebx = 0, ecx = 0, edx, leaf1_ecx, leaf7_ebx;
    CHECK(__get_cpuid(1, &eax, &ebx, &ecx, &edx));
    leaf1_ecx = ecx;
    leaf7_ebx = __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) ? ebx : 0;
    uint32_t avx2_and_bmi2 = 1 << 5 | 1 << 8, bmi2_and_adx = 1 << 8 | 1 << 19, osxsave_and_avx = 1 << 27 | 1 << 28;

    CHECK_EQ((leaf1_ecx & 1 << 19) != 0, e4j_cpu_has_chachapoly());
    CHECK_EQ((leaf7_ebx & bmi2_and_adx) == bmi2_and_adx, e4j_cpu_has_wide_multiply());
    CHECK_EQ((leaf1_ecx & osxsave_and_avx) == osxsave_and_avx && (leaf7_ebx & avx2_and_bmi2) == avx2_and_bmi2,
             (OPENSSL_ia32cap_P[2] & avx2_and_bmi2) == avx2_and_bmi2);
    e4j_cpu_limit(E4J_CPU_SSE41);
    CHECK_EQ((leaf1_ecx & 1 << 19) != 0, e4j_cpu_has_chachapoly());
    CHECK(!e4j_cpu_has_wide_multiply());
    CHECK_EQ(0, OPENSSL_ia32cap_P[2]);
    e4j_cpu_limit(E4J_CPU_ANY);
    CHECK(!e4j_cpu_has_chachapoly());
}

#else

static void the_processor_is_known(void)
{
    CHECK(e4j_cpu_has_chachapoly());
#ifndef __APPLE__
    CHECK(e4j_cpu_has_wide_multiply());
#endif
    e4j_cpu_limit(E4J_CPU_SSE41);
    CHECK(!e4j_cpu_has_wide_multiply());
}

#endif

int main(int count, char **arguments)
{
    long rounds = count > 1 ? atol(arguments[1]) : DEFAULT_ROUNDS;
    if (count > 2)
        state = strtoull(arguments[2], NULL, 10);
    else
        e4j_system_random(&state, sizeof state);
    fprintf(stderr, "assembly for ChaCha20-Poly1305: %s, wide multiplication: %s; crypto_test %ld %" PRIu64 "\n",
            e4j_cpu_has_chachapoly() ? "yes" : "no", e4j_cpu_has_wide_multiply() ? "yes" : "no", rounds, state);
    the_processor_is_known();
    for (enum e4j_cpu most = E4J_CPU_ANY; most <= E4J_CPU_NEWEST; most++) {
        e4j_cpu_limit(most);
        chachapoly_is_the_same(rounds / 2);
        curves_are_the_same(rounds / 20);
        odd_cases_are_the_same();
        inverses_are_the_same(rounds / 20);
        montgomery_is_the_same(rounds / 2);
    }
    return check_result();
}
