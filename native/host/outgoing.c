#include "host/outgoing.h"

#include "host/host.h"
#include "host/packet_limit.h"
#include "platform/packet.h"

/* Small packets are not refused below this for the memory beside their data. */
enum { LEAST_MEMORY = 1 << 20 };

static e4j_outgoing *of(const ENetPeer *peer)
{
    e4j_slot *slot = e4j_slot_of(peer);
    return &slot->outgoing;
}

const e4j_outgoing *e4j_outgoing_of(const ENetPeer *peer)
{
    return of(peer);
}

int e4j_outgoing_has_room(const ENetPeer *peer, size_t length)
{
    const e4j_slot *slot = e4j_slot_of(peer);
    const e4j_outgoing *self = &slot->outgoing;
    size_t limit = slot->host->maximum_queued;
    if (self->packets == 0)
        return 1;
    return self->data < limit && length <= limit - self->data &&
           (self->packets + 1) * E4J_PACKET_MEMORY <= (limit > LEAST_MEMORY ? limit : LEAST_MEMORY);
}

static void count(ENetPeer *peer, const ENetPacket *packet)
{
    of(peer)->packets++;
    of(peer)->data += packet->dataLength;
}

static void uncount(ENetPeer *peer, const ENetPacket *packet)
{
    of(peer)->packets--;
    of(peer)->data -= packet->dataLength;
}

static void ENET_CALLBACK freed(ENetPacket *packet)
{
    uncount(packet->userData, packet);
}

int e4j_outgoing_send(ENetPeer *peer, enet_uint8 channel, ENetPacket *packet)
{
    if (enet_peer_send(peer, channel, packet) != 0)
        return -1;
    packet->userData = peer;
    packet->freeCallback = freed;
    count(peer, packet);
    return 0;
}

/* ---- To many ---- */

typedef struct {
    e4j_sharing *of;
    ENetPeer *peer;
} share;

struct e4j_sharing {
    ENetPacket *packet; /* whose data those of the peers show */
    size_t holders;
    size_t count;
    share shares[];
};

e4j_sharing *e4j_outgoing_share(ENetPacket *packet, size_t peers)
{
    e4j_sharing *self = enet_malloc(sizeof *self + peers * sizeof *self->shares);
    if (self == NULL)
        return NULL;
    self->packet = packet;
    self->holders = 1;
    self->count = 0;
    return self;
}

void e4j_outgoing_end_share(e4j_sharing *self)
{
    if (--self->holders > 0)
        return;
    enet_packet_destroy(self->packet);
    enet_free(self);
}

static void ENET_CALLBACK share_freed(ENetPacket *packet)
{
    share *self = packet->userData;
    uncount(self->peer, packet);
    e4j_outgoing_end_share(self->of);
}

void e4j_outgoing_send_share(e4j_sharing *self, ENetPeer *peer, enet_uint8 channel)
{
    const ENetPacket *whole = self->packet;
    if (!e4j_outgoing_has_room(peer, whole->dataLength) ||
        !e4j_packet_fits(peer, channel, whole->dataLength, whole->flags))
        return;
    ENetPacket *packet =
        e4j_packet_show(whole->data, whole->dataLength, whole->flags, sizeof(ENetOutgoingCommand));
    if (packet == NULL)
        return;
    if (e4j_outgoing_send(peer, channel, packet) != 0) {
        enet_packet_destroy(packet);
        return;
    }
    share *its = &self->shares[self->count++];
    *its = (share) {self, peer};
    packet->userData = its;
    packet->freeCallback = share_freed;
    self->holders++;
}
