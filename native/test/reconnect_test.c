/* A client that is killed and comes back from its port, and a server likewise: host/reconnect.h. */
#include "net/transport.h"
#include "platform/memory.h"

#include "check.h"
#include "fake_wire.h"

#include <stdlib.h>

enum { SERVER = 1, CLIENT = 2, LOGGED = 64 };

/* What a host has heard, in order: the type of each event, and of a packet its first byte instead. */
typedef struct {
    e4j_host *host;
    char text[LOGGED];
    e4j_peer_name names[LOGGED];
    int count;
} heard;

static heard server, client;
static int64_t blocks;

static void forget_events(void)
{
    server.count = client.count = 0;
    memset(server.text, 0, sizeof server.text);
    memset(client.text, 0, sizeof client.text);
}

static void open_host(heard *self, uint8_t number)
{
    self->host = e4j_host_create(NULL, 8, 2, 0, 0);
    if (!CHECK(self->host != NULL))
        exit(check_result());
    fake_attach(self->host, number);
}

static void open_both(void)
{
    blocks = e4j_memory_blocks();
    open_host(&server, SERVER);
    open_host(&client, CLIENT);
    forget_events();
}

static void close_both(void)
{
    e4j_host_destroy(client.host);
    e4j_host_destroy(server.host);
    CHECK_EQ(blocks, e4j_memory_blocks());
}

/* It dies without a word, and another one starts on its port. */
static void restart(heard *self, uint8_t number)
{
    e4j_host_destroy(self->host);
    open_host(self, number);
    forget_events();
}

static void read_one(heard *self, const uint8_t *record)
{
    if (self->count == LOGGED - 1)
        return;
    e4j_peer_name *name = &self->names[self->count];
    memcpy(&name->slot, record + 4, 4);
    memcpy(&name->generation, record + 8, 4);
    char letter = record[0] == E4J_EVENT_CONNECT ? 'C' : 'D';
    if (record[0] == E4J_EVENT_RECEIVE) {
        uint64_t handle;
        memcpy(&handle, record + 24, sizeof handle);
        ENetPacket *packet = (ENetPacket *) (uintptr_t) handle;
        letter = (char) packet->data[0];
        enet_packet_destroy(packet);
    }
    self->text[self->count++] = letter;
}

static void service(heard *self)
{
    static uint64_t memory[1 << 13];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = sizeof memory};
    for (int count; (count = e4j_host_service(self->host, 1, &events)) > 0;) {
        const uint8_t *at = events.memory + E4J_EVENTS_RECORDS;
        for (int i = 0; i < count; i++) {
            uint32_t length;
            memcpy(&length, at + 16, sizeof length);
            size_t body = at[0] == E4J_EVENT_CONNECT      ? E4J_CONNECT_BODY
                          : at[0] == E4J_EVENT_DISCONNECT ? sizeof(e4j_peer_statistics) + sizeof(e4j_session_failure)
                                                          : length;
            read_one(self, at);
            at += E4J_RECORD_HEADER + ((body + 7) & ~(size_t) 7);
        }
        CHECK_EQ(events.used, at - events.memory);
    }
}

static void settle(void)
{
    for (int i = 0; i < 6; i++) {
        service(&client);
        service(&server);
    }
}

static e4j_peer_name connect_client(void)
{
    ENetAddress address = fake_address(SERVER, 1000 + SERVER);
    e4j_peer_name name = {0};
    CHECK_EQ(0, e4j_host_connect(client.host, &address, 2, 0, &name));
    return name;
}

static void send_letters(heard *from, e4j_peer_name to, const char *letters)
{
    for (; *letters != '\0'; letters++)
        CHECK_EQ(E4J_OK, e4j_host_send(e4j_host_peer(from->host, to), 0, enet_packet_create(letters, 1, 0),
                                       ENET_PACKET_FLAG_RELIABLE));
}

static void expect(const char *text, const heard *actual)
{
    CHECK_BYTES(text, strlen(text), actual->text, (size_t) actual->count);
}

/* Loses what comes from the client but its CONNECT. */
static int lose_answers(e4j_host *from, uint8_t *data, size_t *length)
{
    (void) length;
    return from != client.host || ((data[0] & 0x0f) == 0x0f && data[1] == 0xff);
}

static void pass_time(uint32_t milliseconds)
{
    for (uint32_t start = fake_now; fake_now - start < milliseconds; fake_now += 50) {
        service(&client);
        service(&server);
    }
}

/* What the old connection still sends does not get into the new one, nor in its way. */
static void test_client_comes_back(void)
{
    open_both();
    connect_client();
    settle();
    expect("C", &server);
    e4j_peer_name old = server.names[0];
    send_letters(&server, old, "12");
    restart(&client, CLIENT);
    connect_client();
    fake_filter = lose_answers; /* the server goes on with the old one, beside the client that is connected already */
    pass_time(2000);
    expect("C", &client);
    CHECK(e4j_host_peer(server.host, old) != NULL);
    fake_filter = NULL;
    pass_time(2000);
    expect("DC", &server);
    CHECK_EQ(old.generation, server.names[0].generation);
    CHECK(e4j_host_peer(server.host, old) == NULL);
    send_letters(&server, server.names[1], "34");
    settle();
    expect("C34", &client);
    /* Once more, and back. */
    e4j_peer_name newer = server.names[1];
    restart(&client, CLIENT);
    e4j_peer_name to_server = connect_client();
    settle();
    expect("DC", &server);
    CHECK_EQ(newer.generation, server.names[0].generation);
    send_letters(&client, to_server, "567");
    settle();
    expect("DC567", &server);
    CHECK_EQ(1, server.host->enet->connectedPeers);
    close_both();
}

/* Anybody can send a CONNECT in a client's name: nothing ends, and both ends go on. */
static void test_forged(void)
{
    open_both();
    e4j_peer_name to_server = connect_client();
    settle();
    e4j_peer_name to_client = server.names[0];
    forget_events();
    ENetProtocol connect = {.connect = {.header = {.command = ENET_PROTOCOL_COMMAND_CONNECT |
                                                              ENET_PROTOCOL_COMMAND_FLAG_ACKNOWLEDGE,
                                                   .channelID = 0xff, .reliableSequenceNumber = ENET_HOST_TO_NET_16(1)},
                                        .incomingSessionID = 0xff, .outgoingSessionID = 0xff,
                                        .mtu = ENET_HOST_TO_NET_32(1392), .windowSize = ENET_HOST_TO_NET_32(65536),
                                        .channelCount = ENET_HOST_TO_NET_32(1)}};
    ENetAddress from = fake_address(CLIENT, 1000 + CLIENT);
    for (uint8_t i = 0; i < 6; i++) {
        uint8_t datagram[4 + sizeof connect.connect] = {0x8f, 0xff};
        connect.connect.connectID = 1000U + i;
        memcpy(datagram + 4, &connect.connect, sizeof connect.connect);
        fake_inject(server.host, &from, datagram, sizeof datagram);
        settle();
    }
    for (uint32_t start = fake_now; fake_now < start + 40000; fake_now += 250) {
        send_letters(&server, to_client, "s");
        send_letters(&client, to_server, "c");
        settle();
        CHECK_EQ(1, server.count);
        CHECK_EQ('c', server.text[0]);
        CHECK_EQ(1, client.count);
        CHECK_EQ('s', client.text[0]);
        forget_events();
    }
    close_both();
}

/* Several connections between the same two hosts are none that come back. */
static void test_many_from_one_host(void)
{
    enum { COUNT = 7 };
    open_both();
    for (int i = 0; i < COUNT; i++) {
        connect_client();
        settle();
    }
    expect("CCCCCCC", &server);
    expect("CCCCCCC", &client);
    for (int i = 0; i < COUNT; i++) {
        send_letters(&server, server.names[i], "x");
        send_letters(&client, client.names[i], "y");
    }
    settle();
    expect("CCCCCCCyyyyyyy", &server);
    expect("CCCCCCCxxxxxxx", &client);
    /* Killed with all of them. Those that come back replace theirs, the others are left to their timeouts. */
    restart(&client, CLIENT);
    connect_client();
    connect_client();
    settle();
    fake_now += 600;
    settle();
    CHECK_EQ(4, server.count);
    int balance = 0;
    for (int i = 0; i < server.count; i++)
        balance += server.text[i] == 'C' ? 1 : -1;
    CHECK_EQ(0, balance);
    CHECK_EQ(COUNT, server.host->enet->connectedPeers);
    close_both();
}

/* A restarted server has a slot again that an old connection of the client's leads to. */
static void test_server_comes_back(void)
{
    open_both();
    e4j_peer_name old = connect_client();
    settle();
    restart(&server, SERVER);
    e4j_peer_name newer = connect_client();
    settle();
    expect("C", &server);
    expect("DC", &client);
    CHECK_EQ(old.generation, client.names[0].generation);
    CHECK_EQ(newer.generation, client.names[1].generation);
    send_letters(&client, newer, "8");
    settle();
    expect("C8", &server);
    close_both();
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    fake_now = 5000;
    test_client_comes_back();
    test_forged();
    test_many_from_one_host();
    test_server_comes_back();
    return check_result();
}
