/*
 * Published examples, by each of the ways that native/crypto takes on one processor or another: RFC 8439 for
 * ChaCha20-Poly1305, RFC 7748 for X25519, RFC 6979 for ECDSA; and signatures made, checked and damaged.
 *
 *   crypto_vectors_test [ROUNDS]    signatures
 */
#include "crypto/cpu.h"
#include "crypto/fast.h"
#include "platform/system.h"
#include "test/check.h"

#include <mbedtls/ecdsa.h>
#include <stdlib.h>

enum { DEFAULT_ROUNDS = 100 };

static int fill(void *unused, unsigned char *buffer, size_t length)
{
    (void) unused;
    return e4j_system_random(buffer, length);
}

static void from_hex(const char *text, unsigned char bytes[32])
{
    for (int i = 0; i < 32; i++) {
        char digits[3] = {text[2 * i], text[2 * i + 1], 0};
        bytes[i] = (unsigned char) strtoul(digits, NULL, 16);
    }
}

/* ---- ChaCha20-Poly1305 ---- */

/* RFC 8439, 2.8.2 */
static void chachapolys_example(void)
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

/* ---- X25519 ---- */

static void x25519(unsigned char result[32], const unsigned char scalar[32], const unsigned char u[32])
{
    unsigned char clamped[32];
    memcpy(clamped, scalar, sizeof clamped);
    clamped[0] &= 0xf8;
    clamped[31] = (unsigned char) ((clamped[31] & 0x7f) | 0x40);
    mbedtls_ecp_group group;
    mbedtls_ecp_point point, product;
    mbedtls_mpi number;
    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&point);
    mbedtls_ecp_point_init(&product);
    mbedtls_mpi_init(&number);
    CHECK_EQ(0, mbedtls_ecp_group_load(&group, MBEDTLS_ECP_DP_CURVE25519));
    CHECK_EQ(0, mbedtls_mpi_read_binary_le(&number, clamped, sizeof clamped));
    CHECK_EQ(0, mbedtls_ecp_point_read_binary(&group, &point, u, 32));
    CHECK_EQ(0, e4j_ecp_mul(&group, &product, &number, &point, fill, NULL, NULL));
    CHECK_EQ(0, mbedtls_mpi_write_binary_le(&product.MBEDTLS_PRIVATE(X), result, 32));
    mbedtls_ecp_group_free(&group);
    mbedtls_ecp_point_free(&point);
    mbedtls_ecp_point_free(&product);
    mbedtls_mpi_free(&number);
}

/* RFC 7748, 5.2 */
static void x25519s_examples(void)
{
    static const char *const examples[][3] = {
        {"a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
         "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
         "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"},
        {"4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
         "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
         "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"}};
    unsigned char scalar[32] = {9}, u[32] = {9}, result[32], expected[32];
    for (int i = 0; i < 1000; i++) {
        x25519(result, scalar, u);
        memcpy(u, scalar, sizeof u);
        memcpy(scalar, result, sizeof scalar);
        if (i == 0) {
            from_hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", expected);
            CHECK_BYTES(expected, 32, scalar, 32);
        }
    }
    from_hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", expected);
    CHECK_BYTES(expected, 32, scalar, 32);
    for (int i = 0; i < 2; i++) {
        from_hex(examples[i][0], scalar);
        from_hex(examples[i][1], u);
        from_hex(examples[i][2], expected);
        x25519(result, scalar, u);
        CHECK_BYTES(expected, 32, result, 32);
    }
}

/* ---- ECDSA on P-256 ---- */

typedef struct {
    mbedtls_ecp_group group;
    mbedtls_mpi key, r, s;
    mbedtls_ecp_point public_key;
    unsigned char hash[32];
} signature;

static void start(signature *it)
{
    mbedtls_ecp_group_init(&it->group);
    mbedtls_mpi_init(&it->key);
    mbedtls_mpi_init(&it->r);
    mbedtls_mpi_init(&it->s);
    mbedtls_ecp_point_init(&it->public_key);
    CHECK_EQ(0, mbedtls_ecp_group_load(&it->group, MBEDTLS_ECP_DP_SECP256R1));
}

static void end(signature *it)
{
    mbedtls_ecp_group_free(&it->group);
    mbedtls_mpi_free(&it->key);
    mbedtls_mpi_free(&it->r);
    mbedtls_mpi_free(&it->s);
    mbedtls_ecp_point_free(&it->public_key);
}

static int verify(signature *it, const mbedtls_mpi *r, const mbedtls_mpi *s)
{
    return mbedtls_ecdsa_verify(&it->group, it->hash, sizeof it->hash, &it->public_key, r, s);
}

static int sign(signature *it, int (*random)(void *, unsigned char *, size_t), void *random_context)
{
    return mbedtls_ecdsa_sign(&it->group, &it->r, &it->s, &it->key, it->hash, sizeof it->hash, random, random_context);
}

static int give_number(void *number, unsigned char *buffer, size_t length)
{
    CHECK_EQ(32, length);
    memcpy(buffer, number, length);
    return 0;
}

/* RFC 6979, A.2.5, with SHA-256 */
static void ecdsas_examples(void)
{
    static const char key[] = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
    static const char x[] = "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6";
    static const char y[] = "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";
    /* the message's hash, the random number, r and s */
    static const char *const examples[][4] = {
        {"AF2BDBE1AA9B6EC1E2ADE1D694F41FC71A831D0268E9891562113D8A62ADD1BF",
         "A6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60",
         "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
         "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"},
        {"9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08",
         "D16B6AE827F17175E040871A1C7EC3500192C4C92677336EC2537ACAEE0008E0",
         "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
         "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"}};
    signature it;
    mbedtls_mpi r, s;
    mbedtls_ecp_point product;
    unsigned char random[32];
    start(&it);
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    mbedtls_ecp_point_init(&product);
    CHECK_EQ(0, mbedtls_mpi_read_string(&it.key, 16, key));
    CHECK_EQ(0, mbedtls_ecp_point_read_string(&it.public_key, 16, x, y));
    CHECK_EQ(0, e4j_ecp_mul(&it.group, &product, &it.key, &it.group.G, fill, NULL, NULL));
    CHECK_EQ(0, mbedtls_ecp_point_cmp(&it.public_key, &product));
    for (int i = 0; i < 2; i++) {
        from_hex(examples[i][0], it.hash);
        from_hex(examples[i][1], random);
        CHECK_EQ(0, mbedtls_mpi_read_string(&r, 16, examples[i][2]));
        CHECK_EQ(0, mbedtls_mpi_read_string(&s, 16, examples[i][3]));
        CHECK_EQ(0, verify(&it, &r, &s));
        CHECK_EQ(0, sign(&it, give_number, random));
        CHECK_EQ(0, mbedtls_mpi_cmp_mpi(&r, &it.r));
        CHECK_EQ(0, mbedtls_mpi_cmp_mpi(&s, &it.s));
    }
    end(&it);
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&s);
    mbedtls_ecp_point_free(&product);
}

/* In the place of r and of s: 0, the order of the group, what is one less or more; and the right one with the order. */
static void numbers_out_of_range_are_refused(signature *it)
{
    enum { WRONG = 7 };
    mbedtls_mpi wrong[WRONG];
    for (int i = 0; i < WRONG; i++)
        mbedtls_mpi_init(&wrong[i]);
    for (int i = -1; i <= 1; i++) {
        CHECK_EQ(0, mbedtls_mpi_lset(&wrong[i + 1], i));
        CHECK_EQ(0, mbedtls_mpi_add_int(&wrong[i + 4], &it->group.N, i));
    }
    for (int i = 0; i < WRONG; i++) {
        CHECK_EQ(0, mbedtls_mpi_add_mpi(&wrong[WRONG - 1], &it->r, &it->group.N));
        CHECK(verify(it, &wrong[i], &it->s) != 0);
        CHECK_EQ(0, mbedtls_mpi_add_mpi(&wrong[WRONG - 1], &it->s, &it->group.N));
        CHECK(verify(it, &it->r, &wrong[i]) != 0);
        for (int k = 0; k < WRONG; k++)
            CHECK(verify(it, &wrong[i], &wrong[k]) != 0);
    }
    for (int i = 0; i < WRONG; i++)
        mbedtls_mpi_free(&wrong[i]);
}

static void signatures_are_good(long rounds)
{
    signature it;
    start(&it);
    for (long i = 0; i < rounds; i++) {
        CHECK_EQ(0, mbedtls_ecp_gen_keypair(&it.group, &it.key, &it.public_key, fill, NULL));
        fill(NULL, it.hash, sizeof it.hash);
        if (i < 2)
            memset(it.hash, i == 0 ? 0 : 0xff, sizeof it.hash);
        CHECK_EQ(0, sign(&it, fill, NULL));
        CHECK_EQ(0, verify(&it, &it.r, &it.s));
        it.hash[i % 32] ^= (unsigned char) (1 << i % 8);
        CHECK_EQ(MBEDTLS_ERR_ECP_VERIFY_FAILED, verify(&it, &it.r, &it.s));
        it.hash[i % 32] ^= (unsigned char) (1 << i % 8);
        if (i < 3)
            numbers_out_of_range_are_refused(&it);
    }
    end(&it);
}

int main(int count, char **arguments)
{
    long rounds = count > 1 ? atol(arguments[1]) : DEFAULT_ROUNDS;
    for (enum e4j_cpu most = E4J_CPU_ANY; most <= E4J_CPU_NEWEST; most++) {
        e4j_cpu_limit(most);
        chachapolys_example();
        x25519s_examples();
        ecdsas_examples();
        signatures_are_good(rounds);
    }
    return check_result();
}
