/*
 * Bulk transfer over a link with delay, loss and reordering, all in memory and on a clock of its own: the limits on
 * what a peer may have waiting must not slow it down. With arguments (bytes of a packet, megabytes, round trip in ms,
 * percent lost) it runs once and prints the time that passed on that clock and the processor's, to set beside another
 * version's.
 */
#include "check.h"
#include "fake_wire.h"

#include <stdlib.h>
#include <time.h>

enum { RECEIVER, SENDER, BUFFER = 1 << 16, IN_FLIGHT = 4096, AHEAD = 4 << 20, PATIENCE = 3600 * 1000 };

/* As jni_packet.c and jni_host.c make and free packets; before these bounds they had ENet do it. */
#ifdef E4J_INCOMING_H
#include "platform/packet.h"
#define MAKE(data, size) e4j_packet_make(data, size, 0, sizeof(ENetOutgoingCommand))
#define FREE(packet) e4j_incoming_free(packet)
#else
#define MAKE(data, size) enet_packet_create(data, size, 0)
#define FREE(packet) enet_packet_destroy(packet)
#endif

/* ---- The link ---- */

typedef struct {
    uint32_t due;
    int to;
    size_t length;
    uint8_t data[ENET_PROTOCOL_MAXIMUM_MTU];
} flying;

static flying *sky;
static unsigned flying_first, flying_count;
static uint32_t delay, loss, random_state;
static e4j_host *hosts[2];

static uint32_t next_random(uint32_t below)
{
    random_state = random_state * 1664525 + 1013904223;
    return (uint32_t) ((uint64_t) random_state * below >> 32);
}

static int fly(e4j_host *from, uint8_t *data, size_t *length)
{
    if (next_random(100) < loss)
        return 0;
    if (flying_count == IN_FLIGHT)
        abort();
    flying *new = &sky[(flying_first + flying_count++) % IN_FLIGHT];
    new->due = fake_now + delay;
    new->to = from == hosts[RECEIVER] ? SENDER : RECEIVER;
    new->length = *length;
    memcpy(new->data, data, *length);
    /* Some overtake the one before. */
    if (loss > 0 && flying_count > 1 && next_random(100) < 2) {
        flying *before = &sky[(flying_first + flying_count - 2) % IN_FLIGHT];
        flying swap = *before;
        *before = *new;
        *new = swap;
    }
    return 0;
}

static void land(void)
{
    while (flying_count > 0 && sky[flying_first].due <= fake_now) {
        const flying *f = &sky[flying_first];
        const ENetAddress from = fake_address((uint8_t) !f->to, (uint16_t) (1000 + !f->to));
        fake_inject(hosts[f->to], &from, f->data, f->length);
        flying_first = (flying_first + 1) % IN_FLIGHT;
        flying_count--;
    }
}

/* ---- The hosts ---- */

static e4j_peer_name to_receiver;
static int connected;
static size_t received_bytes, received_packets;

static void read_events(const e4j_event_buffer *events, int count)
{
    const uint8_t *record = events->memory + E4J_EVENTS_RECORDS;
    for (int i = 0; i < count; i++) {
        ENetPacket *packet;
        CHECK(record[0] != E4J_EVENT_DISCONNECT);
        connected |= record[0] == E4J_EVENT_CONNECT;
        if (record[0] != E4J_EVENT_RECEIVE)
            return;
        memcpy(&packet, record + 24, sizeof packet);
        size_t number;
        memcpy(&number, packet->data, sizeof number);
        if (number != received_packets)
            CHECK_EQ(received_packets, number);
        received_packets++;
        received_bytes += packet->dataLength;
        record += E4J_RECORD_HEADER + (record[2] ? (packet->dataLength + 7) & ~(size_t) 7 : 0);
        FREE(packet);
    }
}

static void serve(e4j_host *host)
{
    static uint64_t memory[BUFFER / 8];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = BUFFER};
    int count;
    while ((count = e4j_host_service(host, 1, &events)) > 0)
        read_events(&events, count);
    CHECK_EQ(0, count);
}

static double processor_seconds(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double) used.tv_sec + (double) used.tv_nsec / 1e9;
}

/* Without a delay the processor is what takes time. */
static void pass(void)
{
    static double last;
    double now = processor_seconds();
    serve(hosts[SENDER]);
    land();
    serve(hosts[RECEIVER]);
    land();
    if (delay > 0 || now - last > 0.001) {
        fake_now++;
        last = now;
    }
}

/* Milliseconds on the clock of the link. */
static uint32_t run(size_t size, size_t total, uint32_t round_trip, uint32_t lost)
{
    uint8_t *data = calloc(1, size);
    size_t sent = 0, number = 0;
    fake_now = 100000;
    delay = round_trip / 2;
    loss = 0;
    random_state = 1;
    connected = 0;
    received_bytes = received_packets = 0;
    fake_filter = fly;
    for (uint8_t i = 0; i < 2; i++) {
        hosts[i] = e4j_host_create(NULL, 2, 2, 0, 0);
        fake_attach(hosts[i], i);
    }
    const ENetAddress address = fake_address(RECEIVER, 1000 + RECEIVER);
    CHECK_EQ(0, e4j_host_connect(hosts[SENDER], &address, 1, 0, &to_receiver));
    for (int i = 0; i < 1000 && !connected; i++)
        pass();
    loss = lost;
    uint32_t start = fake_now;
    double processor = processor_seconds();
    while (received_bytes < total && fake_now - start < PATIENCE) {
        ENetPeer *peer = e4j_host_peer(hosts[SENDER], to_receiver);
        for (; peer != NULL && sent < total; sent += size) {
            if (sent - received_bytes >= AHEAD && sent != received_bytes)
                break;
            memcpy(data, &number, sizeof number);
            /* Else it is busy, with the one before that is not confirmed to its end. */
            if (e4j_host_send(peer, 0, MAKE(data, size), ENET_PACKET_FLAG_RELIABLE) != E4J_OK)
                break;
            number++;
        }
        pass();
    }
    uint32_t took = fake_now - start;
    processor = processor_seconds() - processor;
    CHECK_EQ(sent, received_bytes);
    fprintf(stderr, "%8zu bytes, %3u ms, %u %% lost: %5zu MB in %8u ms, processor %6.2f s\n", size,
            (unsigned) round_trip, (unsigned) lost, total >> 20, (unsigned) took, processor);
#ifdef E4J_INCOMING_H
    fprintf(stderr, "    refused %u, overworked %u\n", (unsigned) hosts[RECEIVER]->incoming_counters.refused,
            (unsigned) hosts[RECEIVER]->arrivals.overworked);
    CHECK_EQ(0, hosts[RECEIVER]->incoming_counters.impossible + hosts[RECEIVER]->incoming_counters.dropped);
#endif
    for (int i = 0; i < 2; i++)
        e4j_host_destroy(hosts[i]);
    flying_count = 0;
    free(data);
    return took;
}

int main(int count, char **arguments)
{
    CHECK_EQ(0, e4j_host_initialize());
    sky = calloc(IN_FLIGHT, sizeof *sky);
    if (count == 5) {
        run(strtoul(arguments[1], NULL, 10), strtoul(arguments[2], NULL, 10) << 20,
            (uint32_t) strtoul(arguments[3], NULL, 10), (uint32_t) strtoul(arguments[4], NULL, 10));
    } else {
        run(64, 1 << 20, 0, 5);
        run(64, 1 << 20, 200, 5);
        run(1200, 4 << 20, 200, 5);
        run(100000, 4 << 20, 0, 5);
        run(32 << 20, 32 << 20, 0, 0);
    }
    free(sky);
    return check_result();
}
