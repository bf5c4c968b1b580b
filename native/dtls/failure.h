/* Why a DTLS session ended, in terms that a program can act on, and in words. */
#ifndef E4J_DTLS_FAILURE_H
#define E4J_DTLS_FAILURE_H

#include "net/transport.h"

#include <mbedtls/ssl.h>

/* Values of e4j_session_failure.kind; DtlsError.Kind in Java has the same. */
typedef enum {
    E4J_DTLS_NO_FAILURE,
    E4J_DTLS_UNTRUSTED,    /* no chain from the certificate to a trusted one; `detail`: MBEDTLS_X509_BADCERT_ flags */
    E4J_DTLS_WRONG_NAME,   /* the certificate is for another name; `detail` likewise */
    E4J_DTLS_EXPIRED,      /* expired or not yet valid; `detail` likewise */
    E4J_DTLS_UNACCEPTABLE, /* a weak key or signature, or not made for this use; `detail` likewise */
    E4J_DTLS_ALERT,        /* the other side gave up; `detail`: its alert's number */
    E4J_DTLS_TIMEOUT,      /* the other side does not answer; `detail`: 1 when nobody is at its port */
    E4J_DTLS_CLOSED,       /* the other side closed the session, or began another one from the same address */
    E4J_DTLS_PROTOCOL,     /* anything else that Mbed TLS reports */
    E4J_DTLS_FAILURE_KINDS
} e4j_dtls_failure_kind;

/* Of kind E4J_DTLS_TIMEOUT. */
extern const e4j_session_failure e4j_dtls_no_answer, e4j_dtls_nobody_there;

/* The failure behind what a function of Mbed TLS answered for this session. */
e4j_session_failure e4j_dtls_failure_of(const mbedtls_ssl_context *ssl, int code);

/* A sentence on one line, cut to the room there is. */
void e4j_dtls_failure_text(const e4j_session_failure *failure, char *text, size_t room);

#endif
