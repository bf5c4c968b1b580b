/*
 * A host with several addresses (a server on "*") answers from the one that was spoken to; and addresses that are more
 * than their bytes: broadcast and link-local ones. In a network of its own, where the system allows making one.
 */
#include "host/host.h"
#include "net/address.h"
#include "net/transport.h"

#include "check.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <net/route.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { LOOPBACK = 1 /* the number of that interface, first in every network */, LENGTH = 20000 };

static ENetAddress address_of(const char *text, uint16_t port)
{
    ENetAddress address = {.port = port};
    uint8_t bytes[16];
    if (inet_pton(AF_INET, text, bytes) == 1)
        address.host = e4j_host_from_v4(bytes);
    else
        CHECK(inet_pton(AF_INET6, text, bytes) == 1 && e4j_host_from_bytes(bytes, LOOPBACK, &address.host) == 0);
    return address;
}

/* ---- A network of nothing but a loopback interface, with addresses that others have outside. ---- */

static struct sockaddr ipv4(const char *text)
{
    e4j_sockaddr address = {.v4 = {.sin_family = AF_INET}};
    inet_pton(AF_INET, text, &address.v4.sin_addr);
    return address.any;
}

static int set_up(int fd)
{
    struct ifreq up = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    struct ifreq alias = {.ifr_name = "lo:1", .ifr_addr = ipv4("10.9.0.1")};
    struct rtentry route = {.rt_dst = ipv4("0.0.0.0"), .rt_genmask = ipv4("0.0.0.0"), .rt_flags = RTF_UP};
    char name[] = "lo";
    route.rt_dev = name;
    return ioctl(fd, SIOCSIFFLAGS, &up) == 0 && ioctl(fd, SIOCSIFADDR, &alias) == 0 &&
           ioctl(fd, SIOCADDRT, &route) == 0;
}

static int add_v6(int fd, const char *text)
{
    struct {
        struct in6_addr address;
        uint32_t prefix;
        int interface;
    } request = {.prefix = 64, .interface = LOOPBACK};
    inet_pton(AF_INET6, text, &request.address);
    return ioctl(fd, SIOCSIFADDR, &request) == 0;
}

static int make_network(void)
{
    if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return 0;
    int v4 = socket(AF_INET, SOCK_DGRAM, 0), v6 = socket(AF_INET6, SOCK_DGRAM, 0);
    int made = v4 >= 0 && v6 >= 0 && set_up(v4) && add_v6(v6, "fd00::1") && add_v6(v6, "fd00::2") &&
               add_v6(v6, "fe80::1");
    close(v4);
    close(v6);
    return made;
}

/* ---- Hosts ---- */

static int connected, received;

static void service(e4j_host *host)
{
    static uint64_t memory[1 << 13];
    /* Room for one event at a time. */
    e4j_event_buffer events = {.memory = (uint8_t *) memory,
                               .capacity = E4J_EVENTS_RECORDS + E4J_RECORD_HEADER + E4J_INLINE_MAXIMUM};
    while (e4j_host_service(host, 1, &events) > 0) {
        const uint8_t *record = events.memory + E4J_EVENTS_RECORDS;
        connected += record[0] == E4J_EVENT_CONNECT;
        if (record[0] != E4J_EVENT_RECEIVE)
            continue;
        uint64_t handle;
        memcpy(&handle, record + 24, sizeof handle);
        received += ((ENetPacket *) (uintptr_t) handle)->dataLength == LENGTH;
        enet_packet_destroy((ENetPacket *) (uintptr_t) handle);
    }
}

static void serve(e4j_host *a, e4j_host *b, const int *counter, int until)
{
    for (int i = 0; i < 2000 && *counter < until; i++) {
        service(a);
        service(b);
        if (i > 20)
            usleep(1000);
    }
    CHECK_EQ(until, *counter);
}

static e4j_host *open_server(const char *bind, uint16_t *port)
{
    ENetAddress address = address_of(bind, 0);
    e4j_host *server = e4j_host_create(&address, 4, 1, 0, 0);
    if (!CHECK(server != NULL))
        exit(check_result());
    *port = (uint16_t) e4j_host_local_port(server);
    return server;
}

/* Connects to the server by this address, and sends much both ways. The address that the client ends up with. */
static ENetAddress talk(e4j_host *server, const char *to, uint16_t port)
{
    ENetAddress address = address_of(to, port);
    e4j_host *client = e4j_host_create(NULL, 1, 1, 0, 0);
    e4j_peer_name name;
    connected = received = 0;
    CHECK_EQ(0, e4j_host_connect(client, &address, 1, 0, &name));
    serve(client, server, &connected, 2);
    ENetPeer *at_client = e4j_host_peer(client, name), *at_server = server->enet->peers;
    while (at_server->state != ENET_PEER_STATE_CONNECTED && at_server < server->enet->peers + 3)
        at_server++;
    CHECK_EQ(0, e4j_host_send(at_client, 0, enet_packet_create(NULL, LENGTH, 0), ENET_PACKET_FLAG_RELIABLE));
    CHECK_EQ(0, e4j_host_send(at_server, 0, enet_packet_create(NULL, LENGTH, 0), ENET_PACKET_FLAG_RELIABLE));
    serve(client, server, &received, 2);
    ENetAddress result = at_client->address;
    CHECK(at_server->address.local == result.host);
    e4j_peer_statistics last;
    e4j_host_disconnect(client, at_client, E4J_DISCONNECT_NOW, 0, &last);
    serve(server, server, &connected, 2);
    service(server);
    e4j_host_destroy(client);
    return result;
}

static void expect_same(e4j_host *server, const char *to, uint16_t port)
{
    ENetAddress expected = address_of(to, port), actual = talk(server, to, port);
    CHECK(e4j_address_equal(&expected, &actual));
}

static void test_many_v4(void)
{
    uint16_t port;
    static const char *const bind[] = {"::", "0.0.0.0"};
    for (int i = 0; i < 2; i++) {
        e4j_host *server = open_server(bind[i], &port);
        expect_same(server, "127.0.0.1", port);
        expect_same(server, "127.0.1.1", port);
        expect_same(server, "127.0.0.2", port);
        e4j_host_destroy(server);
    }
}

static void test_many_v6(void)
{
    uint16_t port;
    e4j_host *server = open_server("::", &port);
    expect_same(server, "::1", port);
    expect_same(server, "fd00::1", port);
    expect_same(server, "fd00::2", port);
    expect_same(server, "fe80::1", port);
    expect_same(server, "10.9.0.1", port);
    e4j_host_destroy(server);
    server = open_server("fe80::1", &port);
    expect_same(server, "fe80::1", port);
    e4j_host_destroy(server);
}

/* Whoever answers a broadcast is who one is connected to. */
static void test_broadcast(void)
{
    uint16_t port;
    e4j_host *server = open_server("0.0.0.0", &port);
    ENetAddress expected = address_of("10.9.0.1", port), actual = talk(server, "255.255.255.255", port);
    CHECK(e4j_address_equal(&expected, &actual));
    e4j_host_destroy(server);
}

static int answer(void *context, const ENetAddress *from, const void *data, size_t length)
{
    CHECK_EQ(0, e4j_host_socket_send(context, from, data, length));
    return 1;
}

/* A query from a socket that takes answers only from where it sent it. */
static void test_socket_send(void)
{
    uint16_t port;
    char text[8] = "";
    e4j_sockaddr to;
    e4j_host *server = open_server("::", &port);
    ENetAddress address = address_of("127.0.1.1", port);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    socklen_t length = e4j_address_to_sockaddr(&address, AF_INET, &to);
    e4j_host_set_intercept(server, answer, server);
    CHECK_EQ(0, connect(fd, &to.any, length));
    CHECK_EQ(5, send(fd, "query", 5, 0));
    service(server);
    CHECK_EQ(5, recv(fd, text, sizeof text, 0));
    close(fd);
    e4j_host_destroy(server);
}

/* When this machine has the address no longer, what is sent leaves from another one. */
static void test_lost_address(void)
{
    uint16_t port;
    e4j_host *server = open_server("::", &port);
    e4j_transport *transport = server->enet->socket;
    static const char *const addresses[] = {"127.0.0.1", "::1"}, *const lost[] = {"192.0.2.77", "2001:db8::77"};
    for (int i = 0; i < 2; i++) {
        ENetAddress to = address_of(addresses[i], port), from;
        to.local = address_of(lost[i], 0).host;
        char text[3000] = "";
        ENetBuffer buffer = {.data = text, .dataLength = 1000};
        for (int sent = 0; sent < 3; sent++)
            CHECK_EQ(1000, transport->ops->send(transport, &to, &buffer, 1));
        CHECK_EQ(0, transport->ops->flush(transport));
        buffer.dataLength = sizeof text;
        for (int got = 0; got < 3; got++)
            CHECK_EQ(1000, transport->ops->receive(transport, &from, &buffer));
        CHECK_EQ(0, transport->ops->unsent(transport).count);
        while (transport->ops->receive(transport, &from, &buffer) != 0)
            continue;
    }
    e4j_host_destroy(server);
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    int alone = make_network();
    if (!alone)
        fprintf(stderr, "no network of its own: IPv4 only, and no broadcast\n");
    for (int batching = 0; batching < 2; batching++) {
        e4j_udp_set_batching(batching);
        test_many_v4();
        test_socket_send();
        test_lost_address();
        if (alone) {
            test_many_v6();
            test_broadcast();
        }
    }
    return check_result();
}
