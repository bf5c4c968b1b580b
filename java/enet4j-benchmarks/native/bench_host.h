/* Stock ENet and the core of enet4j, made alike for enet_bench.c. */
#ifndef BENCH_HOST_H
#define BENCH_HOST_H

#include <enet/enet.h>

#include <arpa/inet.h>
#include <string.h>

/* Of hosts and connections; where a server is. */
static size_t channels = 2;
static char server_ip[64] = "127.0.0.1";

#ifdef BENCH_ENET4J

#include "host/host.h"
#include "net/transport.h"
#include "platform/packet.h"

static int initialize(void) { return e4j_host_initialize(); }
enum { CROWD = 1000 };
static e4j_host *ours(ENetHost *host) { return ((e4j_slot *) host->peers[0].data)->host; }
static void push(ENetHost *host)
{
    host->socket->ops->flush(host->socket);
    e4j_window_adjust(&ours(host)->window, host);
}
static ENetHost *create(const ENetAddress *address, size_t peers)
{
    e4j_host *host = e4j_host_create(address, peers, channels, 0, 0);
    /* All clients here have one address, which a server that fills up lets in slowly. */
    if (host != NULL && peers >= CROWD)
        host->gate.mode = E4J_GATE_OFF;
    return host != NULL ? host->enet : NULL;
}
static void destroy(ENetHost *host) { e4j_host_destroy(ours(host)); }
static ENetPacket *packet_of(const void *data, size_t size, enet_uint32 flags)
{
    return e4j_packet_make(data, size, flags, sizeof(ENetOutgoingCommand));
}
static void discard(ENetPacket *packet) { e4j_incoming_free(packet); }
static ENetAddress address_of(const char *ip, int port)
{
    uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff};
    ENetAddress address = {.port = (enet_uint16) port};
    inet_pton(AF_INET, ip, bytes + 12);
    memcpy(&address.host, bytes, sizeof bytes);
    return address;
}

#else

static int initialize(void) { return enet_initialize(); }
static void push(ENetHost *host) { (void) host; }
static ENetHost *create(const ENetAddress *address, size_t peers)
{
    return enet_host_create(address, peers, channels, 0, 0);
}
static void destroy(ENetHost *host) { enet_host_destroy(host); }
static ENetPacket *packet_of(const void *data, size_t size, enet_uint32 flags)
{
    return enet_packet_create(data, size, flags);
}
static void discard(ENetPacket *packet) { enet_packet_destroy(packet); }
static ENetAddress address_of(const char *ip, int port)
{
    ENetAddress address = {.port = (enet_uint16) port};
    enet_address_set_host_ip(&address, ip);
    return address;
}

#endif

#endif
