/*
 * DTLS hosts among many: half-open handshakes, sessions that never connect, a full house, and more handshakes than a
 * server can do. What counts is that memory and work stay bounded, and that others still come in.
 */
#include "attack/client_hello.h"
#include "dtls_friend.h"

#include <malloc.h>

/* ---- Crowds ---- */

static void vanish_after_settling(unsigned i, int datagrams, int connects)
{
    gag it = {.port = (uint16_t) (10000 + i % 50000), .left = datagrams};
    ENetAddress address = world_address(100 + i, it.port);
    world_host *client = world_host_create(&address, 1);
    world_host *all[] = {server, client};
    e4j_peer_name name;
    world_filter_set(gagged, &it);
    CHECK_EQ(0, world_use_unsafe_client(client));
    CHECK_EQ(0, e4j_host_connect(client->host, &server->address, 1, 0, &name));
    world_settle(all, 2);
    CHECK_EQ(connects, client->connects);
    it.left = 0;
    world_host_destroy(client);
    world_settle(all, 1);
    drain(&address);
    world_filter_set(NULL, NULL);
}

/* Handshakes that stay half-open, far more than there is room for: the oldest have to go. */
static void half_open_crowd(void)
{
    start_server();
    e4j_dtls_limit(server->host->dtls, (e4j_handshake_limits) {0, 0}); /* that is another test */
    size_t largest = 0, first = mallinfo2().uordblks;
    for (unsigned i = 0; i < 500; i++) {
        vanish_after_settling(i, 2, 0);
        size_t now = mallinfo2().uordblks;
        largest = now > largest ? now : largest;
        CHECK(world_counters(server).sessions <= PENDING_LIMIT + 1);
    }
    fprintf(stderr, "half-open: %zu bytes each\n", (largest - first) / PENDING_LIMIT);
    CHECK((largest - first) / PENDING_LIMIT < 60000);
    CHECK_EQ(500 - PENDING_LIMIT, world_counters(server).evicted);
    check_friend();
    world_run((world_host *[]) {server, friend_client}, 2, 17000);
    CHECK_EQ(1, world_counters(server).sessions);
    for (unsigned i = 0; i < 500; i++) {
        ENetAddress address = world_address(100 + i, (uint16_t) (10000 + i % 50000));
        drain(&address);
    }
    CHECK(mallinfo2().uordblks < first + 200000);
    stop_server();
}

/* Sessions that are good but have no ENet peer, and now and then one that has: all vanish without a word. */
static void connect_and_vanish(void)
{
    unsigned number = (unsigned) (getenv("DTLS_VANISH") != NULL ? atoi(getenv("DTLS_VANISH")) : 1000);
    start_server();
    size_t largest = 0, first = mallinfo2().uordblks;
    for (unsigned i = 0; i < number; i++) {
        int connects = i % 200 == 7;
        vanish_after_settling(i, connects ? 5 : 3, connects);
        if (i % 20 == 0) {
            world_run((world_host *[]) {server, friend_client}, 2, 500);
            check_friend();
        }
        size_t now = mallinfo2().uordblks;
        largest = now > largest ? now : largest;
        CHECK(world_counters(server).sessions <= PENDING_LIMIT + PEERS);
    }
    fprintf(stderr, "%u vanished: at most %zu bytes\n", number, largest - first);
    CHECK(largest - first < (PENDING_LIMIT + PEERS) * 50000);
    world_run((world_host *[]) {server, friend_client}, 2, 40000);
    CHECK_EQ(1, world_counters(server).sessions);
    stop_server();
}

/* All ENet peers are taken by sessions that live; the others wait, and one gets in when a place comes free. */
static void full_house(void)
{
    enum { CLIENTS = PEERS + 4 };
    world_host *all[CLIENTS + 2];
    start_server();
    all[0] = server;
    all[1] = friend_client;
    for (unsigned i = 0; i < CLIENTS; i++) {
        ENetAddress address = world_address(20 + i, 4000);
        e4j_peer_name name;
        all[i + 2] = world_host_create(&address, 1);
        CHECK_EQ(0, world_use_client(all[i + 2], &identity, "localhost"));
        CHECK_EQ(0, e4j_host_connect(all[i + 2]->host, &server->address, 1, 0, &name));
    }
    world_run(all, CLIENTS + 2, 12000);
    int connected = 0;
    for (unsigned i = 0; i < CLIENTS; i++)
        connected += all[i + 2]->connects;
    CHECK_EQ(PEERS - 1, connected);
    CHECK_EQ(CLIENTS + 1, world_counters(server).sessions);
    CHECK_EQ(CLIENTS + 1 - PEERS, world_counters(server).pending);
    check_friend();
    for (unsigned i = 0; i < CLIENTS; i++)
        if (all[i + 2]->connects) {
            e4j_peer_statistics last;
            e4j_host_disconnect(all[i + 2]->host, e4j_host_peer(all[i + 2]->host, all[i + 2]->last_peer),
                                E4J_DISCONNECT_NOW, 0, &last);
            break;
        }
    world_run(all, CLIENTS + 2, 8000); /* ENet tries again 16 s after it began */
    connected = 0;
    for (unsigned i = 0; i < CLIENTS; i++)
        connected += all[i + 2]->connects;
    CHECK_EQ(PEERS, connected);
    check_friend();
    world_run(all, CLIENTS + 2, 45000); /* the others have given up */
    CHECK_EQ(PEERS, world_counters(server).sessions);
    for (unsigned i = 0; i < CLIENTS; i++)
        world_host_destroy(all[i + 2]);
    stop_server();
}

/* As if each of the server's answers to a good cookie took 5 ms to compute. */
static int toiling(void *context, world_datagram *datagram)
{
    (void) context;
    if (datagram->from.port == SERVER_PORT && datagram->length > 300)
        world_pass_time(5);
    return 1;
}

/* Many handshakes at once don't keep the server from its friends: a service call does only some of them. */
static void handshakes_take_turns(void)
{
    enum { CLIENTS = 12 };
    world_host *clients[CLIENTS];
    start_server();
    world_filter_set(toiling, NULL);
    for (unsigned i = 0; i < CLIENTS; i++) {
        ENetAddress address = world_address(20 + i, 4000);
        e4j_peer_name name;
        clients[i] = world_host_create(&address, 1);
        CHECK_EQ(0, world_use_client(clients[i], &identity, "localhost"));
        CHECK_EQ(0, e4j_host_connect(clients[i]->host, &server->address, 1, 0, &name));
        world_service(clients[i]);
    }
    world_service(server);
    for (unsigned i = 0; i < CLIENTS; i++)
        world_service(clients[i]);
    uint64_t before = world_now();
    world_service(server);
    CHECK(world_now() - before <= 10);
    CHECK(world_counters(server).started >= 2 && world_counters(server).started <= 3); /* the friend's is one */
    world_settle(clients, CLIENTS);
    world_host *all[CLIENTS + 1] = {server};
    memcpy(all + 1, clients, sizeof clients);
    world_settle(all, CLIENTS + 1);
    for (unsigned i = 0; i < CLIENTS; i++) {
        CHECK_EQ(1, clients[i]->connects);
        world_host_destroy(clients[i]);
    }
    stop_server();
}

/* ---- Handshakes that never end, from addresses that are the attacker's own ---- */

/* The cookie for an address, which is asked for as anybody may. */
static size_t fetch_cookie(const ENetAddress *from, uint8_t cookie[64])
{
    uint8_t data[CLIENT_HELLO_MAXIMUM], random[CLIENT_HELLO_RANDOM] = {0};
    size_t length = 0;
    drain(from);
    world_inject(from, &server->address, data, client_hello_write(data, random, NULL, 0));
    world_service(server);
    world_datagram *answer = world_take(from);
    const uint8_t *found = answer != NULL ? client_hello_cookie(answer->data, answer->length, &length) : NULL;
    if (CHECK(found != NULL && length <= 64))
        memcpy(cookie, found, length);
    free(answer);
    return length;
}

/* As many hellos with a good cookie, each of which would cost the server a signature. */
static void begin_handshakes(unsigned host, unsigned ports, unsigned hellos)
{
    uint8_t data[CLIENT_HELLO_MAXIMUM], cookies[64][64];
    size_t lengths[64];
    for (unsigned i = 0; i < ports; i++) {
        ENetAddress from = world_address(host, (uint16_t) (100 + i));
        lengths[i] = fetch_cookie(&from, cookies[i]);
    }
    static uint32_t number;
    for (unsigned i = 0; i < hellos; i++) {
        ENetAddress from = world_address(host, (uint16_t) (100 + i % ports));
        uint8_t random[CLIENT_HELLO_RANDOM] = {0};
        number++;
        memcpy(random, &number, sizeof number);
        world_inject(&from, &server->address, data,
                     client_hello_write(data, random, cookies[i % ports], lengths[i % ports]));
    }
}

static void drop_answers(unsigned host, unsigned ports)
{
    for (unsigned i = 0; i < ports; i++) {
        ENetAddress from = world_address(host, (uint16_t) (100 + i));
        drain(&from);
    }
}

/* One cookie is good for one handshake at a time. */
static void hellos_from_one_port(void)
{
    start_server();
    uint64_t before = world_counters(server).started;
    begin_handshakes(66, 1, 1000);
    world_settle((world_host *[]) {server, friend_client}, 2);
    CHECK_EQ(1, world_counters(server).started - before);
    check_friend();
    for (int i = 0; i < 9; i++) {
        begin_handshakes(66, 1, 100);
        world_run((world_host *[]) {server, friend_client}, 2, 100);
    }
    CHECK_EQ(1, world_counters(server).started - before);
    CHECK(world_counters(server).limited > 500);
    drop_answers(66, 1);
    stop_server();
}

/*
 * Thousands per second from many ports, of one address and of eight: the server begins no more than it is told to, and
 * a client from elsewhere comes in at once, and is not the one to make room for them.
 */
static void hellos_from_many_ports(unsigned addresses)
{
    enum { PORTS = 50, LIMIT = 40, SECONDS = 3 };
    start_server();
    e4j_dtls_limit(server->host->dtls, (e4j_handshake_limits) {LIMIT, 4});
    uint64_t before = world_counters(server).started;
    world_host *all[SECONDS + 2] = {server, friend_client};
    for (unsigned tenth = 0; tenth < SECONDS * 10; tenth++) {
        for (unsigned i = 0; i < addresses; i++)
            begin_handshakes(60 + i, PORTS, 400 / addresses);
        if (tenth % 10 == 5) {
            unsigned number = tenth / 10;
            ENetAddress address = world_address(30 + number, 3000);
            e4j_peer_name name;
            world_host *late = all[number + 2] = world_host_create(&address, 1);
            CHECK_EQ(0, world_use_client(late, &identity, "localhost"));
            CHECK_EQ(0, e4j_host_connect(late->host, &server->address, 1, 0, &name));
        }
        world_run(all, 2 + (tenth + 5) / 10, 100);
        for (unsigned i = 0; i < addresses; i++)
            drop_answers(60 + i, PORTS);
        check_friend();
    }
    for (unsigned i = 0; i < SECONDS; i++) {
        CHECK_EQ(1, all[i + 2]->connects);
        CHECK_EQ(0, all[i + 2]->disconnects);
        world_host_destroy(all[i + 2]);
    }
    CHECK(world_counters(server).started - before <= LIMIT * (SECONDS + 1));
    CHECK(world_counters(server).limited > 1000);
    stop_server();
}

static void hellos_from_one_address(void)
{
    hellos_from_many_ports(1);
}

static void hellos_from_eight_addresses(void)
{
    hellos_from_many_ports(8);
}

/* Ten times as many as the server begins, from addresses that each keep within their limit. */
enum { CROWD = 300, CROWD_LIMIT = 100, CROWD_TENTH = 100 };

static void crowd_asks(unsigned tenth)
{
    for (unsigned i = 0; i < CROWD_TENTH; i++)
        begin_handshakes(1000 + (tenth * CROWD_TENTH + i) % CROWD, 1, 1);
}

static void drop_crowd_answers(void)
{
    for (unsigned i = 0; i < CROWD; i++)
        drop_answers(1000 + i, 1);
}

/* Lets nothing of a client's second flight through for a while. */
typedef struct {
    uint16_t port;
    uint64_t until;
    int hellos;
} delay;

static int delayed(void *context, world_datagram *datagram)
{
    delay *it = context;
    return datagram->from.port != it->port || it->hellos-- > 0 || world_now() >= it->until;
}

/*
 * A client that comes and goes from one address gets in at once, though the crowd's have asked less lately; and one
 * that has to send its second flight again is not the one to make room.
 */
static void hellos_from_a_crowd(void)
{
    enum { TENTHS = 40, LATE_PORT = 7000 };
    ENetAddress late_address = world_address(31, LATE_PORT);
    e4j_peer_name name;
    delay it = {.port = LATE_PORT, .hellos = 2};
    start_server();
    e4j_dtls_limit(server->host->dtls, (e4j_handshake_limits) {CROWD_LIMIT, 10});
    uint64_t before = world_counters(server).started;
    world_host *late = NULL;
    for (unsigned tenth = 0; tenth < TENTHS; tenth++) {
        ENetAddress address = world_address(30, (uint16_t) (3000 + tenth));
        world_host *newcomer = world_host_create(&address, 1);
        crowd_asks(tenth);
        CHECK_EQ(0, world_use_client(newcomer, &identity, "localhost"));
        CHECK_EQ(0, e4j_host_connect(newcomer->host, &server->address, 1, 0, &name));
        if (tenth == TENTHS / 2) {
            it.until = world_now() + 900;
            world_filter_set(delayed, &it);
            late = world_host_create(&late_address, 1);
            CHECK_EQ(0, world_use_client(late, &identity, "localhost"));
            CHECK_EQ(0, e4j_host_connect(late->host, &server->address, 1, 0, &name));
        }
        world_host *all[] = {server, friend_client, newcomer, late};
        world_run(all, late != NULL ? 4 : 3, 100);
        CHECK_EQ(1, newcomer->connects);
        world_host_destroy(newcomer);
        drop_crowd_answers();
        check_friend();
    }
    CHECK_EQ(1, late->connects);
    world_host_destroy(late);
    world_filter_set(NULL, NULL);
    CHECK(world_counters(server).started - before <= CROWD_LIMIT * (TENTHS / 10 + 1));
    CHECK(world_counters(server).evicted > 100);
    stop_server();
}

/* Nobody else wants anything: then one address may begin half of them. */
static void many_players_behind_one_address(void)
{
    enum { CLIENTS = 60 };
    world_host *all[CLIENTS + 1];
    start_server();
    e4j_dtls_limit(server->host->dtls, (e4j_handshake_limits) {80, 4});
    all[0] = server;
    for (unsigned i = 0; i < CLIENTS; i++) {
        ENetAddress address = world_address(30, (uint16_t) (3000 + i));
        e4j_peer_name name;
        all[i + 1] = world_host_create(&address, 1);
        CHECK_EQ(0, world_use_unsafe_client(all[i + 1]));
        CHECK_EQ(0, e4j_host_connect(all[i + 1]->host, &server->address, 1, 0, &name));
    }
    world_settle(all, CLIENTS + 1);
    CHECK(world_counters(server).done >= 40);
    world_run(all, CLIENTS + 1, 500);
    CHECK_EQ(1 + CLIENTS, world_counters(server).done);
    CHECK_EQ(0, world_counters(server).limited);
    for (unsigned i = 0; i < CLIENTS; i++)
        world_host_destroy(all[i + 1]);
    world_settle(all, 1);
    stop_server();
}

int main(void)
{
    static void (*const tests[])(void) = {
        half_open_crowd,
        connect_and_vanish,
        handshakes_take_turns,
        full_house,
        hellos_from_one_port,
        hellos_from_one_address,
        hellos_from_eight_addresses,
        hellos_from_a_crowd,
        many_players_behind_one_address,
    };
    return run_tests(tests, sizeof tests / sizeof *tests);
}
