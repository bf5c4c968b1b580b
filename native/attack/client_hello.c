#include "attack/client_hello.h"

#include <string.h>

/* What follows the cookie: both kinds of suites, no compression, and the extensions without which nothing is agreed. */
static const uint8_t tail[] = {
    0, 4, 0xcc, 0xa8, 0xcc, 0xa9, 1, 0,          /* ECDHE-RSA and ECDHE-ECDSA with ChaCha20-Poly1305 */
    0, 28,                                       /* all extensions */
    0, 10, 0, 6, 0, 4, 0, 29, 0, 23,             /* supported_groups: x25519, secp256r1 */
    0, 13, 0, 8, 0, 6, 4, 3, 4, 1, 5, 1,         /* signature_algorithms: ECDSA, RSA with SHA-256; RSA with SHA-384 */
    0, 11, 0, 2, 1, 0,                           /* ec_point_formats: uncompressed */
};

static uint8_t *put16(uint8_t *at, size_t value)
{
    at[0] = (uint8_t) (value >> 8);
    at[1] = (uint8_t) value;
    return at + 2;
}

static uint8_t *put24(uint8_t *at, size_t value)
{
    *at = 0;
    return put16(at + 1, value);
}

static uint8_t *put(uint8_t *at, const void *data, size_t length)
{
    if (length > 0)
        memcpy(at, data, length);
    return at + length;
}

size_t client_hello_write(uint8_t out[CLIENT_HELLO_MAXIMUM], const uint8_t random[CLIENT_HELLO_RANDOM],
                          const uint8_t *cookie, size_t cookie_length)
{
    enum { HEADER = 12 };
    uint8_t number = cookie_length > 0;
    size_t body = 2 + CLIENT_HELLO_RANDOM + 1 + 1 + cookie_length + sizeof tail;
    uint8_t *at = put(out, "\x16\xfe\xfd\0\0\0\0\0\0\0", 10); /* a record of epoch 0 */
    *at++ = number;
    at = put16(at, HEADER + body);
    *at++ = 1;
    at = put24(at, body);
    at = put16(at, number);
    at = put24(at, 0);
    at = put24(at, body); /* in one fragment */
    at = put(at, "\xfe\xfd", 2);
    at = put(at, random, CLIENT_HELLO_RANDOM);
    *at++ = 0; /* no session */
    *at++ = (uint8_t) cookie_length;
    at = put(at, cookie, cookie_length);
    at = put(at, tail, sizeof tail);
    return (size_t) (at - out);
}

const uint8_t *client_hello_cookie(const uint8_t *datagram, size_t length, size_t *cookie_length)
{
    enum { TYPE = 13, LENGTH = 27, COOKIE, HELLO_VERIFY_REQUEST = 3 };
    if (length < COOKIE || datagram[TYPE] != HELLO_VERIFY_REQUEST || datagram[LENGTH] > length - COOKIE)
        return NULL;
    *cookie_length = datagram[LENGTH];
    return datagram + COOKIE;
}
