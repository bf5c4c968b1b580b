/*
 * A whole conversation in which memory is refused: at each single allocation in turn, and from each one on. Whatever
 * fails, nothing crashes, and nothing is left when the hosts are gone. Link with
 * -Wl,--wrap=malloc,--wrap=calloc,--wrap=e4j_pool_allocate.
 */
#include "net/transport.h"
#include "platform/memory.h"

#include "check.h"
#include "fake_wire.h"

#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_e4j_pool_allocate(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_e4j_pool_allocate(size_t size);

static int armed, until_end;
static long allocations, failing;

static int refused(void)
{
    if (!armed)
        return 0;
    const long number = allocations++;
    return until_end ? number >= failing : number == failing;
}

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_e4j_pool_allocate(size_t size)
{
    return refused() ? NULL : __real_e4j_pool_allocate(size);
}

static int connected, received;

static void service(e4j_host *host)
{
    static uint64_t memory[1 << 13];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = sizeof memory};
    for (int i = 0, count; i < 10 && (count = e4j_host_service(host, 1, &events)) > 0; i++) {
        const uint8_t *record = events.memory + E4J_EVENTS_RECORDS;
        for (int k = 0; k < count; k++) {
            ENetPacket *packet;
            size_t body = 18;
            memcpy(&packet, record + 24, sizeof packet);
            if (record[0] == E4J_EVENT_RECEIVE) {
                received++;
                body = record[2] ? packet->dataLength : 0;
                enet_packet_destroy(packet);
            }
            connected += record[0] == E4J_EVENT_CONNECT;
            if (record[0] == E4J_EVENT_DISCONNECT)
                break; /* the last in the buffer */
            record += E4J_RECORD_HEADER + ((body + 7) & ~(size_t) 7);
        }
    }
}

static e4j_host *open_host(uint8_t number)
{
    e4j_host *host = e4j_host_create(NULL, 3, 4, 0, 0);
    if (host != NULL) {
        const int before = armed;
        armed = 0;
        fake_attach(host, number);
        armed = before;
        e4j_compress_install(host->enet, (e4j_compression_mode) (number % 5));
    }
    return host;
}

static void send_all_kinds(e4j_host *host, e4j_peer_name name)
{
    static const uint8_t data[5000];
    static const size_t lengths[] = {0, 10, 1364, 5000};
    static const uint32_t flags[] = {0, 1, 2, 8};
    for (int l = 0; l < 4; l++) {
        for (int f = 0; f < 4; f++) {
            ENetPacket *packet = enet_packet_create(data, lengths[l], 0);
            ENetPeer *peer = e4j_host_peer(host, name);
            if (packet != NULL && peer != NULL)
                e4j_host_send(peer, f, packet, flags[f]);
            else
                enet_packet_destroy(packet);
        }
        ENetPacket *packet = enet_packet_create(data, lengths[l], 0);
        if (packet != NULL)
            e4j_host_broadcast(host, NULL, 0, l, packet, flags[l]);
    }
}

static void converse(void)
{
    const ENetAddress address = fake_address(1, 1001);
    e4j_peer_statistics last;
    connected = received = 0;
    fake_now = 100000;
    e4j_host *server = open_host(1), *client = open_host(6);
    e4j_peer_name name = {0, 0};
    if (server != NULL && client != NULL) {
        for (int round = 0; round < 3; round++) {
            if (e4j_host_connect(client, &address, 4, 0, &name) == 0)
                CHECK(!enet_list_empty(&e4j_host_peer(client, name)->outgoingCommands));
            else
                name = (e4j_peer_name) {0, 0};
            for (int i = 0; i < 4; i++, fake_now += 600) {
                service(client);
                service(server);
            }
            send_all_kinds(client, name);
            for (int i = 0; i < 4; i++, fake_now += 300) {
                service(client);
                service(server);
            }
            ENetPeer *peer = e4j_host_peer(client, name);
            if (peer != NULL)
                e4j_host_disconnect(client, peer, (e4j_disconnect_kind) round, 0, &last);
            for (int i = 0; i < 4; i++, fake_now += 3000) {
                service(client);
                service(server);
            }
        }
    }
    armed = 0;
    e4j_host_destroy(client);
    e4j_host_destroy(server);
    CHECK_EQ(0, e4j_memory_blocks());
}

/* Runs the conversation with memory running out at each point, until it is not reached any more. */
static void fail_everywhere(int from_there_on)
{
    until_end = from_there_on;
    for (failing = 0;; failing += from_there_on ? 5 : 1) {
        allocations = 0;
        armed = 1;
        converse();
        if (allocations <= failing)
            break;
    }
    CHECK(failing > 20);
    CHECK_EQ(6, connected);
    CHECK(received > 50);
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    e4j_udp_set_batching(0); /* a plain socket is made and closed faster, and nothing goes through it */
    fail_everywhere(0);
    fail_everywhere(1);
    return check_result();
}
