#include "host/session_peers.h"

#include "host/host.h"
#include "net/address.h"
#include "net/transport.h"

static int lives_at(const ENetPeer *peer, const ENetAddress *address)
{
    return peer->state != ENET_PEER_STATE_DISCONNECTED && !e4j_slot_of(peer)->sessionless &&
           e4j_address_same_way(&peer->address, address);
}

int e4j_session_peers_has(const ENetHost *host, const ENetAddress *address)
{
    for (const ENetPeer *peer = host->peers; peer < host->peers + host->peerCount; peer++)
        if (lives_at(peer, address))
            return 1;
    return 0;
}

void e4j_session_peers_ended(ENetPeer *peer)
{
    e4j_slot *slot = e4j_slot_of(peer);
    e4j_transport *transport = peer->host->socket;
    int sessionless = slot->sessionless;
    slot->sessionless = 0;
    if (transport->ops->forget != NULL && !sessionless && !e4j_session_peers_has(peer->host, &peer->address))
        transport->ops->forget(transport, &peer->address, &slot->failure);
}

void e4j_session_peers_drop(const ENetPeer *peer)
{
    e4j_transport *transport = peer->host->socket;
    if (transport->ops->drop != NULL)
        transport->ops->drop(transport, &peer->address);
}

/*
 * What was sent while the session was not ready is lost. ENet would find that out by its timer, after 500 ms or more;
 * here its commands go back into its queue, as if they had never been sent.
 */
static void send_again(ENetPeer *peer)
{
    while (!enet_list_empty(&peer->sentReliableCommands)) {
        ENetOutgoingCommand *command = enet_list_remove(enet_list_previous(enet_list_end(&peer->sentReliableCommands)));
        command->sendAttempts = 0;
        command->roundTripTimeout = 0;
        enet_list_insert(enet_list_begin(&peer->outgoingCommands), command);
    }
    peer->earliestTimeout = 0;
}

/*
 * As enet_protocol_notify_disconnect, but the event comes after what is in the queue already. Of a peer that is
 * disconnecting anyway, the end of the session is no failure.
 */
static void end(ENetPeer *peer, const e4j_session_failure *failure, void (*reset)(ENetPeer *))
{
    e4j_slot_of(peer)->sessionless = 1;
    if (peer->state == ENET_PEER_STATE_ZOMBIE)
        return;
    if (peer->state != ENET_PEER_STATE_CONNECTING && peer->state < ENET_PEER_STATE_CONNECTION_SUCCEEDED) {
        reset(peer); /* the program never heard of it */
        return;
    }
    if (peer->state < ENET_PEER_STATE_DISCONNECTING)
        e4j_slot_of(peer)->failure = *failure;
    if (peer->state != ENET_PEER_STATE_ACKNOWLEDGING_DISCONNECT)
        peer->eventData = 0; /* else it came with the other side's command */
    enet_peer_on_disconnect(peer);
    peer->state = ENET_PEER_STATE_ZOMBIE;
    if (peer->flags & ENET_PEER_FLAG_NEEDS_DISPATCH)
        return;
    enet_list_insert(enet_list_end(&peer->host->dispatchQueue), &peer->dispatchList);
    peer->flags |= ENET_PEER_FLAG_NEEDS_DISPATCH;
}

int e4j_session_peers_update(ENetHost *host, void (*reset)(ENetPeer *))
{
    const e4j_transport_ops *ops = host->socket->ops;
    e4j_session_change change;
    int changed = 0;
    if (ops->next_change == NULL || !enet_list_empty(&host->dispatchQueue))
        return 0;
    while (ops->next_change(host->socket, &change)) {
        changed = 1;
        for (ENetPeer *peer = host->peers; peer < host->peers + host->peerCount; peer++) {
            if (!lives_at(peer, &change.address))
                continue;
            if (!change.ready)
                end(peer, &change.failure, reset);
            else if (peer->state == ENET_PEER_STATE_CONNECTING)
                send_again(peer);
        }
    }
    return changed;
}
