/*
 * DTLS client and server as transports that sit on a UDP transport: one datagram of ENet's, one record, one UDP
 * datagram, as Godot does it. A session belongs to an address. A client opens one when ENet first sends to that
 * address; a server when a ClientHello carries a good cookie. It is closed with the last ENet peer of its address.
 */
#ifndef E4J_DTLS_H
#define E4J_DTLS_H

#include "dtls/context.h"
#include "dtls/failure.h"
#include "net/transport.h"

/* The host that the transport works for. */
typedef struct {
    size_t peers; /* as many as it can have */
    int (*has_peer)(void *context, const ENetAddress *address);
    void *context;
} e4j_dtls_owner;

/* Since the transport was opened, but for the first two. Dtls counters in Java have the same order. */
typedef struct {
    uint64_t sessions; /* there are now, ready or not */
    uint64_t pending;  /* of these shake hands yet, or have no ENet peer yet */
    uint64_t started;  /* handshakes; on a server those with a good cookie */
    uint64_t done;
    uint64_t cookies;   /* sent to unknown addresses */
    uint64_t ignored;   /* datagrams from unknown addresses that were no ClientHello, or a bad one */
    uint64_t refused;   /* ClientHellos dropped because of e4j_dtls_refuse */
    uint64_t evicted;   /* pending sessions that had to make room for newer ones */
    uint64_t unclaimed; /* sessions closed because no ENet peer came */
    uint64_t failed[E4J_DTLS_FAILURE_KINDS]; /* handshakes, by kind */
} e4j_dtls_counters;

enum { E4J_DTLS_COUNTERS = sizeof(e4j_dtls_counters) / sizeof(uint64_t) };

/*
 * The transport takes over the lower one and the context, and closes them with itself. NULL when memory is short; both
 * are then still the caller's.
 */
e4j_transport *e4j_dtls_open(e4j_transport *lower, e4j_dtls_context *context, const e4j_dtls_owner *owner);

/* On a server, whether to answer ClientHellos. Sessions and handshakes that have passed their cookie go on. */
void e4j_dtls_refuse(e4j_transport *transport, int refuse);

void e4j_dtls_count(const e4j_transport *transport, e4j_dtls_counters *counters);

#endif
