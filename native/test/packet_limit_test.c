/* The largest reliable packets get through, and larger ones are refused: host/packet_limit.h. */
#include "host/packet_limit.h"
#include "platform/memory.h"

#include "check.h"
#include "fake_wire.h"

#include <stdlib.h>

enum { SERVER = 1, CLIENT = 2, MTU = 576, FRAGMENT = MTU - 4 - 24, WINDOW = 4096, MOST = 7 * WINDOW };

static e4j_host *server, *client;
static e4j_peer_name to_server;
static int received, disconnected;
static size_t received_length;

static e4j_host *open_host(uint8_t number)
{
    e4j_host *host = e4j_host_create(NULL, 2, 1, 0, 0);
    if (!CHECK(host != NULL))
        exit(check_result());
    host->enet->mtu = MTU;
    fake_attach(host, number);
    return host;
}

static void service(e4j_host *host)
{
    static uint64_t memory[1 << 13];
    e4j_event_buffer events = {.memory = (uint8_t *) memory,
                               .capacity = E4J_EVENTS_RECORDS + E4J_RECORD_HEADER + E4J_INLINE_MAXIMUM};
    while (e4j_host_service(host, 1, &events) > 0) {
        const uint8_t *record = events.memory + E4J_EVENTS_RECORDS;
        disconnected += record[0] == E4J_EVENT_DISCONNECT;
        if (record[0] != E4J_EVENT_RECEIVE)
            continue;
        uint64_t handle;
        memcpy(&handle, record + 24, sizeof handle);
        ENetPacket *packet = (ENetPacket *) (uintptr_t) handle;
        received++;
        received_length = packet->dataLength;
        enet_packet_destroy(packet);
    }
}

static void step(void)
{
    service(client);
    service(server);
    fake_now++;
}

static ENetPeer *peer(void)
{
    return e4j_host_peer(client, to_server);
}

static int send_packet(size_t length, uint32_t flags)
{
    return e4j_host_send(peer(), 0, enet_packet_create(NULL, length, 0), flags);
}

static void open_pair(void)
{
    ENetAddress address = fake_address(SERVER, 1000 + SERVER);
    server = open_host(SERVER);
    client = open_host(CLIENT);
    received = disconnected = 0;
    CHECK_EQ(0, e4j_host_connect(client, &address, 1, 0, &to_server));
    for (int i = 0; i < 10; i++)
        step();
}

static void close_pair(void)
{
    e4j_host_destroy(client);
    e4j_host_destroy(server);
    CHECK_EQ(0, e4j_memory_blocks());
}

/* Small ones until the channel's next number is `number`. */
static void advance_to(int number)
{
    for (int sent = 1; sent < number; sent++) {
        CHECK_EQ(E4J_OK, send_packet(1, ENET_PACKET_FLAG_RELIABLE));
        if (sent % 32 == 0)
            step();
    }
    for (int i = 0; i < 50; i++)
        step();
    CHECK_EQ(number - 1, received);
    received = 0;
}

static void expect_arrival(size_t length)
{
    for (int i = 0; i < 20000 && received == 0 && disconnected == 0; i++)
        step();
    CHECK_EQ(1, received);
    CHECK_EQ(0, disconnected);
    CHECK_EQ(length, received_length);
    received = 0;
}

static void test_largest_at(int number)
{
    open_pair();
    advance_to(number);
    size_t largest = (size_t) (MOST - (number - 1) % WINDOW) * FRAGMENT;
    CHECK_EQ(E4J_FAILED, send_packet(largest + 1, ENET_PACKET_FLAG_RELIABLE));
    CHECK_EQ(E4J_FAILED, send_packet(largest + 1, 0)); /* which makes it reliable */
    CHECK_EQ(E4J_FAILED, e4j_host_refusal(client, peer(), 0, largest + 1, 0));
    CHECK_EQ(E4J_OK, e4j_host_broadcast(client, NULL, 0, 0, enet_packet_create(NULL, largest + 1, 0),
                                        ENET_PACKET_FLAG_RELIABLE));
    CHECK_EQ(0, enet_list_size(&peer()->outgoingSendReliableCommands));
    CHECK_EQ(E4J_OK, send_packet(largest, ENET_PACKET_FLAG_RELIABLE));
    expect_arrival(largest);
    CHECK_EQ(E4J_OK, send_packet((size_t) 24577 * FRAGMENT, ENET_PACKET_FLAG_RELIABLE));
    expect_arrival((size_t) 24577 * FRAGMENT);
    CHECK_EQ(E4J_OK, send_packet(largest + FRAGMENT, ENET_PACKET_FLAG_UNRELIABLE_FRAGMENT));
    close_pair();
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    fake_now = 5000;
    test_largest_at(1);
    test_largest_at(2000);
    test_largest_at(WINDOW);
    return check_result();
}
