/*
 * A network in memory and a clock that stands still, for tests that want every datagram under their control. Link with
 * -Wl,--wrap=enet_time_get.
 */
#ifndef FAKE_WIRE_H
#define FAKE_WIRE_H

#include "host/host.h"

/* What enet_time_get answers, ms. */
extern uint32_t fake_now;

/* Sees each datagram on its way and may change it (it has room for ENET_PROTOCOL_MAXIMUM_MTU bytes); 0 loses it. */
extern int (*fake_filter)(e4j_host *from, uint8_t *data, size_t *length);

/* ::ffff:10.0.0.N */
ENetAddress fake_address(uint8_t number, uint16_t port);

/*
 * Takes the host off its socket and onto the network, at fake_address(number, 1000 + number). Nothing on it is random
 * any more.
 */
void fake_attach(e4j_host *host, uint8_t number);

/* Serves a host until nothing is left to do, and gives the test the packets that have come. 0, or a negative error. */
int fake_serve(e4j_host *host, void (*take)(ENetPacket *));

/* Puts a datagram into the host's queue; it is dropped when that is full. */
void fake_inject(e4j_host *host, const ENetAddress *from, const void *data, size_t length);

/* Datagrams that wait at the host. */
size_t fake_waiting(const e4j_host *host);

/* From now on the host's transport answers -1 to these; 0: to none. */
enum { FAKE_NO_SEND = 1, FAKE_NO_FLUSH = 2 };
void fake_break(e4j_host *host, int broken);

/* How often the host's transport was told to forget an address. */
unsigned fake_forgotten(const e4j_host *host);

/* What its `timer` answers; E4J_NO_TIMER at first. */
void fake_set_timer(e4j_host *host, uint32_t milliseconds);

#endif
