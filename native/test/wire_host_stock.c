#include "test/wire_host.h"

static ENetAddress loopback(enet_uint16 port)
{
    ENetAddress address = {.port = port};
    if (enet_address_set_host_ip(&address, "127.0.0.1") != 0)
        wire_fail("no loopback address");
    return address;
}

ENetHost *wire_open(int bound, size_t peers, size_t channels)
{
    const ENetAddress address = loopback(0);
    ENetHost *host = enet_host_create(bound ? &address : NULL, peers, channels, 0, 0);
    if (host == NULL)
        wire_fail("no host");
    return host;
}

void wire_close(ENetHost *host)
{
    enet_host_destroy(host);
}

void wire_use_range_coder(ENetHost *host)
{
    if (enet_host_compress_with_range_coder(host) != 0)
        wire_fail("no range coder");
}

void wire_use_checksum(ENetHost *host)
{
    host->checksum = enet_crc32;
}

void wire_service(ENetHost *host, void (*take)(const ENetEvent *event))
{
    ENetEvent event;
    int result;
    while ((result = enet_host_service(host, &event, 0)) > 0) {
        take(&event);
        if (event.type == ENET_EVENT_TYPE_RECEIVE)
            enet_packet_destroy(event.packet);
    }
    if (result < 0)
        wire_fail("service failed");
}

ENetPeer *wire_connect(ENetHost *host, enet_uint16 port, size_t channels, enet_uint32 data)
{
    const ENetAddress address = loopback(port);
    ENetPeer *peer = enet_host_connect(host, &address, channels, data);
    if (peer == NULL)
        wire_fail("no free peer");
    return peer;
}

void wire_end(ENetPeer *peer, wire_ending ending, enet_uint32 data)
{
    switch (ending) {
    case WIRE_DISCONNECT:
        enet_peer_disconnect(peer, data);
        break;
    case WIRE_DISCONNECT_LATER:
        enet_peer_disconnect_later(peer, data);
        break;
    case WIRE_DISCONNECT_NOW:
        enet_peer_disconnect_now(peer, data);
        break;
    case WIRE_RESET:
        enet_peer_reset(peer);
        break;
    }
}

void wire_send(ENetPeer *peer, int channel, const void *data, size_t length, enet_uint32 flags)
{
    if (enet_peer_send(peer, (enet_uint8) channel, enet_packet_create(data, length, flags)) != 0)
        wire_fail("send failed");
}

void wire_broadcast(ENetHost *host, int channel, const void *data, size_t length, enet_uint32 flags)
{
    enet_host_broadcast(host, (enet_uint8) channel, enet_packet_create(data, length, flags));
}
