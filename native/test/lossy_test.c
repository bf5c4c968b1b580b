/*
 * Two hosts with a relay between them that loses, doubles and holds back datagrams, with batching and without: what
 * ENet promises is kept. Reliable packets all come, in order; unreliable ones in order, none twice.
 */
#include "host/host.h"
#include "net/transport.h"

#include "check.h"

#include <stdlib.h>
#include <time.h>

enum { PACKETS = 3000, SMALL = 64, LARGE = 20000, RELIABLE = 0, UNRELIABLE = 1 };

static uint32_t random_state = 12345;

static uint32_t next_random(uint32_t below)
{
    random_state = random_state * 1664525 + 1013904223;
    return (uint32_t) ((uint64_t) random_state * below >> 32);
}

static ENetAddress loopback(void)
{
    static const uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1};
    ENetAddress address = {0};
    memcpy(&address.host, bytes, sizeof bytes);
    return address;
}

static ENetAddress address_of(e4j_transport *transport)
{
    ENetAddress address = loopback();
    CHECK_EQ(0, transport->ops->local_address(transport, &address));
    return address;
}

/* ---- The relay ---- */

typedef struct {
    e4j_transport *from, *to;
    ENetAddress destination; /* port 0: not known yet */
    uint8_t held[4096];
    int held_length;
} direction;

static unsigned relayed, lost;

static void relay_one(direction *d, uint8_t *data, int length)
{
    ENetBuffer buffer = {.data = data, .dataLength = (size_t) length};
    d->to->ops->send(d->to, &d->destination, &buffer, 1);
}

static void relay(direction *d, direction *back)
{
    uint8_t data[4096];
    for (int i = 0; i < 256; i++) {
        ENetAddress source;
        ENetBuffer buffer = {.data = data, .dataLength = sizeof data};
        int length = d->from->ops->receive(d->from, &source, &buffer);
        if (length == 0)
            break;
        if (length < 0)
            continue;
        back->destination = source;
        relayed++;
        uint32_t fate = next_random(100);
        if (fate < 5) {
            lost++;
        } else if (fate < 8 && d->held_length == 0) {
            memcpy(d->held, data, (size_t) length);
            d->held_length = length;
        } else {
            relay_one(d, data, length);
            if (fate < 10)
                relay_one(d, data, length);
            if (d->held_length > 0 && fate > 60) {
                relay_one(d, d->held, d->held_length);
                d->held_length = 0;
            }
        }
    }
    if (d->held_length > 0) {
        relay_one(d, d->held, d->held_length);
        d->held_length = 0;
    }
}

/* ---- The hosts ---- */

typedef struct {
    uint32_t reliable;
    uint32_t unreliable;     /* how many have come */
    uint32_t next_unreliable; /* no number below this may come any more */
    int connected;
} receiver;

static size_t length_of(uint32_t number)
{
    return number % 50 == 0 ? LARGE : SMALL + number % 3;
}

static void send_packet(ENetPeer *peer, uint8_t channel, uint32_t number)
{
    enet_uint32 flags = channel == RELIABLE ? ENET_PACKET_FLAG_RELIABLE : 0;
    ENetPacket *packet = enet_packet_create(NULL, length_of(number), flags);
    memset(packet->data, (int) (number & 0xff), packet->dataLength);
    memcpy(packet->data, &number, sizeof number);
    CHECK_EQ(0, enet_peer_send(peer, channel, packet));
}

static void take(receiver *self, uint8_t channel, ENetPacket *packet)
{
    uint32_t number;
    memcpy(&number, packet->data, sizeof number);
    CHECK_EQ(length_of(number), packet->dataLength);
    size_t right = sizeof number;
    while (right < packet->dataLength && packet->data[right] == (uint8_t) number)
        right++;
    CHECK_EQ(packet->dataLength, right);
    if (channel == RELIABLE) {
        CHECK_EQ(self->reliable, number);
        self->reliable++;
    } else {
        CHECK(number >= self->next_unreliable);
        self->next_unreliable = number + 1;
        self->unreliable++;
    }
    enet_packet_destroy(packet);
}

static void serve(e4j_host *host, receiver *self)
{
    ENetEvent event;
    int result = enet_host_service(host->enet, &event, 0);
    for (; result > 0; result = enet_host_check_events(host->enet, &event)) {
        if (event.type == ENET_EVENT_TYPE_CONNECT)
            self->connected = 1;
        else if (event.type == ENET_EVENT_TYPE_RECEIVE)
            take(self, event.channelID, event.packet);
        else
            CHECK(!"a disconnect");
    }
    CHECK_EQ(0, result);
    CHECK_EQ(0, host->enet->socket->ops->flush(host->enet->socket));
}

static void test(int batching)
{
    ENetAddress any = loopback();
    e4j_udp_set_batching(0);
    e4j_transport *front = e4j_udp_open(), *back = e4j_udp_open();
    CHECK(front != NULL && back != NULL && front->ops->bind(front, &any) == 0 && back->ops->bind(back, &any) == 0);
    e4j_udp_set_batching(batching);
    e4j_host *server = e4j_host_create(&any, 4, 2, 0, 0), *client = e4j_host_create(NULL, 1, 2, 0, 0);
    direction there = {.from = front, .to = back, .destination = address_of(server->enet->socket)};
    direction here = {.from = back, .to = front};
    receiver at_server = {0}, at_client = {0};
    ENetAddress to = address_of(front);
    e4j_peer_name name;
    CHECK_EQ(0, e4j_host_connect(client, &to, 2, 0, &name));
    ENetPeer *peer = e4j_host_peer(client, name);

    uint32_t sent = 0;
    time_t end = time(NULL) + 60;
    while (at_server.reliable < PACKETS && time(NULL) < end) {
        if (at_client.connected) {
            for (int i = 0; i < 40 && sent < PACKETS && sent - at_server.reliable < 500; i++, sent++) {
                send_packet(peer, RELIABLE, sent);
                send_packet(peer, UNRELIABLE, sent);
            }
        }
        serve(client, &at_client);
        relay(&there, &here);
        serve(server, &at_server);
        if (here.destination.port != 0)
            relay(&here, &there);
        there.destination = address_of(server->enet->socket);
        server->enet->socket->ops->wait(server->enet->socket, 1);
    }
    CHECK_EQ(PACKETS, at_server.reliable);
    CHECK(at_server.unreliable > PACKETS / 10);
    fprintf(stderr, "batching %d: %u of %u unreliable, %u of %u datagrams lost\n", batching,
            (unsigned) at_server.unreliable, (unsigned) sent, lost, relayed);
    CHECK(lost > 50);
    relayed = lost = 0;
    e4j_host_destroy(client);
    e4j_host_destroy(server);
    front->ops->close(front);
    back->ops->close(back);
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    test(1);
    test(0);
    return check_result();
}
