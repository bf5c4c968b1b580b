/* What the processes of an attack without DTLS have in common: plain.c starts them, plain_clients.c is one of them. */
#ifndef PLAIN_BOARD_H
#define PLAIN_BOARD_H

#include "compress/compress.h"
#include "host/host.h"

#include <stdint.h>

enum { LIVE = 200, SAMPLES = 1 << 18 };

/* What the processes tell each other. */
typedef struct {
    volatile int stop;
    volatile uint64_t from, until; /* packets that are sent in between count, and newcomers that come; µs */
    volatile double processor;
    volatile long resident, most_resident;
    volatile uint64_t gate[E4J_GATE_COUNTERS], sent, received;
    volatile unsigned live, sent_packets, received_packets, newcomers, newcomers_in;
    volatile unsigned long attacks; /* datagrams or commands of the attacker's */
    volatile uint64_t newcomer_sum, newcomer_most; /* µs */
    volatile unsigned sample_count;
    volatile uint32_t samples[SAMPLES]; /* round trips, µs */
} board;

extern board *shared;

uint64_t microseconds(void);

/* Each event of one service call; a packet is the callee's. Their number. */
int serve(e4j_host *host, void (*take)(e4j_host *, const uint8_t *record, ENetPacket *packet));

/* 200 clients who have their packets back, and newcomers all the time. Does not return. */
void run_clients(e4j_compression_mode compression);

#endif
