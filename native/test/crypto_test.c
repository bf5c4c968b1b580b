/*
 * The assembly under DTLS against Mbed TLS's own portable code, on random input, and against RFC 8439's vector.
 *
 *   crypto_test [ROUNDS]    messages to compare; curves and RSA's arithmetic get some of that number
 */
#include "crypto/cpu.h"
#include "crypto/fast.h"
#include "platform/system.h"
#include "test/check.h"

#include <mbedtls/ecdsa.h>
#include <stdlib.h>

enum { DEFAULT_ROUNDS = 20000, LARGEST = 4200, GUARD = 16 };

static int fill(void *unused, unsigned char *buffer, size_t length)
{
    (void) unused;
    return e4j_system_random(buffer, length);
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

/* RFC 8439, 2.8.2 */
static void the_rfcs_vector(void)
{
    static const char plain[] = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
                                "future, sunscreen would be it.";
    static const unsigned char nonce[12] = {7, 0, 0, 0, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47};
    static const unsigned char aad[12] = {0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7};
    static const unsigned char start[16] = {0xd3, 0x1a, 0x8d, 0x34, 0x64, 0x8e, 0x60, 0xdb,
                                            0x7b, 0x86, 0xaf, 0xbc, 0x53, 0xef, 0x7e, 0xc2};
    static const unsigned char tag[16] = {0x1a, 0xe1, 0x0b, 0x59, 0x4f, 0x09, 0xe2, 0x6a,
                                          0x7e, 0x90, 0x2e, 0xcb, 0xd0, 0x60, 0x06, 0x91};
    unsigned char key[32], out[sizeof plain], out_tag[16];
    for (int i = 0; i < 32; i++)
        key[i] = (unsigned char) (0x80 + i);
    mbedtls_chachapoly_context context;
    mbedtls_chachapoly_init(&context);
    mbedtls_chachapoly_setkey(&context, key);
    CHECK_EQ(0, e4j_chachapoly_encrypt_and_tag(&context, sizeof plain - 1, nonce, aad, sizeof aad,
                                               (const unsigned char *) plain, out, out_tag));
    CHECK_BYTES(start, sizeof start, out, sizeof start);
    CHECK_BYTES(tag, sizeof tag, out_tag, sizeof out_tag);
    mbedtls_chachapoly_free(&context);
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

static void curves_are_the_same(long rounds)
{
    static const mbedtls_ecp_group_id ids[] = {MBEDTLS_ECP_DP_CURVE25519, MBEDTLS_ECP_DP_SECP256R1,
                                               MBEDTLS_ECP_DP_SECP384R1};
    for (int k = 0; k < 3; k++) {
        for (long i = 0; i < rounds; i++) {
            curve c;
            start(&c, ids[k]);
            products_are_the_same(&c);
            if (ids[k] != MBEDTLS_ECP_DP_CURVE25519)
                sums_are_the_same(&c);
            end(&c);
        }
    }
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

    /* Points of low order, which a handshake must not accept. */
    start(&c, MBEDTLS_ECP_DP_CURVE25519);
    for (int low = 0; low < 2; low++) {
        CHECK_EQ(0, mbedtls_mpi_lset(&c.q.MBEDTLS_PRIVATE(X), low));
        products_are_the_same(&c);
        CHECK(e4j_ecp_mul(&c.group, &c.ours, &c.m, &c.q, fill, NULL, NULL) != 0);
    }
    end(&c);
}

/* ---- inverses, and RSA's multiplication ---- */

static void inverses_are_the_same(long rounds)
{
    curve c;
    start(&c, MBEDTLS_ECP_DP_SECP256R1);
    for (long i = 0; i < rounds; i++) {
        mbedtls_mpi ours, theirs;
        mbedtls_mpi_init(&ours);
        mbedtls_mpi_init(&theirs);
        CHECK_EQ(0, i == 0 ? mbedtls_mpi_lset(&c.m, 1)
                    : i == 1 ? mbedtls_mpi_sub_int(&c.m, &c.group.N, 1)
                             : mbedtls_ecp_gen_privkey(&c.group, &c.m, fill, NULL));
        CHECK_EQ(0, e4j_mpi_gcd_modinv_odd(NULL, &ours, &c.m, &c.group.N));
        CHECK_EQ(0, mbedtls_mpi_inv_mod(&theirs, &c.m, &c.group.N));
        CHECK_EQ(0, mbedtls_mpi_cmp_mpi(&theirs, &ours));
        mbedtls_mpi_free(&ours);
        mbedtls_mpi_free(&theirs);
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

int main(int count, char **arguments)
{
    long rounds = count > 1 ? atol(arguments[1]) : DEFAULT_ROUNDS;
    fprintf(stderr, "assembly for ChaCha20-Poly1305: %s, wide multiplication: %s\n",
            e4j_cpu_has_chachapoly() ? "yes" : "no", e4j_cpu_has_wide_multiply() ? "yes" : "no");
    the_rfcs_vector();
    chachapoly_is_the_same(rounds);
    curves_are_the_same(rounds / 500);
    odd_cases_are_the_same();
    inverses_are_the_same(rounds / 20);
    montgomery_is_the_same(rounds);
    return check_result();
}
