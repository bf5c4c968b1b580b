/* DTLS hosts among themselves: connecting, the bytes on the wire, losses. */
#include "dtls_pair.h"

/* ---- On the wire ---- */

typedef struct {
    int count, largest, plaintext_records;
    int from_client[64]; /* lengths */
    int from_server[64];
    int clients, servers;
    uint8_t first[1500], verify[100]; /* the first datagrams of each side */
} capture;

static int capturing(void *context, world_datagram *datagram)
{
    capture *seen = context;
    int length = (int) datagram->length;
    if (datagram->from.port == 2000) {
        if (seen->clients == 0)
            memcpy(seen->first, datagram->data, datagram->length);
        seen->from_client[seen->clients++ & 63] = length;
    } else {
        if (seen->servers == 0)
            memcpy(seen->verify, datagram->data, datagram->length < 100 ? datagram->length : 100);
        seen->from_server[seen->servers++ & 63] = length;
    }
    seen->count++;
    if (length > seen->largest)
        seen->largest = length;
    /* Application data in one record that fills the datagram. */
    if (datagram->data[0] == 23 && (datagram->data[11] << 8 | datagram->data[12]) + 13 != length)
        seen->plaintext_records++;
    return 1;
}

static int contains(const uint8_t *data, size_t length, const void *part, size_t part_length)
{
    for (size_t i = 0; i + part_length <= length; i++)
        if (memcmp(data + i, part, part_length) == 0)
            return 1;
    return 0;
}

static void handshake_bytes(void)
{
    static const uint8_t suites[] = {0,    14,   0xcc, 0xa8, 0xcc, 0xa9, 0xc0, 0x2c,
                                     0xc0, 0x30, 0xc0, 0x2b, 0xc0, 0x2f, 0,    0xff};
    /* A record of 47 bytes in epoch 0, in it message 3 of 35 bytes, in that a version and a cookie of 32 bytes. */
    static const uint8_t verify_record[] = {22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 47};
    static const uint8_t verify_message[] = {3, 0, 0, 35, 0, 0, 0, 0, 0, 0, 0, 35, 0xfe};
    capture seen = {0};
    world_filter_set(capturing, &seen);
    uint64_t start = world_now();
    pair it = connected_pair();
    CHECK_EQ(start, world_now()); /* nothing waited for a timer */
    CHECK_EQ(22, seen.first[0]);
    CHECK(seen.first[1] == 0xfe && (seen.first[2] == 0xfd || seen.first[2] == 0xff));
    CHECK(seen.first[25] == 0xfe && seen.first[26] == 0xfd); /* DTLS 1.2 is wanted */
    CHECK(contains(seen.first, (size_t) seen.from_client[0], suites, sizeof suites));
    CHECK(contains(seen.first, (size_t) seen.from_client[0], "localhost", 9));
    CHECK_EQ(60, seen.from_server[0]);
    CHECK_BYTES(verify_record, sizeof verify_record, seen.verify, sizeof verify_record);
    CHECK_BYTES(verify_message, sizeof verify_message, seen.verify + 13, sizeof verify_message);
    CHECK_EQ(32, seen.verify[27]);
    CHECK_EQ(seen.from_client[0] + 32, seen.from_client[1]); /* the cookie is all the difference */
    CHECK(seen.from_server[1] > 400 && seen.from_server[1] <= 1232);
    /* The connect command is sent once, in one record: 52 bytes of ENet and 29 around them. */
    CHECK_EQ(4 + 48 + 29, seen.from_client[3]);
    CHECK_EQ(0, seen.plaintext_records);
    CHECK_EQ(0, e4j_host_peer(it.client->host, it.peer)->packetsLost);

    capture data = {0};
    world_filter_set(capturing, &data);
    char text[1000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    send_text(it.client, it.peer, text);
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.server->packets);
    CHECK_EQ(4 + 6 + 999 + 29, data.from_client[0]);
    CHECK_EQ(0, data.plaintext_records);
    destroy_pair(&it);
}

static void statistics_are_of_plaintext(void)
{
    pair it = connected_pair();
    for (int i = 0; i < 4; i++)
        e4j_host_pop_statistic(it.client->host, i);
    send_text(it.client, it.peer, "hello");
    world_service(it.client);
    CHECK_EQ(4 + 6 + 5, e4j_host_pop_statistic(it.client->host, 0));
    CHECK_EQ(1, e4j_host_pop_statistic(it.client->host, 1));
    world_settle(it.hosts, 2);
    CHECK(strcmp("hello", it.server->last_packet) == 0);
    destroy_pair(&it);
}

/* DTLS allows several records in a datagram, though neither Godot nor we send them. */
typedef struct {
    uint8_t data[4000];
    size_t length;
} glue;

static int gluing(void *context, world_datagram *datagram)
{
    glue *it = context;
    if (datagram->from.port != 2000)
        return 1;
    memcpy(it->data + it->length, datagram->data, datagram->length);
    it->length += datagram->length;
    return 0;
}

static void several_records_in_a_datagram(void)
{
    glue all = {.length = 0};
    pair it = connected_pair();
    world_filter_set(gluing, &all);
    for (int i = 0; i < 5; i++) {
        send_text(it.client, it.peer, "one of five");
        world_service(it.client);
    }
    world_filter_set(NULL, NULL);
    world_inject(&it.client->address, &it.server->address, all.data, all.length);
    world_service(it.server);
    CHECK_EQ(5, it.server->packets);
    destroy_pair(&it);
}

/* ---- Losses ---- */

typedef struct {
    int sent, drop; /* the one to drop, or -1 - n: all up to n */
} losing;

static int lose(void *context, world_datagram *datagram)
{
    losing *it = context;
    (void) datagram;
    int number = it->sent++;
    return it->drop >= 0 ? number != it->drop : number >= -it->drop;
}

static void any_datagram_of_the_handshake_is_lost(void)
{
    for (int drop = 0; drop < 8; drop++) {
        losing loss = {.drop = drop};
        world_filter_set(lose, &loss);
        pair it = create_pair();
        CHECK_EQ(0, world_use_server(it.server, &localhost));
        CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
        connect_to(it.client, it.server);
        world_run(it.hosts, 2, 3000);
        CHECK_EQ(1, it.client->connects);
        CHECK_EQ(1, it.server->connects);
        destroy_pair(&it);
    }
}

/* After two resends Mbed TLS sends in pieces of 508 bytes. */
static void much_is_lost(void)
{
    losing loss = {.drop = -3};
    world_filter_set(lose, &loss);
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    connect_to(it.client, it.server);
    world_run(it.hosts, 2, 10000);
    CHECK_EQ(1, it.client->connects);
    destroy_pair(&it);
}

/* One client host, two servers, and one of them fails. */
static void several_servers(void)
{
    pair it = create_pair();
    ENetAddress address = world_address(3, 3000);
    world_host *third = world_host_create(&address, 4);
    world_host *all[] = {it.server, it.client, third};
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_server(third, &elsewhere));
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    connect_to(it.client, it.server);
    connect_to(it.client, third);
    world_settle(all, 3);
    CHECK_EQ(1, it.client->connects);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(E4J_DTLS_UNTRUSTED, it.client->failure.kind);
    CHECK_EQ(1, world_counters(it.client).sessions);
    world_host_destroy(third);
    destroy_pair(&it);
}

static void refusing(void)
{
    pair it = connected_pair();
    ENetAddress address = world_address(3, 3000);
    world_host *late = world_host_create(&address, 4);
    world_host *all[] = {it.server, it.client, late};
    e4j_dtls_refuse(it.server->host->dtls, 1);
    CHECK_EQ(0, world_use_client(late, &localhost, "localhost"));
    connect_to(late, it.server);
    world_settle(all, 3);
    CHECK_EQ(0, late->connects);
    CHECK_EQ(1, world_counters(it.server).refused);
    CHECK_EQ(1, world_counters(it.server).cookies); /* the first client's */
    send_text(it.client, it.peer, "unharmed");
    world_settle(all, 3);
    CHECK_EQ(1, it.server->packets);
    e4j_dtls_refuse(it.server->host->dtls, 0);
    world_run(all, 3, 2000);
    CHECK_EQ(1, late->connects);
    world_host_destroy(late);
    destroy_pair(&it);
}

/* As in Godot: on a client it opens a session, on a server it reaches only those that have one. */
static void socket_send(void)
{
    pair it = create_pair();
    ENetAddress stranger = world_address(9, 9);
    uint8_t large[5000] = {0};
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    CHECK_EQ(0, e4j_host_socket_send(it.server->host, &stranger, "x", 1));
    CHECK(world_take(&stranger) == NULL);
    CHECK_EQ(0, e4j_host_socket_send(it.client->host, &it.server->address, "lost", 4));
    world_settle(it.hosts, 2);
    CHECK_EQ(1, world_counters(it.server).sessions);
    e4j_host_pop_statistic(it.server->host, 3);
    CHECK_EQ(0, e4j_host_socket_send(it.client->host, &it.server->address, "arrives", 7));
    world_settle(it.hosts, 2);
    CHECK_EQ(1, e4j_host_pop_statistic(it.server->host, 3));
    CHECK_EQ(-1, e4j_host_socket_send(it.client->host, &it.server->address, large, sizeof large));
    CHECK_EQ(0, e4j_host_socket_send(it.client->host, &it.server->address, large, 4096));
    /* Nobody has made a peer of it: it does not stay. */
    world_run(it.hosts, 2, 10000);
    CHECK_EQ(0, world_counters(it.server).sessions);
    CHECK_EQ(0, world_counters(it.client).sessions);
    destroy_pair(&it);
}

int main(void)
{
    static void (*const tests[])(void) = {
        handshake_bytes,
        statistics_are_of_plaintext,
        several_records_in_a_datagram,
        any_datagram_of_the_handshake_is_lost,
        much_is_lost,
        several_servers,
        refusing,
        socket_send,
    };
    return run_tests(tests, sizeof tests / sizeof *tests);
}
