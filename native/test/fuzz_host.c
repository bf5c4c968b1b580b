/*
 * libFuzzer target: two hosts on a network in memory, with a real handshake between them if the input wants it. The
 * input is a program of short orders: hostile datagrams with and without a right header, changes to datagrams on their
 * way, what an application does, and time that passes. After each run nothing may be left of what ENet allocated.
 */
#include "net/transport.h"
#include "platform/checksum.h"
#include "platform/memory.h"
#include "test/fake_wire.h"
#include "test/true_counts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEERS = 3, CHANNELS = 4, ORDERS = 200, WAIT_LIMIT = 1000, EVENTS = 1 << 14 };

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int held, const char *what)
{
    if (!held) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

/* ---- The input ---- */

static const uint8_t *input;
static size_t input_left;
static int knows_all; /* orders; inputs that were found earlier do not mean the later ones */

static uint32_t next(unsigned bytes)
{
    uint32_t value = 0;
    for (; bytes > 0; bytes--) {
        value = value << 8 | (input_left > 0 ? *input : 0);
        if (input_left > 0)
            input++, input_left--;
    }
    return value;
}

static size_t next_block(uint8_t *out, size_t room)
{
    size_t length = next(2) % (room + 1);
    if (length > input_left)
        length = input_left;
    memcpy(out, input, length);
    input += length;
    input_left -= length;
    return length;
}

/* ---- The hosts ---- */

static e4j_host *hosts[2];
static e4j_peer_name names[2][PEERS]; /* as Java would know them */
static unsigned mutations;            /* of the datagrams that are sent next */
static uint32_t mutation;

/* What went over the wire last, to come again. */
enum { RECORDED = 16 };
static struct {
    int from;
    size_t length;
    uint8_t data[ENET_PROTOCOL_MAXIMUM_MTU];
} recorded[RECORDED];
static unsigned recorded_count;

static int mutate(e4j_host *from, uint8_t *data, size_t *length)
{
    unsigned place = recorded_count++ % RECORDED;
    recorded[place].from = from == hosts[1];
    recorded[place].length = *length;
    memcpy(recorded[place].data, data, *length);
    if (mutations == 0 || *length == 0)
        return 1;
    mutations--;
    switch (mutation & 3) {
    case 0:
        return 0;
    case 1:
        *length = 1 + (mutation >> 2) % *length;
        return 1;
    default:
        data[(mutation >> 2) % *length] ^= (uint8_t) (mutation >> 16 | 1);
        return 1;
    }
}

static void open_hosts(uint32_t settings)
{
    for (int i = 0; i < 2; i++) {
        hosts[i] = e4j_host_create(NULL, PEERS, CHANNELS, settings & 0x100 ? 20000 : 0, settings & 0x200 ? 30000 : 0);
        require(hosts[i] != NULL, "no host");
        fake_attach(hosts[i], (uint8_t) i);
        hosts[i]->gate.mode = settings & 0x1000 ? E4J_GATE_ALWAYS : E4J_GATE_WHEN_BUSY;
        ENetHost *enet = hosts[i]->enet;
        enet->randomSeed = (uint32_t) i;
        enet->maximumPacketSize = 1 << 16;
        enet->maximumWaitingData = 1 << 17;
        if (settings & 0x400)
            enet->checksum = e4j_crc32;
        require(e4j_compress_install(enet, (e4j_compression_mode) (settings % 5)) == 0, "no compressor");
    }
}

static uint32_t read_u32(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/* Takes a filled buffer apart as EventBuffer.java does, and looks at every byte. */
static void read_events(int which, const e4j_event_buffer *events, int count)
{
    e4j_host *host = hosts[which];
    size_t at = E4J_EVENTS_RECORDS;
    volatile uint8_t sink = 0;
    for (int i = 0; i < count; i++) {
        const uint8_t *record = events->memory + at;
        e4j_peer_name name = {read_u32(record + 4), read_u32(record + 8)};
        require(name.slot < PEERS && name.generation != 0, "an event of no peer");
        ENetPacket *packet;
        size_t body = 0;
        switch (record[0]) {
        case E4J_EVENT_CONNECT:
            require(i == count - 1 && e4j_host_peer(host, name) != NULL, "connect");
            names[which][name.slot] = name;
            body = 18;
            break;
        case E4J_EVENT_DISCONNECT:
            /* Last, or right before the CONNECT that takes its place. */
            require(i >= count - 2 && e4j_host_peer(host, name) == NULL, "disconnect");
            require(names[which][name.slot].generation == name.generation, "disconnect of a stranger");
            body = sizeof(e4j_peer_statistics) + sizeof(e4j_session_failure);
            break;
        default:
            require(record[0] == E4J_EVENT_RECEIVE && e4j_host_peer(host, name) != NULL, "receive");
            memcpy(&packet, record + 24, sizeof packet);
            require(packet->dataLength == read_u32(record + 16) && record[1] < CHANNELS, "packet");
            for (size_t k = 0; k < packet->dataLength; k++)
                sink ^= packet->data[k];
            if (record[2]) {
                body = packet->dataLength;
                require(body == 0 || memcmp(record + E4J_RECORD_HEADER, packet->data, body) == 0, "inlined packet");
            }
            enet_packet_destroy(packet);
            break;
        }
        at += E4J_RECORD_HEADER + ((body + 7) & ~(size_t) 7);
        require(at <= events->capacity, "event buffer overrun");
    }
    (void) sink;
}

static void service(int which, int io)
{
    static uint64_t memory[EVENTS / 8];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = EVENTS};
    for (int i = 0; i < 20; i++) {
        const int count = e4j_host_service(hosts[which], io, &events);
        if (count <= 0)
            break;
        read_events(which, &events, count);
    }
    const uint32_t wait = e4j_host_wait_time(hosts[which], WAIT_LIMIT);
    require(wait >= 1 && wait <= WAIT_LIMIT, "wait time");
}

static void service_both(unsigned rounds)
{
    for (; rounds > 0; rounds--) {
        service(0, 1);
        service(1, 1);
    }
}

static void connect_hosts(int from, uint32_t channels)
{
    const ENetAddress address = fake_address((uint8_t) !from, (uint16_t) (1000 + !from));
    e4j_peer_name name;
    if (e4j_host_connect(hosts[from], &address, channels, 7, &name) == 0)
        names[from][name.slot] = name;
}

/* ---- Hostile datagrams ---- */

static void inject_raw(int to)
{
    uint8_t data[ENET_PROTOCOL_MAXIMUM_MTU];
    const uint32_t sender = next(1);
    const ENetAddress from = fake_address((uint8_t) (sender < 200 ? !to : 99), (uint16_t) (1000 + !to));
    fake_inject(hosts[to], &from, data, next_block(data, sizeof data));
}

static uint16_t net16(uint32_t value)
{
    return ENET_HOST_TO_NET_16((uint16_t) value);
}

static uint32_t net32(uint32_t value)
{
    return ENET_HOST_TO_NET_32(value);
}

/* One of the last datagrams again, whole or cut, from where it came or from elsewhere. */
static void replay(void)
{
    const uint32_t options = next(1), cut = next(2);
    if (recorded_count == 0)
        return;
    unsigned place = options % (recorded_count < RECORDED ? recorded_count : RECORDED);
    int from = recorded[place].from;
    size_t length = options & 0x80 ? cut % (recorded[place].length + 1) : recorded[place].length;
    const ENetAddress address = fake_address((uint8_t) (options & 0x40 ? 99 : from), (uint16_t) (1000 + from));
    fake_inject(hosts[!from], &address, recorded[place].data, length);
}

/* A well-formed command with odd values, near to those that the peer's state makes count. Its length. */
static size_t make_command(uint8_t *out, const ENetPeer *peer)
{
    static const size_t sizes[] = {0, 8, 48, 44, 8, 4, 6, 8, 24, 8, 12, 16, 24};
    ENetProtocol command;
    const uint32_t kind = next(1), channel = next(1) % 6;
    const uint8_t number = (uint8_t) (1 + (kind & 15) % 12);
    uint16_t data_length = 0;
    uint32_t sequence = 1 + next(1);
    if (channel < peer->channelCount)
        sequence = sequence % 4 + peer->channels[channel].incomingReliableSequenceNumber;
    memset(&command, 0, sizeof command);
    command.header.command = (uint8_t) (number | (kind & 0xc0));
    command.header.channelID = channel == 5 ? 0xff : (uint8_t) channel;
    command.header.reliableSequenceNumber = net16(sequence);
    switch (number) {
    case ENET_PROTOCOL_COMMAND_ACKNOWLEDGE:
        command.acknowledge.receivedReliableSequenceNumber = net16(sequence);
        command.acknowledge.receivedSentTime = net16(fake_now - next(1));
        break;
    case ENET_PROTOCOL_COMMAND_CONNECT:
    case ENET_PROTOCOL_COMMAND_VERIFY_CONNECT:
        command.connect.outgoingPeerID = net16(next(1));
        command.connect.incomingSessionID = (uint8_t) next(1);
        command.connect.outgoingSessionID = (uint8_t) next(1);
        command.connect.mtu = net32(next(2));
        command.connect.windowSize = net32(next(4));
        command.connect.channelCount = net32(next(1));
        command.connect.incomingBandwidth = net32(next(4));
        command.connect.packetThrottleInterval = net32(kind & 0x10 ? next(2) : peer->packetThrottleInterval);
        command.connect.packetThrottleAcceleration = net32(peer->packetThrottleAcceleration);
        command.connect.packetThrottleDeceleration = net32(peer->packetThrottleDeceleration);
        command.connect.connectID = kind & 0x20 ? next(4) : peer->connectID;
        break;
    case ENET_PROTOCOL_COMMAND_SEND_RELIABLE:
        data_length = (uint16_t) next(1);
        command.sendReliable.dataLength = net16(data_length);
        break;
    case ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE:
    case ENET_PROTOCOL_COMMAND_SEND_UNSEQUENCED:
        data_length = (uint16_t) next(1);
        command.sendUnreliable.unreliableSequenceNumber = net16(kind & 0x10 ? next(2) : next(1) % 8);
        command.sendUnreliable.dataLength = net16(data_length);
        break;
    case ENET_PROTOCOL_COMMAND_SEND_FRAGMENT:
    case ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE_FRAGMENT:
        data_length = (uint16_t) next(1);
        command.sendFragment.startSequenceNumber =
            net16(number == ENET_PROTOCOL_COMMAND_SEND_FRAGMENT ? sequence : next(1) % 4);
        command.sendFragment.dataLength = net16(data_length);
        command.sendFragment.fragmentCount = net32(kind & 0x10 ? next(3) : next(1) % 5);
        command.sendFragment.fragmentNumber = net32(next(1) % 5);
        command.sendFragment.totalLength = net32(kind & 0x20 ? next(3) : next(1));
        command.sendFragment.fragmentOffset = net32(next(1));
        break;
    default:
        for (size_t i = sizeof command.header; i < sizes[number]; i++)
            ((uint8_t *) &command)[i] = (uint8_t) next(1);
        break;
    }
    memcpy(out, &command, sizes[number]);
    memset(out + sizes[number], 'x', data_length);
    return sizes[number] + data_length;
}

enum { WITH_TIME = 0x80, TO_NOBODY = 0x40, COMPRESSED = 0x20, WELL_FORMED = 0x10 };

/* Commands from the input behind a header that the host accepts, as its own partner would send them. */
static void inject_commands(int to)
{
    uint8_t data[2 * ENET_PROTOCOL_MAXIMUM_MTU];
    const uint32_t options = next(1);
    ENetHost *enet = hosts[to]->enet;
    const ENetPeer *peer = &enet->peers[options % PEERS];
    const size_t checksum_at = options & WITH_TIME ? 4 : 2;
    const size_t header = checksum_at + (enet->checksum != NULL ? 4 : 0);
    uint8_t *commands = data + header;
    size_t length = 0;
    if (options & WELL_FORMED)
        for (uint32_t count = 1 + next(1) % 8; count > 0; count--)
            length += make_command(commands + length, peer);
    else
        length = next_block(commands, 2000);

    uint32_t id = options & TO_NOBODY ? ENET_PROTOCOL_MAXIMUM_PEER_ID
                                      : (uint32_t) peer->incomingPeerID | (peer->incomingSessionID & 3u) << 12;
    id |= options & WITH_TIME ? ENET_PROTOCOL_HEADER_FLAG_SENT_TIME : 0;
    uint8_t packed[ENET_PROTOCOL_MAXIMUM_MTU];
    size_t packed_length = 0;
    if ((options & COMPRESSED) && enet->compressor.context != NULL && length > 0 && length < sizeof packed) {
        const ENetBuffer block = {.data = commands, .dataLength = length};
        packed_length = enet->compressor.compress(enet->compressor.context, &block, 1, length, packed, length);
        id |= packed_length > 0 ? ENET_PROTOCOL_HEADER_FLAG_COMPRESSED : 0;
    }
    const uint16_t first[] = {net16(id), net16(fake_now)};
    memcpy(data, first, checksum_at);
    if (enet->checksum != NULL) {
        uint32_t sum = options & TO_NOBODY ? 0 : peer->connectID;
        memcpy(data + checksum_at, &sum, sizeof sum);
        const ENetBuffer all = {.data = data, .dataLength = header + length};
        sum = enet->checksum(&all, 1);
        memcpy(data + checksum_at, &sum, sizeof sum);
    }
    if (packed_length > 0) {
        memcpy(commands, packed, packed_length);
        length = packed_length;
    }
    const ENetAddress from = fake_address((uint8_t) !to, (uint16_t) (1000 + !to));
    fake_inject(hosts[to], options & TO_NOBODY ? &from : &peer->address, data, header + length);
}

/* Packets without data that wait for one that does not come: so many that their peer's time is looked at. */
static void inject_many(int to)
{
    enum { MANY = 300 };
    uint8_t data[ENET_PROTOCOL_MAXIMUM_MTU];
    ENetHost *enet = hosts[to]->enet;
    const uint32_t what = next(1);
    const ENetPeer *peer = &enet->peers[what % PEERS];
    if (enet->checksum != NULL || peer->channels == NULL)
        return;
    const uint32_t id = (uint32_t) peer->incomingPeerID | (peer->incomingSessionID & 3u) << 12;
    const uint16_t header = net16(id);
    memcpy(data, &header, sizeof header);
    size_t length = sizeof header;
    for (uint32_t i = 1; i <= MANY; i++) {
        ENetProtocol command = {.sendUnreliable.unreliableSequenceNumber = net16(i + (what >> 4) * MANY)};
        command.header.command = ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE;
        command.header.reliableSequenceNumber = net16(peer->channels->incomingReliableSequenceNumber + 2u);
        memcpy(data + length, &command, sizeof command.sendUnreliable);
        length += sizeof command.sendUnreliable;
    }
    fake_inject(hosts[to], &peer->address, data, length);
}

/* ---- What an application does ---- */

static int refuse_some(void *context, const ENetAddress *from, uint32_t data)
{
    (void) context;
    return from->port % 2 == 0 || data == 7;
}

static int take_some(void *context, const ENetAddress *from, const void *data, size_t length)
{
    (void) context;
    (void) from;
    return length > 9 && ((const uint8_t *) data)[9] == 1;
}

static void send_something(int from)
{
    static const uint8_t zeros[1 << 16];
    const uint32_t what = next(1);
    const size_t length = next(2);
    ENetPacket *packet = enet_packet_create(zeros, length, 0);
    require(packet != NULL, "no packet");
    ENetPeer *peer = e4j_host_peer(hosts[from], names[from][what % PEERS]);
    if (what & 0x80)
        e4j_host_broadcast(hosts[from], what & 0x40 ? names[from] : NULL, PEERS, what >> 2 & 7, packet, next(1) & 15);
    else if (peer != NULL)
        e4j_host_send(peer, (int) (what >> 2 & 7) - 1, packet, next(1) & 15);
    else
        enet_packet_destroy(packet);
}

static void manage_peer(int at)
{
    const uint32_t what = next(1);
    ENetPeer *peer = e4j_host_peer(hosts[at], names[at][what % PEERS]);
    e4j_peer_statistics last;
    if (peer == NULL)
        return;
    switch (what >> 2 & 7) {
    case 0: case 1: case 2: case 3:
        e4j_host_disconnect(hosts[at], peer, (e4j_disconnect_kind) (what >> 2 & 3), next(4), &last);
        break;
    case 4:
        enet_peer_ping(peer);
        break;
    case 5:
        enet_peer_throttle_configure(peer, next(4), next(4), next(4));
        break;
    case 6:
        enet_peer_timeout(peer, next(1), next(2), next(4));
        break;
    default:
        enet_peer_ping_interval(peer, next(4));
        break;
    }
}

static void manage_host(int at)
{
    ENetHost *enet = hosts[at]->enet;
    switch (next(1) % (knows_all ? 12 : 10)) {
    case 0:
        enet->mtu = 576 + next(2) % (4096 - 576 + 1);
        break;
    case 1:
        enet->maximumPacketSize = next(2);
        break;
    case 2:
        enet->maximumWaitingData = next(2);
        break;
    case 3:
        enet->duplicatePeers = next(1) % (PEERS + 1);
        break;
    case 4:
        enet_host_bandwidth_limit(enet, next(4), next(4));
        break;
    case 5:
        e4j_compress_install(enet, (e4j_compression_mode) (next(1) % 5));
        break;
    case 6:
        hosts[at]->gate.mode = (e4j_gate_mode) (next(1) % 3);
        hosts[at]->gate.connects_per_second = next(1) % 3;
        break;
    case 7:
        hosts[at]->maximum_queued = next(2);
        break;
    case 8:
        hosts[at]->incoming_limits = (e4j_incoming_limits) {.unread = next(2), .total = next(3)};
        break;
    case 10:
        e4j_host_set_admission(hosts[at], next(1) & 1 ? refuse_some : NULL, NULL);
        break;
    case 11:
        e4j_host_set_intercept(hosts[at], next(1) & 1 ? take_some : NULL, NULL);
        break;
    default:
        enet->checksum = enet->checksum == NULL ? e4j_crc32 : NULL;
        break;
    }
}

static void obey(uint32_t order)
{
    const int which = order >> 7 & 1;
    switch (order % (knows_all ? 15 : 13)) {
    case 0:
        inject_raw(which);
        break;
    case 1: case 2:
        inject_commands(which);
        break;
    case 3:
        mutation = next(3);
        mutations = 1 + (order >> 4 & 3);
        break;
    case 4:
        fake_now += next(2) % 2000;
        break;
    case 5:
        fake_now += next(4);
        break;
    case 6:
        send_something(which);
        break;
    case 7:
        manage_peer(which);
        break;
    case 8:
        manage_host(which);
        break;
    case 9:
        connect_hosts(which, next(1) % 7);
        break;
    case 10:
        service(which, order >> 6 & 1);
        break;
    case 11:
        replay();
        break;
    case 13:
        inject_many(which);
        break;
    case 14:
        e4j_host_flush(hosts[which]);
        break;
    default:
        service_both(1);
        break;
    }
}

/* Each datagram that is measured takes long, the same in each run. */
uint64_t __wrap_e4j_system_thread_nanoseconds(void);
uint64_t __wrap_e4j_system_thread_nanoseconds(void)
{
    static uint64_t now;
    return now += 4000000;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void) argc;
    (void) argv;
    require(e4j_host_initialize() == 0, "ENet");
    e4j_udp_set_batching(0); /* a plain socket is made and closed faster, and nothing goes through it */
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    input_left = size;
    fake_now = 100000;
    fake_filter = mutate;
    mutations = 0;
    recorded_count = 0;
    memset(names, 0, sizeof names);
    const uint32_t settings = next(2);
    knows_all = (settings & 0x2000) != 0;
    open_hosts(settings);
    if (settings & 0x800) {
        /* Several, one in the other direction; more than one at once wait for their next try at the gate. */
        connect_hosts(0, CHANNELS);
        service_both(4);
        connect_hosts(1, CHANNELS);
        service_both(4);
        require((settings & 0x400) || hosts[1]->enet->connectedPeers == 2, "no connection");
    }
    for (int i = 0; i < ORDERS && input_left > 0; i++)
        obey(next(1));
    service_both(3);
    for (int i = 0; i < 2; i++)
        require(counts_are_true(hosts[i]), "wrong counts");
    for (int i = 0; i < 2; i++)
        e4j_host_destroy(hosts[i]);
    require(e4j_memory_blocks() == 0, "memory is left");
    return 0;
}
