#include "host/incoming.h"

#include "host/host.h"
#include "host/insert.h"
#include "platform/system.h"

/*
 * The smallest fragment that ENet makes but for the last of a packet: the least MTU less the headers and a checksum.
 */
enum { LEAST_FRAGMENT = ENET_PROTOCOL_MINIMUM_MTU - sizeof(ENetProtocolHeader) - sizeof(ENetProtocolSendFragment) - 4 };

/* Small packets are not refused below this for the memory beside their data. */
enum { LEAST_UNREAD_MEMORY = 1 << 20 };

/* When all peers together hold too much, those are refused that hold more than their share, and more than this. */
enum { LEAST_SHARE = 64 * 1024 };

size_t e4j_incoming_default_total(void)
{
    uint64_t memory = e4j_system_memory() / 4;
    return memory < SIZE_MAX ? (size_t) memory : SIZE_MAX;
}

/* A packet, and its command, is in none of ENet's lists any more. */
static void left(e4j_incoming *self, ENetPacket *packet)
{
    e4j_fragments_end(&self->debt, packet);
    self->latest = NULL;
    self->commands--;
    self->data -= packet->dataLength;
    if (self->commands == 0)
        self->held_back = 0;
}

/* While a packet is in ENet, its userData is the peer; later, the count of its connection. */
static void ENET_CALLBACK freed_in_enet(ENetPacket *packet)
{
    ENetPeer *peer = packet->userData;
    e4j_incoming *self = &e4j_slot_of(peer)->incoming;
    left(self, packet);
    /* ENet 1.3.18 forgets the packets that it drops. */
    peer->totalWaitingData = self->data;
    e4j_received_remove(self->received, packet);
}

static void ENET_CALLBACK freed_by_program(ENetPacket *packet)
{
    e4j_received_remove_unlocked(packet->userData, packet);
}

/* Whether no ENet would cut a packet of this length into so many fragments. */
static int is_impossible(size_t length, enet_uint32 fragments)
{
    return fragments > 0 && fragments > length / LEAST_FRAGMENT + 1;
}

static int is_reliable(const ENetProtocol *command)
{
    int number = command->header.command & ENET_PROTOCOL_COMMAND_MASK;
    return number == ENET_PROTOCOL_COMMAND_SEND_RELIABLE || number == ENET_PROTOCOL_COMMAND_SEND_FRAGMENT;
}

static int is_unsequenced(const ENetProtocol *command)
{
    return (command->header.command & ENET_PROTOCOL_COMMAND_MASK) == ENET_PROTOCOL_COMMAND_SEND_UNSEQUENCED;
}

/* How far behind the last reliable packet that was delivered, of those on its channel. */
static enet_uint16 distance(const ENetPeer *peer, const ENetProtocol *command)
{
    const ENetChannel *channel = &peer->channels[command->header.channelID];
    return (enet_uint16) (command->header.reliableSequenceNumber - channel->incomingReliableSequenceNumber);
}

/* ENet confirms a reliable packet that was delivered before again, and forgets it. */
static int is_new(const ENetProtocol *command, enet_uint16 behind)
{
    return !is_reliable(command) || (behind > 0 && behind < 0x8000);
}

/*
 * Whether the program has so much to read that nothing more is taken for it. What ENet has may be on its way to the
 * program or wait for other packets; where some waits, none of it counts here.
 */
static int has_unread(const e4j_slot *slot)
{
    const e4j_incoming *self = &slot->incoming;
    size_t limit = slot->host->incoming_limits.unread;
    size_t data = e4j_received_data(self->received), packets = e4j_received_packets(self->received);
    if (self->held_back > 0) {
        data -= self->data;
        packets -= self->commands;
    }
    return data >= limit || packets * E4J_PACKET_MEMORY >= (limit > LEAST_UNREAD_MEMORY ? limit : LEAST_UNREAD_MEMORY);
}

/* Whether all peers together hold too much, this one more than its share of it. */
static int has_more_than_its_share(const e4j_slot *slot)
{
    const e4j_host *host = slot->host;
    size_t limit = host->incoming_limits.total;
    if (e4j_received_total_memory(host->received) < limit)
        return 0;
    size_t peers = host->enet->connectedPeers;
    size_t share = limit / (peers > 0 ? peers : 1);
    size_t ours = e4j_received_data(slot->incoming.received) +
                  e4j_received_packets(slot->incoming.received) * E4J_PACKET_MEMORY;
    return ours >= (share > LEAST_SHARE ? share : LEAST_SHARE);
}

/* Whether ENet delivers it at once: what waits may be waiting for just this. */
static int is_next(const ENetProtocol *command, enet_uint16 behind, enet_uint32 fragments)
{
    return behind == 1 && fragments == 0 && is_reliable(command);
}

static int has_room(const ENetPeer *peer)
{
    const e4j_slot *slot = e4j_slot_of(peer);
    return slot->incoming.commands < E4J_WAITING_COMMANDS &&
           e4j_received_data(slot->incoming.received) < slot->host->incoming_limits.unread &&
           !has_more_than_its_share(slot);
}

/* Whether the command just put in waits for others before it, or for the rest of its packet. */
static int is_held_back(const ENetProtocol *command, enet_uint16 behind, enet_uint32 fragments)
{
    return fragments > 0 || (behind > 0 && behind < 0x8000 && !is_unsequenced(command));
}

static ENetIncomingCommand *refuse(e4j_incoming_counters *counters, const ENetProtocol *command, enet_uint32 fragments)
{
    static ENetIncomingCommand dropped;
    if (is_reliable(command)) {
        counters->refused++;
        return NULL;
    }
    counters->dropped++;
    return fragments > 0 ? NULL : &dropped;
}

ENetIncomingCommand *e4j_incoming_queue(ENetPeer *peer, const ENetProtocol *command, const void *data, size_t length,
                                        enet_uint32 flags, enet_uint32 fragments)
{
    e4j_slot *slot = e4j_slot_of(peer);
    e4j_incoming *self = &slot->incoming;
    if (is_impossible(length, fragments)) {
        slot->host->incoming_counters.impossible++;
        return NULL;
    }
    if (self->received == NULL && (self->received = e4j_received_create(slot->host->received)) == NULL)
        return NULL;
    enet_uint16 behind = distance(peer, command);
    int next = is_next(command, behind, fragments);
    if (is_new(command, behind) && (has_unread(slot) || (!next && !has_room(peer))))
        return refuse(&slot->host->incoming_counters, command, fragments);
    if (fragments > 0 && !e4j_fragments_may_begin(peer, command, length))
        return refuse(&slot->host->incoming_counters, command, fragments);
    /* ENet's own limit on what waits would have it wait for ever. */
    size_t limit = peer->host->maximumWaitingData;
    if (next && self->held_back > 0)
        peer->host->maximumWaitingData = SIZE_MAX;
    ENetIncomingCommand *queued = e4j_insert(peer, self->latest, command, data, length, flags, fragments);
    peer->host->maximumWaitingData = limit;
    /* Else it is none that ENet keeps. */
    if (queued != NULL && queued->packet != NULL) {
        queued->packet->userData = peer;
        queued->packet->freeCallback = freed_in_enet;
        self->commands++;
        self->data += length;
        peer->totalWaitingData = self->data;
        self->latest = is_reliable(command) ? queued : NULL;
        self->held_back += is_held_back(command, distance(peer, command), fragments);
        e4j_received_add(self->received, queued->packet);
        if (fragments > 0)
            e4j_fragments_begin(peer, queued->packet, command);
    }
    return queued;
}

ENetPacket *e4j_incoming_take(ENetPeer *peer, enet_uint8 *channel)
{
    e4j_incoming *self = &e4j_slot_of(peer)->incoming;
    ENetPacket *packet = enet_peer_receive(peer, channel);
    if (packet == NULL)
        return NULL;
    left(self, packet);
    packet->userData = self->received;
    packet->freeCallback = freed_by_program;
    return packet;
}

void e4j_incoming_free(ENetPacket *packet)
{
    e4j_received_remove(packet->userData, packet);
    packet->freeCallback = NULL;
    enet_packet_destroy(packet);
}

void e4j_incoming_end(ENetPeer *peer)
{
    e4j_incoming *self = &e4j_slot_of(peer)->incoming;
    e4j_received_release(self->received);
    self->received = NULL;
}

size_t e4j_incoming_unread(const ENetPeer *peer)
{
    const e4j_incoming *self = &e4j_slot_of(peer)->incoming;
    return self->received != NULL ? e4j_received_data(self->received) : 0;
}
