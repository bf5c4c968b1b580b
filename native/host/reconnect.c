#include "host/reconnect.h"

#include "platform/system.h"

enum {
    SESSIONS = (ENET_PROTOCOL_HEADER_SESSION_MASK >> ENET_PROTOCOL_HEADER_SESSION_SHIFT) + 1
};

void e4j_reconnect_start(ENetHost *host)
{
    enet_uint8 numbers[ENET_PROTOCOL_MAXIMUM_PEER_ID];
    if (e4j_system_random(numbers, host->peerCount) != 0)
        return;
    for (size_t slot = 0; slot < host->peerCount; slot++) {
        host->peers[slot].outgoingSessionID = numbers[slot] % SESSIONS;
        host->peers[slot].incomingSessionID = numbers[slot] / SESSIONS % SESSIONS;
    }
}

/*
 * Whether the two are, or were, one peer at the other side. One that is connecting doesn't know yet what it leads to.
 */
static int lead_to_one_peer(const ENetPeer *a, const ENetPeer *b)
{
    return a->state != ENET_PEER_STATE_DISCONNECTED && a->state != ENET_PEER_STATE_CONNECTING &&
           a->address.host == b->address.host && a->address.port == b->address.port &&
           a->outgoingPeerID == b->outgoingPeerID;
}

/* The number itself, or the next one that is not in use. */
static enet_uint8 unused(unsigned in_use, enet_uint8 number)
{
    for (unsigned i = 0; i < SESSIONS; i++) {
        unsigned candidate = (number + i) % SESSIONS;
        if (!(in_use >> candidate & 1))
            return (enet_uint8) candidate;
    }
    return number;
}

ENetOutgoingCommand *e4j_reconnect_answer(ENetPeer *peer, const ENetProtocol *command, ENetPacket *packet,
                                          enet_uint32 offset, enet_uint16 length)
{
    const ENetHost *host = peer->host;
    ENetProtocol answer = *command;
    unsigned outgoing = 0, incoming = 0;
    for (const ENetPeer *other = host->peers; other < host->peers + host->peerCount; other++) {
        if (other == peer || !lead_to_one_peer(other, peer))
            continue;
        outgoing |= 1U << other->outgoingSessionID % SESSIONS;
        incoming |= 1U << other->incomingSessionID % SESSIONS;
    }
    peer->outgoingSessionID = unused(outgoing, peer->outgoingSessionID);
    peer->incomingSessionID = unused(incoming, peer->incomingSessionID);
    /* "Incoming" is what the other side will call it. */
    answer.verifyConnect.incomingSessionID = peer->outgoingSessionID;
    answer.verifyConnect.outgoingSessionID = peer->incomingSessionID;
    return enet_peer_queue_outgoing_command(peer, &answer, packet, offset, length);
}

ENetPeer *e4j_reconnect_older(const ENetPeer *newer)
{
    const ENetHost *host = newer->host;
    for (ENetPeer *other = host->peers; other < host->peers + host->peerCount; other++)
        if (other != newer && lead_to_one_peer(other, newer))
            return other;
    return NULL;
}
