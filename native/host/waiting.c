/* When a host has something to do again: its timers, and the wait for its socket. */
#include "host/host.h"

#include "net/transport.h"

#include <enet/time.h>

static uint32_t until(uint32_t now, uint32_t due)
{
    return ENET_TIME_LESS(now, due) ? ENET_TIME_DIFFERENCE(due, now) : 0;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Until ENet pings. As ENet counts it: an interval may be longer than what `until` can tell from the past. */
static uint32_t ping_time(const ENetPeer *peer, uint32_t now)
{
    uint32_t silent = ENET_TIME_DIFFERENCE(now, peer->lastReceiveTime);
    return silent < peer->pingInterval ? peer->pingInterval - silent : 0;
}

uint32_t e4j_host_wait_time(const e4j_host *host, uint32_t limit)
{
    const ENetHost *enet = host->enet;
    uint32_t now = enet_time_get();
    uint32_t time = least(limit, enet->socket->ops->timer(enet->socket));
    if (enet->connectedPeers > 0)
        time = least(time, until(now, enet->bandwidthThrottleEpoch + ENET_HOST_BANDWIDTH_THROTTLE_INTERVAL));
    for (ENetPeer *peer = enet->peers; peer < enet->peers + enet->peerCount; peer++) {
        if (peer->state == ENET_PEER_STATE_DISCONNECTED || peer->state == ENET_PEER_STATE_ZOMBIE)
            continue;
        if (!enet_list_empty(&peer->sentReliableCommands))
            time = least(time, until(now, peer->nextTimeout));
        else if (peer->state == ENET_PEER_STATE_CONNECTED)
            time = least(time, ping_time(peer, now));
    }
    /* Not 0: what is due this moment is due a moment later too, and a timer that ENet leaves in the past can't spin. */
    return time > 0 ? time : least(limit, 1);
}

int e4j_host_wait(e4j_host *host, uint32_t milliseconds)
{
    e4j_transport *transport = __atomic_load_n(&host->enet->socket, __ATOMIC_ACQUIRE);
    return transport->ops->wait(transport, milliseconds);
}

void e4j_host_wake(e4j_host *host)
{
    host->enet->socket->ops->wake(host->enet->socket);
}

void e4j_host_rest(e4j_host *host)
{
    host->enet->socket->ops->rest(host->enet->socket);
}

intptr_t e4j_host_socket(const e4j_host *host)
{
    return host->enet->socket->ops->socket(host->enet->socket);
}
