#include "test/true_counts.h"

#include "platform/packet.h"

#include <stdio.h>

typedef struct {
    size_t packets, data;
    e4j_fragments_debt debt;
} waiting;

static void add_waiting(waiting *sum, ENetList *list)
{
    for (ENetListIterator at = enet_list_begin(list); at != enet_list_end(list); at = enet_list_next(at)) {
        ENetPacket *packet = ((ENetIncomingCommand *) (void *) at)->packet;
        const e4j_fragmented *fragmented = e4j_packet_fragmented(packet);
        ptrdiff_t owed = fragmented != NULL ? (ptrdiff_t) fragmented->reached - (ptrdiff_t) fragmented->arrived : 0;
        sum->packets++;
        sum->data += packet->dataLength;
        *(packet->flags & ENET_PACKET_FLAG_RELIABLE ? &sum->debt.reliable : &sum->debt.unreliable) += owed;
    }
}

/* A packet in fragments has several commands, of which some may be gone: each is its share of those left. */
static void add_queued(double *packets, double *data, ENetList *list)
{
    for (ENetListIterator at = enet_list_begin(list); at != enet_list_end(list); at = enet_list_next(at)) {
        const ENetPacket *packet = ((ENetOutgoingCommand *) (void *) at)->packet;
        if (packet == NULL)
            continue;
        *packets += 1.0 / (double) packet->referenceCount;
        *data += (double) packet->dataLength / (double) packet->referenceCount;
    }
}

static int differs(const char *what, const ENetPeer *peer, long long counted, long long there)
{
    if (counted != there)
        fprintf(stderr, "peer %u: %s counted %lld, there %lld\n", peer->incomingPeerID, what, counted, there);
    return counted != there;
}

static int is_true(ENetPeer *peer)
{
    const e4j_slot *slot = e4j_slot_of(peer);
    waiting in = {0};
    double packets = 0.5, data = 0.5; /* to be rounded */
    add_waiting(&in, &peer->dispatchedCommands);
    for (size_t i = 0; peer->channels != NULL && i < peer->channelCount; i++) {
        add_waiting(&in, &peer->channels[i].incomingReliableCommands);
        add_waiting(&in, &peer->channels[i].incomingUnreliableCommands);
    }
    add_queued(&packets, &data, &peer->sentReliableCommands);
    add_queued(&packets, &data, &peer->outgoingSendReliableCommands);
    add_queued(&packets, &data, &peer->outgoingCommands);
    return !(differs("waiting packets", peer, (long long) slot->incoming.commands, (long long) in.packets) |
             differs("waiting bytes", peer, (long long) slot->incoming.data, (long long) in.data) |
             differs("reliable debt", peer, slot->incoming.debt.reliable, in.debt.reliable) |
             differs("unreliable debt", peer, slot->incoming.debt.unreliable, in.debt.unreliable) |
             differs("queued packets", peer, (long long) slot->outgoing.packets, (long long) packets) |
             differs("queued bytes", peer, (long long) slot->outgoing.data, (long long) data));
}

int counts_are_true(const e4j_host *host)
{
    int result = 1;
    for (size_t i = 0; i < host->enet->peerCount; i++)
        result &= is_true(&host->enet->peers[i]);
    return result;
}
