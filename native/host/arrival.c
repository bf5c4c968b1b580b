#include "host/arrival.h"

#include "host/host.h"
#include "net/address.h"
#include "platform/system.h"

#include <stddef.h>
#include <string.h>

/* Of a peer with so many packets waiting for others before them, or sent and not confirmed, the time is looked at. */
enum { MANY_WAITING = 256 };

/* Beyond what any datagram takes, it may take this much of each period; the rest of its datagrams is dropped. */
enum {
    PERIOD = 20 /* ms */,
    SHARE = 2 * 1000 * 1000 /* ns */,
    ORDINARY = 20 * 1000 /* ns */,
    ACKNOWLEDGEMENT = 300 /* ns, more for each in it */,
    LONGEST = 1000 * 1000 /* ns; where its acknowledgements take longer the rest of it is cut off */,
    STEPS = 100 * 1000 /* after which the clock is read: less takes no longer than reading it is worth */
};

static e4j_host *host_of(const ENetHost *enet)
{
    const e4j_slot *any = enet->peers->data;
    return any->host;
}

/* ENet has done with the datagram that it had. */
static void end_datagram(e4j_host *host)
{
    e4j_arrivals *self = &host->arrivals;
    e4j_window_show(&host->window, host->enet);
    if (self->measured == NULL)
        return;
    uint64_t took = e4j_system_thread_nanoseconds() - self->since;
    uint64_t ordinary = ORDINARY + (uint64_t) self->acknowledgements * ACKNOWLEDGEMENT;
    if (took > ordinary)
        self->measured->spent += took - ordinary < SHARE ? (uint32_t) (took - ordinary) : SHARE;
    self->measured = NULL;
}

static void measure(e4j_arrivals *self, e4j_work *work)
{
    if (self->measured == NULL) {
        self->measured = work;
        self->since = e4j_system_thread_nanoseconds();
    }
}

/* A peer that is sought by broadcast takes the first answer. */
static int may_be_from(const ENetAddress *address, const ENetPeer *peer)
{
    return e4j_address_equal(address, &peer->address) || peer->address.host == ENET_HOST_BROADCAST;
}

/* The peer that ENet will find for the datagram by its number, address and session; NULL when there is none. */
static ENetPeer *peer_of(const ENetHost *enet)
{
    uint16_t id;
    if (enet->receivedDataLength < sizeof id)
        return NULL;
    memcpy(&id, enet->receivedData, sizeof id);
    id = ENET_NET_TO_HOST_16(id);
    unsigned session = (id & ENET_PROTOCOL_HEADER_SESSION_MASK) >> ENET_PROTOCOL_HEADER_SESSION_SHIFT;
    unsigned number = id & ENET_PROTOCOL_MAXIMUM_PEER_ID;
    ENetPeer *peer = &enet->peers[number];
    if (number >= enet->peerCount || peer->state == ENET_PEER_STATE_DISCONNECTED ||
        !may_be_from(&enet->receivedAddress, peer) ||
        (peer->outgoingPeerID < ENET_PROTOCOL_MAXIMUM_PEER_ID && session != peer->incomingSessionID))
        return NULL;
    return peer;
}

/* Whether the peer has had its share of time; if not, its datagram's is measured. */
static int is_overworked(e4j_host *host, const ENetPeer *peer)
{
    e4j_slot *slot = e4j_slot_of(peer);
    e4j_work *work = &slot->work;
    if (slot->incoming.held_back < MANY_WAITING && slot->outgoing.packets < MANY_WAITING)
        return 0;
    uint32_t period = host->enet->serviceTime / PERIOD;
    if (work->period != period)
        *work = (e4j_work) {.period = period};
    if (work->spent >= SHARE)
        return 1;
    if (slot->incoming.held_back >= MANY_WAITING)
        measure(&host->arrivals, work);
    return 0;
}

/* Packets and fragments, as ENet counts them for each channel's windows. */
static size_t unconfirmed(const ENetPeer *peer)
{
    size_t count = 0;
    for (const ENetChannel *channel = peer->channels; channel < peer->channels + peer->channelCount; channel++)
        for (int i = 0; channel->usedReliableWindows != 0 && i < ENET_PEER_RELIABLE_WINDOWS; i++)
            count += channel->reliableWindows[i];
    return count;
}

/* ENet looks for what each acknowledgement confirms from the front of all that was sent: mostly it is the first. */
static void bound_searches(e4j_slot *slot, const ENetPeer *peer)
{
    e4j_arrivals *self = &slot->host->arrivals;
    if (self->acknowledgements++ == 0)
        self->unconfirmed = unconfirmed(peer);
    if (self->unconfirmed < MANY_WAITING)
        return;
    self->steps += self->unconfirmed;
    if (self->steps < STEPS)
        return;
    self->steps = 0;
    measure(self, &slot->work);
    if (e4j_system_thread_nanoseconds() - self->since > LONGEST)
        peer->host->receivedDataLength = 0; /* where ENet sees whether there are more commands */
}

int e4j_arrival_acknowledged(ENetPeer *peer, enet_uint32 round_trip)
{
    e4j_slot *slot = e4j_slot_of(peer);
    if (slot->outgoing.packets >= MANY_WAITING)
        bound_searches(slot, peer);
    return enet_peer_throttle(peer, round_trip);
}

static int is_admitted(e4j_host *host, const ENetProtocolConnect *connect)
{
    const e4j_arrivals *self = &host->arrivals;
    if (self->admission == NULL || self->admission(self->admission_context, &host->enet->receivedAddress,
                                                   ENET_NET_TO_HOST_32(connect->data)))
        return 1;
    host->gate.counters[E4J_GATE_REFUSED]++;
    return 0;
}

/* ENet makes nothing else of a stranger's datagram. It gets what it would have to decompress as it is then. */
static int is_connect(e4j_host *host, e4j_stranger *stranger)
{
    const ENetProtocolConnect *connect = e4j_stranger_connect(stranger, 0);
    if (connect == NULL || (stranger->compressed && !stranger->has_sent_time)) {
        host->arrivals.unmatched++;
        return 0;
    }
    if (stranger->compressed)
        e4j_stranger_put(host->enet, stranger, stranger->sent_time, connect);
    if (!is_admitted(host, connect))
        return 0;
    e4j_window_draw(&host->window, host->enet);
    return 1;
}

int ENET_CALLBACK e4j_arrival(ENetHost *enet, ENetEvent *event)
{
    (void) event;
    e4j_host *host = host_of(enet);
    e4j_arrivals *self = &host->arrivals;
    e4j_stranger stranger;
    self->acknowledgements = 0;
    self->steps = 0;
    int is_strange = e4j_stranger_read(enet, &stranger);
    if (is_strange && e4j_gate_arrival(host, &stranger))
        return 1;
    if (self->intercept != NULL && self->intercept(self->intercept_context, &enet->receivedAddress,
                                                   enet->receivedData, enet->receivedDataLength) != 0)
        return 1;
    if (is_strange)
        return !is_connect(host, &stranger);
    const ENetPeer *peer = peer_of(enet);
    if (peer == NULL) {
        self->unmatched++;
        return 1;
    }
    if (!is_overworked(host, peer))
        return 0;
    self->overworked++;
    return 1;
}

int e4j_arrival_receive(ENetSocket socket, ENetAddress *address, ENetBuffer *buffers, size_t count)
{
    /* ENet has the address put into its host. */
    const ENetHost *enet = (const ENetHost *) ((const char *) address - offsetof(ENetHost, receivedAddress));
    e4j_host *host = host_of(enet);
    end_datagram(host);
    int received = enet_socket_receive(socket, address, buffers, count);
    if (received == 0)
        e4j_gate_caught_up(host);
    return received;
}

void e4j_arrivals_rest(e4j_host *host)
{
    host->arrivals.measured = NULL;
    e4j_window_show(&host->window, host->enet);
}
