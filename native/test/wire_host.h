/*
 * What wire_scenario.c needs of a host, once over stock ENet (wire_host_stock.c), once over ours as Java drives it
 * (wire_host_enet4j.c). Failures end the program: there is nothing to compare then.
 */
#ifndef WIRE_HOST_H
#define WIRE_HOST_H

#include <enet/enet.h>

typedef enum { WIRE_DISCONNECT, WIRE_DISCONNECT_LATER, WIRE_DISCONNECT_NOW, WIRE_RESET } wire_ending;

/* On 127.0.0.1 where bound; else the system picks the port at the first datagram. */
ENetHost *wire_open(int bound, size_t peers, size_t channels);
void wire_close(ENetHost *host);
void wire_use_range_coder(ENetHost *host);
void wire_use_checksum(ENetHost *host);

/* Services the host until it has no more events, handing each to `take`; packets are gone when that returns. */
void wire_service(ENetHost *host, void (*take)(const ENetEvent *event));

ENetPeer *wire_connect(ENetHost *host, enet_uint16 port, size_t channels, enet_uint32 data);
void wire_end(ENetPeer *peer, wire_ending ending, enet_uint32 data);
void wire_send(ENetPeer *peer, int channel, const void *data, size_t length, enet_uint32 flags);
void wire_broadcast(ENetHost *host, int channel, const void *data, size_t length, enet_uint32 flags);

/* Says why and ends the program. */
_Noreturn void wire_fail(const char *what);

#endif
