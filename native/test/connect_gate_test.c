/*
 * The connect gate: forged CONNECTs take no slots and get less than they bring, whoever answers a probe is let in, and
 * a quiet host sends what ENet sends.
 */
#include "host/host.h"
#include "platform/checksum.h"
#include "platform/memory.h"

#include "check.h"
#include "fake_wire.h"

enum { SERVER = 1, CLIENT = 2, BUFFER = 1 << 14, PEERS = 200 };

static e4j_host *server, *client;
static int connected, disconnected;
static unsigned bytes_out, datagrams_out;

static int count_bytes(e4j_host *from, uint8_t *data, size_t *length)
{
    (void) data;
    if (from == server) {
        bytes_out += (unsigned) *length;
        datagrams_out++;
    }
    return 1;
}

static void serve(e4j_host *host)
{
    static uint64_t memory[BUFFER / 8];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = BUFFER};
    int count;
    while ((count = e4j_host_service(host, 1, &events)) > 0) {
        connected += events.memory[E4J_EVENTS_RECORDS] == E4J_EVENT_CONNECT;
        disconnected += events.memory[E4J_EVENTS_RECORDS] == E4J_EVENT_DISCONNECT;
    }
    CHECK_EQ(0, count);
}

static void open_server(e4j_gate_mode mode)
{
    server = e4j_host_create(NULL, PEERS, 4, 0, 0);
    fake_attach(server, SERVER);
    server->gate.mode = mode;
    fake_filter = count_bytes;
    connected = disconnected = 0;
    bytes_out = datagrams_out = 0;
}

static void open_client(int compress, int checksum)
{
    client = e4j_host_create(NULL, 4, 4, 0, 0);
    fake_attach(client, CLIENT);
    for (int i = 0; i < 2; i++) {
        ENetHost *enet = i == 0 ? client->enet : server->enet;
        CHECK_EQ(0, e4j_compress_install(enet, compress ? E4J_COMPRESS_RANGE_CODER : E4J_COMPRESS_NONE));
        enet->checksum = checksum ? e4j_crc32 : NULL;
    }
}

static ENetPeer *start_connecting(void)
{
    const ENetAddress address = fake_address(SERVER, 1000 + SERVER);
    e4j_peer_name name;
    CHECK_EQ(0, e4j_host_connect(client, &address, 2, 77, &name));
    return e4j_host_peer(client, name);
}

static void rounds(int count)
{
    for (int i = 0; i < count; i++) {
        serve(client);
        serve(server);
    }
}

static void close_all(void)
{
    fake_filter = NULL;
    if (client != NULL)
        e4j_host_destroy(client);
    e4j_host_destroy(server);
    client = server = NULL;
    CHECK_EQ(0, e4j_memory_blocks());
}

/* ---- Strangers ---- */

static const uint8_t connect_bytes[52] = {
    0x8f, 0xff, 0x12, 0x34, 0x82, 0xff, 0, 1, 0, 5, 0xff, 0xff, 0, 0, 5, 0x70, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0x13, 0x88, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 0, 0, 0, 9,
};

static void forge_one(unsigned number)
{
    uint8_t data[sizeof connect_bytes];
    memcpy(data, connect_bytes, sizeof data);
    memcpy(data + 44, &number, sizeof number);
    const ENetAddress address = fake_address((uint8_t) (10 + number % 200), (uint16_t) (2000 + number));
    fake_inject(server, &address, data, sizeof data);
}

static void forge(unsigned from, unsigned count)
{
    for (unsigned i = from; i < from + count; i++) {
        forge_one(i);
        if (fake_waiting(server) > 200)
            serve(server);
    }
    serve(server);
}

static size_t used_slots(void)
{
    size_t used = 0;
    for (ENetPeer *peer = server->enet->peers; peer < server->enet->peers + server->enet->peerCount; peer++)
        used += peer->state != ENET_PEER_STATE_DISCONNECTED;
    return used;
}

static void test_forged(void)
{
    open_server(E4J_GATE_ALWAYS);
    forge(0, 5000);
    CHECK_EQ(0, used_slots());
    CHECK_EQ(5000, server->gate.counters[E4J_GATE_CONNECTS]);
    CHECK_EQ(5000, server->gate.counters[E4J_GATE_PROBES]);
    CHECK_EQ(5000 * 12, bytes_out);
    /* A right answer from another port, a wrong one, and the same again. */
    uint8_t answer[10] = {0x0f, 0xff, 1, 0xff, 0, 1, 0, 1, 0, 2};
    const ENetAddress other = fake_address(10, 1);
    fake_inject(server, &other, answer, sizeof answer);
    serve(server);
    CHECK_EQ(1, server->gate.counters[E4J_GATE_WRONG_COOKIES]);
    CHECK_EQ(0, used_slots());
    /* Somebody real gets in meanwhile. */
    open_client(0, 0);
    start_connecting();
    rounds(4);
    CHECK_EQ(2, connected);
    CHECK_EQ(1, server->gate.counters[E4J_GATE_PROOFS]);
    close_all();
}

static unsigned forged, time_passes_at;

static int forge_another(e4j_host *from, uint8_t *data, size_t *length)
{
    (void) data, (void) length;
    if (from == server && forged < 5000)
        forge_one(forged++);
    if (forged == time_passes_at)
        fake_now += 20;
    return 1;
}

/* Peers wait behind very many: those have no answers any more until nothing waits. */
static void test_many_in_a_row(void)
{
    enum { WAITING = 200, MOST = 512 };
    open_server(E4J_GATE_ALWAYS);
    serve(server);
    fake_filter = forge_another;
    for (forged = 0; forged < WAITING; forged++)
        forge_one(forged);
    serve(server);
    CHECK_EQ(0, fake_waiting(server));
    CHECK_EQ(WAITING + MOST, server->gate.counters[E4J_GATE_CONNECTS]);
    CHECK_EQ(MOST, server->gate.counters[E4J_GATE_PROBES]);
    fake_filter = NULL;
    forge(forged, 1);
    CHECK_EQ(MOST + 1, server->gate.counters[E4J_GATE_PROBES]);
    CHECK_EQ(0, used_slots());
    close_all();
}

/* 512 more have answers every 20 ms: newcomers have a chance in a flood that never ends, too. */
static void test_many_without_end(void)
{
    enum { WAITING = 200, MOST = 512 };
    open_server(E4J_GATE_ALWAYS);
    serve(server);
    fake_filter = forge_another;
    time_passes_at = WAITING + MOST;
    for (forged = 0; forged < WAITING; forged++)
        forge_one(forged);
    serve(server);
    CHECK_EQ(WAITING + 2 * MOST, server->gate.counters[E4J_GATE_CONNECTS]);
    CHECK_EQ(2 * MOST, server->gate.counters[E4J_GATE_PROBES]);
    fake_filter = NULL;
    close_all();
}

/* Who is serviced 20 times a second answers as many in a second as who always is. */
static void test_many_between_ticks(void)
{
    enum { WAITING = 200, MOST = 512, ROW = 20, TICK = 50 };
    open_server(E4J_GATE_ALWAYS);
    serve(server);
    fake_filter = forge_another;
    time_passes_at = 0;
    fake_now += TICK;
    for (forged = 0; forged < WAITING; forged++)
        forge_one(forged);
    serve(server);
    CHECK_EQ(MOST * TICK / ROW, server->gate.counters[E4J_GATE_PROBES]);
    fake_filter = NULL;
    close_all();
}

/* A CONNECT is not let in for what stands behind it, be it a command or not. */
static void test_padded(int checksum)
{
    open_server(E4J_GATE_ALWAYS);
    server->enet->checksum = checksum ? e4j_crc32 : NULL;
    for (size_t padding = 0; padding < 80; padding++) {
        uint8_t data[4 + 4 + 48 + 80] = {0};
        size_t header = checksum ? 8 : 4, length = header + 48 + padding;
        memcpy(data, connect_bytes, 4);
        memcpy(data + header, connect_bytes + 4, 48);
        memset(data + header + 48, padding % 2 == 0 ? 5 : 0, padding); /* PINGs, or rubbish */
        const ENetBuffer all = {.data = data, .dataLength = length};
        uint32_t sum = checksum ? e4j_crc32(&all, 1) : 0;
        if (checksum)
            memcpy(data + 4, &sum, sizeof sum);
        const ENetAddress address = fake_address(77, (uint16_t) (2000 + padding));
        fake_inject(server, &address, data, length);
    }
    serve(server);
    CHECK_EQ(0, used_slots());
    CHECK_EQ(80, server->gate.counters[E4J_GATE_PROBES]);
    close_all();
}

/* ---- A crowd that shares an address ---- */

enum { CROWD = 600 };

static uint8_t latest_probe[12];

static int keep_probe(e4j_host *from, uint8_t *data, size_t *length)
{
    if (from == server && *length == sizeof latest_probe)
        memcpy(latest_probe, data, sizeof latest_probe);
    return 1;
}

/* Each sends its CONNECT once; all come before the first one's answer to its probe. */
static void come(unsigned from)
{
    static uint8_t probes[CROWD][sizeof latest_probe];
    for (unsigned i = 0; i < CROWD; i++) {
        uint8_t data[sizeof connect_bytes];
        const unsigned connect_id = from + i;
        memcpy(data, connect_bytes, sizeof data);
        memcpy(data + 44, &connect_id, sizeof connect_id);
        const ENetAddress address = fake_address(10, (uint16_t) (from + i));
        fake_inject(server, &address, data, sizeof data);
        serve(server);
        memcpy(probes[i], latest_probe, sizeof latest_probe);
    }
    for (unsigned i = 0; i < CROWD; i++) {
        uint8_t answer[10] = {0x0f, 0xff, 1, 0xff, 0, 1};
        memcpy(answer + 6, probes[i] + 6, 2);
        memcpy(answer + 8, probes[i] + 2, 2);
        const ENetAddress address = fake_address(10, (uint16_t) (from + i));
        fake_inject(server, &address, answer, sizeof answer);
        serve(server);
    }
}

/* None has to ask twice while half of the slots are free; the other half an address gets a few at a time. */
static void test_crowd(void)
{
    server = e4j_host_create(NULL, 2 * CROWD, 4, 0, 0);
    fake_attach(server, SERVER);
    server->gate.mode = E4J_GATE_ALWAYS;
    server->gate.is_busy = 1;
    server->gate.calm_after = fake_now + 10000;
    fake_filter = keep_probe;
    come(2000);
    CHECK_EQ(0, server->gate.counters[E4J_GATE_REFUSED]);
    CHECK(used_slots() >= CROWD - 6); /* a few have their places in common with too many others */
    come(4000);
    CHECK_EQ(2 * CROWD, server->gate.counters[E4J_GATE_PROOFS]);
    CHECK(server->gate.counters[E4J_GATE_REFUSED] >= CROWD - 220);
    close_all();
}

/* Nothing is sent or refused until there are many. Then half-open ones are given up sooner, and calm comes back. */
static void test_when_busy(void)
{
    open_server(E4J_GATE_WHEN_BUSY);
    open_client(0, 0);
    start_connecting();
    rounds(4);
    CHECK_EQ(2, connected);
    CHECK_EQ(0, server->gate.counters[E4J_GATE_PROBES]);
    forge(0, 5000);
    size_t taken = used_slots() - 1;
    CHECK(taken >= 60 && taken <= 64);
    CHECK(server->gate.counters[E4J_GATE_PROBES] >= 4900);
    CHECK_EQ(2, connected);
    for (int i = 0; i < 60; i++) {
        fake_now += 100;
        forge(5000 + (unsigned) i, 1);
        rounds(1);
    }
    CHECK_EQ(1, used_slots());
    CHECK_EQ(taken, server->gate.counters[E4J_GATE_EXPIRED]);
    fake_now += 6000;
    rounds(3);
    uint64_t probes = server->gate.counters[E4J_GATE_PROBES];
    fake_now += 6000;
    forge(6000, 1);
    fake_now += 100;
    forge(6001, 1);
    CHECK(server->gate.counters[E4J_GATE_PROBES] <= probes + 1);
    CHECK_EQ(0, disconnected);
    close_all();
}

/* A small host has fewer slots to lose than would make a large one busy. */
static void test_small_host(void)
{
    open_server(E4J_GATE_WHEN_BUSY);
    server->window.capacity = 8;
    server->enet->peerCount = 8;
    for (unsigned i = 0; i < 50; i++) {
        fake_now += 100;
        forge(i, 1);
    }
    CHECK(used_slots() <= 4);
    server->window.capacity = PEERS;
    close_all();
}

static void test_ways_in(int compress, int checksum)
{
    open_server(E4J_GATE_ALWAYS);
    open_client(compress, checksum);
    ENetPeer *first = start_connecting(), *second = start_connecting();
    CHECK(first != NULL && second != NULL);
    rounds(4);
    /* Both come from one address, which is known by then: the other one's next CONNECT is let in. */
    fake_now += 600;
    rounds(4);
    CHECK_EQ(4, connected);
    CHECK_EQ(ENET_PEER_STATE_CONNECTED, first->state);
    CHECK_EQ(ENET_PEER_STATE_CONNECTED, second->state);
    CHECK_EQ(0, server->gate.counters[E4J_GATE_WRONG_COOKIES]);
    close_all();
}

/* A client that has more to say at once: ENet puts it behind the CONNECT, in one compressed datagram. */
static void test_talkative(e4j_gate_mode mode, e4j_compression_mode compression, int checksum)
{
    open_server(mode);
    open_client(0, checksum);
    CHECK_EQ(0, e4j_compress_install(server->enet, compression));
    CHECK_EQ(0, e4j_compress_install(client->enet, compression));
    ENetPeer *peer = start_connecting();
    for (int i = 0; i < 10; i++) /* with what it has already: else ENet ends the attempt */
        enet_peer_throttle_configure(peer, peer->packetThrottleInterval, peer->packetThrottleAcceleration,
                                     peer->packetThrottleDeceleration);
    rounds(4);
    CHECK_EQ(2, connected);
    CHECK_EQ(0, server->arrivals.unmatched);
    close_all();
}

/* Its CONNECT was overwritten by others before its answer came. */
static void test_overwritten(void)
{
    open_server(E4J_GATE_ALWAYS);
    open_client(0, 0);
    start_connecting();
    serve(client);
    serve(server);
    CHECK(server->gate.tables != NULL);
    forge(0, 60000);
    rounds(1);
    fake_now += 600;
    rounds(4);
    CHECK_EQ(2, connected);
    close_all();
}

static void test_limit(void)
{
    open_server(E4J_GATE_WHEN_BUSY);
    server->gate.connects_per_second = 1;
    open_client(0, 0);
    for (int i = 0; i < 4; i++)
        start_connecting();
    rounds(4);
    fake_now += 600;
    rounds(6);
    CHECK_EQ(2 * 2, connected);
    CHECK(server->gate.counters[E4J_GATE_REFUSED] > 0);
    for (int i = 0; i < 8; i++) {
        fake_now += 1000;
        rounds(4);
    }
    CHECK_EQ(2 * 4, connected);
    close_all();
}

/* One after the other is no pressure, however fast: each leaves before the next one comes. */
static void test_turns(void)
{
    enum { TURNS = 4 * PEERS };
    open_server(E4J_GATE_WHEN_BUSY);
    open_client(0, 0);
    for (int i = 1; i <= TURNS; i++) {
        ENetPeer *peer = start_connecting();
        e4j_peer_statistics last;
        rounds(4);
        CHECK_EQ(2 * i, connected);
        e4j_host_disconnect(client, peer, E4J_DISCONNECT_NOW, 0, &last);
        rounds(1);
    }
    CHECK_EQ(0, server->gate.counters[E4J_GATE_REFUSED]);
    close_all();
}

/* Of what would decompress to more than a CONNECT only the start is decompressed; what belongs to nobody is counted. */
static void test_strangers(void)
{
    static uint8_t zeros[4000], packed[4000], datagram[4000] = {0xcf, 0xff, 0, 0};
    open_server(E4J_GATE_OFF);
    open_client(1, 0);
    const ENetBuffer buffer = {.data = zeros, .dataLength = sizeof zeros};
    ENetCompressor *range = &server->enet->compressor;
    size_t length = range->compress(range->context, &buffer, 1, sizeof zeros, packed, sizeof packed);
    CHECK(length > 0 && length < 1000);
    memcpy(datagram + 4, packed, length);
    const ENetAddress from = fake_address(99, 99);
    fake_inject(server, &from, datagram, 4 + length);
    fake_inject(server, &from, datagram, 4 + 20);
    const uint8_t to_peer[] = {0x00, 0x03, 0x05, 0xff, 0, 1};
    fake_inject(server, &from, to_peer, sizeof to_peer);
    serve(server);
    CHECK_EQ(3, server->arrivals.unmatched);
    start_connecting();
    rounds(4);
    CHECK_EQ(2, connected);
    CHECK_EQ(3, server->arrivals.unmatched);
    close_all();
}

static int admit_77(void *context, const ENetAddress *from, uint32_t data)
{
    const ENetAddress expected = fake_address(CLIENT, 1000 + CLIENT);
    ++*(int *) context;
    return data == 77 && from->host == expected.host && from->port == expected.port;
}

/* Who is refused takes no slot, and no probe has gone out in vain. */
static void test_admission(e4j_gate_mode mode, int compress, int checksum)
{
    int asked = 0;
    open_server(mode);
    open_client(compress, checksum);
    e4j_host_set_admission(server, admit_77, &asked);
    const ENetAddress address = fake_address(SERVER, 1000 + SERVER);
    e4j_peer_name name;
    CHECK_EQ(0, e4j_host_connect(client, &address, 2, 78, &name));
    rounds(4);
    CHECK_EQ(1, asked);
    CHECK_EQ(0, used_slots());
    CHECK_EQ(1, server->gate.counters[E4J_GATE_REFUSED]);
    e4j_peer_statistics last;
    e4j_host_disconnect(client, e4j_host_peer(client, name), E4J_RESET, 0, &last);
    start_connecting();
    rounds(4);
    fake_now += 600;
    rounds(4);
    CHECK_EQ(2, connected);
    CHECK_EQ(2, asked);
    e4j_host_set_admission(server, NULL, NULL);
    CHECK_EQ(0, e4j_host_connect(client, &address, 2, 78, &name));
    rounds(4);
    CHECK_EQ(4, connected);
    CHECK_EQ(1, server->gate.counters[E4J_GATE_REFUSED]);
    close_all();
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    fake_now = 100000;
    test_forged();
    test_many_in_a_row();
    test_many_without_end();
    test_many_between_ticks();
    test_padded(0);
    test_padded(1);
    test_crowd();
    test_when_busy();
    test_small_host();
    for (int i = 0; i < 4; i++)
        test_ways_in(i & 1, i >> 1);
    for (int i = 0; i < 16; i++)
        test_talkative(i & 8 ? E4J_GATE_ALWAYS : E4J_GATE_OFF, (e4j_compression_mode) (1 + i % 4), i >> 2 & 1);
    test_overwritten();
    test_limit();
    test_turns();
    test_strangers();
    for (int i = 0; i < 8; i++)
        test_admission(i >> 2 ? E4J_GATE_ALWAYS : E4J_GATE_OFF, i & 1, i >> 1 & 1);
    return check_result();
}
