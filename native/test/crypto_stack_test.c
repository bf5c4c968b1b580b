/*
 * What native/crypto leaves on the stack: after each stand-in for one of Mbed TLS's functions, and after what Mbed TLS
 * makes of them, no eight bytes of a key or of a number that tells one may be found below the caller.
 */
#include "crypto/cpu.h"
#include "crypto/fast.h"
#include "platform/system.h"
#include "test/check.h"

#include <mbedtls/chacha20.h>
#include <mbedtls/ecdh.h>
#include <mbedtls/ecdsa.h>

#define NOT_INLINED __attribute__((noinline))
/* The compiler must take it that this memory is written and read here. */
#define TOUCH(memory) __asm__ volatile("" : : "r"(memory) : "memory")

enum { DEPTH = 32768, WORD = 8, SECRETS = 512 };

static unsigned char left[DEPTH], secrets[SECRETS][WORD];
static size_t secret_count;

/* ---- the stack below a function, before and after ---- */

static NOT_INLINED void paint(void)
{
    unsigned char below[DEPTH];
    memset(below, 0, sizeof below);
    TOUCH(below);
}

static NOT_INLINED void look(void)
{
    unsigned char below[DEPTH];
    TOUCH(below);
    memcpy(left, below, sizeof below);
}

static NOT_INLINED void run(void (*operation)(void))
{
    paint();
    operation();
    look();
}

static void forget_secrets(void)
{
    secret_count = 0;
}

static void add_secret(const void *bytes, size_t length)
{
    for (size_t i = 0; i + WORD <= length && secret_count < SECRETS; i += WORD)
        memcpy(secrets[secret_count++], (const unsigned char *) bytes + i, WORD);
}

/* How many words of the secrets there are. */
static int found(void)
{
    int count = 0;
    for (size_t i = 0; i + WORD <= DEPTH; i++)
        for (size_t k = 0; k < secret_count; k++)
            count += memcmp(left + i, secrets[k], WORD) == 0;
    return count;
}

/* ---- random numbers, each of which is a secret ---- */

static unsigned char drawn[16][32];
static size_t drawn_count;

static int draw(void *unused, unsigned char *buffer, size_t length)
{
    (void) unused;
    int code = e4j_system_random(buffer, length);
    if (length == sizeof drawn[0] && drawn_count < 16)
        memcpy(drawn[drawn_count++], buffer, length);
    return code;
}

/* ---- the scan itself ---- */

static unsigned char mark[32];

static NOT_INLINED void leave_the_mark(void)
{
    unsigned char copy[sizeof mark];
    memcpy(copy, mark, sizeof copy);
    TOUCH(copy);
}

static void what_is_left_is_found(void)
{
    draw(NULL, mark, sizeof mark);
    forget_secrets();
    add_secret(mark, sizeof mark);
    run(leave_the_mark);
    CHECK(found() >= 4);
}

/* ---- ChaCha20-Poly1305 ---- */

static mbedtls_chachapoly_context context;
static unsigned char key[32], nonce[12], aad[13], text[1500], tag[16];
static size_t length;

static void encrypt(void)
{
    e4j_chachapoly_encrypt_and_tag(&context, length, nonce, aad, sizeof aad, text, text, tag);
}

static void decrypt(void)
{
    CHECK_EQ(0, e4j_chachapoly_auth_decrypt(&context, length, nonce, aad, sizeof aad, tag, text, text));
}

/* RFC 8439, 2.6: what the tag is made with begins the key stream. Half of it is used with some bits cleared. */
static void add_the_tags_key(void)
{
    static const unsigned char zeros[32], clear[16] = {0, 0, 0, 0xf0, 3, 0, 0, 0xf0, 3, 0, 0, 0xf0, 3, 0, 0, 0xf0};
    unsigned char stream[32];
    CHECK_EQ(0, mbedtls_chacha20_crypt(key, nonce, 0, sizeof zeros, zeros, stream));
    add_secret(stream, sizeof stream);
    for (int i = 0; i < 16; i++)
        stream[i] &= (unsigned char) ~clear[i];
    add_secret(stream, 16);
}

static void nothing_of_an_aead_key_is_left(void)
{
    draw(NULL, key, sizeof key);
    draw(NULL, nonce, sizeof nonce);
    forget_secrets();
    add_secret(key, sizeof key);
    add_the_tags_key();
    mbedtls_chachapoly_init(&context);
    CHECK_EQ(0, mbedtls_chachapoly_setkey(&context, key));
    static const size_t lengths[] = {0, 16, 64, 100, 128, 192, 256, 320, 384, 448, 512, 700, 1200, 1500};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        length = lengths[i];
        run(encrypt);
        CHECK_EQ(0, found());
        run(decrypt);
        CHECK_EQ(0, found());
    }
    mbedtls_chachapoly_free(&context);
}

/* ---- curves and signatures ---- */

static mbedtls_ecp_group group;
static mbedtls_mpi scalar, r, s;
static mbedtls_ecp_point point, product;
static const unsigned char hash[32] = {7};

static void multiply(void)
{
    CHECK_EQ(0, e4j_ecp_mul(&group, &product, &scalar, &point, draw, NULL, NULL));
}

static void make_key(void)
{
    CHECK_EQ(0, mbedtls_ecdh_gen_public(&group, &scalar, &product, draw, NULL));
}

static void agree(void)
{
    CHECK_EQ(0, mbedtls_ecdh_compute_shared(&group, &r, &point, &scalar, draw, NULL));
}

static void sign(void)
{
    CHECK_EQ(0, mbedtls_ecdsa_sign(&group, &r, &s, &scalar, hash, sizeof hash, draw, NULL));
}

static void invert(void)
{
    CHECK_EQ(0, e4j_mpi_gcd_modinv_odd(NULL, &r, &scalar, &group.N));
}

/* As it is, and as the assembly recodes it: 0x0888...888 more, so that its digits have signs. */
static void add_number(const mbedtls_mpi *number)
{
    unsigned char bytes[32];
    CHECK_EQ(0, mbedtls_mpi_write_binary_le(number, bytes, sizeof bytes));
    add_secret(bytes, sizeof bytes);
    unsigned carry = 0;
    for (int i = 0; i < 32; i++) {
        carry += bytes[i] + (i == 31 ? 0x08u : 0x88u);
        bytes[i] = (unsigned char) carry;
        carry >>= 8;
    }
    add_secret(bytes, sizeof bytes);
}

static void add_scalar(const mbedtls_mpi *number)
{
    add_number(number);
    if (group.id == MBEDTLS_ECP_DP_SECP256R1) {
        mbedtls_mpi other;
        mbedtls_mpi_init(&other);
        CHECK_EQ(0, mbedtls_mpi_sub_mpi(&other, &group.N, number));
        add_number(&other);
        mbedtls_mpi_free(&other);
    }
}

static void nothing_is_left_by(void (*operation)(void))
{
    mbedtls_mpi number;
    mbedtls_mpi_init(&number);
    drawn_count = 0;
    run(operation);
    forget_secrets();
    add_scalar(&scalar);
    for (size_t i = 0; i < drawn_count; i++) {
        CHECK_EQ(0, mbedtls_mpi_read_binary(&number, drawn[i], sizeof drawn[i]));
        if (group.id != MBEDTLS_ECP_DP_SECP256R1 || mbedtls_mpi_cmp_mpi(&number, &group.N) < 0)
            add_scalar(&number);
    }
    if (operation == agree || operation == invert)
        add_number(&r);
    CHECK_EQ(0, found());
    mbedtls_mpi_free(&number);
}

static void nothing_of_a_scalar_is_left(mbedtls_ecp_group_id id)
{
    mbedtls_ecp_group_init(&group);
    mbedtls_mpi_init(&scalar);
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    mbedtls_ecp_point_init(&point);
    mbedtls_ecp_point_init(&product);
    CHECK_EQ(0, mbedtls_ecp_group_load(&group, id));
    CHECK_EQ(0, mbedtls_ecp_gen_keypair(&group, &scalar, &point, draw, NULL));
    nothing_is_left_by(multiply);
    nothing_is_left_by(make_key);
    nothing_is_left_by(agree);
    if (id == MBEDTLS_ECP_DP_SECP256R1) {
        nothing_is_left_by(sign);
        nothing_is_left_by(invert);
    }
    mbedtls_ecp_group_free(&group);
    mbedtls_mpi_free(&scalar);
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&s);
    mbedtls_ecp_point_free(&point);
    mbedtls_ecp_point_free(&product);
}

/* ---- RSA's multiplication ---- */

#if !(defined(__APPLE__) && defined(__x86_64__)) /* where it is Mbed TLS's own: cmake/crypto.cmake says why */
void mbedtls_mpi_core_montmul(mbedtls_mpi_uint *x, const mbedtls_mpi_uint *a, const mbedtls_mpi_uint *b, size_t b_words,
                              const mbedtls_mpi_uint *n, size_t words, mbedtls_mpi_uint mm, mbedtls_mpi_uint *scratch);

enum { MOST = 32 };
static mbedtls_mpi_uint x[MOST], a[MOST], b[MOST], n[MOST], scratch[2 * MOST + 1], mm;
static size_t words;
static const mbedtls_mpi_uint *second;

static void multiply_for_rsa(void)
{
    mbedtls_mpi_core_montmul(x, a, second, words, n, words, mm, scratch);
}

/* Of the lower and the upper half, which Karatsuba's method begins with; both ways round. */
static void add_difference(const mbedtls_mpi_uint *number)
{
    mbedtls_mpi_uint difference, borrow[2] = {0, 0};
    for (size_t i = 0; i < words / 2; i++) {
        for (int upper_first = 0; upper_first < 2; upper_first++) {
            mbedtls_mpi_uint u = number[i + words / 2 * (size_t) upper_first];
            mbedtls_mpi_uint v = number[i + words / 2 * (size_t) !upper_first];
            difference = u - v - borrow[upper_first];
            borrow[upper_first] = u < v || (u == v && borrow[upper_first]);
            add_secret(&difference, sizeof difference);
        }
    }
}

static void nothing_of_rsas_numbers_is_left(void)
{
    for (words = MOST / 2; words <= MOST; words *= 2) {
        for (int square = 0; square < 2; square++) {
            e4j_system_random(a, sizeof a);
            e4j_system_random(b, sizeof b);
            e4j_system_random(n, sizeof n);
            e4j_system_random(&mm, sizeof mm); /* the product is of no sense then, and made in the same way */
            n[words - 1] |= (mbedtls_mpi_uint) 1 << 63;
            second = square ? a : b;
            run(multiply_for_rsa);
            forget_secrets();
            add_secret(a, words * sizeof *a);
            add_secret(b, words * sizeof *b);
            add_secret(x, words * sizeof *x);
            add_secret(n, words * sizeof *n);
            add_difference(a);
            add_difference(b);
            CHECK_EQ(0, found());
        }
    }
}
#else
static void nothing_of_rsas_numbers_is_left(void)
{
}
#endif

int main(void)
{
    what_is_left_is_found();
    for (enum e4j_cpu most = E4J_CPU_ANY; most <= E4J_CPU_NEWEST; most++) {
        e4j_cpu_limit(most);
        nothing_of_an_aead_key_is_left();
        nothing_of_a_scalar_is_left(MBEDTLS_ECP_DP_CURVE25519);
        nothing_of_a_scalar_is_left(MBEDTLS_ECP_DP_SECP256R1);
        nothing_of_rsas_numbers_is_left();
    }
    return check_result();
}
