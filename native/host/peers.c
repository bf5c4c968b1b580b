/* The peers of a host and their names: how a connection begins, and how and why it ends. */
#include "host/host.h"

#include "host/session_peers.h"

#include <string.h>

atomic_uint e4j_last_generation;

uint32_t e4j_slot_name(e4j_slot *slot)
{
    uint32_t generation;
    slot->ended_here = 0;
    slot->failure = (e4j_session_failure) {0};
    do
        generation = atomic_fetch_add(&e4j_last_generation, 1) + 1;
    while (generation == 0);
    return slot->generation = generation;
}

ENetPeer *e4j_host_peer(const e4j_host *host, e4j_peer_name name)
{
    if (name.slot >= host->enet->peerCount || name.generation == 0 ||
        host->slots[name.slot].generation != name.generation)
        return NULL;
    return &host->enet->peers[name.slot];
}

void e4j_host_statistics(const ENetPeer *peer, e4j_peer_statistics *out)
{
    const uint32_t values[E4J_PEER_STATISTICS] = {
        peer->packetLoss,
        peer->packetLossVariance,
        peer->packetLossEpoch,
        peer->roundTripTime,
        peer->roundTripTimeVariance,
        peer->lastRoundTripTime,
        peer->lastRoundTripTimeVariance,
        peer->packetThrottle,
        peer->packetThrottleLimit,
        peer->packetThrottleCounter,
        peer->packetThrottleEpoch,
        peer->packetThrottleAcceleration,
        peer->packetThrottleDeceleration,
        peer->packetThrottleInterval,
    };
    memcpy(out->value, values, sizeof values);
}

/*
 * By the state in which ENet ends the connection. One that the other side has ended is a zombie until ENet hands out
 * the event; so is one whose session has ended, which has a failure as well.
 */
static e4j_disconnect_reason reason_of(const ENetPeer *peer)
{
    /* In peerDisconnectLater's state what was queued has never been confirmed. */
    if (e4j_slot_of(peer)->ended_here && peer->state != ENET_PEER_STATE_DISCONNECT_LATER)
        return E4J_REASON_LOCAL;
    switch (peer->state) {
    case ENET_PEER_STATE_CONNECTING:
        return E4J_REASON_CONNECT_TIMEOUT;
    case ENET_PEER_STATE_ACKNOWLEDGING_DISCONNECT:
    case ENET_PEER_STATE_ZOMBIE:
        return E4J_REASON_REMOTE;
    default:
        return E4J_REASON_TIMEOUT;
    }
}

void e4j_host_peer_reset(ENetPeer *peer)
{
    e4j_slot *slot = e4j_slot_of(peer);
    e4j_window_show(&slot->host->window, peer->host);
    e4j_host_statistics(peer, &slot->last);
    slot->reason = reason_of(peer);
    enet_peer_reset(peer);
    e4j_incoming_end(peer);
    e4j_gate_peer_ended(slot->host);
    slot->host->window.changed = 1;
    e4j_session_peers_ended(peer);
    if (slot->failure.kind != 0)
        slot->reason = E4J_REASON_DTLS;
}

int e4j_host_connect(e4j_host *host, const ENetAddress *address, size_t channels, uint32_t data, e4j_peer_name *name)
{
    /* A client that has a port of its own may be started again on it: see reconnect.h. */
    if (!host->is_bound)
        e4j_window_draw(&host->window, host->enet);
    ENetPeer *peer = enet_host_connect(host->enet, address, channels, data);
    e4j_window_show(&host->window, host->enet);
    host->window.changed = 1;
    if (peer == NULL)
        return -1;
    /* Without memory for the request ENet would wait for its answer for ever. */
    if (enet_list_empty(&peer->outgoingCommands)) {
        enet_peer_reset(peer);
        return -1;
    }
    name->slot = peer->incomingPeerID;
    name->generation = e4j_slot_name(e4j_slot_of(peer));
    e4j_window_adjust(&host->window, host->enet);
    return 0;
}

/* Whether the other side has still to hear that this connection is made. */
static int owes_verification(const ENetPeer *peer)
{
    for (ENetListIterator i = enet_list_begin(&peer->acknowledgements); i != enet_list_end(&peer->acknowledgements);
         i = enet_list_next(i)) {
        const ENetAcknowledgement *owed = (const ENetAcknowledgement *) i;
        if ((owed->command.header.command & ENET_PROTOCOL_COMMAND_MASK) == ENET_PROTOCOL_COMMAND_VERIFY_CONNECT)
            return 1;
    }
    return 0;
}

int e4j_host_disconnect(e4j_host *host, ENetPeer *peer, e4j_disconnect_kind kind, uint32_t data,
                        e4j_peer_statistics *last)
{
    e4j_slot *slot = e4j_slot_of(peer);
    /* ENet drops what it has not yet confirmed; and who has no connection yet does not answer a DISCONNECT. */
    if (kind != E4J_RESET && owes_verification(peer))
        enet_host_flush(host->enet);
    e4j_host_statistics(peer, last);
    slot->ended_here = 1;
    switch (kind) {
    case E4J_DISCONNECT:
        enet_peer_disconnect(peer, data);
        break;
    case E4J_DISCONNECT_LATER:
        enet_peer_disconnect_later(peer, data);
        break;
    case E4J_DISCONNECT_NOW:
        enet_peer_disconnect_now(peer, data);
        break;
    case E4J_RESET:
        break;
    }
    int over = kind == E4J_RESET || peer->state == ENET_PEER_STATE_DISCONNECTED;
    if (over) {
        e4j_host_peer_reset(peer);
        slot->generation = 0;
        if (kind == E4J_RESET)
            e4j_session_peers_drop(peer);
    }
    host->enet->socket->ops->flush(host->enet->socket);
    e4j_host_collect_totals(host);
    return !over;
}
