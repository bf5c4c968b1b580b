/*
 * The compressors on real hosts over loopback: each mode with packets of every sort, changes of mode, datagrams that
 * one end can't read, and hostile ones.
 */
#include "host/host.h"
#include "net/transport.h"
#include "platform/memory.h"
#include "test/check.h"

#include <stdlib.h>

enum { PATIENCE_MS = 10000, COMPRESSED = 1 << 14, SENT_TIME = 1 << 15, PACKET_MAXIMUM = 30000 };

static const e4j_compression_mode all_modes[] = {E4J_COMPRESS_NONE, E4J_COMPRESS_RANGE_CODER, E4J_COMPRESS_FASTLZ,
                                                 E4J_COMPRESS_ZLIB, E4J_COMPRESS_ZSTD};
enum { ALL_MODES = sizeof all_modes / sizeof all_modes[0] };

typedef struct {
    e4j_host *server;
    e4j_host *client;
    ENetPeer *to_server; /* the client's view of the connection */
} pair;

static unsigned long compressed_datagrams; /* that arrived anywhere */

static int count_compressed(void *context, const ENetAddress *from, const void *data, size_t length)
{
    (void) context;
    (void) from;
    compressed_datagrams += length >= 2 && *(const uint8_t *) data >> 6 & 1;
    return 0;
}

static ENetAddress loopback(uint16_t port)
{
    static const uint8_t mapped[16] = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1};
    ENetAddress address = {.port = port};
    memcpy(&address.host, mapped, sizeof mapped);
    return address;
}

static e4j_host *open_host(void)
{
    const ENetAddress address = loopback(0);
    e4j_host *host = e4j_host_create(&address, 4, 2, 0, 0);
    if (!CHECK(host != NULL))
        exit(check_result());
    e4j_host_set_intercept(host, count_compressed, NULL);
    return host;
}

/* Echoes on the server; what the client gets is left in `event`. Returns whether it was an event of this type. */
static bool wait_for(pair *hosts, ENetEventType type, ENetEvent *event)
{
    const enet_uint32 start = enet_time_get();
    while (enet_time_get() - start < PATIENCE_MS) {
        ENetEvent at_server;
        while (enet_host_service(hosts->server->enet, &at_server, 0) > 0)
            if (at_server.type == ENET_EVENT_TYPE_RECEIVE)
                CHECK_EQ(0, enet_peer_send(at_server.peer, at_server.channelID, at_server.packet));
        enet_host_flush(hosts->server->enet);
        if (enet_host_service(hosts->client->enet, event, 1) > 0)
            return CHECK_EQ(type, event->type);
    }
    return CHECK(!"an event in time");
}

static pair connect_pair(e4j_compression_mode mode)
{
    pair hosts = {.server = open_host(), .client = open_host()};
    ENetEvent event;
    CHECK_EQ(0, e4j_compress_install(hosts.server->enet, mode));
    CHECK_EQ(0, e4j_compress_install(hosts.client->enet, mode));
    const ENetAddress address = loopback(hosts.server->enet->address.port);
    hosts.to_server = enet_host_connect(hosts.client->enet, &address, 2, 7);
    if (!CHECK(hosts.to_server != NULL) || !wait_for(&hosts, ENET_EVENT_TYPE_CONNECT, &event))
        exit(check_result());
    return hosts;
}

static void close_pair(pair *hosts)
{
    enet_peer_disconnect_now(hosts->to_server, 0);
    e4j_host_destroy(hosts->client);
    e4j_host_destroy(hosts->server);
}

static void send_block(pair *hosts, const uint8_t *block, size_t length)
{
    ENetPacket *packet = enet_packet_create(length == 0 ? NULL : block, length, ENET_PACKET_FLAG_RELIABLE);
    CHECK_EQ(0, enet_peer_send(hosts->to_server, 0, packet));
}

static void receive_block(pair *hosts, const uint8_t *block, size_t length)
{
    ENetEvent event;
    if (wait_for(hosts, ENET_EVENT_TYPE_RECEIVE, &event)) {
        CHECK_BYTES(block, length, event.packet->data, event.packet->dataLength);
        enet_packet_destroy(event.packet);
    }
}

static void echo(pair *hosts, const uint8_t *block, size_t length)
{
    send_block(hosts, block, length);
    receive_block(hosts, block, length);
}

static uint8_t text[PACKET_MAXIMUM], noise[PACKET_MAXIMUM];

static void fill_blocks(void)
{
    uint32_t random = 1;
    for (size_t i = 0; i < PACKET_MAXIMUM; i++) {
        text[i] = (uint8_t) "all work and no play makes jack a dull boy. "[i % 44];
        random = random * 1664525 + 1013904223;
        noise[i] = (uint8_t) (random >> 24);
    }
}

static void echo_everything(pair *hosts)
{
    static const size_t lengths[] = {0, 1, 15, 16, 17, 100, 1300, 1392, 5000, PACKET_MAXIMUM};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        echo(hosts, text, lengths[i]);
        echo(hosts, noise, lengths[i]);
    }
    /* Several commands, empty packets among them, in one datagram. */
    for (size_t i = 0; i < 20; i++)
        send_block(hosts, text, i % 3 * 20);
    for (size_t i = 0; i < 20; i++)
        receive_block(hosts, text, i % 3 * 20);
}

static void test_modes(void)
{
    for (size_t i = 0; i < ALL_MODES; i++) {
        compressed_datagrams = 0;
        pair hosts = connect_pair(all_modes[i]);
        echo_everything(&hosts);
        CHECK_EQ(all_modes[i] != E4J_COMPRESS_NONE, compressed_datagrams > 20);
        close_pair(&hosts);
    }
}

static void test_mode_changes(void)
{
    pair hosts = connect_pair(E4J_COMPRESS_ZSTD);
    for (size_t i = 0; i < ALL_MODES * ALL_MODES; i++) {
        const e4j_compression_mode mode = all_modes[i % 2 == 0 ? i / ALL_MODES : i % ALL_MODES];
        CHECK_EQ(0, e4j_compress_install(hosts.server->enet, mode));
        CHECK_EQ(0, e4j_compress_install(hosts.client->enet, mode));
        compressed_datagrams = 0;
        echo(&hosts, text, 1000);
        echo(&hosts, text, 0);
        CHECK_EQ(mode != E4J_COMPRESS_NONE, compressed_datagrams >= 2);
    }
    close_pair(&hosts);
}

/* What one end can't read is lost, no more: it is sent again, and read once both agree. */
static void test_disagreement(void)
{
    for (size_t i = 1; i < ALL_MODES; i++) {
        pair hosts = connect_pair(all_modes[i]);
        CHECK_EQ(0, e4j_compress_install(hosts.client->enet, E4J_COMPRESS_NONE));
        send_block(&hosts, text, 1000); /* goes out plain, and is echoed compressed */
        ENetEvent event;
        const enet_uint32 start = enet_time_get();
        while (enet_time_get() - start < 50) {
            while (enet_host_service(hosts.server->enet, &event, 0) > 0)
                if (event.type == ENET_EVENT_TYPE_RECEIVE)
                    CHECK_EQ(0, enet_peer_send(event.peer, event.channelID, event.packet));
            CHECK_EQ(0, enet_host_service(hosts.client->enet, &event, 1));
        }
        CHECK_EQ(0, e4j_compress_install(hosts.client->enet, all_modes[i]));
        receive_block(&hosts, text, 1000);
        close_pair(&hosts);
    }
}

static void test_hostile_datagrams(void)
{
    for (size_t i = 0; i < ALL_MODES; i++) {
        pair hosts = connect_pair(all_modes[i]);
        ENetSocket stranger = enet_socket_create(ENET_SOCKET_TYPE_DATAGRAM);
        const ENetAddress server = loopback(hosts.server->enet->address.port);
        uint8_t datagram[4096];
        memcpy(datagram, noise, sizeof datagram);
        /* To a peer's slot and to none; with and without the time, for which the shortest are too short. */
        static const uint16_t headers[] = {COMPRESSED | SENT_TIME | 0xfff, COMPRESSED | 0xfff, COMPRESSED | SENT_TIME,
                                           COMPRESSED};
        for (size_t k = 0; k < 4; k++)
            for (size_t length = 1; length <= sizeof datagram; length += length < 40 ? 1 : length) {
                datagram[0] = (uint8_t) (headers[k] >> 8);
                datagram[1] = (uint8_t) headers[k];
                const ENetBuffer buffer = {.data = datagram, .dataLength = length};
                CHECK_EQ(length, enet_socket_send(stranger, &server, &buffer, 1));
                CHECK_EQ(0, stranger->ops->flush(stranger));
                ENetEvent event;
                CHECK_EQ(0, enet_host_service(hosts.server->enet, &event, 0));
            }
        echo(&hosts, text, 1000);
        enet_socket_destroy(stranger);
        close_pair(&hosts);
    }
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    fill_blocks();
    test_modes();
    test_mode_changes();
    test_disagreement();
    test_hostile_datagrams();
    CHECK_EQ(0, e4j_memory_blocks());
    return check_result();
}
