/*
 * What DTLS sessions of one host share: their settings, certificates and key. Belongs to one host, like all that Mbed
 * TLS changes while it computes (the blinding values of an RSA key, for one). It lives until its last holder releases
 * it: a certificate that has been replaced is still that of the sessions which began with it.
 */
#ifndef E4J_DTLS_CONTEXT_H
#define E4J_DTLS_CONTEXT_H

#include <mbedtls/ssl.h>

#include <stddef.h>
#include <stdint.h>

/* A certificate or key in DER. */
typedef struct {
    const uint8_t *data;
    size_t length;
} e4j_der;

typedef struct {
    unsigned holders;
    int is_server;
    mbedtls_ssl_config config;
    mbedtls_x509_crt chain; /* a server's own, its leaf first; a client's trusted ones */
    mbedtls_pk_context key; /* a server's */
    char hostname[MBEDTLS_SSL_MAX_HOST_NAME_LEN + 1]; /* a client's: sent and checked, when not empty */
} e4j_dtls_context;

/* Why a context can't be made. */
typedef enum {
    E4J_DTLS_CONTEXT_OK,
    E4J_DTLS_CONTEXT_NO_MEMORY,
    E4J_DTLS_CONTEXT_BAD_CERTIFICATE, /* one that can't be read, none, or a chain too long for a handshake */
    E4J_DTLS_CONTEXT_BAD_KEY,         /* can't be read, or not the certificate's */
    E4J_DTLS_CONTEXT_BAD_HOSTNAME,    /* empty or too long */
    /* The certificate may not be used for what a server does with it. */
    E4J_DTLS_CONTEXT_BAD_KEY_USAGE,         /* no digitalSignature */
    E4J_DTLS_CONTEXT_BAD_EXTENDED_KEY_USAGE /* no serverAuth */
} e4j_dtls_context_status;

/* How a client looks at the server's certificate. */
typedef enum {
    E4J_DTLS_VERIFY_NONE, /* not at all */
    E4J_DTLS_VERIFY_CHAIN,
    E4J_DTLS_VERIFY_CHAIN_AND_NAME
} e4j_dtls_verification;

/*
 * A client's. With `lenient`, certificates that can't be read are passed over, as long as one can: a system's trust
 * store holds odd ones. The hostname counts only for E4J_DTLS_VERIFY_CHAIN_AND_NAME. NULL and *status on failure.
 */
e4j_dtls_context *e4j_dtls_context_client(const e4j_der *trusted, size_t count, int lenient,
                                          e4j_dtls_verification verification, const char *hostname,
                                          e4j_dtls_context_status *status);

/* A server's, with its certificate, the intermediate ones after it, and its key. NULL and *status on failure. */
e4j_dtls_context *e4j_dtls_context_server(const e4j_der *chain, size_t count, const e4j_der *key,
                                          e4j_dtls_context_status *status);

/* One holder more. */
e4j_dtls_context *e4j_dtls_context_hold(e4j_dtls_context *context);
/* One less, who made it being the first; the last one's call wipes the key. NULL is nothing to do. */
void e4j_dtls_context_release(e4j_dtls_context *context);

/* The system's random numbers, in the form that Mbed TLS takes them. */
int e4j_dtls_random(void *unused, unsigned char *buffer, size_t length);

#endif
