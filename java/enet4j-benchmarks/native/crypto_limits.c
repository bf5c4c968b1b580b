#include "crypto_limits.h"

#include "clock.h"
#include "crypto/fast.h"
#include "platform/system.h"

#include <mbedtls/ecdh.h>
#include <mbedtls/ecdsa.h>
#include <stdint.h>
#include <stdio.h>

enum { DATAGRAM = 1400, HASH = 32 };

static uint8_t payload[DATAGRAM];

static double measure_cipher(mbedtls_chachapoly_context *context, int open, double seconds)
{
    static uint8_t out[DATAGRAM];
    uint8_t nonce[12] = {0}, aad[13] = {0}, tag[16];
    unsigned long count = 0;
    uint64_t start = wall(), used = cpu();
    e4j_chachapoly_encrypt_and_tag(context, DATAGRAM, nonce, aad, sizeof aad, payload, out, tag);
    for (; wall() - start < (uint64_t) (seconds * 1e9); count++) {
        if (open && e4j_chachapoly_auth_decrypt(context, DATAGRAM, nonce, aad, sizeof aad, tag, out, payload) != 0)
            fail("not opened");
        if (!open)
            e4j_chachapoly_encrypt_and_tag(context, DATAGRAM, nonce, aad, sizeof aad, payload, out, tag);
    }
    return (double) (cpu() - used) / (double) count / DATAGRAM * 1000;
}

void bulk_of_cipher(double seconds)
{
    static const uint8_t key[32] = {1};
    mbedtls_chachapoly_context context;
    mbedtls_chachapoly_init(&context);
    mbedtls_chachapoly_setkey(&context, key);
    double seal = measure_cipher(&context, 0, seconds / 2), open = measure_cipher(&context, 1, seconds / 2);
    mbedtls_chachapoly_free(&context);
    printf("{\"mbps\": %.1f, \"sender_ns_per_kb\": %.1f, \"receiver_ns_per_kb\": %.1f}\n",
           1e6 / (seal > open ? seal : open), seal, open);
}

static int fill(void *context, unsigned char *bytes, size_t length)
{
    (void) context;
    return e4j_system_random(bytes, length);
}

/* One side's part of the key exchange: its key pair, and the secret of its private and the other's public key. */
static void exchange(mbedtls_ecp_group *group, mbedtls_ecp_point *own, const mbedtls_ecp_point *other)
{
    mbedtls_mpi key, secret;
    mbedtls_mpi_init(&key);
    mbedtls_mpi_init(&secret);
    if (mbedtls_ecdh_gen_public(group, &key, own, fill, NULL) != 0 ||
        mbedtls_ecdh_compute_shared(group, &secret, other, &key, fill, NULL) != 0)
        fail("no key exchange");
    mbedtls_mpi_free(&key);
    mbedtls_mpi_free(&secret);
}

void connects_of_keys(double seconds)
{
    static const uint8_t hash[HASH] = {1};
    mbedtls_ecp_group group;
    mbedtls_ecp_point server, client;
    mbedtls_ecdsa_context key;
    mbedtls_mpi r, s;
    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&server);
    mbedtls_ecp_point_init(&client);
    mbedtls_ecdsa_init(&key);
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    if (mbedtls_ecp_group_load(&group, MBEDTLS_ECP_DP_CURVE25519) != 0 ||
        mbedtls_ecp_copy(&client, &group.G) != 0 || /* until it has made one */
        mbedtls_ecdsa_genkey(&key, MBEDTLS_ECP_DP_SECP256R1, fill, NULL) != 0)
        fail("no keys");
    unsigned long count = 0;
    uint64_t start = wall(), of_server = 0;
    for (; wall() - start < (uint64_t) (seconds * 1e9); count++) {
        uint64_t used = cpu();
        exchange(&group, &server, &client);
        if (mbedtls_ecdsa_sign(&key.MBEDTLS_PRIVATE(grp), &r, &s, &key.MBEDTLS_PRIVATE(d), hash, HASH, fill, NULL) != 0)
            fail("not signed");
        of_server += cpu() - used;
        exchange(&group, &client, &server);
        if (mbedtls_ecdsa_verify(&key.MBEDTLS_PRIVATE(grp), hash, HASH, &key.MBEDTLS_PRIVATE(Q), &r, &s) != 0)
            fail("not verified");
    }
    printf("{\"connects_per_s\": %.0f, \"server_cpu_us\": %.1f}\n", (double) count / (double) (wall() - start) * 1e9,
           (double) of_server / 1e3 / (double) count);
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&s);
    mbedtls_ecdsa_free(&key);
    mbedtls_ecp_point_free(&server);
    mbedtls_ecp_point_free(&client);
    mbedtls_ecp_group_free(&group);
}
