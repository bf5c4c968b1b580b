/*
 * Has a client prove its address before ENet spends a peer slot, and six answers, on it. The CONNECT is answered by a
 * probe, which is no longer than it and of which nothing is kept that is needed: an acknowledgement that is to be
 * acknowledged, with a cookie as its number and time. Every ENet client does so while it waits to be connected, and
 * only one at the address that the CONNECT has claimed to come from can know the cookie. Then the CONNECT goes to ENet,
 * as if it had just come; if another has taken its place here, the client's next one does. Where so many CONNECTs
 * wait to be read that connected peers would wait behind the answers, the rest has none.
 *
 * Only while the host is busy, unless it is told otherwise: the quiet wire stays ENet's. Under DTLS, whose own cookie
 * has proved the address, nobody is probed; but who has a session may still ask for all slots, so that what an address
 * may do, and the time of half-open peers, are limited there as well.
 */
#ifndef E4J_CONNECT_GATE_H
#define E4J_CONNECT_GATE_H

#include "host/stranger.h"
#include "platform/siphash.h"

#include <enet/enet.h>

#include <stdint.h>

typedef enum { E4J_GATE_OFF, E4J_GATE_WHEN_BUSY, E4J_GATE_ALWAYS } e4j_gate_mode;

/* In the order of GateCounters.java; all but the last since the host was created. */
enum {
    E4J_GATE_CONNECTS,      /* CONNECTs that came */
    E4J_GATE_PROBES,        /* probes sent */
    E4J_GATE_PROOFS,        /* answered with the right cookie */
    E4J_GATE_WRONG_COOKIES, /* and with a wrong one */
    E4J_GATE_REFUSED,       /* CONNECTs of a proven address that came too fast, or that the program did not want */
    E4J_GATE_EXPIRED,       /* half-open peers that were given up early */
    E4J_GATE_HALF_OPEN,     /* peers that have not confirmed their connection, now */
    E4J_GATE_COUNTERS
};

typedef struct e4j_gate_tables e4j_gate_tables;

typedef struct {
    e4j_gate_mode mode;
    uint32_t connects_per_second; /* of one address, or IPv6 /64; 0: no limit but the one under pressure */
    uint64_t counters[E4J_GATE_COUNTERS];
    e4j_siphash_key key;
    e4j_gate_tables *tables; /* NULL until they are needed */
    int is_busy;
    uint32_t calm_after;          /* ms: until then the host counts as busy */
    uint32_t second_start;        /* ms */
    uint32_t connects_this_second;
    uint32_t counted_at;          /* ms, when the slots were counted last */
    size_t free_slots;
    uint32_t probes_left;         /* of a row, which begins when the host has no more datagrams to take, or with time */
    uint32_t row_start;           /* ms */
} e4j_gate;

struct e4j_host;

/* 0, or -1 when there are no random numbers. */
int e4j_gate_start(e4j_gate *gate, e4j_gate_mode mode);
void e4j_gate_end(e4j_gate *gate);

/* A stranger's datagram: 1 when the gate has taken it; 0 when ENet is to have what is there now. */
int e4j_gate_arrival(struct e4j_host *host, e4j_stranger *stranger);

/* No datagram waits any more. */
void e4j_gate_caught_up(struct e4j_host *host);

/* A peer has ended: until the slots are counted again, there is one more free. */
void e4j_gate_peer_ended(struct e4j_host *host);

/* Whether clients have to prove their address for the time being, since the host is busy. */
int e4j_gate_is_closed(const struct e4j_host *host);

/* Counts the slots, and gives up half-open peers that have had their time while the host is busy. */
void e4j_gate_count(struct e4j_host *host);

#endif
