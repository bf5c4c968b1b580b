/*
 * What the files of the DTLS transport share. Each calls only those below it: dtls.c moves datagrams, gate.c lets
 * clients in, lifecycle.c knows which sessions there are and how long; below that session.c is one of them.
 */
#ifndef E4J_DTLS_INTERNAL_H
#define E4J_DTLS_INTERNAL_H

#include "dtls/dtls.h"
#include "dtls/hello.h"
#include "dtls/session_table.h"
#include "net/rate_limit.h"

#include <mbedtls/ssl_cookie.h>

enum {
    /* The largest record there can be, and a whole flight of a peer that knows no MTU. Longer datagrams are dropped. */
    E4J_DTLS_DATAGRAM_MAXIMUM = MBEDTLS_SSL_IN_CONTENT_LEN + 256,
    /* ms that a handshake gets. */
    E4J_DTLS_HANDSHAKE_TIME = 10000
};

/* What only a server has. */
typedef struct {
    int refuses;
    e4j_session *spare; /* takes the next ClientHello from an unknown address */
    mbedtls_ssl_cookie_ctx cookies;
    e4j_handshake_limits limits;
    e4j_bucket handshakes;
    e4j_address_table addresses; /* those that began handshakes */
    e4j_hello_queue queue;
} e4j_dtls_server;

typedef struct {
    e4j_transport base;
    e4j_transport *lower;
    e4j_dtls_context *context; /* of the sessions to come */
    e4j_dtls_owner owner;
    e4j_session_table table;
    /* A session that waits is in one of these: */
    e4j_session_list pending;  /* shakes hands, or waits for an ENet peer */
    e4j_session_list retained; /* of a server: its last ENet peer has gone, and there may be another */
    e4j_session_list closing;  /* of a client: waits for the answer to its goodbye */
    size_t pending_limit;
    uint64_t due;             /* none of them wants anything before that */
    e4j_session_list changed; /* of which the host is to be told */
    e4j_session *current;     /* whose last datagram holds more records */
    e4j_uint128 local;        /* the address of this machine that the last datagram came to */
    uint64_t now;             /* when `receive` was called last */
    int replaced;             /* a session has replaced another: nothing is received until the host knows */
    uint64_t busy_since;      /* when the handshakes of this pass began */
    int hears_refusals;       /* of a client */
    e4j_dtls_server *server;  /* NULL on a client */
    e4j_dtls_counters counters;
    e4j_handshakes handshakes;
    uint8_t received[E4J_DTLS_DATAGRAM_MAXIMUM];
    uint8_t gathered[E4J_DTLS_DATA_MAXIMUM];
} e4j_dtls;

/* ---- gate.c ---- */

/* A server's context from now on, for all sessions that begin. */
void e4j_gate_use(e4j_dtls *self, e4j_dtls_context *context);

/*
 * A ClientHello in self->received that belongs to no session; `present` is the one that its sender's address has, or
 * NULL. Answers with a cookie, or has it wait for its turn.
 */
void e4j_gate_take(e4j_dtls *self, const ENetAddress *from, size_t length, const e4j_hello *hello,
                   const e4j_session *present, uint64_t now);

/* Begins the next handshake whose turn it is. Whether there was one. */
int e4j_gate_serve(e4j_dtls *self, uint64_t now);

/* Milliseconds until `serve` may have something to do, UINT64_MAX when nobody waits. */
uint64_t e4j_gate_wait(const e4j_dtls *self, uint64_t now);

/* ---- lifecycle.c ---- */

/* A client's new session, which has said hello. */
void e4j_lifecycle_open(e4j_dtls *self, const ENetAddress *address);

/* A server's new session with a good cookie. It goes when there is no room for it. */
void e4j_lifecycle_admit(e4j_dtls *self, e4j_session *session, uint64_t now);

/* One step of a session's handshake. 1: it is ready; 0: it goes on; -1: it has failed, and the session is gone. */
int e4j_lifecycle_advance(e4j_dtls *self, e4j_session *session);

/* ENet has something for this session's address. */
void e4j_lifecycle_claim(e4j_dtls *self, e4j_session *session);

/* A session without a peer has brought something: its client is still there. */
void e4j_lifecycle_extend(e4j_session *session, uint64_t now);

/* The last ENet peer at this session's address has gone. */
void e4j_lifecycle_let_go(e4j_dtls *self, e4j_session *session);

/* A handshake has failed. */
void e4j_lifecycle_failed(e4j_dtls *self, const e4j_session *session, e4j_session_failure failure);

/* The other side has answered a goodbye. */
void e4j_lifecycle_closed(e4j_dtls *self, e4j_session *session);

/* This handshake leads nowhere: the other side does not answer. */
void e4j_lifecycle_give_up(e4j_dtls *self, e4j_session *session, e4j_session_failure failure);

/* Takes a session out. With `announce`, the host is told if it can have peers there. */
void e4j_lifecycle_end(e4j_dtls *self, e4j_session *session, int announce);

/* Says goodbye, and ends a session of which the host knows nothing or wants nothing. */
void e4j_lifecycle_close(e4j_dtls *self, e4j_session *session);

/* A session of which the host has been told that it has ended. */
void e4j_lifecycle_destroy(e4j_dtls *self, e4j_session *session);

/* Does what is due. */
void e4j_lifecycle_run(e4j_dtls *self, uint64_t now);

#endif
