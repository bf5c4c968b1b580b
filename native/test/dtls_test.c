/* DTLS hosts among themselves: connecting, the bytes on the wire, failures and their reasons, and ends of all kinds. */
#include "check.h"
#include "dtls/certificate.h"
#include "dtls_world.h"
#include "platform/memory.h"

#include <stdlib.h>

#define BEFORE "20200101000000"
#define AFTER "20991231235959"

static world_identity localhost, elsewhere;

/* A server at 10.0.0.1:1000 and a client at 10.0.0.2:2000. */
typedef struct {
    world_host *hosts[2], *server, *client;
    e4j_peer_name peer; /* the client's */
} pair;

static pair create_pair(void)
{
    ENetAddress server = world_address(1, 1000), client = world_address(2, 2000);
    pair result = {.server = world_host_create(&server, 4), .client = world_host_create(&client, 4)};
    result.hosts[0] = result.server;
    result.hosts[1] = result.client;
    return result;
}

static void destroy_pair(pair *it)
{
    world_host_destroy(it->server);
    world_host_destroy(it->client);
    world_end();
}

static e4j_peer_name connect_to(world_host *from, const world_host *to)
{
    e4j_peer_name name = {0};
    CHECK_EQ(0, e4j_host_connect(from->host, &to->address, 2, 7, &name));
    return name;
}

static void send_text(world_host *from, e4j_peer_name to, const char *text)
{
    ENetPacket *packet = enet_packet_create(text, strlen(text), 0);
    CHECK_EQ(E4J_OK, e4j_host_send(e4j_host_peer(from->host, to), 0, packet, 1));
}

static pair connected_pair(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    it.peer = connect_to(it.client, it.server);
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.client->connects);
    CHECK_EQ(1, it.server->connects);
    return it;
}

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

/* ---- Setting up ---- */

static void set_up_after_connecting(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    it.peer = connect_to(it.client, it.server);
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.client->connects);
    CHECK_EQ(1000, e4j_host_local_port(it.server->host));
    CHECK_EQ(-1, world_use_client(it.client, &localhost, "localhost")); /* only once */
    CHECK_EQ(-1, world_use_server(it.server, &localhost));
    destroy_pair(&it);
}

static void contexts_that_are_refused(void)
{
    static const uint8_t rubbish[] = {0x30, 3, 1, 2, 3};
    e4j_der bad = {rubbish, sizeof rubbish}, chain[30];
    e4j_dtls_context_status status;
    char long_name[300];
    memset(long_name, 'a', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    for (size_t i = 0; i < 30; i++)
        chain[i] = localhost.certificate_der;

    CHECK(e4j_dtls_context_server(&bad, 1, &localhost.key_der, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_server(NULL, 0, &localhost.key_der, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_server(chain, 30, &localhost.key_der, &status) == NULL); /* too long for one message */
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_server(chain, 1, &bad, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_KEY, status);
    CHECK(e4j_dtls_context_server(chain, 1, &elsewhere.key_der, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_KEY, status);
    CHECK(e4j_dtls_context_client(&bad, 1, 0, E4J_DTLS_VERIFY_CHAIN, NULL, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_client(&bad, 1, 1, E4J_DTLS_VERIFY_CHAIN, NULL, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_client(chain, 1, 0, E4J_DTLS_VERIFY_CHAIN_AND_NAME, "", &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_HOSTNAME, status);
    CHECK(e4j_dtls_context_client(chain, 1, 0, E4J_DTLS_VERIFY_CHAIN_AND_NAME, long_name, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_HOSTNAME, status);

    e4j_der mixed[] = {bad, localhost.certificate_der};
    e4j_dtls_context *lenient = e4j_dtls_context_client(mixed, 2, 1, E4J_DTLS_VERIFY_CHAIN, NULL, &status);
    CHECK(lenient != NULL);
    e4j_dtls_context_destroy(lenient);
}

/* ---- Failures ---- */

static void expect_failure(pair *it, e4j_dtls_failure_kind client, e4j_dtls_failure_kind server)
{
    char text[300];
    it->peer = connect_to(it->client, it->server);
    world_settle(it->hosts, 2);
    CHECK_EQ(0, it->client->connects);
    CHECK_EQ(1, it->client->disconnects); /* at once */
    CHECK_EQ(client, it->client->failure.kind);
    CHECK_EQ(0, it->client->errors);
    CHECK_EQ(1, world_counters(it->client).failed[client]);
    CHECK_EQ(0, world_counters(it->client).sessions);
    CHECK_EQ(1, world_counters(it->server).failed[server]);
    CHECK_EQ(0, world_counters(it->server).sessions);
    CHECK(e4j_host_peer(it->client->host, it->peer) == NULL);
    e4j_dtls_failure_text(&it->client->failure, text, sizeof text);
    CHECK(strlen(text) > 20 && strchr(text, '\n') == NULL);
    destroy_pair(it);
}

static void untrusted_certificate(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_client(it.client, &elsewhere, "localhost"));
    expect_failure(&it, E4J_DTLS_UNTRUSTED, E4J_DTLS_ALERT);
}

static void wrong_name(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_client(it.client, &localhost, "example.org"));
    expect_failure(&it, E4J_DTLS_WRONG_NAME, E4J_DTLS_ALERT);
}

static void expired_certificate(void)
{
    world_identity expired;
    world_identity_create(&expired, "localhost", BEFORE, "20210101000000");
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &expired));
    CHECK_EQ(0, world_use_client(it.client, &expired, "localhost"));
    expect_failure(&it, E4J_DTLS_EXPIRED, E4J_DTLS_ALERT);
}

static void certificate_of_the_future(void)
{
    world_identity early;
    world_identity_create(&early, "localhost", "20980101000000", AFTER);
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &early));
    CHECK_EQ(0, world_use_client(it.client, &early, "localhost"));
    expect_failure(&it, E4J_DTLS_EXPIRED, E4J_DTLS_ALERT);
}

static void unsafe_client_takes_any(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &elsewhere));
    CHECK_EQ(0, world_use_unsafe_client(it.client));
    connect_to(it.client, it.server);
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.client->connects);
    destroy_pair(&it);
}

static void nobody_answers(int plain_server)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    connect_to(it.client, it.server);
    uint64_t start = world_now();
    while (it.client->disconnects == 0 && world_now() - start < 60000)
        world_run(plain_server ? it.hosts : it.hosts + 1, plain_server ? 2 : 1, 100);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(E4J_DTLS_TIMEOUT, it.client->failure.kind);
    CHECK(world_now() - start >= 30000 && world_now() - start <= 32000);
    CHECK_EQ(0, world_counters(it.client).sessions);
    destroy_pair(&it);
}

static void silence(void)
{
    nobody_answers(0);
}

static void plain_server(void)
{
    nobody_answers(1);
}

/* ENet gives up before DTLS does. */
static void timeout_of_enet(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    e4j_peer_name name = connect_to(it.client, it.server);
    enet_peer_timeout(e4j_host_peer(it.client->host, name), 2, 500, 2000);
    world_run(it.hosts + 1, 1, 5000);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(E4J_DTLS_TIMEOUT, it.client->failure.kind);
    CHECK_EQ(0, world_counters(it.client).sessions);
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

/* ---- Ends ---- */

static void session_ends_with_its_peer(void)
{
    pair it = connected_pair();
    e4j_peer_statistics last;
    CHECK(e4j_host_disconnect(it.client->host, e4j_host_peer(it.client->host, it.peer), E4J_DISCONNECT, 9, &last));
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.server->disconnects);
    CHECK_EQ(9, it.server->last_data);
    CHECK_EQ(E4J_DTLS_NO_FAILURE, it.server->failure.kind);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(E4J_DTLS_NO_FAILURE, it.client->failure.kind);
    CHECK_EQ(0, world_counters(it.server).sessions);
    CHECK_EQ(0, world_counters(it.client).sessions);

    connect_to(it.client, it.server);
    world_settle(it.hosts, 2);
    CHECK_EQ(2, it.client->connects);
    destroy_pair(&it);
}

/* The farewell of ENet and that of DTLS come in one go: the first one counts, with its number. */
static void farewell_and_goodbye(void)
{
    e4j_peer_statistics last;
    static const e4j_disconnect_kind kinds[] = {E4J_DISCONNECT, E4J_DISCONNECT_NOW};
    for (size_t i = 0; i < 2; i++) {
        pair it = connected_pair();
        e4j_host_disconnect(it.client->host, e4j_host_peer(it.client->host, it.peer), kinds[i], 11, &last);
        if (kinds[i] == E4J_DISCONNECT)
            e4j_host_flush(it.client->host);
        world_host_destroy(it.client);
        world_settle(it.hosts, 1);
        CHECK_EQ(1, it.server->disconnects);
        CHECK_EQ(11, it.server->last_data);
        CHECK_EQ(E4J_DTLS_NO_FAILURE, it.server->failure.kind);
        world_host_destroy(it.server);
        world_end();
    }
}

/* Both sides disconnect at once, and no answer comes through but the goodbye. */
static int only_alerts(void *context, world_datagram *datagram)
{
    (void) context;
    return datagram->data[0] == 21;
}

static void goodbye_instead_of_an_answer(void)
{
    pair it = connected_pair();
    e4j_peer_statistics last;
    world_filter_set(only_alerts, NULL);
    e4j_host_disconnect(it.client->host, e4j_host_peer(it.client->host, it.peer), E4J_DISCONNECT, 11, &last);
    world_service(it.client);
    world_host_destroy(it.server);
    world_settle(it.hosts + 1, 1);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(E4J_DTLS_NO_FAILURE, it.client->failure.kind);
    world_host_destroy(it.client);
    world_end();
}

/* Two connections between the same two hosts share the session; the second keeps it. */
static void session_is_shared(void)
{
    pair it = connected_pair();
    e4j_peer_name second = connect_to(it.client, it.server);
    e4j_peer_statistics last;
    world_settle(it.hosts, 2);
    CHECK_EQ(2, it.client->connects);
    CHECK_EQ(1, world_counters(it.server).sessions);
    e4j_host_disconnect(it.client->host, e4j_host_peer(it.client->host, it.peer), E4J_DISCONNECT, 0, &last);
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.client->disconnects);
    send_text(it.client, second, "still here");
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.server->packets);
    destroy_pair(&it);
}

/* What was received before the end comes before the event of the end. */
static void server_goes_away(void)
{
    pair it = connected_pair();
    send_text(it.server, it.server->last_peer, "last words");
    world_service(it.server);
    world_host_destroy(it.server);
    world_settle(it.hosts + 1, 1);
    CHECK_EQ(1, it.client->packets);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(0, it.client->errors);
    CHECK_EQ(E4J_DTLS_CLOSED, it.client->failure.kind);
    CHECK_EQ(0, world_counters(it.client).sessions);
    world_host_destroy(it.client);
    world_end();
}

static void client_goes_away(void)
{
    pair it = connected_pair();
    world_host_destroy(it.client);
    world_settle(it.hosts, 1);
    CHECK_EQ(1, it.server->disconnects);
    CHECK_EQ(E4J_DTLS_CLOSED, it.server->failure.kind);
    CHECK_EQ(0, world_counters(it.server).sessions);
    world_host_destroy(it.server);
    world_end();
}

static int none(void *context, world_datagram *datagram)
{
    (void) context;
    (void) datagram;
    return 0;
}

/* A client vanishes without a word and comes back from the same port: no delay, and the old peer is told to be over. */
static void same_address_comes_back(void)
{
    pair it = connected_pair();
    ENetAddress address = it.client->address;
    world_filter_set(none, NULL);
    world_host_destroy(it.client);
    world_filter_set(NULL, NULL);
    it.client = it.hosts[1] = world_host_create(&address, 4);
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    it.peer = connect_to(it.client, it.server);
    uint64_t start = world_now();
    world_settle(it.hosts, 2);
    CHECK_EQ(start, world_now());
    CHECK_EQ(1, it.client->connects);
    CHECK_EQ(2, it.server->connects);
    CHECK_EQ(1, it.server->disconnects);
    CHECK_EQ(E4J_DTLS_CLOSED, it.server->failure.kind);
    CHECK_EQ(1, world_counters(it.server).sessions);
    send_text(it.client, it.peer, "again");
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.server->packets);
    world_run(it.hosts, 2, 20000); /* nothing of the old session comes to bite the new one */
    CHECK_EQ(1, it.server->disconnects);
    CHECK_EQ(0, it.client->disconnects);
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

/* ---- Wiping ---- */

/* Linux names the heap of glibc in the memory map; QEMU, which we test other processors with, does not. */
#if defined(__GLIBC__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define HEAP_IS_NAMED 1
#else
#define HEAP_IS_NAMED 0
#endif

#if HEAP_IS_NAMED
/* How often some bytes are in the heap of this process. */
static int found_in_heap(const uint8_t *wanted, size_t length)
{
    char line[256];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        unsigned long long start, end;
        if (strstr(line, "[heap]") == NULL || sscanf(line, "%llx-%llx", &start, &end) != 2)
            continue;
        const uint8_t *memory = (const uint8_t *) (uintptr_t) start;
        for (size_t i = 0; i + length <= end - start; i++)
            found += memory[i] == wanted[0] && memcmp(memory + i, wanted, length) == 0;
    }
    if (maps != NULL)
        fclose(maps);
    return found;
}

/* The private number of a key, as Mbed TLS holds it in memory: nothing of it is left when its host is gone. */
static void keys_are_wiped(void)
{
    e4j_key_numbers numbers;
    uint8_t private_number[32];
    CHECK_EQ(0, e4j_key_read(&localhost.key_der, &numbers));
    CHECK_EQ(0, mbedtls_mpi_write_binary_le(&numbers.d, private_number, sizeof private_number));
    e4j_key_release(&numbers);
    CHECK_EQ(0, found_in_heap(private_number, sizeof private_number));
    pair it = connected_pair();
    CHECK(found_in_heap(private_number, sizeof private_number) > 0);
    destroy_pair(&it);
    CHECK_EQ(0, found_in_heap(private_number, sizeof private_number));
}
#endif

int main(void)
{
    static void (*const tests[])(void) = {
        handshake_bytes,
        statistics_are_of_plaintext,
        several_records_in_a_datagram,
        set_up_after_connecting,
        contexts_that_are_refused,
        untrusted_certificate,
        wrong_name,
        expired_certificate,
        certificate_of_the_future,
        unsafe_client_takes_any,
        silence,
        plain_server,
        timeout_of_enet,
        any_datagram_of_the_handshake_is_lost,
        much_is_lost,
        session_ends_with_its_peer,
        farewell_and_goodbye,
        goodbye_instead_of_an_answer,
        session_is_shared,
        server_goes_away,
        client_goes_away,
        same_address_comes_back,
        several_servers,
        refusing,
        socket_send,
#if HEAP_IS_NAMED
        keys_are_wiped,
#endif
    };
    world_start();
    world_identity_create(&localhost, "localhost", BEFORE, AFTER);
    world_identity_create(&elsewhere, "elsewhere", BEFORE, AFTER);
    int64_t blocks = e4j_memory_blocks();
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        unsigned long failures = check_failures;
        tests[i]();
        if (check_failures != failures)
            fprintf(stderr, "in test %zu\n", i);
    }
    CHECK_EQ(blocks, e4j_memory_blocks());
    return check_result();
}
