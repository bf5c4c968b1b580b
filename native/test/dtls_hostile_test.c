/*
 * DTLS hosts among enemies: first hellos, forgeries, replays and clients that stop halfway. What counts is that nothing
 * is spent on who has not shown its address, and that those who are connected don't notice.
 */
#include "dtls_friend.h"

#include <malloc.h>

/* ---- Clients that stop ---- */

static void client_stops_after(int datagrams)
{
    gag it = {.port = 5000, .left = datagrams};
    ENetAddress address = world_address(5, it.port);
    start_server();
    world_filter_set(gagged, &it);
    world_host *client = world_host_create(&address, 1);
    world_host *all[] = {server, friend_client, client};
    e4j_peer_name name;
    CHECK_EQ(0, world_use_client(client, &identity, "localhost"));
    CHECK_EQ(0, e4j_host_connect(client->host, &server->address, 2, 0, &name));
    world_settle(all, 3);
    check_friend();
    if (datagrams <= 1)
        CHECK_EQ(1, world_counters(server).sessions); /* the friend's: a first hello leaves nothing behind */
    world_host_destroy(client);
    drain(&address);
    world_run(all, 2, 8000);
    drain(&address);
    CHECK(datagrams < 2 || datagrams > 4 || it.answers < 12); /* nobody is bombarded because of us */
    world_run(all, 2, 27000);
    CHECK_EQ(datagrams >= 4, world_counters(server).retained); /* ENet had a peer, and gave it up a moment ago */
    CHECK_EQ(0, world_counters(server).pending);
    world_run(all, 2, 30000);
    CHECK_EQ(1, world_counters(server).sessions);
    CHECK_EQ(datagrams == 5 ? 2 : 1, server->connects);
    stop_server();
}

static void client_stops_anywhere(void)
{
    for (int datagrams = 0; datagrams <= 5; datagrams++)
        client_stops_after(datagrams);
}

/* ---- Floods ---- */

/* A good first hello, taken from a real client. */
typedef struct {
    uint8_t data[600];
    size_t length;
} hello;

static int keep_hello(void *context, world_datagram *datagram)
{
    hello *it = context;
    if (it->length == 0 && datagram->length <= sizeof it->data) {
        memcpy(it->data, datagram->data, datagram->length);
        it->length = datagram->length;
    }
    return 0;
}

static hello record_hello(void)
{
    hello result = {.length = 0};
    ENetAddress address = world_address(7, 7000), to = world_address(1, SERVER_PORT);
    world_host *client = world_host_create(&address, 1);
    e4j_peer_name name;
    world_filter_set(keep_hello, &result);
    CHECK_EQ(0, world_use_unsafe_client(client));
    CHECK_EQ(0, e4j_host_connect(client->host, &to, 2, 0, &name));
    world_service(client);
    world_host_destroy(client);
    world_filter_set(NULL, NULL);
    CHECK(result.length > 100);
    return result;
}

static void hello_flood(void)
{
    hello it = record_hello();
    start_server();
    size_t before = mallinfo2().uordblks;
    size_t answered = 0;
    for (int i = 0; i < 20000; i++) {
        ENetAddress from = world_address(1000 + (unsigned) i % 60000, (uint16_t) (1 + i));
        world_inject(&from, &server->address, it.data, it.length);
        world_service(server);
        world_datagram *answer = world_take(&from);
        if (answer != NULL && answer->length == 60)
            answered++;
        if (answer != NULL)
            CHECK(answer->length <= it.length); /* it can't be used to amplify */
        free(answer);
    }
    CHECK_EQ(20000, answered);
    CHECK_EQ(1, world_counters(server).sessions);
    /* One spare session, whatever the number. */
    CHECK(mallinfo2().uordblks < before + 100000);
    stop_server();
}

static uint32_t noise_state = 1;

static uint8_t noise(void)
{
    noise_state = noise_state * 1664525 + 1013904223;
    return (uint8_t) (noise_state >> 24);
}

/* Nonsense of all lengths, from strangers and in the friend's name; half of it looks like a record. */
static void garbage(void)
{
    hello it = record_hello();
    start_server();
    uint8_t data[17000];
    for (int i = 0; i < 20000; i++) {
        size_t length = i % 50 == 0 ? (size_t) (noise() * 66) : noise();
        ENetAddress stranger = world_address(3000 + noise(), noise());
        for (size_t j = 0; j < length; j++)
            data[j] = noise();
        if (i % 4 == 1 && length > 13) {
            data[0] = (uint8_t) (20 + noise() % 5);
            data[1] = 0xfe;
            data[2] = 0xfd;
            data[3] = 0;
            data[4] = noise() & 1;
            data[11] = (uint8_t) ((length - 13) >> 8);
            data[12] = (uint8_t) (length - 13);
            if (i & 16)
                data[12] -= noise() % 13; /* and a few bytes more after it */
        } else if (i % 4 == 2) {
            length = it.length;
            memcpy(data, it.data, length);
            data[noise() * length / 256] ^= noise(); /* a hello with a changed byte */
            if (noise() & 1)
                length = noise() * length / 256;
        }
        world_inject(i & 8 ? &friend_client->address : &stranger, &server->address, data, length);
        world_inject(&server->address, &friend_client->address, data, length);
        world_service(server);
        world_service(friend_client);
        drain(&stranger);
    }
    CHECK_EQ(1, world_counters(server).sessions);
    stop_server();
}

/* ---- Forgery and replay ---- */

typedef struct {
    world_datagram *copies[64];
    int count;
    uint16_t from_port;
} tape;

static int record_tape(void *context, world_datagram *datagram)
{
    tape *it = context;
    if (datagram->from.port != it->from_port || it->count == 64)
        return 1;
    world_datagram *copy = malloc(sizeof *copy + datagram->length);
    if (copy == NULL)
        abort();
    memcpy(copy, datagram, sizeof *copy + datagram->length);
    it->copies[it->count++] = copy;
    return 1;
}

static void free_tape(tape *it)
{
    for (int i = 0; i < it->count; i++)
        free(it->copies[i]);
}

static void replay(void)
{
    tape it = {.from_port = 2000};
    world_filter_set(record_tape, &it);
    start_server();
    check_friend();
    int packets = server->packets;
    uint64_t sessions = world_counters(server).started;
    world_filter_set(NULL, NULL);
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < it.count; i++) {
            const world_datagram *datagram = it.copies[i];
            ENetAddress stranger = world_address(66, (uint16_t) (600 + i));
            world_inject(&datagram->from, &server->address, datagram->data, datagram->length);
            world_inject(&stranger, &server->address, datagram->data, datagram->length);
            for (size_t length = 1; length < datagram->length; length += 1 + length / 8)
                world_inject(&datagram->from, &server->address, datagram->data, length); /* cut short */
            world_service(server);
            drain(&stranger);
        }
    CHECK(it.count > 4);
    CHECK_EQ(packets, server->packets);
    CHECK_EQ(1, world_counters(server).sessions);
    CHECK_EQ(sessions, world_counters(server).started); /* a cookie is good for one address only */
    free_tape(&it);
    stop_server();
}

/*
 * The friend's own good hello of an earlier session, sent again from its address within the life of the cookie: it may
 * begin a handshake beside the living session, but only who knows the keys could finish it.
 */
static void replayed_cookie(void)
{
    tape it = {.from_port = 2000};
    world_filter_set(record_tape, &it);
    start_server();
    e4j_peer_statistics last;
    e4j_host_disconnect(friend_client->host, e4j_host_peer(friend_client->host, friend_peer), E4J_DISCONNECT, 0, &last);
    world_settle((world_host *[]) {server, friend_client}, 2);
    world_filter_set(NULL, NULL);
    friend_client->disconnects = 0;
    CHECK_EQ(0, e4j_host_connect(friend_client->host, &server->address, 2, 0, &friend_peer));
    world_settle((world_host *[]) {server, friend_client}, 2);
    CHECK_EQ(0, world_counters(server).pending);
    for (int i = 0; i < it.count; i++) {
        world_inject(&friend_client->address, &server->address, it.copies[i]->data, it.copies[i]->length);
        world_service(server);
        check_friend();
    }
    CHECK_EQ(3, world_counters(server).started);
    CHECK_EQ(2, world_counters(server).done);
    world_run((world_host *[]) {server, friend_client}, 2, 20000);
    CHECK_EQ(1, world_counters(server).sessions);
    CHECK_EQ(0, world_counters(server).pending);
    free_tape(&it);
    stop_server();
}

static int flip_cookie(void *context, world_datagram *datagram)
{
    int *forged = context;
    /* The second hello: its cookie begins after session id length, 0, and cookie length, 32. */
    if (datagram->from.port == 5000 && datagram->length > 100 && datagram->data[13] == 1 && datagram->data[60] == 32) {
        datagram->data[61 + *forged % 32] ^= 0x40;
        (*forged)++;
    }
    return 1;
}

static void forged_cookie(void)
{
    int forged = 0;
    ENetAddress address = world_address(5, 5000);
    start_server();
    world_host *client = world_host_create(&address, 1);
    world_host *all[] = {server, friend_client, client};
    e4j_peer_name name;
    world_filter_set(flip_cookie, &forged);
    CHECK_EQ(0, world_use_client(client, &identity, "localhost"));
    CHECK_EQ(0, e4j_host_connect(client->host, &server->address, 2, 0, &name));
    world_run(all, 3, 35000);
    CHECK(forged > 0);
    CHECK_EQ(0, client->connects);
    CHECK_EQ(1, client->disconnects);
    CHECK_EQ(1, world_counters(server).sessions);
    CHECK_EQ(1, world_counters(server).started); /* the friend's */
    world_host_destroy(client);
    stop_server();
}

/* Who has one session asks for all slots, and confirms nothing: others still come in, and the slots come back. */
static void one_session_wants_all_slots(void)
{
    enum { SLOTS = 400 };
    ENetAddress address = world_address(1, SERVER_PORT), at = world_address(66, 2000);
    ENetAddress late_at = world_address(67, 2000);
    world_host *crowded = world_host_create(&address, SLOTS), *greedy = world_host_create(&at, 1);
    world_host *all[] = {crowded, greedy, NULL};
    uint8_t connect[52] = {0x8f, 0xff, 0, 0, 0x82, 0xff, 0, 1, 0, 0, 0xff, 0xff, 0, 0, 5, 0x70, 0, 1, 0, 0, 0, 0, 0, 2};
    e4j_peer_name name;
    crowded->host->gate.mode = E4J_GATE_WHEN_BUSY;
    CHECK_EQ(0, world_use_server(crowded, &identity));
    CHECK_EQ(0, world_use_unsafe_client(greedy));
    CHECK_EQ(0, e4j_host_connect(greedy->host, &address, 1, 0, &name));
    world_settle(all, 2);
    CHECK_EQ(1, greedy->connects);
    for (unsigned i = 0; i < 3 * SLOTS; i++) {
        memcpy(connect + 44, &i, sizeof i); /* the connect id */
        CHECK_EQ(0, e4j_host_socket_send(greedy->host, &address, connect, sizeof connect));
        if (i % 50 == 0)
            world_settle(all, 1);
    }
    world_settle(all, 1);
    const uint64_t *counters = crowded->host->gate.counters;
    CHECK_EQ(1 + 3 * SLOTS, counters[E4J_GATE_CONNECTS]);
    CHECK(counters[E4J_GATE_REFUSED] >= 2 * SLOTS);
    CHECK_EQ(0, counters[E4J_GATE_PROBES]);
    CHECK_EQ(0, e4j_gate_is_closed(crowded->host)); /* nobody has to prove anything */

    world_run(all, 1, 5100);
    all[2] = world_host_create(&late_at, 1);
    CHECK_EQ(0, world_use_unsafe_client(all[2]));
    CHECK_EQ(0, e4j_host_connect(all[2]->host, &address, 1, 0, &name));
    world_settle(all, 3);
    CHECK_EQ(1, all[2]->connects);
    CHECK(counters[E4J_GATE_EXPIRED] > SLOTS / 2);
    CHECK(counters[E4J_GATE_HALF_OPEN] <= 1);
    for (size_t i = 3; i-- > 0;)
        world_host_destroy(all[i]);
    world_end();
}

int main(void)
{
    static void (*const tests[])(void) = {
        client_stops_anywhere,
        hello_flood,
        garbage,
        replay,
        replayed_cookie,
        forged_cookie,
        one_session_wants_all_slots,
    };
    return run_tests(tests, sizeof tests / sizeof *tests);
}
