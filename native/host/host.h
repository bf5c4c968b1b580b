/*
 * One ENet host as a Java connection sees it: events in a buffer, peers named by slot and generation instead of by
 * pointer, the last statistics of a peer that has gone, totals in 64 bits, and the time of the next timer.
 * Free of JNI, so that the C tests and the fuzzers drive what Java drives. Not thread-safe but where noted: the
 * connection's lock in Java stands around every call.
 */
#ifndef E4J_HOST_H
#define E4J_HOST_H

#include "compress/compress.h"
#include "dtls/dtls.h"
#include "host/arrival.h"
#include "host/connect_gate.h"
#include "host/event_buffer.h"
#include "host/incoming.h"
#include "host/outgoing.h"
#include "host/window.h"

#include <enet/enet.h>

#include <stdatomic.h>
#include <stdint.h>

/* Godot's error codes (its global scope enum Error), as far as C answers with them. */
enum {
    E4J_OK = 0,
    E4J_FAILED = 1,
    E4J_UNCONFIGURED = 3,
    E4J_INVALID_PARAMETER = 31,
    E4J_BUSY = 44
};

/* The flags a packet may be sent with: RELIABLE, UNSEQUENCED, UNRELIABLE_FRAGMENT. */
enum { E4J_PACKET_FLAGS = 1 | 2 | 8 };

/*
 * What a bound host asks for, bytes: everybody's packets come to one socket, and its thread may stop for a moment. ENet
 * asks for a quarter, which the others keep.
 */
enum { E4J_BOUND_RECEIVE_BUFFER = 1 << 20 };

/* The four counters of Godot's HostStatistic, in its order. */
enum { E4J_HOST_STATISTICS = 4 };

typedef struct e4j_host e4j_host;

/* Why a connection has ended, in the order of DisconnectReason.java. */
typedef enum {
    E4J_REASON_REMOTE,
    E4J_REASON_LOCAL,
    E4J_REASON_TIMEOUT,
    E4J_REASON_CONNECT_TIMEOUT,
    E4J_REASON_RESET,
    E4J_REASON_DTLS
} e4j_disconnect_reason;

/* What follows one ENetPeer; ENetPeer.data points here. */
typedef struct {
    e4j_host *host;
    uint32_t generation; /* of the Java peer that stands for it, 0 while none does */
    int ended_here; /* this side has asked for the end of the connection */
    e4j_disconnect_reason reason;
    e4j_peer_statistics last;
    e4j_session_failure failure; /* of the DTLS session, when that is why the connection has ended */
    int sessionless;             /* its DTLS session went first */
    e4j_incoming incoming;
    e4j_outgoing outgoing;
    e4j_work work;
} e4j_slot;

struct e4j_host {
    ENetHost *enet;
    int is_bound;        /* to an address or port that the program has chosen */
    e4j_transport *dtls; /* the host's transport once it is a DTLS one, else NULL */
    e4j_slot *slots;
    e4j_window window;
    e4j_received_total *received;
    e4j_incoming_limits incoming_limits;
    e4j_incoming_counters incoming_counters;
    e4j_arrivals arrivals;
    e4j_gate gate;
    size_t maximum_queued; /* bytes that may be queued for one peer */
    uint64_t totals[E4J_HOST_STATISTICS];
};

static inline e4j_slot *e4j_slot_of(const ENetPeer *peer)
{
    return peer->data;
}

/* Gives the slot's connection a name, a new generation: from here on a program knows it. */
uint32_t e4j_slot_name(e4j_slot *slot);

/* Takes ENet's own counts over into the host's, before they overflow. */
void e4j_host_collect_totals(e4j_host *host);

/*
 * The generation given out last. One count for all hosts of the process: a name is never that of another host's peer
 * either.
 */
extern atomic_uint e4j_last_generation;

/* Names one connection of a peer slot; a name that is out of date reaches nothing. */
typedef struct {
    uint32_t slot;
    uint32_t generation;
} e4j_peer_name;

/* Sets ENet up, once in a process. 0, or -1. */
int e4j_host_initialize(void);

/* The address is NULL for a host that is not bound. NULL when the socket or the memory can't be had. */
e4j_host *e4j_host_create(const ENetAddress *address, size_t peers, size_t channels, uint32_t in_bandwidth,
                          uint32_t out_bandwidth);

/* One on the address of another host of this process, which has said that it shares it. */
e4j_host *e4j_host_create_sharing(const ENetAddress *address, size_t peers, size_t channels, uint32_t in_bandwidth,
                                  uint32_t out_bandwidth);

/* Lets further hosts have the address of this one. 0, or -1 where the system does not share an address out. */
int e4j_host_share_address(e4j_host *host);
void e4j_host_destroy(e4j_host *host);

/*
 * Fills the buffer: with `io` after sending and receiving, else only with what ENet has queued. At most one CONNECT or
 * DISCONNECT, and then nothing else, so that what a peer answers about itself goes with the order of the events; but a
 * connection whose place a new one takes has its DISCONNECT right before that CONNECT. The number of events, or -1 on a
 * socket error (the host goes on).
 */
int e4j_host_service(e4j_host *host, int io, e4j_event_buffer *events);

/* Milliseconds, at most `limit`, until a timer of ENet or of the transport is due. Walks over all slots. */
uint32_t e4j_host_wait_time(const e4j_host *host, uint32_t limit);

/* Waits for a datagram or for e4j_host_wake. Both may run beside any other call but destroy. 0, or -1. */
int e4j_host_wait(e4j_host *host, uint32_t milliseconds);
void e4j_host_wake(e4j_host *host);
/* After e4j_host_wake: lets e4j_host_wait wait again. */
void e4j_host_rest(e4j_host *host);

/* The system's socket, or -1 when there is something to receive at once: see e4j_transport_ops.socket. */
intptr_t e4j_host_socket(const e4j_host *host);

/* 0, or -1 when no slot is free or memory is short. */
int e4j_host_connect(e4j_host *host, const ENetAddress *address, size_t channels, uint32_t data, e4j_peer_name *name);

void e4j_host_flush(e4j_host *host);

/*
 * From now on the host speaks DTLS, on the socket that it has; once in its life. The context is the host's then, wiped
 * with it. E4J_OK or E4J_FAILED; after that the context is still the caller's.
 */
int e4j_host_use_dtls(e4j_host *host, e4j_dtls_context *context);

/* Sends a datagram as it is, from the address of this machine that the other side speaks to, if it does. 0, or -1. */
int e4j_host_socket_send(e4j_host *host, const ENetAddress *address, const void *data, size_t length);

/* The counter since the last call for it. */
uint64_t e4j_host_pop_statistic(e4j_host *host, int statistic);

/* Datagrams that the system would not send; see e4j_transport_ops. */
e4j_unsent e4j_host_unsent(const e4j_host *host);

/* The port that the system knows, 0 when there is none yet. */
int e4j_host_local_port(e4j_host *host);

/* NULL: ENet has all datagrams. */
void e4j_host_set_intercept(e4j_host *host, e4j_intercept intercept, void *context);

/*
 * Asked before ENet spends a slot on a CONNECT, once its sender's address is proved where the gate or DTLS sees to
 * that. NULL: everybody may connect.
 */
void e4j_host_set_admission(e4j_host *host, e4j_admission admission, void *context);

/* The peer of that name, or NULL when its connection is over. */
ENetPeer *e4j_host_peer(const e4j_host *host, e4j_peer_name name);

typedef enum { E4J_DISCONNECT, E4J_DISCONNECT_LATER, E4J_DISCONNECT_NOW, E4J_RESET } e4j_disconnect_kind;

/*
 * Ends a peer's connection. Whether its name is still good: it is not when there will be no DISCONNECT event. The last
 * statistics are then in *last.
 */
int e4j_host_disconnect(e4j_host *host, ENetPeer *peer, e4j_disconnect_kind kind, uint32_t data,
                        e4j_peer_statistics *last);

/* Why a packet would not be sent, to this peer or (NULL) to all: an E4J_ code. */
int e4j_host_refusal(const e4j_host *host, const ENetPeer *peer, int channel, size_t length, uint32_t flags);

/* An E4J_ code; the packet is not needed any more after either. */
int e4j_host_send(ENetPeer *peer, int channel, ENetPacket *packet, uint32_t flags);

/*
 * The same to these peers, or with NULL to all. Those that are not connected or have no such channel are left out. They
 * share the packet.
 */
int e4j_host_broadcast(e4j_host *host, const e4j_peer_name *names, size_t count, int channel, ENetPacket *packet,
                       uint32_t flags);

void e4j_host_statistics(const ENetPeer *peer, e4j_peer_statistics *out);

/*
 * What ENet's protocol.c calls as enet_peer_reset (CMakeLists.txt renames it there): the moment at which a connection
 * ends, and the last one at which its statistics can be had.
 */
void e4j_host_peer_reset(ENetPeer *peer);

#endif
