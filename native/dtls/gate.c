/* How a server lets clients in: no memory is spent on an address that has not sent back its cookie. */
#include "dtls/dtls_internal.h"

#include <string.h>

/* Where things are in a datagram that begins with a ClientHello. */
enum { RECORD_TYPE = 0, VERSION_MAJOR = 1, EPOCH = 3, MESSAGE_TYPE = 13, FRAGMENT_OFFSET = 19, RANDOM = 27 };
enum { TYPE_HANDSHAKE = 22, DTLS_MAJOR = 0xfe, CLIENT_HELLO = 1 };

const uint8_t *e4j_gate_hello(const uint8_t *datagram, size_t length)
{
    static const uint8_t zero[3];
    if (length < RANDOM + E4J_DTLS_RANDOM || datagram[RECORD_TYPE] != TYPE_HANDSHAKE ||
        datagram[VERSION_MAJOR] != DTLS_MAJOR || memcmp(datagram + EPOCH, zero, 2) != 0 ||
        datagram[MESSAGE_TYPE] != CLIENT_HELLO || memcmp(datagram + FRAGMENT_OFFSET, zero, 3) != 0)
        return NULL;
    return datagram + RANDOM;
}

/*
 * The spare session has taken a good cookie and becomes one of the address's. A session that is ready there goes on
 * until the new handshake is done: anybody who saw a cookie go by can send it again, but only its owner can finish.
 */
static void admit(e4j_dtls *self, e4j_session *session, e4j_session *present)
{
    self->counters.started++;
    if (present != NULL && present->successor != NULL)
        e4j_dtls_end(self, present->successor, 0);
    if (present != NULL && !present->ready) {
        e4j_dtls_end(self, present, 0);
        present = NULL;
    }
    /* Making room may end the very session that is to be succeeded. */
    if (e4j_pending_add(self, session) != 0) {
        e4j_session_destroy(session);
        return;
    }
    present = e4j_session_find(&self->table, &session->address);
    if (present != NULL) {
        present->successor = session;
        session->predecessor = present;
    } else {
        e4j_session_insert(&self->table, session);
    }
    e4j_pending_watch(self, session);
}

void e4j_gate_open(e4j_dtls *self, const ENetAddress *from, size_t length, e4j_session *present)
{
    if (self->refuses) {
        self->counters.refused++;
        return;
    }
    e4j_session *session = self->spare;
    if (session == NULL)
        session = self->spare = e4j_session_create(self->context, self->lower, from);
    if (session == NULL || e4j_session_listen(session, from) != 0)
        return;
    e4j_session_give(session, self->received, length);
    int result = e4j_session_step(session);
    if (result < 0 && session->failure.code == MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED) {
        self->counters.cookies++;
    } else if (result < 0) {
        self->counters.failed[session->failure.kind]++;
    } else if (session->sent == 0) {
        self->counters.ignored++; /* Mbed TLS could make nothing of it */
    } else {
        memcpy(session->random, e4j_gate_hello(self->received, length), E4J_DTLS_RANDOM);
        self->spare = NULL;
        admit(self, session, present);
    }
}
