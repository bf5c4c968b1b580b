#include "dtls/keylog.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>

enum { RANDOM_LENGTH = 32, SECRET_LENGTH = 48 };

/* Set once. The lock that each stdio call takes keeps lines of several threads apart. */
static _Atomic(FILE *) file;

int e4j_keylog_open(const char *path)
{
    FILE *opened = fopen(path, "a");
    if (opened == NULL)
        return errno != 0 ? errno : EIO;
    file = opened;
    return 0;
}

static char *hex(char *to, const unsigned char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        *to++ = digits[bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
    return to;
}

static void write_keys(void *context, mbedtls_ssl_key_export_type type, const unsigned char *secret,
                       size_t secret_length, const unsigned char client_random[RANDOM_LENGTH],
                       const unsigned char server_random[RANDOM_LENGTH], mbedtls_tls_prf_types prf)
{
    (void) context;
    (void) server_random;
    (void) prf;
    if (type != MBEDTLS_SSL_KEY_EXPORT_TLS12_MASTER_SECRET || secret_length != SECRET_LENGTH)
        return;
    char random[2 * RANDOM_LENGTH + 1], master[2 * SECRET_LENGTH + 1];
    *hex(random, client_random, RANDOM_LENGTH) = '\0';
    *hex(master, secret, SECRET_LENGTH) = '\0';
    fprintf(file, "CLIENT_RANDOM %s %s\n", random, master);
    fflush(file);
}

void e4j_keylog_watch(mbedtls_ssl_context *ssl)
{
    if (file != NULL)
        mbedtls_ssl_set_export_keys_cb(ssl, write_keys, NULL);
}
