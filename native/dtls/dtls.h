/*
 * DTLS client and server as transports that sit on a UDP transport: one datagram of ENet's, one record, one UDP
 * datagram, as Godot does it. A session belongs to an address. A client opens one when ENet first sends to that
 * address; a server when a ClientHello carries a good cookie. A client closes it with the last ENet peer of its
 * address, a server some time later.
 */
#ifndef E4J_DTLS_H
#define E4J_DTLS_H

#include "dtls/context.h"
#include "dtls/failure.h"
#include "dtls/handshakes.h"
#include "net/transport.h"

/* The host that the transport works for. */
typedef struct {
    size_t peers; /* as many as it can have */
    int (*has_peer)(void *context, const ENetAddress *address);
    void *context;
} e4j_dtls_owner;

/* Handshakes that a server begins, per second; 0 for no limit. Bursts may be as large as what comes in a second. */
typedef struct {
    uint32_t per_second;
    uint32_t per_address; /* of one IPv4 address, or one IPv6 /64, while there is not much left of the above */
} e4j_handshake_limits;

/* Since the transport was opened, but for the first three. Dtls counters in Java have the same order. */
typedef struct {
    uint64_t sessions; /* there are now, ready or not */
    uint64_t pending;  /* of these shake hands yet, or have no ENet peer yet */
    uint64_t retained; /* of these have no ENet peer any more */
    uint64_t started;  /* handshakes; on a server those with a good cookie */
    uint64_t done;
    uint64_t cookies;   /* sent to unknown addresses */
    uint64_t ignored;   /* datagrams from unknown addresses that were no ClientHello, or a bad one */
    uint64_t refused;   /* ClientHellos dropped because of e4j_dtls_refuse */
    uint64_t limited;   /* ClientHellos with a good cookie dropped because of the limits */
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

/*
 * Unless this is called: 100 per second with an RSA key, 300 with an EC key, 10 per address. 0, or -1 when this is a
 * client's.
 */
int e4j_dtls_limit(e4j_transport *transport, e4j_handshake_limits limits);

/*
 * Another certificate and key for a server, which new handshakes use from now on. The transport takes over the context.
 * 0, or -1 when this or the context is a client's; the context is then still the caller's.
 */
int e4j_dtls_renew(e4j_transport *transport, e4j_dtls_context *context);

void e4j_dtls_count(const e4j_transport *transport, e4j_dtls_counters *counters);

const e4j_handshakes *e4j_dtls_handshakes(const e4j_transport *transport);

#endif
