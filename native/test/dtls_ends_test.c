/* DTLS sessions and their ENet peers: which ends with which, and which outlives which. */
#include "dtls_pair.h"

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

/* ---- Sessions that outlive their peers ---- */

/* As Godot 4.6 does it: the client's ENet connects and disconnects, and its session goes on. */
static pair lasting_pair(void)
{
    static e4j_transport_ops ops;
    pair it = connected_pair();
    ops = *it.client->host->enet->socket->ops;
    ops.forget = NULL;
    it.client->host->enet->socket->ops = &ops;
    return it;
}

static void connects_again_in_its_session(void)
{
    static const e4j_disconnect_kind kinds[] = {E4J_DISCONNECT, E4J_DISCONNECT_NOW, E4J_DISCONNECT_LATER};
    e4j_peer_statistics last;
    pair it = lasting_pair();
    for (int i = 0; i < 6; i++) {
        world_host *leaving = i & 1 ? it.client : it.server;
        e4j_peer_name name = i & 1 ? it.peer : it.server->last_peer;
        e4j_host_disconnect(leaving->host, e4j_host_peer(leaving->host, name), kinds[i / 2], 5, &last);
        world_settle(it.hosts, 2);
        CHECK_EQ(1, world_counters(it.server).sessions);
        CHECK_EQ(1, world_counters(it.server).retained);
        world_run(it.hosts, 2, 20000);
        it.peer = connect_to(it.client, it.server);
        world_settle(it.hosts, 2);
        CHECK_EQ(i + 2, it.client->connects);
        CHECK_EQ(0, world_counters(it.server).retained);
        CHECK_EQ(0, world_counters(it.server).pending);
        send_text(it.client, it.peer, "again");
        world_settle(it.hosts, 2);
        CHECK_EQ(i + 1, it.server->packets);
    }
    CHECK_EQ(1, world_counters(it.server).done);
    CHECK_EQ(0, it.client->errors + it.server->errors);
    world_run(it.hosts, 2, 60000); /* it has a peer, so its time is not limited */
    CHECK_EQ(1, world_counters(it.server).sessions);
    destroy_pair(&it);
}

/* The client hears ENet's farewell and nothing else. */
static int count_alerts(void *context, world_datagram *datagram)
{
    if (datagram->data[0] == 21 && datagram->from.port == 1000)
        ++*(int *) context;
    return 1;
}

static void no_goodbye_beside_the_farewell(void)
{
    int alerts = 0;
    e4j_peer_statistics last;
    pair it = lasting_pair();
    world_filter_set(count_alerts, &alerts);
    e4j_host_disconnect(it.server->host, e4j_host_peer(it.server->host, it.server->last_peer), E4J_DISCONNECT_NOW, 3,
                        &last);
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(3, it.client->last_data);
    CHECK_EQ(E4J_DTLS_NO_FAILURE, it.client->failure.kind);
    CHECK_EQ(0, alerts);
    world_run(it.hosts, 2, 29000);
    CHECK_EQ(1, world_counters(it.server).sessions);
    world_run(it.hosts, 2, 2000); /* 30 s, and then it is closed */
    CHECK_EQ(1, alerts);
    CHECK_EQ(0, world_counters(it.server).sessions);
    CHECK_EQ(0, world_counters(it.client).sessions);
    destroy_pair(&it);
}

/* Who is reset gets no second chance in its session, unless another peer of its own is in there. */
static void reset_ends_the_session(void)
{
    e4j_peer_statistics last;
    pair it = lasting_pair();
    e4j_peer_name first = it.server->last_peer;
    connect_to(it.client, it.server);
    world_settle(it.hosts, 2);
    e4j_host_disconnect(it.server->host, e4j_host_peer(it.server->host, first), E4J_RESET, 0, &last);
    world_run(it.hosts, 2, 1000);
    CHECK_EQ(0, it.client->disconnects);
    e4j_host_disconnect(it.server->host, e4j_host_peer(it.server->host, it.server->last_peer), E4J_RESET, 0, &last);
    CHECK_EQ(0, world_counters(it.server).sessions);
    world_settle(it.hosts, 2);
    CHECK_EQ(2, it.client->disconnects); /* both of its peers were in there */
    CHECK_EQ(E4J_DTLS_CLOSED, it.client->failure.kind);
    destroy_pair(&it);
}

/* ENet's timeout is none of our business: the client may have been without a network, and come back. */
static void timeout_of_a_peer(void)
{
    pair it = lasting_pair();
    enet_peer_timeout(e4j_host_peer(it.server->host, it.server->last_peer), 2, 500, 2000);
    world_filter_set(none, NULL);
    world_run(it.hosts, 1, 20000);
    CHECK_EQ(1, it.server->disconnects);
    CHECK_EQ(1, world_counters(it.server).retained);
    world_filter_set(NULL, NULL);
    e4j_peer_statistics last;
    e4j_host_disconnect(it.client->host, e4j_host_peer(it.client->host, it.peer), E4J_RESET, 0, &last);
    connect_to(it.client, it.server);
    world_settle(it.hosts, 2);
    CHECK_EQ(2, it.client->connects);
    CHECK_EQ(1, world_counters(it.server).done);
    destroy_pair(&it);
}

/* Only so many are kept, and the oldest go first. */
static void few_are_kept(void)
{
    enum { CLIENTS = 260, KEPT = 256 };
    int alerts = 0;
    e4j_peer_statistics last;
    ENetAddress address = world_address(1, 1000);
    world_host *server = world_host_create(&address, 1), *clients[CLIENTS];
    CHECK_EQ(0, world_use_server(server, &localhost));
    world_filter_set(count_alerts, &alerts);
    for (unsigned i = 0; i < CLIENTS; i++) {
        ENetAddress at = world_address(10 + i, 2000);
        clients[i] = world_host_create(&at, 1);
        world_host *both[] = {server, clients[i]};
        CHECK_EQ(0, world_use_client(clients[i], &localhost, "localhost"));
        connect_to(clients[i], server);
        world_settle(both, 2);
        CHECK_EQ(1, clients[i]->connects);
        e4j_host_disconnect(server->host, e4j_host_peer(server->host, server->last_peer), E4J_DISCONNECT_NOW, 0, &last);
        world_pass_time(1);
    }
    CHECK_EQ(KEPT, world_counters(server).retained);
    CHECK_EQ(KEPT, world_counters(server).sessions);
    CHECK_EQ(CLIENTS - KEPT, alerts);
    world_host_destroy(server);
    for (unsigned i = 0; i < CLIENTS; i++)
        world_host_destroy(clients[i]);
    world_end();
}

/* Godot 4.6 drops what came behind a goodbye: the new hello of a client waits until that has been answered. */
typedef struct {
    uint64_t goodbye, hello; /* when the client sent them */
    int answers;             /* whether the server's goodbye comes through */
} order;

static int note_order(void *context, world_datagram *datagram)
{
    order *it = context;
    if (datagram->from.port == 1000)
        return it->answers || datagram->data[0] != 21;
    if (datagram->data[0] == 21)
        it->goodbye = world_now();
    else if (datagram->data[0] == 22 && it->hello == 0)
        it->hello = world_now();
    return 1;
}

static void hello_after_goodbye(int answered)
{
    e4j_peer_statistics last;
    order it = {.answers = answered};
    pair two = connected_pair();
    world_filter_set(note_order, &it);
    e4j_host_disconnect(two.client->host, e4j_host_peer(two.client->host, two.peer), E4J_DISCONNECT_NOW, 0, &last);
    two.peer = connect_to(two.client, two.server);
    world_service(two.client);
    CHECK(it.goodbye != 0 && it.hello == 0);
    world_settle(two.hosts, 2);
    CHECK_EQ(answered, it.hello != 0);
    world_run(two.hosts, 2, 110);
    CHECK_EQ(answered ? 0 : 100, it.hello - it.goodbye);
    CHECK_EQ(2, two.client->connects);
    CHECK_EQ(2, two.server->connects);
    CHECK_EQ(1, world_counters(two.client).sessions);
    destroy_pair(&two);
}

static void comes_back_after_a_goodbye(void)
{
    hello_after_goodbye(1);
    hello_after_goodbye(0);
}

/* The second attempt is given up before the goodbye of the first is answered. */
static void goes_while_it_says_goodbye(void)
{
    e4j_peer_statistics last;
    pair it = connected_pair();
    world_filter_set(none, NULL);
    for (int i = 0; i < 2; i++) {
        e4j_host_disconnect(it.client->host, e4j_host_peer(it.client->host, it.peer), E4J_DISCONNECT_NOW, 0, &last);
        it.peer = connect_to(it.client, it.server);
        world_service(it.client);
    }
    e4j_host_disconnect(it.client->host, e4j_host_peer(it.client->host, it.peer), E4J_RESET, 0, &last);
    world_run(it.hosts + 1, 1, 200);
    CHECK_EQ(0, world_counters(it.client).sessions);
    destroy_pair(&it);
}

int main(void)
{
    static void (*const tests[])(void) = {
        session_ends_with_its_peer,
        farewell_and_goodbye,
        goodbye_instead_of_an_answer,
        session_is_shared,
        server_goes_away,
        client_goes_away,
        same_address_comes_back,
        connects_again_in_its_session,
        no_goodbye_beside_the_farewell,
        reset_ends_the_session,
        timeout_of_a_peer,
        few_are_kept,
        comes_back_after_a_goodbye,
        goes_while_it_says_goodbye,
    };
    return run_tests(tests, sizeof tests / sizeof *tests);
}
