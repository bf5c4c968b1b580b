/*
 * One DTLS session with one address. It knows how to shake hands, to read and to write; which sessions there are, and
 * how long, is the business of lifecycle.c.
 */
#ifndef E4J_DTLS_SESSION_H
#define E4J_DTLS_SESSION_H

#include "dtls/context.h"
#include "net/transport.h"

enum {
    /* Of a handshake datagram: what IPv6 carries unfragmented everywhere (1280 with its headers). */
    E4J_DTLS_HANDSHAKE_MTU = 1232,
    /* The largest plaintext that is sent or taken, ENet's largest datagram. */
    E4J_DTLS_DATA_MAXIMUM = ENET_PROTOCOL_MAXIMUM_MTU,
    E4J_DTLS_RANDOM = 32,
    E4J_DTLS_CLIENT_ID = 18
};

typedef struct e4j_session e4j_session;

/* A place in one of the lists of session_table.h. */
typedef struct {
    e4j_session *previous, *next;
    int linked;
} e4j_session_link;

/* A list, oldest first, linked through the `e4j_session_link` at one offset in the session. */
typedef struct {
    e4j_session *first, *last;
    size_t offset;
    size_t count;
} e4j_session_list;

struct e4j_session {
    ENetAddress address;
    mbedtls_ssl_context ssl;
    e4j_dtls_context *context;
    e4j_transport *lower;
    const uint8_t *input; /* the datagram to be read, until it has been */
    size_t input_length;
    unsigned sent; /* datagrams */
    int ready;
    uint64_t intermediate, final; /* Mbed TLS's timer: when its two delays are over; final is 0 when it is off */
    e4j_session_failure failure;

    /* Kept by the transport. */
    int ended;
    int closing;                     /* on a client: the goodbye is sent and not answered yet */
    int wanted;                      /* while closing: ENet has something for this address again */
    int refusals;                    /* while a client shakes hands: how often nobody was at the port */
    uint8_t random[E4J_DTLS_RANDOM]; /* of the ClientHello that began it, on a server */
    e4j_session *successor;          /* on a server: shakes hands with the same address, to take this one's place */
    e4j_session *predecessor;        /* the other way round; who has one is not in the table */
    e4j_session *next_in_bucket;
    e4j_session_list *queue; /* the list of those that wait for something which it is in, or NULL */
    e4j_session_link queued, changed;
    uint64_t began;    /* when the handshake did */
    uint64_t deadline; /* while queued: what it waits for has to be there by then */
};

/* Holds the context. NULL when memory is short. */
e4j_session *e4j_session_create(e4j_dtls_context *context, e4j_transport *lower, const ENetAddress *address);
void e4j_session_destroy(e4j_session *session);

/* Makes it new, on a server, for what comes from this address. 0, or -1 when memory is short. */
int e4j_session_listen(e4j_session *session, const ENetAddress *address);

/* What a cookie is good for: an address and port. */
void e4j_session_client_id(const ENetAddress *address, uint8_t id[E4J_DTLS_CLIENT_ID]);

/* The datagram that the next step or read works on. It has to live until then. */
void e4j_session_give(e4j_session *session, const uint8_t *datagram, size_t length);

/*
 * Goes on with the handshake: reads what was given, sends and resends what is due. 1 once it is done, 0 while it is
 * not, -1 when it has failed (`failure` says why). MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED counts as a failure.
 */
int e4j_session_step(e4j_session *session);

/*
 * Reads one record. Its length; 0 when there is no more; E4J_RECEIVE_SKIP for one that is too large to be of use;
 * -1 when the session is over (`failure` says why).
 */
int e4j_session_read(e4j_session *session, ENetBuffer *buffer);

/* Whether the datagram given last holds another record. */
int e4j_session_has_more(const e4j_session *session);

/* Sends one record. 0, or -1 when it can't be sent. */
int e4j_session_write(e4j_session *session, const uint8_t *data, size_t length);

/* Tells the other side that this is the end. */
void e4j_session_say_goodbye(e4j_session *session);

/* When `step` has something to do though nothing arrives, UINT64_MAX for never. */
uint64_t e4j_session_due(const e4j_session *session);

#endif
