/* The host layer on a network in memory: events, names, last statistics, totals, waiting data, timers, fragments. */
#include "host/host.h"
#include "net/transport.h"
#include "platform/memory.h"

#include "check.h"
#include "fake_wire.h"

#include <stdlib.h>

enum { SERVER = 1, CLIENT = 2, OTHER_CLIENT = 3, MEMORY = 1 << 16, EVENTS = 300 };
enum { INTERVAL = 13 }; /* among the statistics */
enum { DISCONNECT_BODY = sizeof(e4j_peer_statistics) + sizeof(e4j_session_failure) };

typedef struct {
    int type;
    e4j_peer_name name;
    uint32_t data;
    int channel, inlined;
    size_t length;
    ENetPacket *packet;
    const uint8_t *body;
} event;

static event events[EVENTS];
static int event_count; /* of the last service; its packets live until the next */
static uint64_t memory[MEMORY / 8];

static e4j_host *server, *client;
static e4j_peer_name to_server, to_client;

static void read_events(const e4j_event_buffer *buffer, int count)
{
    const uint8_t *at = buffer->memory + E4J_EVENTS_RECORDS;
    for (int i = 0; i < count && i < EVENTS; i++) {
        event *e = &events[i];
        uint32_t length;
        uint64_t packet;
        CHECK_EQ(0, (at - buffer->memory) % 8);
        e->type = at[0];
        e->channel = at[1];
        e->inlined = at[2];
        memcpy(&e->name.slot, at + 4, 4);
        memcpy(&e->name.generation, at + 8, 4);
        memcpy(&e->data, at + 12, 4);
        memcpy(&length, at + 16, 4);
        memcpy(&packet, at + 24, 8);
        e->length = length;
        e->packet = e->type == E4J_EVENT_RECEIVE ? (ENetPacket *) (uintptr_t) packet : NULL;
        e->body = at + E4J_RECORD_HEADER;
        const size_t body = e->type == E4J_EVENT_CONNECT      ? E4J_CONNECT_BODY
                            : e->type == E4J_EVENT_DISCONNECT ? DISCONNECT_BODY
                            : e->inlined                      ? length
                                                              : 0;
        at += E4J_RECORD_HEADER + ((body + 7) & ~(size_t) 7);
    }
    CHECK_EQ(buffer->used, at - buffer->memory);
    CHECK(buffer->used <= buffer->capacity);
}

static void release_packets(void)
{
    for (int i = 0; i < event_count; i++)
        enet_packet_destroy(events[i].packet);
    event_count = 0;
}

static int service_into(e4j_host *host, int io, size_t capacity)
{
    release_packets();
    e4j_event_buffer buffer = {.memory = (uint8_t *) memory, .capacity = capacity};
    const int count = e4j_host_service(host, io, &buffer);
    if (count > 0) {
        read_events(&buffer, count);
        event_count = count;
    }
    return count;
}

static int service(e4j_host *host)
{
    return service_into(host, 1, sizeof memory);
}

/* Services until the host is at rest; events are gone. */
static void settle(e4j_host *host)
{
    while (service(host) > 0)
        continue;
}

static void settle_both(void)
{
    for (int i = 0; i < 4; i++) {
        settle(client);
        settle(server);
    }
}

static e4j_host *open_host(uint8_t number, size_t peers)
{
    e4j_host *host = e4j_host_create(NULL, peers, 4, 0, 0);
    if (!CHECK(host != NULL))
        exit(check_result());
    fake_attach(host, number);
    return host;
}

static ENetAddress server_address(void)
{
    return fake_address(SERVER, 1000 + SERVER);
}

static void open_pair(void)
{
    server = open_host(SERVER, 4);
    client = open_host(CLIENT, 4);
}

static void connect_client(void)
{
    const ENetAddress address = server_address();
    CHECK_EQ(0, e4j_host_connect(client, &address, 4, 77, &to_server));
    for (int done = 0, i = 0; done < 2 && i < 10; i++) {
        if (service(client) == 1 && CHECK_EQ(E4J_EVENT_CONNECT, events[0].type))
            done++;
        if (service(server) == 1 && CHECK_EQ(E4J_EVENT_CONNECT, events[0].type)) {
            to_client = events[0].name;
            done++;
        }
    }
    CHECK(e4j_host_peer(client, to_server) != NULL && e4j_host_peer(server, to_client) != NULL);
}

static void close_pair(void)
{
    release_packets();
    fake_filter = NULL;
    e4j_host_destroy(client);
    e4j_host_destroy(server);
    CHECK_EQ(0, e4j_memory_blocks());
}

static int send_bytes(e4j_host *host, e4j_peer_name name, const void *data, size_t length, uint32_t flags)
{
    return e4j_host_send(e4j_host_peer(host, name), 0, enet_packet_create(data, length, 0), flags);
}

/* ---- Events ---- */

static void test_connect(void)
{
    open_pair();
    const ENetAddress address = server_address(), from = fake_address(CLIENT, 1000 + CLIENT);
    CHECK_EQ(0, e4j_host_connect(client, &address, 4, 0xfedcba98, &to_server));
    CHECK_EQ(0, service(client));
    CHECK_EQ(0, service(server));
    CHECK_EQ(1, service(client));
    CHECK_EQ(E4J_EVENT_CONNECT, events[0].type);
    CHECK_EQ(to_server.slot, events[0].name.slot);
    CHECK_EQ(to_server.generation, events[0].name.generation);
    CHECK_EQ(0, events[0].data);
    CHECK_BYTES(&address.host, 16, events[0].body, 16);
    CHECK_BYTES(&address.port, 2, events[0].body + 16, 2);
    CHECK_EQ(0, service(client));
    CHECK_EQ(1, service(server));
    CHECK_EQ(E4J_EVENT_CONNECT, events[0].type);
    CHECK_EQ(0xfedcba98, events[0].data);
    CHECK_BYTES(&from.host, 16, events[0].body, 16);
    CHECK_BYTES(&from.port, 2, events[0].body + 16, 2);
    close_pair();
}

static void test_names(void)
{
    open_pair();
    atomic_store(&e4j_last_generation, UINT32_MAX); /* 0 is no name, also when the numbers come round */
    connect_client();
    CHECK_EQ(1, to_server.generation);
    CHECK(e4j_host_peer(client, (e4j_peer_name) {to_server.slot, 2}) == NULL);
    CHECK(e4j_host_peer(client, (e4j_peer_name) {to_server.slot, 0}) == NULL);
    CHECK(e4j_host_peer(client, (e4j_peer_name) {to_server.slot + 1, 0}) == NULL);
    CHECK(e4j_host_peer(client, (e4j_peer_name) {to_server.slot + 1, 1}) == NULL);
    CHECK(e4j_host_peer(client, (e4j_peer_name) {4, 1}) == NULL);
    CHECK(e4j_host_peer(client, (e4j_peer_name) {UINT32_MAX, 1}) == NULL);

    const e4j_peer_name old_server = to_server, old_client = to_client;
    e4j_peer_statistics last;
    CHECK_EQ(0, e4j_host_disconnect(client, e4j_host_peer(client, to_server), E4J_DISCONNECT_NOW, 5, &last));
    CHECK(e4j_host_peer(client, old_server) == NULL);
    CHECK_EQ(1, service(server));
    CHECK_EQ(E4J_EVENT_DISCONNECT, events[0].type);
    CHECK_EQ(5, events[0].data);
    CHECK_EQ(old_client.generation, events[0].name.generation);
    CHECK(e4j_host_peer(server, old_client) == NULL);
    connect_client();
    CHECK_EQ(old_server.slot, to_server.slot);
    CHECK_EQ(old_client.slot, to_client.slot);
    CHECK(e4j_host_peer(client, old_server) == NULL);
    CHECK(e4j_host_peer(server, old_client) == NULL);
    close_pair();
}

/* Packets share a buffer; a CONNECT or DISCONNECT has it to itself. */
static void test_buffer_ends(void)
{
    open_pair();
    connect_client();
    e4j_host *other = open_host(OTHER_CLIENT, 1);
    const ENetAddress address = server_address();
    e4j_peer_name name;
    e4j_peer_statistics last;
    CHECK_EQ(0, e4j_host_connect(other, &address, 1, 0, &name));
    settle(other);
    settle(server);
    CHECK_EQ(1, service(other));
    for (int i = 0; i < 3; i++)
        send_bytes(client, to_server, "abc", 3, 1);
    settle(client);
    settle(other);
    for (int i = 0; i < 2; i++)
        send_bytes(client, to_server, "def", 3, 1);
    settle(client);
    CHECK_EQ(1, service(server));
    CHECK_EQ(E4J_EVENT_CONNECT, events[0].type);
    for (int expected = 3; expected > 1; expected--) {
        CHECK_EQ(expected, service(server)); /* those before the CONNECT, those behind it */
        for (int i = 0; i < event_count; i++)
            CHECK(events[i].type == E4J_EVENT_RECEIVE && events[i].name.generation == to_client.generation);
    }

    send_bytes(client, to_server, "ghi", 3, 1);
    settle(client);
    e4j_host_disconnect(other, e4j_host_peer(other, name), E4J_DISCONNECT_NOW, 0, &last);
    send_bytes(client, to_server, "jkl", 3, 1);
    settle(client);
    /* ENet delivers in the order in which peers got something to deliver. */
    CHECK_EQ(1, service(server));
    CHECK_EQ(E4J_EVENT_RECEIVE, events[0].type);
    CHECK_EQ(1, service_into(server, 0, sizeof memory));
    CHECK_EQ(E4J_EVENT_DISCONNECT, events[0].type);
    CHECK_EQ(1, service_into(server, 0, sizeof memory));
    CHECK_EQ(E4J_EVENT_RECEIVE, events[0].type);
    CHECK_EQ(0, service_into(server, 0, sizeof memory));
    e4j_host_destroy(other);
    close_pair();
}

/* Peers that have packets get one event each, by turns; who is left gets the rest. */
static void test_turns(void)
{
    static const char from[] = "cococcc";
    open_pair();
    connect_client();
    settle_both();
    e4j_host *other = open_host(OTHER_CLIENT, 1);
    const ENetAddress address = server_address();
    e4j_peer_name name;
    CHECK_EQ(0, e4j_host_connect(other, &address, 1, 0, &name));
    settle(other);
    settle(server);
    settle(other);
    settle(server);
    for (int i = 0; i < 5; i++)
        send_bytes(client, to_server, "c", 1, 1);
    e4j_host_flush(client);
    for (int i = 0; i < 2; i++)
        send_bytes(other, name, "o", 1, 1);
    e4j_host_flush(other);
    CHECK_EQ(sizeof from - 1, service(server));
    for (int i = 0; i < event_count; i++)
        CHECK_BYTES(from + i, 1, events[i].body, events[i].length);
    CHECK_EQ(0, service_into(server, 0, sizeof memory));
    e4j_host_destroy(other);
    close_pair();
}

static void test_buffer_capacity(void)
{
    enum { COUNT = 120 };
    static const size_t capacities[] = {MEMORY, 8192, E4J_EVENTS_RECORDS + E4J_RECORD_HEADER + E4J_INLINE_MAXIMUM};
    for (size_t c = 0; c < sizeof capacities / sizeof *capacities; c++) {
        open_pair();
        connect_client();
        uint8_t data[1364];
        for (int i = 0; i < COUNT; i++) {
            memset(data, i, sizeof data);
            CHECK_EQ(E4J_OK, send_bytes(client, to_server, data, sizeof data - (size_t) i, 0));
        }
        e4j_host_flush(client);
        int received = 0, fills = 0;
        for (int count; (count = service_into(server, fills == 0, capacities[c])) > 0; fills++) {
            for (int i = 0; i < count; i++, received++) {
                memset(data, received, sizeof data);
                CHECK_EQ(1, events[i].inlined);
                CHECK_BYTES(data, sizeof data - (size_t) received, events[i].body, events[i].length);
                CHECK_BYTES(data, events[i].length, events[i].packet->data, events[i].packet->dataLength);
            }
        }
        CHECK_EQ(COUNT, received);
        CHECK(c < 2 ? fills < COUNT / 2 && fills > 2 : fills == COUNT);
        close_pair();
    }
}

/* Up to which length packets come along, and how many bytes of others fill it. */
static unsigned flooded;

/* For each datagram that is taken another one comes. */
static int flood(void *context, const ENetAddress *from, const void *data, size_t length)
{
    flooded++;
    fake_inject(context, from, data, length);
    return 1;
}

/* Datagrams without an event may be many, as acknowledgements are: what comes behind them doesn't wait. */
static void test_many_datagrams(void)
{
    open_pair();
    connect_client();
    settle_both();
    const ENetAddress stranger = fake_address(9, 9);
    for (int i = 0; i < 500; i++)
        fake_inject(server, &stranger, "x", 1);
    send_bytes(client, to_server, "y", 1, 0);
    settle(client);
    CHECK_EQ(501, fake_waiting(server));
    if (CHECK_EQ(1, service(server)))
        CHECK_EQ(E4J_EVENT_RECEIVE, events[0].type);
    CHECK_EQ(0, fake_waiting(server));
    /* A flood does not hold it for ever. */
    e4j_host_set_intercept(server, flood, server);
    fake_inject(server, &stranger, "x", 1);
    CHECK_EQ(0, service(server));
    CHECK_EQ(32 * 256, flooded);
    close_pair();
}

static void test_buffer_records(void)
{
    static const size_t lengths[] = {0, 1, 7, 8, 9, E4J_INLINE_MAXIMUM, E4J_INLINE_MAXIMUM + 1, 100000};
    e4j_event_buffer buffer = {.memory = (uint8_t *) memory, .capacity = sizeof memory};
    e4j_events_start(&buffer);
    int count = 0;
    for (; count < 8; count++) {
        ENetPacket *packet = enet_packet_create(NULL, lengths[count], 1);
        if (lengths[count] > 0)
            memset(packet->data, count, lengths[count]);
        e4j_events_receive(&buffer, 3, 9, (uint8_t) count, packet);
        CHECK(e4j_events_has_room(&buffer));
    }
    read_events(&buffer, count);
    for (int i = 0; i < count; i++) {
        CHECK_EQ(lengths[i] <= E4J_INLINE_MAXIMUM, events[i].inlined);
        CHECK_EQ(lengths[i], events[i].length);
        CHECK_EQ(i, events[i].channel);
        CHECK_EQ(1, events[i].data);
        CHECK_BYTES(events[i].packet->data, events[i].inlined ? events[i].length : 0, events[i].body,
                    events[i].inlined ? events[i].length : 0);
        enet_packet_destroy(events[i].packet);
    }

    e4j_events_start(&buffer);
    for (count = 0; e4j_events_has_room(&buffer); count++)
        e4j_events_receive(&buffer, 0, 1, 0, enet_packet_create(NULL, 200000, 0));
    CHECK_EQ((E4J_EVENTS_DATA_MAXIMUM + 199999) / 200000, count);
    read_events(&buffer, count);
    for (int i = 0; i < count; i++)
        enet_packet_destroy(events[i].packet);
}

static void test_socket_errors(void)
{
    open_pair();
    connect_client();
    fake_break(client, FAKE_NO_SEND);
    send_bytes(client, to_server, "x", 1, 0);
    CHECK_EQ(-1, service(client));
    CHECK_EQ(0, service(client));
    fake_break(client, FAKE_NO_FLUSH);
    CHECK_EQ(-1, service(client));
    fake_break(client, 0);
    send_bytes(client, to_server, "y", 1, 0);
    CHECK_EQ(0, service(client));
    CHECK_EQ(1, service(server));
    CHECK_BYTES("y", 1, events[0].body, events[0].length);
    close_pair();
}

static int taken;

static int take_all(void *context, const ENetAddress *from, const void *data, size_t length)
{
    taken += from->port == 1000 + CLIENT && length > 2 && data != NULL;
    return *(const int *) context;
}

static void test_intercept(void)
{
    open_pair();
    connect_client();
    int answer = 0;
    e4j_host_set_intercept(server, take_all, &answer);
    send_bytes(client, to_server, "x", 1, 0);
    settle(client);
    CHECK_EQ(1, service(server));
    CHECK_EQ(1, taken);
    answer = 1;
    send_bytes(client, to_server, "x", 1, 0);
    settle(client);
    CHECK_EQ(0, service(server));
    CHECK_EQ(2, taken);
    e4j_host_set_intercept(server, NULL, NULL);
    send_bytes(client, to_server, "x", 1, 0);
    settle(client);
    CHECK_EQ(1, service(server));
    CHECK_EQ(2, taken);
    close_pair();
}

/* ---- Ends ---- */

static void mark(e4j_host *host, e4j_peer_name name)
{
    e4j_host_peer(host, name)->packetThrottleInterval = 1234;
}

static int lose_all(e4j_host *from, uint8_t *data, size_t *length)
{
    (void) from;
    (void) data;
    (void) length;
    return 0;
}

/* The DISCONNECT event must come, with the statistics of the connection and not those after it. */
static void check_end(e4j_host *host, e4j_peer_name name, uint32_t data)
{
    e4j_peer_statistics last;
    int count = 0;
    for (int i = 0; i < 100 && (count = service(host)) == 0; i++) {
        settle(host == client ? server : client);
        fake_now += 500;
    }
    if (!CHECK_EQ(1, count) || !CHECK_EQ(E4J_EVENT_DISCONNECT, events[0].type))
        return;
    memcpy(&last, events[0].body, sizeof last);
    CHECK_EQ(1234, last.value[INTERVAL]);
    CHECK_EQ(data, events[0].data);
    CHECK_EQ(name.generation, events[0].name.generation);
    CHECK(e4j_host_peer(host, name) == NULL);
}

static void test_last_statistics(void)
{
    e4j_peer_statistics last;
    open_pair();
    /* Told by the other side, with and without a confirmation, and what that side gets for its own wish. */
    for (int kind = E4J_DISCONNECT; kind <= E4J_DISCONNECT_NOW; kind++) {
        connect_client();
        mark(client, to_server);
        mark(server, to_client);
        const int going_on = kind != E4J_DISCONNECT_NOW;
        ENetPeer *peer = e4j_host_peer(client, to_server);
        CHECK_EQ(going_on, e4j_host_disconnect(client, peer, (e4j_disconnect_kind) kind, 9, &last));
        CHECK_EQ(1234, last.value[INTERVAL]);
        CHECK_EQ(going_on, e4j_host_peer(client, to_server) != NULL);
        if (kind == E4J_DISCONNECT_NOW)
            settle(client);
        else
            service(client);
        check_end(server, to_client, 9);
        settle(server);
        if (going_on)
            check_end(client, to_server, 0);
    }
    /* Forgotten without a word; the other side finds out. */
    connect_client();
    mark(client, to_server);
    mark(server, to_client);
    CHECK_EQ(0, e4j_host_disconnect(server, e4j_host_peer(server, to_client), E4J_RESET, 0, &last));
    CHECK_EQ(1234, last.value[INTERVAL]);
    CHECK(e4j_host_peer(server, to_client) == NULL);
    send_bytes(client, to_server, "x", 1, 1);
    check_end(client, to_server, 0);
    /* Nobody answers. */
    fake_filter = lose_all;
    const ENetAddress address = server_address();
    CHECK_EQ(0, e4j_host_connect(client, &address, 1, 0, &to_server));
    mark(client, to_server);
    check_end(client, to_server, 0);
    /* Given up while connecting: no event. */
    CHECK_EQ(0, e4j_host_connect(client, &address, 1, 0, &to_server));
    mark(client, to_server);
    CHECK_EQ(0, e4j_host_disconnect(client, e4j_host_peer(client, to_server), E4J_DISCONNECT, 0, &last));
    CHECK_EQ(1234, last.value[INTERVAL]);
    CHECK_EQ(0, service(client));
    close_pair();
}

static void test_totals(void)
{
    open_pair();
    connect_client();
    settle_both();
    for (int i = 0; i < E4J_HOST_STATISTICS; i++) {
        const uint64_t sent = e4j_host_pop_statistic(client, i), received = e4j_host_pop_statistic(server, (i + 2) % 4);
        CHECK(sent > 0);
        CHECK_EQ(sent, received);
        CHECK_EQ(0, e4j_host_pop_statistic(client, i));
    }
    e4j_peer_statistics last;
    e4j_host_disconnect(client, e4j_host_peer(client, to_server), E4J_DISCONNECT_NOW, 0, &last);
    CHECK_EQ(1, e4j_host_pop_statistic(client, 1));
    for (int i = 0; i < 3; i++) {
        client->enet->totalReceivedData = 0xffffffff;
        service(client);
    }
    CHECK_EQ(3 * (uint64_t) 0xffffffff, e4j_host_pop_statistic(client, 2));
    close_pair();
}

/* ---- Waiting data ---- */

/* Lets through only the first datagram of those that are full. */
static int full_datagrams;

static int lose_second_fragment(e4j_host *from, uint8_t *data, size_t *length)
{
    (void) from;
    (void) data;
    return *length < 1300 || full_datagrams++ % 2 == 0;
}

/* What ENet drops no longer counts as waiting. */
static void test_waiting_data(void)
{
    static const uint8_t data[2700];
    open_pair();
    connect_client();
    const ENetPeer *peer = e4j_host_peer(server, to_client);
    fake_filter = lose_second_fragment;
    /* Each of these stays incomplete and is dropped for the one after it. */
    for (int i = 0; i < 8; i++) {
        send_bytes(client, to_server, data, sizeof data, 8);
        settle(client);
        settle(server);
        CHECK_EQ(sizeof data, peer->totalWaitingData);
        send_bytes(client, to_server, "x", 1, 0);
        settle(client);
        settle(server);
    }
    fake_filter = NULL;
    CHECK(peer->totalWaitingData <= sizeof data);
    e4j_peer_statistics last;
    e4j_host_disconnect(server, e4j_host_peer(server, to_client), E4J_DISCONNECT, 0, &last);
    CHECK_EQ(0, peer->totalWaitingData);
    close_pair();
}

/* ---- Timers ---- */

enum { SENT_MAXIMUM = 400 };

typedef struct {
    uint32_t time[SENT_MAXIMUM];
    size_t length[SENT_MAXIMUM];
    int count, services;
} record;

static record *recording;
static int deaf; /* nothing arrives any more */

static int write_down(e4j_host *from, uint8_t *data, size_t *length)
{
    (void) data;
    if (from == client && recording->count < SENT_MAXIMUM) {
        recording->time[recording->count] = fake_now;
        recording->length[recording->count++] = *length;
    }
    return !deaf;
}

/* What a client sends in 40 s, when it is serviced every ms or only when it asks for it. */
static void live(record *into, int lazy)
{
    memset(into, 0, sizeof *into);
    recording = into;
    fake_now = 500000;
    deaf = 0;
    open_pair();
    fake_filter = write_down;
    connect_client();
    enet_host_bandwidth_limit(client->enet, 100000, 200000);
    /* Pings and the server's ticks shall not stand in for the client's timers. */
    enet_peer_ping_interval(e4j_host_peer(client, to_server), 1700);
    enet_peer_ping_interval(e4j_host_peer(server, to_client), 60000);
    server->enet->bandwidthThrottleEpoch += 300;
    const uint32_t start = fake_now;
    uint32_t due = start;
    for (uint32_t time = 0; time < 40000; time++, fake_now++) {
        int acted = 1;
        switch (time) {
        case 3300:
            send_bytes(client, to_server, "x", 1, 1);
            break;
        case 5000:
            deaf = 1;
            send_bytes(client, to_server, "lost", 4, 1);
            break;
        case 5040:
            send_bytes(client, to_server, "lost too", 8, 1);
            break;
        default:
            acted = 0;
            break;
        }
        settle(server);
        if (!lazy || acted || fake_waiting(client) > 0 || fake_now == due) {
            settle(client);
            into->services++;
            const uint32_t wait = e4j_host_wait_time(client, 7000);
            CHECK(wait >= 1 && wait <= 7000);
            due = fake_now + wait;
        }
    }
    CHECK(e4j_host_peer(client, to_server) == NULL); /* given up */
    close_pair();
}

static void test_wait_time_misses_nothing(void)
{
    static record eager, lazy;
    live(&eager, 0);
    live(&lazy, 1);
    CHECK(eager.count > 12);
    CHECK_EQ(eager.count, lazy.count);
    for (int i = 0; i < eager.count; i++) {
        CHECK_EQ(eager.time[i], lazy.time[i]);
        CHECK_EQ(eager.length[i], lazy.length[i]);
    }
    /* As many as there was cause for, and no spinning. */
    CHECK(lazy.services < 120);
}

static void test_wait_time_limits(void)
{
    open_pair();
    CHECK_EQ(60000, e4j_host_wait_time(client, 60000));
    CHECK_EQ(1, e4j_host_wait_time(client, 1));
    CHECK_EQ(0, e4j_host_wait_time(client, 0));
    fake_set_timer(client, 20);
    CHECK_EQ(20, e4j_host_wait_time(client, 60000));
    fake_set_timer(client, 0);
    CHECK_EQ(1, e4j_host_wait_time(client, 60000));
    CHECK_EQ(0, e4j_host_wait_time(client, 0));
    fake_set_timer(client, E4J_NO_TIMER);
    const ENetAddress address = server_address();
    fake_filter = lose_all;
    CHECK_EQ(0, e4j_host_connect(client, &address, 1, 0, &to_server));
    service(client);
    CHECK_EQ(500, e4j_host_wait_time(client, 60000)); /* until CONNECT is sent again */
    fake_now += 499;
    CHECK_EQ(1, e4j_host_wait_time(client, 60000));
    fake_now += 100; /* late: but never 0 */
    CHECK_EQ(1, e4j_host_wait_time(client, 60000));
    close_pair();
}

static void test_forget(void)
{
    open_pair();
    const ENetAddress address = server_address();
    e4j_peer_name first, second;
    e4j_peer_statistics last;
    CHECK_EQ(0, e4j_host_connect(client, &address, 1, 0, &first));
    CHECK_EQ(0, e4j_host_connect(client, &address, 1, 0, &second));
    e4j_host_disconnect(client, e4j_host_peer(client, first), E4J_RESET, 0, &last);
    CHECK_EQ(0, fake_forgotten(client)); /* the other one still needs it */
    e4j_host_disconnect(client, e4j_host_peer(client, second), E4J_RESET, 0, &last);
    CHECK_EQ(1, fake_forgotten(client));
    connect_client();
    e4j_host_disconnect(client, e4j_host_peer(client, to_server), E4J_DISCONNECT, 0, &last);
    settle_both();
    CHECK_EQ(2, fake_forgotten(client));
    CHECK_EQ(1, fake_forgotten(server));
    close_pair();
}

/* ---- Hostile fragments ---- */

static void inject_fragment(int number, uint32_t count, uint32_t total, uint32_t offset)
{
    const ENetPeer *peer = e4j_host_peer(server, to_client);
    const uint16_t id = ENET_HOST_TO_NET_16((uint16_t) (ENET_PROTOCOL_HEADER_FLAG_SENT_TIME | peer->incomingPeerID |
                                                        peer->incomingSessionID << ENET_PROTOCOL_HEADER_SESSION_SHIFT));
    for (uint32_t i = 0; i < 2; i++) {
        uint8_t data[4 + sizeof(ENetProtocolSendFragment) + 1] = {0};
        ENetProtocolSendFragment fragment = {
            .header.command = (uint8_t) (number == ENET_PROTOCOL_COMMAND_SEND_FRAGMENT ? number | 0x80 : number),
            .header.reliableSequenceNumber =
                ENET_HOST_TO_NET_16((uint16_t) (number == ENET_PROTOCOL_COMMAND_SEND_FRAGMENT ? 1 + i : 0)),
            .startSequenceNumber = ENET_HOST_TO_NET_16(1),
            .dataLength = ENET_HOST_TO_NET_16(1),
            .fragmentCount = ENET_HOST_TO_NET_32(count),
            .fragmentNumber = ENET_HOST_TO_NET_32(i),
            .totalLength = ENET_HOST_TO_NET_32(total),
            .fragmentOffset = ENET_HOST_TO_NET_32(i * offset),
        };
        memcpy(data, &id, sizeof id);
        memcpy(data + 4, &fragment, sizeof fragment);
        data[sizeof data - 1] = 'x';
        fake_inject(server, &peer->address, data, sizeof data);
    }
}

/* The fragments that came do not cover the packet: what is between must not be what was in that memory before. */
static void test_gaps(void)
{
    enum { TOTAL = 1000 };
    static const int commands[] = {ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE_FRAGMENT};
    uint8_t expected[TOTAL] = {0}, secret[TOTAL];
    expected[0] = expected[TOTAL - 1] = 'x';
    memset(secret, 's', sizeof secret);
    for (int i = 0; i < 2; i++) {
        open_pair();
        connect_client();
        ENetPacket *packets[100];
        for (int k = 0; k < 100; k++)
            packets[k] = enet_packet_create(secret, sizeof secret, 0);
        for (int k = 0; k < 100; k++)
            enet_packet_destroy(packets[k]);
        inject_fragment(commands[i], 2, TOTAL, TOTAL - 1);
        if (CHECK_EQ(1, service(server)))
            CHECK_BYTES(expected, TOTAL, events[0].packet->data, events[0].packet->dataLength);
        close_pair();
    }
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    fake_now = 100000;
    test_connect();
    test_names();
    test_buffer_ends();
    test_turns();
    test_buffer_capacity();
    test_many_datagrams();
    test_buffer_records();
    test_socket_errors();
    test_intercept();
    test_last_statistics();
    test_totals();
    test_waiting_data();
    test_wait_time_misses_nothing();
    test_wait_time_limits();
    test_forget();
    test_gaps();
    return check_result();
}
