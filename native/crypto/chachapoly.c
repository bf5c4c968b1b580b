#include "crypto/cpu.h"
#include "crypto/fast.h"
#include "crypto/stack.h"

#include <mbedtls/constant_time.h>
#include <mbedtls/platform_util.h>
#include <stdint.h>
#include <string.h>

/*
 * What AWS-LC's assembly takes and gives back (its crypto/cipher_extra/internal.h): key, block counter, nonce; more
 * ciphertext for the tag, which we have none of; and in the same place the tag.
 */
typedef struct {
    _Alignas(16) union {
        struct {
            uint32_t key[8];
            uint32_t counter;
            uint8_t nonce[12];
            const uint8_t *extra;
            size_t extra_length;
        } in;
        uint8_t tag[16];
    } u;
} aead_data;

_Static_assert(sizeof(aead_data) == 64, "the assembly counts on it");

/* More than the assembly uses of the stack: 560 bytes on Windows, 384 on other x86-64, 80 on AArch64. */
#ifdef _WIN32
enum { STACK = 640 };
#else
enum { STACK = 448 };
#endif

void chacha20_poly1305_seal(uint8_t *out, const uint8_t *in, size_t length, const uint8_t *ad, size_t ad_length,
                            aead_data *);
void chacha20_poly1305_open(uint8_t *out, const uint8_t *in, size_t length, const uint8_t *ad, size_t ad_length,
                            aead_data *);

/* Mbed TLS keeps the key as it stands in ChaCha20's state: from the fifth word on, in the machine's byte order. */
static void start(aead_data *data, const mbedtls_chachapoly_context *context, const unsigned char nonce[12])
{
    memset(data, 0, sizeof *data);
    memcpy(data->u.in.key, context->MBEDTLS_PRIVATE(chacha20_ctx).MBEDTLS_PRIVATE(state) + 4, sizeof data->u.in.key);
    memcpy(data->u.in.nonce, nonce, sizeof data->u.in.nonce);
}

int e4j_chachapoly_encrypt_and_tag(mbedtls_chachapoly_context *context, size_t length, const unsigned char nonce[12],
                                   const unsigned char *aad, size_t aad_length, const unsigned char *input,
                                   unsigned char *output, unsigned char tag[16])
{
    if (!e4j_cpu_has_chachapoly())
        return mbedtls_chachapoly_encrypt_and_tag(context, length, nonce, aad, aad_length, input, output, tag);
    aead_data data;
    start(&data, context, nonce);
    chacha20_poly1305_seal(output, input, length, aad, aad_length, &data);
    e4j_stack_wipe(STACK);
    memcpy(tag, data.u.tag, sizeof data.u.tag);
    mbedtls_platform_zeroize(&data, sizeof data);
    return 0;
}

int e4j_chachapoly_auth_decrypt(mbedtls_chachapoly_context *context, size_t length, const unsigned char nonce[12],
                                const unsigned char *aad, size_t aad_length, const unsigned char tag[16],
                                const unsigned char *input, unsigned char *output)
{
    if (!e4j_cpu_has_chachapoly())
        return mbedtls_chachapoly_auth_decrypt(context, length, nonce, aad, aad_length, tag, input, output);
    aead_data data;
    start(&data, context, nonce);
    chacha20_poly1305_open(output, input, length, aad, aad_length, &data);
    e4j_stack_wipe(STACK);
    int differs = mbedtls_ct_memcmp(tag, data.u.tag, sizeof data.u.tag);
    mbedtls_platform_zeroize(&data, sizeof data);
    if (differs == 0)
        return 0;
    mbedtls_platform_zeroize(output, length);
    return MBEDTLS_ERR_CHACHAPOLY_AUTH_FAILED;
}
