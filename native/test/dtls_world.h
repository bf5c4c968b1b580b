/*
 * A small world for the DTLS tests: hosts on a network in memory, with a clock that only the test moves and random
 * numbers that are the same in each run. Nothing waits, nothing gets lost by chance, and any address can be played.
 */
#ifndef E4J_DTLS_WORLD_H
#define E4J_DTLS_WORLD_H

#include "host/host.h"

/* A datagram on its way. */
typedef struct world_datagram {
    ENetAddress from, to;
    size_t length;
    struct world_datagram *next;
    uint8_t data[];
} world_datagram;

/* Sees each datagram that is sent; 0 drops it. NULL lets all through. */
typedef int (*world_filter)(void *context, world_datagram *datagram);

typedef struct {
    ENetAddress address;
    e4j_host *host;
    /* What the last `world_service` handed out: one event of a kind other than a packet, or packets. */
    int connects, disconnects, packets, errors;
    e4j_session_failure failure; /* of the last DISCONNECT */
    uint32_t last_data;
    e4j_peer_name last_peer;
    char last_packet[E4J_INLINE_MAXIMUM + 1];
    uint64_t memory[(E4J_EVENTS_RECORDS + 1 + (1 << 16)) / 8];
} world_host;

void world_start(void);
void world_end(void); /* frees the datagrams under way */
void world_filter_set(world_filter filter, void *context);
void world_pass_time(uint32_t milliseconds);
uint64_t world_now(void);
/* Clock and random numbers as at the start of the program. */
void world_rewind(void);

/* 10.0.x.y, port. */
ENetAddress world_address(unsigned host, uint16_t port);
/* As if it came from that address. */
void world_inject(const ENetAddress *from, const ENetAddress *to, const void *data, size_t length);
/* As if the system had learned that nobody takes what `at` sends to that port. */
void world_refuse(const ENetAddress *from, const ENetAddress *at);
/* Takes the oldest datagram for an address at which there is no host. NULL when there is none; to be freed. */
world_datagram *world_take(const ENetAddress *at);

world_host *world_host_create(const ENetAddress *address, size_t peers);
void world_host_destroy(world_host *host);
/* One service call; the events are counted. The number of events in it. */
int world_service(world_host *host);
/* Serves all until nothing is on its way any more, without time passing. */
void world_settle(world_host *const *hosts, size_t count);
/* The same, while time passes in steps of 10 ms. */
void world_run(world_host *const *hosts, size_t count, uint32_t milliseconds);

/* A certificate of its own, P-256, with the name localhost: the same in all tests. */
typedef struct {
    uint8_t key[256], certificate[E4J_INLINE_MAXIMUM];
    e4j_der key_der, certificate_der;
} world_identity;

void world_identity_create(world_identity *identity, const char *name, const char *not_before, const char *not_after);

/* Shorthands for e4j_host_use_dtls; 0 when that went well. */
int world_use_server(world_host *host, const world_identity *identity);
int world_use_client(world_host *host, const world_identity *trusted, const char *hostname);
int world_use_unsafe_client(world_host *host);

e4j_dtls_counters world_counters(const world_host *host);

#endif
