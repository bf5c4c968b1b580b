/*
 * What one connected peer may cost a host: the rows of what a review measured, by counters and memory instead of by
 * time. The peer's datagrams are made here, as no ENet would make them.
 */
#include "host/host.h"
#include "platform/memory.h"
#include "platform/system.h"

#include "check.h"
#include "fake_wire.h"
#include "true_counts.h"

#include <stdlib.h>

enum { SERVER = 1, CLIENT = 2, MAXIMUM = ENET_PROTOCOL_MAXIMUM_MTU };

static e4j_host *server, *client;
static e4j_peer_name to_server;
static ENetPeer *peer; /* the client, at the server */
static ENetPacket *taken[1 << 16];
static unsigned taken_count;

static void release_taken(void)
{
    for (unsigned i = 0; i < taken_count; i++)
        enet_packet_destroy(taken[i]);
    taken_count = 0;
}

static void take(ENetPacket *packet)
{
    taken[taken_count++] = packet;
}

static void serve(e4j_host *host)
{
    CHECK_EQ(0, fake_serve(host, take));
}

static void start(void)
{
    server = e4j_host_create(NULL, 4, 4, 0, 0);
    client = e4j_host_create(NULL, 1, 4, 0, 0);
    fake_attach(server, SERVER);
    fake_attach(client, CLIENT);
    const ENetAddress address = fake_address(SERVER, 1000 + SERVER);
    CHECK_EQ(0, e4j_host_connect(client, &address, 4, 0, &to_server));
    for (int i = 0; i < 4; i++) {
        serve(client);
        serve(server);
    }
    peer = &server->enet->peers[e4j_host_peer(client, to_server)->outgoingPeerID];
    CHECK_EQ(ENET_PEER_STATE_CONNECTED, peer->state);
}

static void stop(void)
{
    CHECK(counts_are_true(client));
    CHECK(counts_are_true(server));
    e4j_host_destroy(client);
    e4j_host_destroy(server);
    release_taken();
    CHECK_EQ(0, e4j_memory_blocks());
}

/* ---- The peer's datagrams ---- */

static uint8_t datagram[MAXIMUM];
static size_t datagram_length;

static int lose_all(e4j_host *from, uint8_t *data, size_t *length)
{
    (void) from;
    (void) data;
    (void) length;
    return 0;
}

static uint16_t net16(size_t value)
{
    return ENET_HOST_TO_NET_16((uint16_t) value);
}

static uint32_t net32(size_t value)
{
    return ENET_HOST_TO_NET_32((uint32_t) value);
}

static void send_datagram(void)
{
    if (datagram_length == 0)
        return;
    fake_inject(server, &peer->address, datagram, datagram_length);
    datagram_length = 0;
    if (fake_waiting(server) > 200)
        serve(server);
}

/* The command and its data, in a datagram with others. */
static void add(const ENetProtocol *command, size_t command_size, size_t data_size)
{
    if (datagram_length + command_size + data_size > sizeof datagram)
        send_datagram();
    if (datagram_length == 0) {
        unsigned id = peer->incomingPeerID | (unsigned) peer->incomingSessionID << ENET_PROTOCOL_HEADER_SESSION_SHIFT |
                      ENET_PROTOCOL_HEADER_FLAG_SENT_TIME;
        const uint16_t header[] = {net16(id), net16(fake_now)};
        memcpy(datagram, header, sizeof header);
        datagram_length = sizeof header;
    }
    memcpy(datagram + datagram_length, command, command_size);
    memset(datagram + datagram_length + command_size, 'x', data_size);
    datagram_length += command_size + data_size;
}

static ENetProtocol command_of(int number, uint8_t channel, size_t sequence)
{
    return (ENetProtocol) {.header = {.command = (uint8_t) number, .channelID = channel,
                                      .reliableSequenceNumber = net16(sequence)}};
}

static void add_reliable(uint8_t channel, size_t sequence, size_t length)
{
    ENetProtocol command = command_of(ENET_PROTOCOL_COMMAND_SEND_RELIABLE | ENET_PROTOCOL_COMMAND_FLAG_ACKNOWLEDGE,
                                      channel, sequence);
    command.sendReliable.dataLength = net16(length);
    add(&command, sizeof command.sendReliable, length);
}

static void add_unreliable(uint8_t channel, size_t sequence, size_t number, size_t length)
{
    ENetProtocol command = command_of(ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE, channel, sequence);
    command.sendUnreliable.unreliableSequenceNumber = net16(number);
    command.sendUnreliable.dataLength = net16(length);
    add(&command, sizeof command.sendUnreliable, length);
}

static void add_fragment_at(int number, uint8_t channel, size_t sequence, size_t count, size_t total, size_t which,
                            size_t offset)
{
    ENetProtocol command = command_of(number, channel, sequence);
    command.sendFragment.startSequenceNumber = net16(sequence);
    command.sendFragment.dataLength = net16(1);
    command.sendFragment.fragmentCount = net32(count);
    command.sendFragment.totalLength = net32(total);
    command.sendFragment.fragmentNumber = net32(which);
    command.sendFragment.fragmentOffset = net32(offset);
    add(&command, sizeof command.sendFragment, 1);
}

static void add_fragment(int number, uint8_t channel, size_t sequence, size_t count, size_t total)
{
    add_fragment_at(number, channel, sequence, count, total, 0, 0);
}

static void arrive(void)
{
    send_datagram();
    serve(server);
}

/* So that what is added does not use up the peer's share of time. */
static void take_time(size_t number)
{
    if (number % 250 == 0) {
        arrive();
        fake_now += 20;
    }
}

/* ---- The rows ---- */

/* Packets of no length, behind one that never comes: they add nothing to what ENet counts as waiting. */
static void test_long_lists(void)
{
    start();
    int64_t before = e4j_memory_blocks();
    for (size_t i = 1; i <= 60000; i++) {
        add_unreliable(0, 2, i, 0);
        take_time(i);
    }
    CHECK_EQ(E4J_WAITING_COMMANDS, e4j_slot_of(peer)->incoming.commands);
    CHECK_EQ(60000 - E4J_WAITING_COMMANDS, server->incoming_counters.dropped);
    CHECK(e4j_memory_blocks() - before <= 3 * E4J_WAITING_COMMANDS);
    /* The one that they wait for is taken, and all that wait come out. */
    add_reliable(0, 1, 0);
    add_reliable(0, 2, 0);
    arrive();
    CHECK_EQ(2 + E4J_WAITING_COMMANDS, taken_count);
    stop();
}

/* Reliable ones out of order, in two lists of which neither end is near to what comes then. */
static void test_long_searches(void)
{
    start();
    for (size_t i = 2; i < 28000; i += 2) {
        add_reliable(0, i, 0);
        take_time(i);
    }
    arrive();
    CHECK_EQ(13999, e4j_slot_of(peer)->incoming.commands);
    unsigned sent = 0;
    for (; sent < 4000 && server->arrivals.overworked == 0; sent++) {
        add_reliable(0, 14001, 0);
        add_reliable(0, 27999, 0);
        for (int i = 0; i < 160; i++)
            add_fragment(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, 0, 3 + (size_t) i * 80 % 13000 / 2 * 2, 2, 1000);
        arrive();
    }
    CHECK(server->arrivals.overworked > 0);
    /* The next moment it is served again. */
    uint64_t before = server->arrivals.overworked;
    fake_now += 200;
    add_reliable(1, 1, 0);
    arrive();
    CHECK_EQ(before, server->arrivals.overworked);
    CHECK_EQ(1, taken_count);
    stop();
}

static void add_acknowledgement(uint8_t channel, size_t sequence)
{
    ENetProtocol command = command_of(ENET_PROTOCOL_COMMAND_ACKNOWLEDGE, channel, sequence);
    command.acknowledge.receivedReliableSequenceNumber = net16(sequence);
    command.acknowledge.receivedSentTime = net16(fake_now);
    add(&command, sizeof command.acknowledge, 0);
}

/* Of what was never sent, while much is not confirmed: ENet goes through all of that for each. */
static void test_acknowledgements_of_nothing(void)
{
    enum { PACKETS = 30000 };
    start();
    fake_filter = lose_all;
    for (int i = 0; i < PACKETS; i++)
        CHECK_EQ(E4J_OK, e4j_host_send(peer, i % 4, enet_packet_create("", 0, 0), ENET_PACKET_FLAG_RELIABLE));
    serve(server);
    fake_filter = NULL;
    CHECK_EQ(PACKETS, e4j_outgoing_of(peer)->packets);
    fake_now++;
    uint64_t since = e4j_system_thread_nanoseconds();
    for (int i = 0; i < 100 * 500; i++)
        add_acknowledgement(0, 40000);
    arrive();
    CHECK(server->arrivals.overworked > 50);
    CHECK(e4j_system_thread_nanoseconds() - since < 500 * 1000 * 1000);
    /* The next moment true ones are heard, though one in a hundred does not come. */
    uint64_t before = server->arrivals.overworked;
    fake_now += 200;
    for (size_t i = 1; i <= PACKETS / 4; i++) {
        for (uint8_t channel = 0; channel < 4 && i % 100 != 0; channel++)
            add_acknowledgement(channel, i);
        if (i % 20 == 0) {
            arrive();
            fake_now += 20;
        }
    }
    CHECK_EQ(before, server->arrivals.overworked);
    CHECK_EQ(PACKETS / 100, e4j_outgoing_of(peer)->packets);
    stop();
}

/* A bit for each fragment that is announced. */
static void test_impossible_fragments(void)
{
    start();
    int64_t before = e4j_memory_blocks();
    for (size_t i = 1; i <= 1000; i++) {
        add_fragment(ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE_FRAGMENT, 0, 2, 1 << 20, 1);
        arrive();
        add_fragment(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, 0, 1, 1000, 1000);
        arrive();
        /* ENet makes no more than two of these. */
        add_fragment(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, 0, 1, 4, 1089);
        arrive();
    }
    CHECK_EQ(3000, server->incoming_counters.impossible);
    CHECK_EQ(before, e4j_memory_blocks());
    add_fragment(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, 0, 1, 3, 1089);
    arrive();
    CHECK_EQ(3000, server->incoming_counters.impossible);
    CHECK_EQ(1, e4j_slot_of(peer)->incoming.commands);
    stop();
}

/* What of a peer's packets takes memory without having been sent; fragments that wait are all reliable or none is. */
static ptrdiff_t debt(int reliable)
{
    const e4j_fragments_debt *it = &e4j_slot_of(peer)->incoming.debt;
    return reliable ? it->reliable : it->unreliable;
}

/* One byte of each page of a large packet: from some on, they are refused, and what fills the gap is not. */
static void test_pages_of_a_packet(int number, int reliable)
{
    enum { PAGE = 4096, PAGES = 8192 };
    start();
    for (size_t i = 0; i < PAGES; i++) {
        add_fragment_at(number, 0, 1, PAGES, PAGES * PAGE, i, i * PAGE);
        arrive();
    }
    CHECK_EQ(1, e4j_slot_of(peer)->incoming.commands);
    CHECK(debt(reliable) > E4J_FRAGMENTS_CREDIT - PAGE && debt(reliable) <= E4J_FRAGMENTS_CREDIT);
    const e4j_incoming_counters *counters = &server->incoming_counters;
    CHECK_EQ(PAGES - (E4J_FRAGMENTS_CREDIT / PAGE + 1), reliable ? counters->refused : counters->dropped);
    ptrdiff_t before = debt(reliable);
    add_fragment_at(number, 0, 1, PAGES, PAGES * PAGE, PAGES - 1, 1);
    add_fragment_at(number, 0, 1, PAGES, PAGES * PAGE, PAGES - 1, 1); /* once more */
    arrive();
    CHECK_EQ(before - 1, debt(reliable));
    /* The first fragment counts, too. */
    add_fragment_at(number, 1, 1, PAGES, PAGES * PAGE, 1, 2 * E4J_FRAGMENTS_CREDIT);
    arrive();
    CHECK_EQ(before - 1, debt(1) + debt(0));
    stop();
}

/* Many small packets, of which all memory is taken when they begin. */
static void test_small_packets_begun(void)
{
    enum { SIZE = 100000, COUNT = 150, MOST = E4J_FRAGMENTS_CREDIT / SIZE };
    start();
    for (size_t i = 1; i < 60; i++) {
        add_fragment(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, 0, i * COUNT, COUNT, SIZE);
        arrive();
    }
    CHECK_EQ(MOST, e4j_slot_of(peer)->incoming.commands);
    CHECK_EQ(59 - MOST, server->incoming_counters.refused);
    /* Of unreliable ones, which wait for a reliable one, those that are there make way. */
    for (size_t i = 1; i < 60; i++) {
        ENetProtocol command = command_of(ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE_FRAGMENT, 1, 1);
        command.sendFragment.startSequenceNumber = net16(i);
        command.sendFragment.dataLength = net16(1);
        command.sendFragment.fragmentCount = net32(COUNT);
        command.sendFragment.totalLength = net32(SIZE);
        add(&command, sizeof command.sendFragment, 1);
    }
    arrive();
    CHECK(debt(0) > 0 && debt(0) <= E4J_FRAGMENTS_CREDIT);
    CHECK_EQ(MOST + 59 % MOST, e4j_slot_of(peer)->incoming.commands);
    CHECK_EQ(59 - 59 % MOST, server->incoming_counters.dropped);
    add_reliable(2, 1, 1000);
    arrive();
    CHECK_EQ(1, taken_count);
    stop();
}

/* A program that does not read: the peer is not confirmed what is beyond, and sends it again. */
static void test_unread(void)
{
    start();
    server->incoming_limits.unread = 100 * 1000;
    for (size_t i = 1; i <= 200; i++)
        add_reliable(0, i, 1000);
    arrive();
    CHECK_EQ(100, taken_count);
    CHECK_EQ(100 * 1000, e4j_incoming_unread(peer));
    CHECK(server->incoming_counters.refused > 0);
    add_unreliable(0, 100, 1, 1000);
    arrive();
    CHECK_EQ(1, server->incoming_counters.dropped);
    /* What was delivered is confirmed again all the same. */
    uint64_t refused = server->incoming_counters.refused;
    add_reliable(0, 100, 1000);
    arrive();
    CHECK_EQ(refused, server->incoming_counters.refused);
    release_taken();
    CHECK_EQ(0, e4j_incoming_unread(peer));
    for (size_t i = 101; i <= 150; i++)
        add_reliable(0, i, 1000);
    arrive();
    CHECK_EQ(50, taken_count);
    stop();
}

/* Packets of no length that the program does not read. */
static void test_unread_memory(void)
{
    start();
    server->incoming_limits.unread = 1;
    for (size_t i = 1; i <= 10000; i++)
        add_reliable(0, i, 0);
    arrive();
    CHECK_EQ((1 << 20) / E4J_PACKET_MEMORY, taken_count);
    stop();
}

/* With everything full of what waits for one packet, that packet is let in. */
static void test_no_deadlock(void)
{
    start();
    server->incoming_limits.unread = 10 * 1000;
    server->enet->maximumWaitingData = 5000;
    for (size_t i = 2; i <= 20; i++)
        add_reliable(0, i, 1000);
    arrive();
    CHECK_EQ(5000, peer->totalWaitingData);
    add_reliable(0, 1, 1000);
    arrive();
    CHECK_EQ(6, taken_count);
    stop();
}

/* What all peers together hold: who has less than a share goes on. */
static void test_total(void)
{
    start();
    server->incoming_limits.total = 1 << 20;
    for (uint8_t channel = 0; channel < 4; channel++)
        for (size_t i = 2; i <= 20; i++)
            add_fragment(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, channel, i * 200, 150, 200000);
    arrive();
    CHECK(e4j_received_total_memory(server->received) >= 1 << 20);
    CHECK(e4j_received_total_memory(server->received) < (1 << 20) + 200000);
    CHECK(server->incoming_counters.refused > 0);
    server->enet->connectedPeers = 1000; /* so many that this one's share is small */
    uint64_t refused = server->incoming_counters.refused;
    add_reliable(1, 1, 1000);
    add_reliable(1, 3, 1000);
    arrive();
    CHECK_EQ(refused + 1, server->incoming_counters.refused);
    CHECK_EQ(1, taken_count);
    server->enet->connectedPeers = 1;
    stop();
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    fake_now = 100000;
    test_long_lists();
    test_long_searches();
    test_acknowledgements_of_nothing();
    test_impossible_fragments();
    test_pages_of_a_packet(ENET_PROTOCOL_COMMAND_SEND_FRAGMENT, 1);
    test_pages_of_a_packet(ENET_PROTOCOL_COMMAND_SEND_UNRELIABLE_FRAGMENT, 0);
    test_small_packets_begun();
    test_unread();
    test_unread_memory();
    test_no_deadlock();
    test_total();
    return check_result();
}
