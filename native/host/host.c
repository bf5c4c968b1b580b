#include "host/host.h"

#include "host/reconnect.h"
#include "host/session_peers.h"
#include "net/address.h"
#include "net/transport.h"
#include "platform/memory.h"

#include <stdlib.h>

int e4j_host_initialize(void)
{
    if (e4j_memory_initialize() != 0)
        return -1;
    enet_time_set(0); /* as in Godot, whose clock counts from the start of the process */
    return 0;
}

/* A socket that shares an address has to say so before it is bound, which ENet gives no occasion for. */
static ENetHost *create_enet(const ENetAddress *address, int sharing, size_t peers, size_t channels,
                             uint32_t in_bandwidth, uint32_t out_bandwidth)
{
    ENetHost *enet = enet_host_create(sharing ? NULL : address, peers, channels, in_bandwidth, out_bandwidth);
    if (enet == NULL || !sharing)
        return enet;
    if (enet_socket_set_option(enet->socket, E4J_SOCKOPT_REUSEPORT, 1) != 0 ||
        enet_socket_bind(enet->socket, address) != 0) {
        enet_host_destroy(enet);
        return NULL;
    }
    enet->address = *address;
    return enet;
}

static e4j_host *create(const ENetAddress *address, int sharing, size_t peers, size_t channels, uint32_t in_bandwidth,
                        uint32_t out_bandwidth)
{
    e4j_host *host = calloc(1, sizeof *host);
    e4j_slot *slots = calloc(peers, sizeof *slots);
    if (host != NULL && slots != NULL && (host->received = e4j_received_total_create()) != NULL)
        host->enet = create_enet(address, sharing, peers, channels, in_bandwidth, out_bandwidth);
    if (host == NULL || slots == NULL || host->enet == NULL) {
        if (host != NULL)
            e4j_received_total_release(host->received);
        free(host);
        free(slots);
        return NULL;
    }
    host->slots = slots;
    for (size_t i = 0; i < peers; i++) {
        slots[i].host = host;
        host->enet->peers[i].data = &slots[i];
    }
    host->is_bound = address != NULL;
    /* Where the system gives less, what ENet has asked for stays. */
    if (host->is_bound)
        enet_socket_set_option(host->enet->socket, ENET_SOCKOPT_RCVBUF, E4J_BOUND_RECEIVE_BUFFER);
    e4j_reconnect_start(host->enet);
    e4j_window_start(&host->window, host->enet);
    host->incoming_limits = (e4j_incoming_limits) {.unread = E4J_DEFAULT_UNREAD, .total = e4j_incoming_default_total()};
    host->maximum_queued = E4J_DEFAULT_QUEUED;
    /* Without random numbers there can be no cookies. */
    if (e4j_gate_start(&host->gate, host->is_bound ? E4J_GATE_WHEN_BUSY : E4J_GATE_OFF) != 0)
        host->gate.mode = E4J_GATE_OFF;
    host->enet->intercept = e4j_arrival;
    return host;
}

e4j_host *e4j_host_create(const ENetAddress *address, size_t peers, size_t channels, uint32_t in_bandwidth,
                          uint32_t out_bandwidth)
{
    return create(address, 0, peers, channels, in_bandwidth, out_bandwidth);
}

e4j_host *e4j_host_create_sharing(const ENetAddress *address, size_t peers, size_t channels, uint32_t in_bandwidth,
                                  uint32_t out_bandwidth)
{
    return create(address, 1, peers, channels, in_bandwidth, out_bandwidth);
}

int e4j_host_share_address(e4j_host *host)
{
    return enet_socket_set_option(host->enet->socket, E4J_SOCKOPT_REUSEPORT, 1);
}

void e4j_host_destroy(e4j_host *host)
{
    if (host == NULL)
        return;
    enet_host_destroy(host->enet);
    for (size_t i = 0; i < host->window.capacity; i++)
        e4j_received_release(host->slots[i].incoming.received);
    e4j_received_total_release(host->received);
    e4j_gate_end(&host->gate);
    free(host->slots);
    free(host);
}

void e4j_host_collect_totals(e4j_host *host)
{
    ENetHost *enet = host->enet;
    host->totals[0] += enet->totalSentData;
    host->totals[1] += enet->totalSentPackets;
    host->totals[2] += enet->totalReceivedData;
    host->totals[3] += enet->totalReceivedPackets;
    enet->totalSentData = enet->totalSentPackets = enet->totalReceivedData = enet->totalReceivedPackets = 0;
}

/* ---- Events ---- */

/* The address of this machine that the other side speaks to, 0 when that is not known. */
static e4j_uint128 local_of(const ENetHost *enet, const ENetAddress *other)
{
    if (other->local != 0)
        return other->local;
    if (e4j_address_equal(&enet->receivedAddress, other))
        return enet->receivedAddress.local;
    for (const ENetPeer *peer = enet->peers; peer < enet->peers + enet->peerCount; peer++)
        if (peer->state != ENET_PEER_STATE_DISCONNECTED && e4j_address_equal(&peer->address, other))
            return peer->address.local;
    return 0;
}

/* Whether the event that ENet would dispatch next is a packet, so that it may stand beside others in the buffer. */
static int packet_is_next(const ENetHost *enet)
{
    ENetList *queue = (ENetList *) (uintptr_t) &enet->dispatchQueue;
    if (enet_list_empty(queue))
        return 0;
    switch (((const ENetPeer *) enet_list_front(queue))->state) {
    case ENET_PEER_STATE_CONNECTION_PENDING:
    case ENET_PEER_STATE_CONNECTION_SUCCEEDED:
    case ENET_PEER_STATE_ZOMBIE:
        return 0;
    default:
        return 1;
    }
}

static void add_disconnect(e4j_event_buffer *events, const ENetPeer *peer, uint32_t data)
{
    e4j_slot *slot = e4j_slot_of(peer);
    e4j_events_disconnect(events, peer->incomingPeerID, slot->generation, data, (uint8_t) slot->reason, &slot->last,
                          &slot->failure);
    slot->generation = 0;
}

/*
 * The connection that a new one takes the place of: its DISCONNECT comes first. There is one at most that the program
 * knows, since each ends the one before.
 */
static int end_older(e4j_event_buffer *events, const ENetPeer *newer)
{
    int count = 0;
    for (ENetPeer *older; (older = e4j_reconnect_older(newer)) != NULL;) {
        int known = e4j_slot_of(older)->generation != 0;
        e4j_host_peer_reset(older);
        if (known) {
            e4j_slot_of(older)->reason = E4J_REASON_RESET;
            add_disconnect(events, older, 0);
            count++;
        }
    }
    return count;
}

/* How many events have come into the buffer. */
static int add_event(e4j_event_buffer *events, const ENetEvent *event)
{
    const ENetPeer *peer = event->peer;
    e4j_slot *slot = e4j_slot_of(peer);
    int count = 1;
    switch (event->type) {
    case ENET_EVENT_TYPE_CONNECT:
        count += end_older(events, peer);
        if (slot->generation == 0)
            e4j_slot_name(slot);
        e4j_events_connect(events, peer->incomingPeerID, slot->generation, event->data, &peer->address,
                           local_of(peer->host, &peer->address));
        break;
    case ENET_EVENT_TYPE_DISCONNECT:
        add_disconnect(events, peer, event->data);
        break;
    case ENET_EVENT_TYPE_RECEIVE:
        e4j_events_receive(events, peer->incomingPeerID, slot->generation, event->channelID, event->packet);
        break;
    case ENET_EVENT_TYPE_NONE:
        break;
    }
    return count;
}

/*
 * ENet takes a peer out of its queue and puts it back at the end for each packet. Where nobody else is in there, the
 * rest of the peer's packets comes without that. How many came into the buffer.
 */
static int add_rest(const ENetHost *enet, e4j_event_buffer *events, ENetPeer *peer)
{
    if (enet->dispatchQueue.sentinel.next != &peer->dispatchList)
        return 0;
    int count = 0;
    ENetPacket *packet;
    enet_uint8 channel;
    while (e4j_events_has_room(events) && (packet = e4j_incoming_take(peer, &channel)) != NULL) {
        e4j_events_receive(events, peer->incomingPeerID, e4j_slot_of(peer)->generation, channel, packet);
        count++;
    }
    return count;
}

/* The number of events added, or -1. */
static int collect(e4j_host *host, int io, e4j_event_buffer *events)
{
    ENetHost *enet = host->enet;
    ENetEvent event;
    int count = 0;
    int result = io ? enet_host_service(enet, &event, 0) : enet_host_check_events(enet, &event);
    e4j_arrivals_rest(host);
    /* One pass fills the free slots that ENet was shown; the next one may bring as many peers again. */
    e4j_window_adjust(&host->window, enet);
    while (result > 0) {
        count += add_event(events, &event);
        if (event.type != ENET_EVENT_TYPE_RECEIVE)
            break;
        count += add_rest(enet, events, event.peer);
        if (!e4j_events_has_room(events) || !packet_is_next(enet))
            break;
        result = enet_host_check_events(enet, &event);
    }
    return result < 0 && count == 0 ? -1 : count;
}

/* ENet reads this many datagrams and returns. In many passes without an event others get their turn. */
enum { PASS_DATAGRAMS = 256, PASSES = 32 };

int e4j_host_service(e4j_host *host, int io, e4j_event_buffer *events)
{
    ENetHost *enet = host->enet;
    e4j_events_start(events);
    int count = collect(host, io, events);
    if (!io)
        return count;
    for (enet_uint32 passes = 1; count == 0 && passes < PASSES; passes++) {
        if (enet->totalReceivedPackets < passes * PASS_DATAGRAMS)
            break;
        count = collect(host, io, events);
    }
    /* A connection that can go on now, or is over now, doesn't wait for the next call. */
    if (e4j_session_peers_update(enet, e4j_host_peer_reset) && count == 0)
        count = collect(host, io, events);
    if (enet->socket->ops->flush(enet->socket) != 0 && count == 0)
        count = -1;
    e4j_host_collect_totals(host);
    return count;
}

void e4j_host_flush(e4j_host *host)
{
    enet_host_flush(host->enet);
    host->enet->socket->ops->flush(host->enet->socket);
    e4j_host_collect_totals(host);
}

void e4j_host_set_intercept(e4j_host *host, e4j_intercept function, void *context)
{
    host->arrivals.intercept = function;
    host->arrivals.intercept_context = context;
}

void e4j_host_set_admission(e4j_host *host, e4j_admission function, void *context)
{
    host->arrivals.admission = function;
    host->arrivals.admission_context = context;
}

/* ---- The transport ---- */

static int has_peer(void *context, const ENetAddress *address)
{
    const e4j_host *host = context;
    return e4j_session_peers_has(host->enet, address);
}

int e4j_host_use_dtls(e4j_host *host, e4j_dtls_context *context)
{
    e4j_dtls_owner owner = {.peers = host->window.capacity, .has_peer = has_peer, .context = host};
    if (host->dtls != NULL)
        return E4J_FAILED;
    host->dtls = e4j_dtls_open(host->enet->socket, context, &owner);
    if (host->dtls == NULL)
        return E4J_FAILED;
    /* Others may be waiting on the old one, and go on to this one without the lock. */
    __atomic_store_n(&host->enet->socket, host->dtls, __ATOMIC_RELEASE);
    return E4J_OK;
}

int e4j_host_socket_send(e4j_host *host, const ENetAddress *address, const void *data, size_t length)
{
    e4j_transport *transport = host->enet->socket;
    ENetBuffer buffer = {.data = (void *) (uintptr_t) data, .dataLength = length};
    ENetAddress to = *address;
    to.local = local_of(host->enet, address);
    return transport->ops->send(transport, &to, &buffer, 1) >= 0 && transport->ops->flush(transport) == 0 ? 0 : -1;
}

/* ---- Facts ---- */

uint64_t e4j_host_pop_statistic(e4j_host *host, int statistic)
{
    uint64_t value = host->totals[statistic];
    host->totals[statistic] = 0;
    return value;
}

e4j_unsent e4j_host_unsent(const e4j_host *host)
{
    return host->enet->socket->ops->unsent(host->enet->socket);
}

int e4j_host_local_port(e4j_host *host)
{
    ENetAddress address;
    return enet_socket_get_address(host->enet->socket, &address) == 0 ? address.port : 0;
}
