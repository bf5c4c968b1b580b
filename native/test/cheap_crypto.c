#include "cheap_crypto.h"

#include <mbedtls/cipher.h>
#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <mbedtls/sha256.h>
#include <string.h>

static int open_records;

void cheap_crypto_open_records(int on)
{
    open_records = on;
}

int __wrap_mbedtls_ecp_mul_restartable(mbedtls_ecp_group *group, mbedtls_ecp_point *product,
                                       const mbedtls_mpi *number, const mbedtls_ecp_point *point, mbedtls_f_rng_t *rng,
                                       void *rng_context, mbedtls_ecp_restart_ctx *restart);
int __wrap_e4j_ecp_mul(mbedtls_ecp_group *group, mbedtls_ecp_point *product, const mbedtls_mpi *number,
                       const mbedtls_ecp_point *point, mbedtls_f_rng_t *rng, void *rng_context,
                       mbedtls_ecp_restart_ctx *restart);
int __wrap_mbedtls_pk_sign(mbedtls_pk_context *key, mbedtls_md_type_t kind, const unsigned char *hash,
                           size_t hash_length, unsigned char *signature, size_t room, size_t *length,
                           mbedtls_f_rng_t *rng, void *rng_context);
int __wrap_mbedtls_pk_verify_restartable(mbedtls_pk_context *key, mbedtls_md_type_t kind, const unsigned char *hash,
                                         size_t hash_length, const unsigned char *signature, size_t length,
                                         mbedtls_pk_restart_ctx *restart);
int __real_mbedtls_cipher_auth_encrypt_ext(mbedtls_cipher_context_t *cipher, const unsigned char *iv,
                                           size_t iv_length, const unsigned char *about, size_t about_length,
                                           const unsigned char *in, size_t in_length, unsigned char *out, size_t room,
                                           size_t *length, size_t tag_length);
int __wrap_mbedtls_cipher_auth_encrypt_ext(mbedtls_cipher_context_t *cipher, const unsigned char *iv,
                                           size_t iv_length, const unsigned char *about, size_t about_length,
                                           const unsigned char *in, size_t in_length, unsigned char *out, size_t room,
                                           size_t *length, size_t tag_length);
int __real_mbedtls_cipher_auth_decrypt_ext(mbedtls_cipher_context_t *cipher, const unsigned char *iv,
                                           size_t iv_length, const unsigned char *about, size_t about_length,
                                           const unsigned char *in, size_t in_length, unsigned char *out, size_t room,
                                           size_t *length, size_t tag_length);
int __wrap_mbedtls_cipher_auth_decrypt_ext(mbedtls_cipher_context_t *cipher, const unsigned char *iv,
                                           size_t iv_length, const unsigned char *about, size_t about_length,
                                           const unsigned char *in, size_t in_length, unsigned char *out, size_t room,
                                           size_t *length, size_t tag_length);

int __wrap_mbedtls_sha256_update(mbedtls_sha256_context *context, const unsigned char *in, size_t length);
int __wrap_mbedtls_sha256_finish(mbedtls_sha256_context *context, unsigned char *out);

/* FNV-1a, spread over as many bytes. */
int __wrap_mbedtls_sha256_update(mbedtls_sha256_context *context, const unsigned char *in, size_t length)
{
    uint64_t hash;
    memcpy(&hash, context->MBEDTLS_PRIVATE(state), sizeof hash);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ in[i]) * UINT64_C(0x100000001b3);
    memcpy(context->MBEDTLS_PRIVATE(state), &hash, sizeof hash);
    return 0;
}

int __wrap_mbedtls_sha256_finish(mbedtls_sha256_context *context, unsigned char *out)
{
    uint64_t hash;
    memcpy(&hash, context->MBEDTLS_PRIVATE(state), sizeof hash);
    for (int i = 0; i < (context->MBEDTLS_PRIVATE(is224) ? 28 : 32); i++) {
        hash = (hash ^ hash >> 29) * UINT64_C(0xbf58476d1ce4e5b9) + 1;
        out[i] = (unsigned char) (hash >> 56);
    }
    return 0;
}

/* a (b G) is b (a G) here too. */
static int multiply(const mbedtls_ecp_group *group, mbedtls_ecp_point *product, const mbedtls_mpi *number,
                    const mbedtls_ecp_point *point)
{
    mbedtls_mpi x;
    mbedtls_mpi_init(&x);
    int code = mbedtls_mpi_mul_mpi(&x, number, &point->MBEDTLS_PRIVATE(X));
    if (code == 0)
        code = mbedtls_mpi_mod_mpi(&product->MBEDTLS_PRIVATE(X), &x, &group->P);
    if (code == 0)
        code = mbedtls_mpi_copy(&product->MBEDTLS_PRIVATE(Y), &point->MBEDTLS_PRIVATE(Y));
    if (code == 0)
        code = mbedtls_mpi_lset(&product->MBEDTLS_PRIVATE(Z), 1);
    mbedtls_mpi_free(&x);
    return code;
}

int __wrap_mbedtls_ecp_mul_restartable(mbedtls_ecp_group *group, mbedtls_ecp_point *product,
                                       const mbedtls_mpi *number, const mbedtls_ecp_point *point, mbedtls_f_rng_t *rng,
                                       void *rng_context, mbedtls_ecp_restart_ctx *restart)
{
    (void) rng;
    (void) rng_context;
    (void) restart;
    return multiply(group, product, number, point);
}

/* The stand-in for it (crypto/fast.h). */
int __wrap_e4j_ecp_mul(mbedtls_ecp_group *group, mbedtls_ecp_point *product, const mbedtls_mpi *number,
                       const mbedtls_ecp_point *point, mbedtls_f_rng_t *rng, void *rng_context,
                       mbedtls_ecp_restart_ctx *restart)
{
    (void) rng;
    (void) rng_context;
    (void) restart;
    return multiply(group, product, number, point);
}

int __wrap_mbedtls_pk_sign(mbedtls_pk_context *key, mbedtls_md_type_t kind, const unsigned char *hash,
                           size_t hash_length, unsigned char *signature, size_t room, size_t *length,
                           mbedtls_f_rng_t *rng, void *rng_context)
{
    static const unsigned char always[] = {0x30, 6, 2, 1, 1, 2, 1, 1};
    (void) key;
    (void) kind;
    (void) hash;
    (void) hash_length;
    (void) rng;
    (void) rng_context;
    if (room < sizeof always)
        return MBEDTLS_ERR_PK_BUFFER_TOO_SMALL;
    memcpy(signature, always, sizeof always);
    *length = sizeof always;
    return 0;
}

int __wrap_mbedtls_pk_verify_restartable(mbedtls_pk_context *key, mbedtls_md_type_t kind, const unsigned char *hash,
                                         size_t hash_length, const unsigned char *signature, size_t length,
                                         mbedtls_pk_restart_ctx *restart)
{
    (void) key;
    (void) kind;
    (void) hash;
    (void) hash_length;
    (void) signature;
    (void) restart;
    return length > 0 ? 0 : MBEDTLS_ERR_PK_SIG_LEN_MISMATCH;
}

int __wrap_mbedtls_cipher_auth_encrypt_ext(mbedtls_cipher_context_t *cipher, const unsigned char *iv,
                                           size_t iv_length, const unsigned char *about, size_t about_length,
                                           const unsigned char *in, size_t in_length, unsigned char *out, size_t room,
                                           size_t *length, size_t tag_length)
{
    if (!open_records)
        return __real_mbedtls_cipher_auth_encrypt_ext(cipher, iv, iv_length, about, about_length, in, in_length, out,
                                                      room, length, tag_length);
    if (room < in_length + tag_length)
        return MBEDTLS_ERR_CIPHER_BAD_INPUT_DATA;
    memmove(out, in, in_length);
    memset(out + in_length, 0, tag_length);
    *length = in_length + tag_length;
    return 0;
}

int __wrap_mbedtls_cipher_auth_decrypt_ext(mbedtls_cipher_context_t *cipher, const unsigned char *iv,
                                           size_t iv_length, const unsigned char *about, size_t about_length,
                                           const unsigned char *in, size_t in_length, unsigned char *out, size_t room,
                                           size_t *length, size_t tag_length)
{
    if (!open_records)
        return __real_mbedtls_cipher_auth_decrypt_ext(cipher, iv, iv_length, about, about_length, in, in_length, out,
                                                      room, length, tag_length);
    if (in_length < tag_length || room < in_length - tag_length)
        return MBEDTLS_ERR_CIPHER_BAD_INPUT_DATA;
    memmove(out, in, in_length - tag_length);
    *length = in_length - tag_length;
    return 0;
}
