/* What the files of the DTLS transport share: dtls.c moves datagrams, pending.c watches sessions, gate.c lets in. */
#ifndef E4J_DTLS_INTERNAL_H
#define E4J_DTLS_INTERNAL_H

#include "dtls/dtls.h"
#include "dtls/session_table.h"

enum {
    /* The largest record there can be, and a whole flight of a peer that knows no MTU. Longer datagrams are dropped. */
    E4J_DTLS_DATAGRAM_MAXIMUM = MBEDTLS_SSL_IN_CONTENT_LEN + 256
};

typedef struct {
    e4j_transport base;
    e4j_transport *lower;
    e4j_dtls_context *context;
    e4j_dtls_owner owner;
    e4j_session_table table;
    e4j_session_list pending; /* shake hands, or wait for an ENet peer */
    size_t pending_limit;
    e4j_session_list changed; /* of which the host is to be told */
    e4j_session *current;     /* whose last datagram holds more records */
    e4j_session *spare;       /* of a server: takes the next ClientHello from an unknown address */
    int refuses;
    int replaced;        /* a session has replaced another: nothing is received until the host knows */
    uint64_t due;        /* no pending session wants anything before that */
    uint64_t busy_since; /* when the handshakes of this pass began */
    e4j_dtls_counters counters;
    uint8_t received[E4J_DTLS_DATAGRAM_MAXIMUM];
    uint8_t gathered[E4J_DTLS_DATA_MAXIMUM];
} e4j_dtls;

/* ---- dtls.c ---- */

/* One step of a session's handshake. 1: it is ready; 0: it goes on; -1: it has failed, and the session is gone. */
int e4j_dtls_advance(e4j_dtls *self, e4j_session *session);

/* Takes a session out. With `announce`, the host is told if it can have peers there. */
void e4j_dtls_end(e4j_dtls *self, e4j_session *session, int announce);

/* ---- pending.c ---- */

/* Begins to watch a new session; the oldest one makes room when there are too many. 0, or -1 when none can. */
int e4j_pending_add(e4j_dtls *self, e4j_session *session);

/* The session became ready: from now on it waits for an ENet peer. */
void e4j_pending_ready(e4j_dtls *self, e4j_session *session);

/* To be called after each step: it may have set a timer. */
void e4j_pending_watch(e4j_dtls *self, const e4j_session *session);

/* Does what is due. */
void e4j_pending_run(e4j_dtls *self, uint64_t now);

/* ---- gate.c ---- */

/* The random bytes of a ClientHello, NULL when the datagram is none. */
const uint8_t *e4j_gate_hello(const uint8_t *datagram, size_t length);

/*
 * A ClientHello in self->received that belongs to no session; `present` is the one that its sender's address has, or
 * NULL. Answers with a cookie, or lets a new session in.
 */
void e4j_gate_open(e4j_dtls *self, const ENetAddress *from, size_t length, e4j_session *present);

#endif
