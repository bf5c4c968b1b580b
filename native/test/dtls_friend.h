/*
 * What the tests of DTLS among enemies share: a server with one good client, who must never notice anything, and ways
 * to play the others. For one source file per test, as check.h.
 */
#ifndef E4J_DTLS_FRIEND_H
#define E4J_DTLS_FRIEND_H

#include "check.h"
#include "dtls_world.h"

#include <stdlib.h>

enum { SERVER_PORT = 1000, PEERS = 16, PENDING_LIMIT = 64 };

static world_identity identity;
static world_host *server, *friend_client;
static e4j_peer_name friend_peer;

static inline void start_server(void)
{
    ENetAddress address = world_address(1, SERVER_PORT), client = world_address(2, 2000);
    server = world_host_create(&address, PEERS);
    friend_client = world_host_create(&client, 1);
    CHECK_EQ(0, world_use_server(server, &identity));
    CHECK_EQ(0, world_use_client(friend_client, &identity, "localhost"));
    CHECK_EQ(0, e4j_host_connect(friend_client->host, &server->address, 2, 0, &friend_peer));
    world_settle((world_host *[]) {server, friend_client}, 2);
    CHECK_EQ(1, friend_client->connects);
}

/* Its packet arrives now, and its connection lives. */
static inline void check_friend(void)
{
    ENetPeer *peer = e4j_host_peer(friend_client->host, friend_peer);
    int packets = server->packets;
    if (!CHECK(peer != NULL))
        return;
    CHECK_EQ(E4J_OK, e4j_host_send(peer, 0, enet_packet_create("hi", 2, 0), 1));
    world_settle((world_host *[]) {server, friend_client}, 2);
    CHECK_EQ(packets + 1, server->packets);
    CHECK_EQ(0, friend_client->disconnects);
    CHECK_EQ(0, server->errors);
}

static inline void stop_server(void)
{
    check_friend();
    world_host_destroy(friend_client);
    world_host_destroy(server);
    world_end();
}

static inline void drain(const ENetAddress *at)
{
    for (world_datagram *datagram; (datagram = world_take(at)) != NULL;)
        free(datagram);
}

/* Lets a client's datagrams through until so many have gone; the server's are counted and let through. */
typedef struct {
    uint16_t port;
    int left, answers;
} gag;

static inline int gagged(void *context, world_datagram *datagram)
{
    gag *it = context;
    if (datagram->to.port == it->port)
        it->answers++;
    return datagram->from.port != it->port || it->left-- > 0;
}

/* What main returns: runs the tests in order. */
static inline int run_tests(void (*const *tests)(void), size_t count)
{
    world_start();
    world_identity_create(&identity, "localhost", "20200101000000", "20991231235959");
    for (size_t i = 0; i < count; i++) {
        unsigned long failures = check_failures;
        tests[i]();
        if (check_failures != failures)
            fprintf(stderr, "in test %zu\n", i);
    }
    return check_result();
}

#endif
