/* Packets on their way into ENet, for one peer or many: what host.h says of them. */
#include "host/host.h"

#include "host/packet_limit.h"

int e4j_host_refusal(const e4j_host *host, const ENetPeer *peer, int channel, size_t length, uint32_t flags)
{
    size_t channels = peer != NULL ? peer->channelCount : host->enet->channelLimit;
    if (channel < 0 || (size_t) channel > channels || (flags & ~(uint32_t) E4J_PACKET_FLAGS) != 0)
        return E4J_INVALID_PARAMETER;
    if ((size_t) channel == channels)
        return peer != NULL ? E4J_FAILED : E4J_INVALID_PARAMETER; /* as in Godot */
    if (length > host->enet->maximumPacketSize || (peer != NULL && peer->state != ENET_PEER_STATE_CONNECTED))
        return E4J_FAILED;
    if (peer != NULL && !e4j_packet_fits(peer, (size_t) channel, length, flags))
        return E4J_FAILED;
    if (peer != NULL && !e4j_outgoing_has_room(peer, length))
        return E4J_BUSY;
    return E4J_OK;
}

/* Whose the data is stays as it is. */
static void set_flags(ENetPacket *packet, uint32_t flags)
{
    packet->flags = flags | (packet->flags & ENET_PACKET_FLAG_NO_ALLOCATE);
}

int e4j_host_send(ENetPeer *peer, int channel, ENetPacket *packet, uint32_t flags)
{
    const e4j_slot *slot = e4j_slot_of(peer);
    int code = e4j_host_refusal(slot->host, peer, channel, packet->dataLength, flags);
    if (code == E4J_OK) {
        set_flags(packet, flags);
        if (e4j_outgoing_send(peer, (enet_uint8) channel, packet) != 0)
            code = E4J_FAILED;
    }
    if (code != E4J_OK)
        enet_packet_destroy(packet);
    return code;
}

int e4j_host_broadcast(e4j_host *host, const e4j_peer_name *names, size_t count, int channel, ENetPacket *packet,
                       uint32_t flags)
{
    ENetHost *enet = host->enet;
    size_t most = names != NULL ? count : enet->connectedPeers;
    int code = e4j_host_refusal(host, NULL, channel, packet->dataLength, flags);
    e4j_sharing *sharing = code == E4J_OK ? e4j_outgoing_share(packet, most) : NULL;
    if (sharing == NULL) {
        enet_packet_destroy(packet);
        return code == E4J_OK ? E4J_FAILED : code;
    }
    set_flags(packet, flags);
    for (size_t i = 0; names != NULL && i < count; i++) {
        ENetPeer *peer = e4j_host_peer(host, names[i]);
        if (peer != NULL)
            e4j_outgoing_send_share(sharing, peer, (enet_uint8) channel);
    }
    for (ENetPeer *peer = enet->peers; names == NULL && peer < enet->peers + enet->peerCount; peer++)
        if (peer->state == ENET_PEER_STATE_CONNECTED)
            e4j_outgoing_send_share(sharing, peer, (enet_uint8) channel);
    e4j_outgoing_end_share(sharing);
    return E4J_OK;
}
