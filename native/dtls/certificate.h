/* Making certificates: self-signed ones for first steps, whole chains for tests. */
#ifndef E4J_DTLS_CERTIFICATE_H
#define E4J_DTLS_CERTIFICATE_H

#include "dtls/context.h"

/* Room that is enough for any certificate that e4j_certificate_write makes, as in Godot. */
enum { E4J_CERTIFICATE_MAXIMUM = 4096 };

typedef struct {
    e4j_der subject_key, issuer_key; /* private keys; the same for a self-signed one */
    const char *subject, *issuer;    /* as "CN=myserver,O=myorganisation,C=IT" */
    const char *not_before, *not_after; /* UTC, YYYYMMDDhhmmss */
    int is_ca;
    int path_length; /* of a CA: how many more may stand below it, -1 for any number */
} e4j_certificate;

/*
 * Writes an X.509 v3 certificate in DER, signed with SHA-256, with a random serial number. Its length, or Mbed TLS's
 * negative code.
 */
int e4j_certificate_write(const e4j_certificate *certificate, uint8_t *out, size_t room);

/* The numbers of a private key; those that its kind has not are empty. Big-endian, without leading zeros. */
typedef struct {
    enum { E4J_KEY_RSA, E4J_KEY_EC } kind;
    const char *curve; /* by its name in SEC 2 */
    mbedtls_mpi n, e, d, p, q, dp, dq, qp;
} e4j_key_numbers;

/*
 * Reads a private key: PKCS#1, SEC1 or PKCS#8, not encrypted. 0, or Mbed TLS's negative code. To be released, which
 * wipes it, in either case.
 */
int e4j_key_read(const e4j_der *key, e4j_key_numbers *numbers);
void e4j_key_release(e4j_key_numbers *numbers);

#endif
