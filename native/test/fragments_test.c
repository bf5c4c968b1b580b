/*
 * Packets in fragments from a stock sender, of many lengths and every kind of datagram, while some are lost, come out
 * of order or twice: what host/fragments.h keeps count of never stands in their way.
 */
#include "host/host.h"
#include "platform/memory.h"

#include "check.h"
#include "fake_wire.h"
#include "true_counts.h"

#include <stdlib.h>

enum { SERVER = 1, CLIENT = 2, CHANNELS = 3, STEP = 5 /* ms */, PATIENCE = 100000 };

static e4j_host *server, *client;
static ENetPeer *to_server, *peer; /* the client, at the server */

/* ---- The line ---- */

enum { DELAYED = 32 };

typedef struct {
    e4j_host *from;
    size_t length;
    uint8_t data[ENET_PROTOCOL_MAXIMUM_MTU];
} delayed;

static delayed late[DELAYED];
static uint32_t random_state = 1;
static unsigned lost_percent;

static uint32_t next_random(uint32_t below)
{
    random_state = random_state * 1664525 + 1013904223;
    return (uint32_t) ((uint64_t) random_state * below >> 32);
}

static void deliver(delayed *it)
{
    if (it->length == 0)
        return;
    uint8_t number = it->from == client ? CLIENT : SERVER;
    const ENetAddress address = fake_address(number, 1000 + number);
    fake_inject(it->from == client ? server : client, &address, it->data, it->length);
    it->length = 0;
}

/* Loses some, doubles some, and keeps every second one until its place is needed or some time has passed. */
static int meddle(e4j_host *from, uint8_t *data, size_t *length)
{
    uint32_t fate = next_random(100);
    if (fate < lost_percent)
        return 0;
    if (fate < 50)
        return 1;
    delayed *place = &late[next_random(DELAYED)];
    deliver(place);
    place->from = from;
    place->length = *length;
    memcpy(place->data, data, *length);
    return fate >= 95;
}

/* ---- The hosts ---- */

static unsigned whole; /* packets that have come, and were right */

static uint8_t byte_at(size_t length, size_t i)
{
    return (uint8_t) (length * 31 + i + i / 251);
}

static void take(ENetPacket *packet)
{
    size_t right = 0;
    while (right < packet->dataLength && packet->data[right] == byte_at(packet->dataLength, right))
        right++;
    whole += CHECK_EQ(packet->dataLength, right);
    enet_packet_destroy(packet);
}

static void serve_both(void)
{
    fake_now += STEP;
    for (unsigned i = 0; i < DELAYED; i++)
        if (next_random(2) == 0)
            deliver(&late[i]);
    CHECK_EQ(0, fake_serve(client, take));
    CHECK_EQ(0, fake_serve(server, take));
}

static void start(unsigned mtu, int checksum)
{
    e4j_peer_name name;
    server = e4j_host_create(NULL, 4, CHANNELS, 0, 0);
    client = e4j_host_create(NULL, 1, CHANNELS, 0, 0);
    fake_attach(server, SERVER);
    fake_attach(client, CLIENT);
    server->enet->mtu = client->enet->mtu = mtu;
    if (checksum)
        server->enet->checksum = client->enet->checksum = enet_crc32;
    const ENetAddress address = fake_address(SERVER, 1000 + SERVER);
    CHECK_EQ(0, e4j_host_connect(client, &address, CHANNELS, 0, &name));
    to_server = e4j_host_peer(client, name);
    for (int i = 0; i < 4; i++)
        serve_both();
    peer = &server->enet->peers[to_server->outgoingPeerID];
    CHECK_EQ(ENET_PEER_STATE_CONNECTED, peer->state);
    CHECK_EQ(mtu, to_server->mtu);
    whole = 0;
    fake_filter = meddle;
}

static void stop(void)
{
    fake_filter = NULL;
    CHECK_EQ(ENET_PEER_STATE_CONNECTED, peer->state);
    memset(late, 0, sizeof late);
    CHECK(counts_are_true(client));
    CHECK(counts_are_true(server));
    e4j_host_destroy(client);
    e4j_host_destroy(server);
    CHECK_EQ(0, e4j_memory_blocks());
}

static void send_packet(uint8_t channel, size_t length, enet_uint32 flags)
{
    ENetPacket *packet = enet_packet_create(NULL, length, 0);
    for (size_t i = 0; i < length; i++)
        packet->data[i] = byte_at(length, i);
    CHECK_EQ(E4J_OK, e4j_host_send(to_server, channel, packet, flags));
}

static size_t most_in_one(int checksum)
{
    return to_server->mtu - sizeof(ENetProtocolHeader) - sizeof(ENetProtocolSendFragment) - (checksum ? 4 : 0);
}

static void test_stock_sender(unsigned mtu, int checksum, unsigned lost)
{
    static const size_t large[] = {100001, 131072, 131073, 150000, 400000, 1 << 20};
    enum { LARGE = sizeof large / sizeof *large, SMALL = 6 };
    start(mtu, checksum);
    size_t one = most_in_one(checksum);
    const size_t small[SMALL] = {one + 1, 2 * one - 1, 2 * one, 2 * one + 1, 7 * one, 7 * one + one / 2};
    lost_percent = lost;
    unsigned sent = 0;
    for (unsigned i = 0; i < SMALL; i++, sent++)
        send_packet((uint8_t) (i % CHANNELS), small[i], ENET_PACKET_FLAG_RELIABLE);
    for (unsigned i = 0; i < LARGE; i++, sent++)
        send_packet((uint8_t) (i % CHANNELS), large[i], ENET_PACKET_FLAG_RELIABLE);
    for (unsigned i = 0; i < SMALL; i++, sent++)
        send_packet((uint8_t) (i % CHANNELS), small[i] + 1, ENET_PACKET_FLAG_RELIABLE);
    for (int passed = 0; passed < PATIENCE && whole < sent; passed += STEP)
        serve_both();
    CHECK_EQ(sent, whole);
    CHECK_EQ(0, server->incoming_counters.impossible);
    CHECK_EQ(0, server->incoming_counters.refused);
    CHECK_EQ(0, server->incoming_counters.dropped);
    CHECK_EQ(0, e4j_slot_of(peer)->incoming.debt.reliable);
    CHECK_EQ(0, e4j_slot_of(peer)->incoming.debt.unreliable);
    stop();
}

/*
 * Unreliable packets so large, on a line so bad, that none comes whole while they wait for reliable ones between them:
 * they make way, and what is reliable does not wait.
 */
static void test_many_gaps(void)
{
    enum { ROUNDS = 200, AT_ONCE = 8 };
    start(ENET_HOST_DEFAULT_MTU, 0);
    lost_percent = 30;
    for (unsigned i = 0; i < ROUNDS; i++) {
        send_packet(0, 3000 + i, ENET_PACKET_FLAG_RELIABLE);
        for (unsigned k = 0; k < AT_ONCE; k++)
            send_packet(0, 60000 + k, ENET_PACKET_FLAG_UNRELIABLE_FRAGMENT);
        serve_both();
    }
    CHECK(server->incoming_counters.dropped > 0); /* there were too many */
    lost_percent = 0;
    for (int passed = 0; passed < PATIENCE && whole < ROUNDS; passed += STEP)
        serve_both();
    CHECK(whole >= ROUNDS);
    CHECK_EQ(0, server->incoming_counters.refused);
    unsigned before = whole;
    to_server->packetThrottle = ENET_PEER_PACKET_THROTTLE_SCALE; /* ENet sends few of them after so much loss */
    send_packet(0, 70000, ENET_PACKET_FLAG_UNRELIABLE_FRAGMENT);
    for (unsigned k = 0; k < 20; k++)
        serve_both();
    CHECK_EQ(before + 1, whole);
    stop();
}

int main(void)
{
    static const unsigned mtus[] = {576, 577, 1000, 1392, 1399, 1400, 4096};
    CHECK_EQ(0, e4j_host_initialize());
    fake_now = 100000;
    for (size_t i = 0; i < sizeof mtus / sizeof *mtus; i++)
        for (int checksum = 0; checksum < 2; checksum++) {
            test_stock_sender(mtus[i], checksum, 0);
            test_stock_sender(mtus[i], checksum, 10);
        }
    test_many_gaps();
    return check_result();
}
