/* What host/window.h promises: ENet sees few slots, and takes one that nobody can guess. And the checksum. */
#include "host/host.h"
#include "net/transport.h"
#include "platform/checksum.h"
#include "platform/memory.h"

#include "check.h"

#include <stdlib.h>

enum { CAPACITY = 700, RUSH = 300, SPARE = 256, ROUNDS = 60 };

static e4j_host *server, *clients;
static e4j_peer_name names[CAPACITY + 10];
static int connected_at_server, connected_at_clients;

static ENetAddress loopback(void)
{
    static const uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1};
    ENetAddress address = {0};
    memcpy(&address.host, bytes, sizeof bytes);
    return address;
}

static void serve(e4j_host *host, int *connected)
{
    static uint8_t memory[64 * 1024];
    e4j_event_buffer events = {.memory = memory, .capacity = sizeof memory};
    for (int i = 0; i < 1000; i++) {
        int count = e4j_host_service(host, 1, &events);
        if (count <= 0)
            return;
        const uint8_t *record = memory + E4J_EVENTS_RECORDS;
        if (record[0] == E4J_EVENT_CONNECT)
            ++*connected;
        else if (record[0] == E4J_EVENT_DISCONNECT)
            --*connected;
        else
            CHECK(!"a packet");
    }
}

static void serve_both(int until)
{
    for (int i = 0; i < 3000 && (connected_at_server != until || connected_at_clients != until); i++) {
        serve(clients, &connected_at_clients);
        serve(server, &connected_at_server);
        if (i > 50)
            server->enet->socket->ops->wait(server->enet->socket, 1);
    }
    CHECK_EQ(until, connected_at_server);
    CHECK_EQ(until, connected_at_clients);
}

static void connect_to(uint16_t port, int from, int to)
{
    ENetAddress address = loopback();
    address.port = port;
    for (int i = from; i < to; i++)
        CHECK_EQ(0, e4j_host_connect(clients, &address, 1, 0, &names[i]));
}

static size_t highest(const e4j_host *host)
{
    size_t slot = CAPACITY;
    while (slot > 0 && host->enet->peers[slot - 1].state == ENET_PEER_STATE_DISCONNECTED)
        slot--;
    return slot;
}

static void end(int number)
{
    e4j_peer_statistics last;
    ENetPeer *peer = e4j_host_peer(clients, names[number]);
    if (CHECK(peer != NULL))
        e4j_host_disconnect(clients, peer, E4J_DISCONNECT_NOW, 0, &last);
}

static void test_window(void)
{
    ENetAddress any = loopback();
    int64_t blocks = e4j_memory_blocks();
    server = e4j_host_create(&any, CAPACITY, 1, 0, 0);
    server->gate.mode = E4J_GATE_OFF; /* so many at once would have to prove their address */
    clients = e4j_host_create(NULL, CAPACITY, 1, 0, 0);
    CHECK(server->enet->peerCount < 300);
    uint16_t port = (uint16_t) e4j_host_local_port(server);

    /* All slots can be had, and one more can't. */
    connect_to(port, 0, CAPACITY);
    ENetAddress address = loopback();
    address.port = port;
    e4j_peer_name none;
    CHECK_EQ(-1, e4j_host_connect(clients, &address, 1, 0, &none));
    serve_both(CAPACITY);
    CHECK_EQ(CAPACITY, server->enet->peerCount);
    CHECK_EQ(CAPACITY, server->enet->connectedPeers);

    /* While the last one is there, all are shown. */
    int last = 0;
    while (e4j_host_peer(clients, names[last])->outgoingPeerID != CAPACITY - 1)
        last++;
    for (int i = 0; i < CAPACITY; i++) {
        if (i == last)
            continue;
        end(i);
        connected_at_clients--;
        if (i % 50 == 0)
            serve(server, &connected_at_server);
    }
    serve_both(1);
    CHECK_EQ(CAPACITY, highest(server));
    CHECK_EQ(CAPACITY, server->enet->peerCount);

    /* When it has gone, few; the new ones are among the first. */
    end(last);
    connected_at_clients--;
    serve_both(0);
    serve(server, &connected_at_server);
    serve(clients, &connected_at_clients);
    CHECK_EQ(SPARE, server->enet->peerCount);
    CHECK_EQ(SPARE, clients->enet->peerCount);
    connect_to(port, 0, 3);
    serve_both(3);
    CHECK(highest(server) <= SPARE + 2);
    CHECK_EQ(highest(server) + SPARE, server->enet->peerCount);
    CHECK(highest(clients) <= SPARE + 2);

    /* And again all. */
    connect_to(port, 3, CAPACITY);
    serve_both(CAPACITY);
    e4j_host_destroy(clients);
    e4j_host_destroy(server);
    CHECK_EQ(blocks, e4j_memory_blocks());
}

/* More clients than one pass has room for start at once: a single service call lets all of them in. */
static void test_rush(void)
{
    ENetAddress any = loopback();
    server = e4j_host_create(&any, CAPACITY, 1, 0, 0);
    server->gate.mode = E4J_GATE_OFF; /* so many at once would have to prove their address */
    clients = e4j_host_create(NULL, CAPACITY, 1, 0, 0);
    server->enet->socket->ops->set_option(server->enet->socket, ENET_SOCKOPT_RCVBUF, 1 << 21);
    connected_at_server = connected_at_clients = 0;
    connect_to((uint16_t) e4j_host_local_port(server), 0, RUSH);
    serve(clients, &connected_at_clients);
    serve(server, &connected_at_server);
    size_t let_in = 0;
    for (size_t slot = 0; slot < server->enet->peerCount; slot++)
        let_in += server->enet->peers[slot].state == ENET_PEER_STATE_ACKNOWLEDGING_CONNECT;
    CHECK_EQ(RUSH, let_in);
    e4j_host_destroy(clients);
    e4j_host_destroy(server);
}

/* How many of 2 to the power of `bits` numbers have come up. */
static int different(const uint8_t *seen, int bits)
{
    int count = 0;
    for (int i = 0; i < 1 << bits; i++)
        count += seen[i];
    return count;
}

/*
 * What a datagram is told by on both sides, for a lone client: of 256 slots and four sessions hardly any come up a
 * second time. A bound client starts at its first slot.
 */
static void test_numbers(int bound)
{
    static uint8_t slots[2][SPARE], sessions[2][4];
    ENetAddress any = loopback();
    memset(slots, 0, sizeof slots);
    memset(sessions, 0, sizeof sessions);
    for (int i = 0; i < ROUNDS; i++) {
        server = e4j_host_create(&any, CAPACITY, 1, 0, 0);
        clients = e4j_host_create(bound ? &any : NULL, CAPACITY, 1, 0, 0);
        connected_at_server = connected_at_clients = 0;
        connect_to((uint16_t) e4j_host_local_port(server), 0, 1);
        serve_both(1);
        const ENetPeer *peer = e4j_host_peer(clients, names[0]);
        CHECK(peer->incomingPeerID < SPARE && peer->outgoingPeerID < SPARE);
        slots[0][peer->incomingPeerID % SPARE] = slots[1][peer->outgoingPeerID % SPARE] = 1;
        sessions[0][peer->incomingSessionID % 4] = sessions[1][peer->outgoingSessionID % 4] = 1;
        e4j_host_destroy(clients);
        e4j_host_destroy(server);
    }
    CHECK(bound ? slots[0][0] == 1 && different(slots[0], 8) == 1 : different(slots[0], 8) > ROUNDS / 3);
    CHECK(different(slots[1], 8) > ROUNDS / 3);
    CHECK_EQ(4, different(sessions[0], 2));
    CHECK_EQ(4, different(sessions[1], 2));
}

/* A datagram that ends with an error leaves no slot hidden. */
static void test_nothing_stays_hidden(void)
{
    ENetAddress any = loopback();
    server = e4j_host_create(&any, CAPACITY, 1, 0, 0);
    for (int i = 0; i < 20; i++) {
        server->enet->peers[i].state = ENET_PEER_STATE_CONNECTED;
        e4j_window_draw(&server->window, server->enet);
        size_t first = 0;
        while (server->enet->peers[first].state != ENET_PEER_STATE_DISCONNECTED)
            first++;
        CHECK(first <= SPARE + 20);
        e4j_window_show(&server->window, server->enet);
        size_t used = 0;
        for (size_t slot = 0; slot < server->enet->peerCount; slot++)
            used += server->enet->peers[slot].state != ENET_PEER_STATE_DISCONNECTED;
        CHECK_EQ(i + 1, used);
    }
    for (int i = 0; i < 20; i++)
        server->enet->peers[i].state = ENET_PEER_STATE_DISCONNECTED;
    e4j_host_destroy(server);
}

static void test_checksum(void)
{
    static uint8_t data[4096];
    srand(7);
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t) rand();
    for (int i = 0; i < 5000; i++) {
        ENetBuffer parts[4];
        size_t count = (size_t) rand() % 5;
        for (size_t p = 0; p < count; p++) {
            size_t start = (size_t) rand() % sizeof data;
            parts[p] = (ENetBuffer) {.data = data + start, .dataLength = (size_t) rand() % (sizeof data - start)};
            if (rand() % 8 == 0)
                parts[p] = (ENetBuffer) {.data = NULL, .dataLength = 0};
        }
        CHECK_EQ(enet_crc32(parts, count), e4j_crc32(parts, count));
    }
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    test_window();
    test_rush();
    test_numbers(0);
    test_numbers(1);
    test_nothing_stays_hidden();
    test_checksum();
    return check_result();
}
