#include "host/connect_gate.h"

#include "host/host.h"
#include "net/address.h"
#include "platform/system.h"

#include <enet/time.h>
#include <stdlib.h>
#include <string.h>

enum {
    BUSY_HALF_OPEN = 64,
    BUSY_CONNECTS = 100,      /* per second */
    BUSY_TIME = 10000,        /* ms after the last sign of it: long enough for half-open peers to have their time */
    COUNT_INTERVAL = 50,      /* ms */
    HALF_OPEN_TIME = 5000,    /* ms, while busy */
    EPOCH = 16 * 1024,        /* ms; a cookie is good in its epoch and the next */
    PROVEN_TIME = 6000,       /* ms */
    PRESSED_CONNECTS = 100,   /* per second and address, where the program has set nothing and slots run short */
    MOST_PROBES = 512,        /* in a row: some 3 ms, nearly all of them in the system's sending */
    ROW_TIME = 20,            /* ms that so many are for, where the host does not catch up or is not serviced */
    LONGEST_ROW = 100,        /* ms */
    PLACES = 4096,            /* a power of two */
    WAYS = 4                  /* places that an address may have in common with others */
};

typedef struct {
    ENetAddress address;
    uint32_t time; /* ms, when it came */
    uint16_t sent_time;
    ENetProtocolConnect connect;
} saved_connect;

typedef struct {
    ENetAddress address;
    uint32_t time;
} proven_address;

/* What an address may still do: it fills again with time. */
typedef struct {
    uint64_t owner; /* its hash */
    uint32_t time;
    uint32_t milliconnects;
} allowance;

struct e4j_gate_tables {
    saved_connect saved[PLACES];
    proven_address proven[PLACES];
    allowance allowances[PLACES];
};

int e4j_gate_start(e4j_gate *self, e4j_gate_mode mode)
{
    self->mode = mode;
    return e4j_system_random(&self->key, sizeof self->key);
}

void e4j_gate_end(e4j_gate *self)
{
    free(self->tables);
}

/* ---- Whether the host is busy ---- */

void e4j_gate_count(e4j_host *host)
{
    e4j_gate *self = &host->gate;
    ENetHost *enet = host->enet;
    uint32_t now = enet->serviceTime;
    size_t used = 0, half_open = 0;
    for (ENetPeer *peer = enet->peers; peer < enet->peers + enet->peerCount; peer++) {
        if (peer->state == ENET_PEER_STATE_ACKNOWLEDGING_CONNECT && self->is_busy && peer->packetLossEpoch != 0 &&
            ENET_TIME_DIFFERENCE(now, peer->packetLossEpoch) >= HALF_OPEN_TIME) {
            e4j_host_peer_reset(peer);
            self->counters[E4J_GATE_EXPIRED]++;
        }
        used += peer->state != ENET_PEER_STATE_DISCONNECTED;
        half_open += peer->state == ENET_PEER_STATE_ACKNOWLEDGING_CONNECT;
    }
    self->counters[E4J_GATE_HALF_OPEN] = half_open;
    self->free_slots = host->window.capacity - used;
    self->counted_at = now;
}

void e4j_gate_caught_up(e4j_host *host)
{
    host->gate.probes_left = MOST_PROBES;
    host->gate.row_start = host->enet->serviceTime;
}

void e4j_gate_peer_ended(e4j_host *host)
{
    host->gate.free_slots += host->gate.free_slots < host->window.capacity;
}

/* So many that they may well be forged, or that there is no slot to lose. */
static int has_many_half_open(const e4j_gate *self)
{
    uint64_t half_open = self->counters[E4J_GATE_HALF_OPEN];
    return half_open >= BUSY_HALF_OPEN || (half_open > 0 && half_open >= self->free_slots);
}

static void look_for_pressure(e4j_host *host)
{
    e4j_gate *self = &host->gate;
    uint32_t now = host->enet->serviceTime;
    if (ENET_TIME_DIFFERENCE(now, self->second_start) >= 1000) {
        self->second_start = now;
        self->connects_this_second = 0;
    }
    self->connects_this_second++;
    /* Between two counts there are only guesses, which are not enough to leave the quiet wire. */
    if (ENET_TIME_DIFFERENCE(now, self->counted_at) >= COUNT_INTERVAL || (!self->is_busy && has_many_half_open(self)))
        e4j_gate_count(host);
    if (self->connects_this_second > BUSY_CONNECTS || has_many_half_open(self)) {
        self->is_busy = 1;
        self->calm_after = now + BUSY_TIME;
    } else if (self->is_busy && ENET_TIME_GREATER_EQUAL(now, self->calm_after)) {
        self->is_busy = 0;
    }
}

int e4j_gate_is_closed(const e4j_host *host)
{
    const e4j_gate *self = &host->gate;
    return host->dtls == NULL && self->mode == E4J_GATE_WHEN_BUSY && self->is_busy &&
           ENET_TIME_LESS(host->enet->serviceTime, self->calm_after);
}

/* ---- Cookies and places ---- */

enum { FOR_PLACES, FOR_COOKIES, FOR_ALLOWANCES };

static uint64_t hash(const e4j_gate *self, const ENetAddress *address, uint32_t purpose, uint32_t epoch)
{
    uint8_t data[sizeof address->host + 2 + 4 + 4];
    memcpy(data, &address->host, sizeof address->host);
    memcpy(data + sizeof address->host, &address->port, 2);
    memcpy(data + sizeof address->host + 2, &purpose, 4);
    memcpy(data + sizeof address->host + 6, &epoch, 4);
    return e4j_siphash(&self->key, data, sizeof data);
}

static size_t place_of(const e4j_gate *self, const ENetAddress *address)
{
    return (size_t) hash(self, address, FOR_PLACES, 0) % PLACES;
}

static uint32_t cookie(const e4j_gate *self, const ENetAddress *address, uint32_t epoch)
{
    return (uint32_t) hash(self, address, FOR_COOKIES, epoch);
}

static int is_same(const ENetAddress *a, const ENetAddress *b)
{
    return a->host == b->host && a->port == b->port;
}

/* An IPv4 address by itself, of an IPv6 address the /64: who has one has all of it. */
static ENetAddress network_of(const ENetAddress *address)
{
    ENetAddress network = {.host = address->host};
    if (!e4j_address_is_v4(address))
        memset((uint8_t *) &network.host + 8, 0, 8);
    return network;
}

/* The one of this address, else of its places the one that is free, or whose CONNECT is oldest. */
static saved_connect *saved_at(const e4j_gate *self, const ENetAddress *address, uint32_t now)
{
    saved_connect *set = self->tables->saved + place_of(self, address) / WAYS * WAYS, *best = set;
    for (saved_connect *its = set; its < set + WAYS; its++) {
        if (is_same(&its->address, address))
            return its;
        if (best->address.port != 0 && (its->address.port == 0 || ENET_TIME_DIFFERENCE(now, its->time) >
                                                                      ENET_TIME_DIFFERENCE(now, best->time)))
            best = its;
    }
    return best;
}

/* How often an address may connect, per second; 0: as often as it likes. A crowd may share an address. */
static uint32_t connect_limit(const e4j_host *host)
{
    const e4j_gate *self = &host->gate;
    if (self->connects_per_second > 0)
        return self->connects_per_second;
    return self->is_busy && self->free_slots < host->window.capacity / 2 ? PRESSED_CONNECTS : 0;
}

/* Whether a proven address may connect once more now. */
static int may_connect(e4j_host *host, const ENetAddress *address)
{
    e4j_gate *self = &host->gate;
    uint32_t per_second = connect_limit(host);
    if (per_second == 0)
        return 1;
    uint32_t now = host->enet->serviceTime;
    uint64_t most = (uint64_t) per_second * 2000;
    ENetAddress network = network_of(address);
    uint64_t owner = hash(self, &network, FOR_ALLOWANCES, 0);
    allowance *its = &self->tables->allowances[owner % PLACES];
    uint64_t left = its->milliconnects + (uint64_t) ENET_TIME_DIFFERENCE(now, its->time) * per_second;
    if (its->owner != owner || left > most)
        left = most;
    int may = left >= 1000;
    *its = (allowance) {owner, now, (uint32_t) (may ? left - 1000 : left)};
    return may;
}

/* ---- What arrives ---- */

/* It goes to ENet, or not if the address has had its share. */
static int let_in(e4j_host *host, e4j_stranger *stranger, uint16_t sent_time, const ENetProtocolConnect *connect)
{
    e4j_gate *self = &host->gate;
    if (!may_connect(host, &host->enet->receivedAddress)) {
        self->counters[E4J_GATE_REFUSED]++;
        return 1;
    }
    /* Until they are counted: */
    self->counters[E4J_GATE_HALF_OPEN]++;
    self->free_slots -= self->free_slots > 0;
    e4j_stranger_put(host->enet, stranger, sent_time, connect);
    return 0;
}

static void send_probe(e4j_host *host, const e4j_stranger *stranger, const ENetProtocolConnect *connect)
{
    ENetHost *enet = host->enet;
    const ENetAddress *to = &enet->receivedAddress;
    uint32_t value = cookie(&host->gate, to, enet->serviceTime / EPOCH);
    uint16_t id = ENET_NET_TO_HOST_16(connect->outgoingPeerID) & ENET_PROTOCOL_MAXIMUM_PEER_ID;
    const enet_uint16 header[] = {ENET_HOST_TO_NET_16(id | ENET_PROTOCOL_HEADER_FLAG_SENT_TIME),
                                  ENET_HOST_TO_NET_16((uint16_t) (value >> 16))};
    const ENetProtocolAcknowledge probe = {
        .header = {.command = ENET_PROTOCOL_COMMAND_ACKNOWLEDGE | ENET_PROTOCOL_COMMAND_FLAG_ACKNOWLEDGE,
                   .channelID = 0xff,
                   .reliableSequenceNumber = ENET_HOST_TO_NET_16((uint16_t) value)},
        /* Not 1, which would confirm the CONNECT; and a time ahead of the client's, of which it measures nothing. */
        .receivedReliableSequenceNumber = 0,
        .receivedSentTime = ENET_HOST_TO_NET_16(stranger->sent_time | 0x7fff),
    };
    enet_uint32 sum = connect->connectID;
    ENetBuffer parts[] = {
        {.data = (void *) (uintptr_t) header, .dataLength = sizeof header},
        {.data = &sum, .dataLength = enet->checksum != NULL ? sizeof sum : 0},
        {.data = (void *) (uintptr_t) &probe, .dataLength = sizeof probe},
    };
    if (enet->checksum != NULL)
        sum = enet->checksum(parts, 3);
    size_t length = sizeof header + parts[1].dataLength + sizeof probe;
    if (length > enet->receivedDataLength)
        return;
    if (enet->socket->ops->send(enet->socket, to, parts, 3) > 0) {
        enet->totalSentData += (uint32_t) length;
        enet->totalSentPackets++;
    }
    host->gate.counters[E4J_GATE_PROBES]++;
}

/* The answer to a probe: an acknowledgement with the cookie. */
static int is_proof(e4j_host *host, const e4j_stranger *stranger)
{
    e4j_gate *self = &host->gate;
    const ENetAddress *from = &host->enet->receivedAddress;
    ENetProtocolAcknowledge answer;
    if (stranger->length < sizeof answer)
        return 0;
    memcpy(&answer, stranger->commands, sizeof answer);
    if ((answer.header.command & ENET_PROTOCOL_COMMAND_MASK) != ENET_PROTOCOL_COMMAND_ACKNOWLEDGE)
        return 0;
    uint32_t value = (uint32_t) ENET_NET_TO_HOST_16(answer.receivedSentTime) << 16 |
                     ENET_NET_TO_HOST_16(answer.receivedReliableSequenceNumber);
    uint32_t epoch = host->enet->serviceTime / EPOCH;
    if (value == cookie(self, from, epoch) || value == cookie(self, from, epoch - 1)) {
        self->counters[E4J_GATE_PROOFS]++;
        return 1;
    }
    self->counters[E4J_GATE_WRONG_COOKIES]++;
    return 0;
}

static int proven(e4j_host *host, e4j_stranger *stranger)
{
    e4j_gate *self = &host->gate;
    const ENetAddress *from = &host->enet->receivedAddress;
    uint32_t now = host->enet->serviceTime;
    saved_connect *saved = saved_at(self, from, now);
    const ENetProtocolConnect *again = e4j_stranger_connect(stranger, sizeof(ENetProtocolAcknowledge));
    self->tables->proven[place_of(self, from)] = (proven_address) {*from, now};
    if (again != NULL && stranger->has_sent_time)
        return let_in(host, stranger, stranger->sent_time, again);
    if (is_same(&saved->address, from)) {
        saved_connect its = *saved;
        saved->address.port = 0;
        return let_in(host, stranger, its.sent_time, &its.connect);
    }
    return 1;
}

/* Peers wait behind so many, whom to pass over takes a third of the time. Their next CONNECT may find an answer. */
static int may_probe(e4j_gate *self, uint32_t now)
{
    uint32_t passed = ENET_TIME_DIFFERENCE(now, self->row_start);
    if (passed >= ROW_TIME) {
        self->row_start = now;
        self->probes_left = MOST_PROBES * (passed < LONGEST_ROW ? passed : LONGEST_ROW) / ROW_TIME;
    }
    if (self->probes_left == 0)
        return 0;
    self->probes_left--;
    return 1;
}

static int connecting(e4j_host *host, e4j_stranger *stranger, const ENetProtocolConnect *connect)
{
    e4j_gate *self = &host->gate;
    const ENetAddress *from = &host->enet->receivedAddress;
    self->counters[E4J_GATE_CONNECTS]++;
    look_for_pressure(host);
    if (self->mode == E4J_GATE_WHEN_BUSY && !self->is_busy && self->connects_per_second == 0) {
        self->counters[E4J_GATE_HALF_OPEN]++;
        return 0;
    }
    if (self->tables == NULL && (self->tables = calloc(1, sizeof *self->tables)) == NULL)
        return 0;
    if (!stranger->has_sent_time)
        return 1; /* no ENet sends it so */
    uint32_t now = host->enet->serviceTime;
    const proven_address *known = &self->tables->proven[place_of(self, from)];
    if (host->dtls != NULL || (is_same(&known->address, from) && ENET_TIME_DIFFERENCE(now, known->time) < PROVEN_TIME))
        return let_in(host, stranger, stranger->sent_time, connect);
    if (!may_probe(self, now))
        return 1;
    *saved_at(self, from, now) = (saved_connect) {*from, now, stranger->sent_time, *connect};
    send_probe(host, stranger, connect);
    return 1;
}

int e4j_gate_arrival(e4j_host *host, e4j_stranger *stranger)
{
    e4j_gate *self = &host->gate;
    if (self->mode == E4J_GATE_OFF)
        return 0;
    const ENetProtocolConnect *connect = e4j_stranger_connect(stranger, 0);
    if (connect != NULL)
        return connecting(host, stranger, connect);
    if (host->dtls != NULL || self->tables == NULL || !is_proof(host, stranger))
        return 0;
    return proven(host, stranger);
}
