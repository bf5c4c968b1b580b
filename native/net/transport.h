/*
 * A transport moves whole datagrams for one ENet host. Plain UDP is one; DTLS client and server are two more that sit
 * on a UDP transport. ENet's ENetSocket is a pointer to one, and its enet_socket_* functions lead here
 * (platform/enet_platform.c).
 *
 * All functions but `wait` and `wake` are called under the connection's lock. `wait` runs without it, beside any of the
 * others but `close`; `wake` may come from any thread.
 */
#ifndef E4J_TRANSPORT_H
#define E4J_TRANSPORT_H

#include <enet/enet.h>

#include <stdint.h>

/* Answer of `receive`: this datagram is of no use, there may be another. The value is ENet's. */
#define E4J_RECEIVE_SKIP (-2)

/*
 * An option beside ENet's: several sockets of this process share one address, and the system hands each sender's
 * datagrams to one of them, always the same while no socket comes or goes. Refused where the system does not do that.
 */
#define E4J_SOCKOPT_REUSEPORT ((ENetSocketOption) 100)

/* Answer of `timer`: nothing is due. */
#define E4J_NO_TIMER UINT32_MAX

typedef struct e4j_transport e4j_transport;

/* The system's number of the error for which a transport answered -1, or could not be opened, last in this thread. */
extern _Thread_local int e4j_transport_error;

/* Why a session ended; what the numbers mean is dtls/failure.h's. All 0: nothing is wrong. */
typedef struct {
    int32_t kind;
    int32_t code;
    uint32_t detail;
} e4j_session_failure;

/* What became of the session with an address. */
typedef struct {
    ENetAddress address;
    int ready; /* 1: datagrams pass from now on; 0: the session has ended */
    e4j_session_failure failure;
} e4j_session_change;

/* Datagrams that the system would not have, since the start, and its number of the error for the last of them. */
typedef struct {
    uint64_t count;
    int error;
} e4j_unsent;

typedef struct {
    /* 0, or -1. */
    int (*bind)(e4j_transport *, const ENetAddress *);
    /* The local address and port, port 0 before the system has chosen one. 0, or -1. */
    int (*local_address)(e4j_transport *, ENetAddress *);
    /* 0, or -1 when the option is unknown or refused. */
    int (*set_option)(e4j_transport *, ENetSocketOption, int);
    /*
     * Sends the buffers as one datagram, from address->local if that is known. Its length; 0 when the system would not
     * have it (no room, no route, forbidden: see `unsent`); -1 when the socket itself is broken.
     */
    int (*send)(e4j_transport *, const ENetAddress *, const ENetBuffer *, size_t);
    /* Receives one datagram. Its length; 0 when there is none; E4J_RECEIVE_SKIP; -1 on an error. */
    int (*receive)(e4j_transport *, ENetAddress *, ENetBuffer *);
    /* Hands to the system what `send` has only collected. 0, or -1 on an error. */
    int (*flush)(e4j_transport *);
    /* They count as lost on the way. */
    e4j_unsent (*unsent)(e4j_transport *);
    /*
     * Asks the system to tell when nobody listens where datagrams were sent to (ICMP "port unreachable"). 0, or -1 when
     * it can't. From then on next_refusal is to be called whenever `receive` has answered 0, until it answers 0. Both
     * are NULL where the system has no such thing.
     */
    int (*report_refusals)(e4j_transport *);
    /*
     * The next address of which that was told. 1, or 0 when there is none. Many can forge such a message: it is a
     * reason to give up an attempt, never a connection.
     */
    int (*next_refusal)(e4j_transport *, ENetAddress *);
    /* Milliseconds until the transport wants to be served though nothing arrives, E4J_NO_TIMER when never. */
    uint32_t (*timer)(e4j_transport *);
    /* Sleeps until a datagram is there, `wake` is called, or the time in ms is over. 0, or -1 on an error. */
    int (*wait)(e4j_transport *, uint32_t);
    /* Ends a `wait`, the next one if none is under way; holds until `rest`. */
    void (*wake)(e4j_transport *);
    /* Forgets a `wake`. */
    void (*rest)(e4j_transport *);
    /*
     * The system's socket, to wait on it among others (net/selector.h) instead of with `wait`; -1 when there is
     * something to receive that the socket does not show.
     */
    intptr_t (*socket)(e4j_transport *);
    /*
     * The last connection with this address has ended; the failure is set if the transport never got through to it.
     * This and the next two are NULL when the transport keeps no sessions.
     */
    void (*forget)(e4j_transport *, const ENetAddress *, e4j_session_failure *);
    /* Nor shall there be another connection in the session, if it is kept for that. */
    void (*drop)(e4j_transport *, const ENetAddress *);
    /* The next change of a session since the last call. 1, or 0 when there is none. */
    int (*next_change)(e4j_transport *, e4j_session_change *);
    void (*close)(e4j_transport *);
} e4j_transport_ops;

struct e4j_transport {
    const e4j_transport_ops *ops;
};

/* A plain UDP transport: dual-stack IPv6 where the system has it, else IPv4. Not bound yet. NULL on failure. */
e4j_transport *e4j_udp_open(void);

/*
 * Whether e4j_udp_open may give a transport that moves many datagrams per system call, where the system can do that
 * (net/udp_linux.h); it may unless told otherwise. For the whole process.
 */
void e4j_udp_set_batching(int on);

#endif
