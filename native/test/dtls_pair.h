/* What the tests with one DTLS client and one server share. For one source file per test, as check.h. */
#ifndef E4J_DTLS_PAIR_H
#define E4J_DTLS_PAIR_H

#include "check.h"
#include "dtls_world.h"
#include "platform/memory.h"

#define BEFORE "20200101000000"
#define AFTER "20991231235959"

static world_identity localhost, elsewhere;

/* A server at 10.0.0.1:1000 and a client at 10.0.0.2:2000. */
typedef struct {
    world_host *hosts[2], *server, *client;
    e4j_peer_name peer; /* the client's */
} pair;

static inline pair create_pair(void)
{
    ENetAddress server = world_address(1, 1000), client = world_address(2, 2000);
    pair result = {.server = world_host_create(&server, 4), .client = world_host_create(&client, 4)};
    result.hosts[0] = result.server;
    result.hosts[1] = result.client;
    return result;
}

static inline void destroy_pair(pair *it)
{
    world_host_destroy(it->server);
    world_host_destroy(it->client);
    world_end();
}

static inline e4j_peer_name connect_to(world_host *from, const world_host *to)
{
    e4j_peer_name name = {0};
    CHECK_EQ(0, e4j_host_connect(from->host, &to->address, 2, 7, &name));
    return name;
}

static inline void send_text(world_host *from, e4j_peer_name to, const char *text)
{
    ENetPacket *packet = enet_packet_create(text, strlen(text), 0);
    CHECK_EQ(E4J_OK, e4j_host_send(e4j_host_peer(from->host, to), 0, packet, 1));
}

static inline pair connected_pair(void)
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

/* What main returns: runs the tests in order. Nothing of ENet's memory may be left. */
static inline int run_tests(void (*const *tests)(void), size_t count)
{
    world_start();
    world_identity_create(&localhost, "localhost", BEFORE, AFTER);
    world_identity_create(&elsewhere, "elsewhere", BEFORE, AFTER);
    int64_t blocks = e4j_memory_blocks();
    for (size_t i = 0; i < count; i++) {
        unsigned long failures = check_failures;
        tests[i]();
        if (check_failures != failures)
            fprintf(stderr, "in test %zu\n", i);
    }
    CHECK_EQ(blocks, e4j_memory_blocks());
    return check_result();
}

#endif
