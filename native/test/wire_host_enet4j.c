/* With WIRE_PLAIN_UDP in the environment, one system call per datagram. */
#include "test/wire_host.h"

#include "host/host.h"
#include "platform/packet.h"
#include "net/transport.h"
#include "platform/checksum.h"
#include "test/in_order.h"

#include <stdlib.h>
#include <string.h>

static e4j_host *of(const ENetHost *host)
{
    return ((const e4j_slot *) host->peers[0].data)->host;
}

static ENetAddress loopback(enet_uint16 port)
{
    static const uint8_t mapped[16] = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1};
    ENetAddress address = {.port = port};
    memcpy(&address.host, mapped, sizeof mapped);
    return address;
}

ENetHost *wire_open(int bound, size_t peers, size_t channels)
{
    static int initialized;
    const ENetAddress address = loopback(0);
    if (!initialized && e4j_host_initialize() != 0)
        wire_fail("no ENet");
    initialized = 1;
    e4j_host *host = e4j_host_create(bound ? &address : NULL, peers, channels, 0, 0);
    if (host == NULL)
        wire_fail("no host");
    number_in_order(host);
    return host->enet;
}

void wire_close(ENetHost *host)
{
    e4j_host_destroy(of(host));
}

void wire_use_range_coder(ENetHost *host)
{
    if (e4j_compress_install(host, E4J_COMPRESS_RANGE_CODER) != 0)
        wire_fail("no range coder");
}

/* Reads the event that starts here; returns where the next one does. */
static const uint8_t *read_event(ENetHost *host, const uint8_t *record, ENetEvent *event)
{
    uint32_t slot, data;
    uint64_t packet;
    memcpy(&slot, record + 4, sizeof slot);
    memcpy(&data, record + 12, sizeof data);
    memcpy(&packet, record + 24, sizeof packet);
    event->peer = &host->peers[slot];
    event->data = data;
    event->channelID = record[1];
    event->packet = NULL;
    size_t body;
    switch (record[0]) {
    case E4J_EVENT_CONNECT:
        event->type = ENET_EVENT_TYPE_CONNECT;
        body = 18;
        break;
    case E4J_EVENT_DISCONNECT:
        event->type = ENET_EVENT_TYPE_DISCONNECT;
        body = sizeof(e4j_peer_statistics) + sizeof(e4j_session_failure);
        break;
    default:
        event->type = ENET_EVENT_TYPE_RECEIVE;
        event->packet = (ENetPacket *) (uintptr_t) packet;
        body = record[2] ? event->packet->dataLength : 0;
        break;
    }
    return record + E4J_RECORD_HEADER + ((body + 7) & ~(size_t) 7);
}

void wire_use_checksum(ENetHost *host)
{
    host->checksum = e4j_crc32;
}

void wire_service(ENetHost *host, void (*take)(const ENetEvent *event))
{
    static uint8_t memory[1 << 16];
    e4j_event_buffer events = {.memory = memory, .capacity = sizeof memory};
    int count;
    while ((count = e4j_host_service(of(host), 1, &events)) > 0) {
        const uint8_t *record = memory + E4J_EVENTS_RECORDS;
        for (int i = 0; i < count; i++) {
            ENetEvent event;
            record = read_event(host, record, &event);
            take(&event);
            if (event.packet != NULL)
                e4j_incoming_free(event.packet);
        }
    }
    if (count < 0)
        wire_fail("service failed");
}

ENetPeer *wire_connect(ENetHost *host, enet_uint16 port, size_t channels, enet_uint32 data)
{
    const ENetAddress address = loopback(port);
    e4j_peer_name name;
    if (e4j_host_connect(of(host), &address, channels, data, &name) != 0)
        wire_fail("no free peer");
    return e4j_host_peer(of(host), name);
}

void wire_end(ENetPeer *peer, wire_ending ending, enet_uint32 data)
{
    static const e4j_disconnect_kind kinds[] = {
        [WIRE_DISCONNECT] = E4J_DISCONNECT,
        [WIRE_DISCONNECT_LATER] = E4J_DISCONNECT_LATER,
        [WIRE_DISCONNECT_NOW] = E4J_DISCONNECT_NOW,
        [WIRE_RESET] = E4J_RESET,
    };
    e4j_peer_statistics last;
    e4j_host_disconnect(of(peer->host), peer, kinds[ending], data, &last);
}

void wire_send(ENetPeer *peer, int channel, const void *data, size_t length, enet_uint32 flags)
{
    ENetPacket *packet = e4j_packet_make(data, length, 0, sizeof(ENetOutgoingCommand));
    if (e4j_host_send(peer, channel, packet, flags) != E4J_OK)
        wire_fail("send failed");
}

void wire_broadcast(ENetHost *host, int channel, const void *data, size_t length, enet_uint32 flags)
{
    ENetPacket *packet = e4j_packet_make(data, length, 0, E4J_NO_COMMAND);
    if (e4j_host_broadcast(of(host), NULL, 0, channel, packet, flags) != E4J_OK)
        wire_fail("broadcast failed");
}
