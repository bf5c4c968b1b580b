/*
 * A client over stock ENet 1.3.18, for scripts/demo: sends greetings of several kinds to a server, prints what comes
 * back within a second, and takes its leave.
 *
 *   stock_client HOST PORT [--range-coder]
 *
 * Exit status: 0 after an orderly disconnect, 1 when there is no connection or it breaks, 2 on wrong arguments.
 */
#include <enet/enet.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHANNELS = 3, LARGE = 100000, GREETING = 1, PATIENCE_MS = 5000, LISTEN_MS = 1000 };

typedef struct {
    const char *kind;
    const char *text; /* NULL: LARGE bytes */
    enet_uint8 channel;
    enet_uint32 flags;
} greeting;

static const greeting greetings[] = {
    {"reliable", "Hello from C, reliably", 0, ENET_PACKET_FLAG_RELIABLE},
    {"unreliable", "Hello from C, if it arrives", 1, 0},
    {"unsequenced", "Hello from C, in any order", 1, ENET_PACKET_FLAG_UNSEQUENCED},
    {"reliable, in fragments", NULL, 2, ENET_PACKET_FLAG_RELIABLE},
};
enum { GREETINGS = sizeof greetings / sizeof greetings[0] };

static int fail(const char *what)
{
    printf("%s\n", what);
    return 1;
}

static const char *kind_of(enet_uint32 flags)
{
    return flags & ENET_PACKET_FLAG_RELIABLE      ? "reliable"
           : flags & ENET_PACKET_FLAG_UNSEQUENCED ? "unsequenced"
                                                  : "unreliable";
}

static int send_greeting(ENetPeer *peer, const greeting *which)
{
    static char large[LARGE];
    memset(large, 'x', sizeof large);
    const char *data = which->text != NULL ? which->text : large;
    const size_t length = which->text != NULL ? strlen(data) : sizeof large;
    ENetPacket *packet = enet_packet_create(data, length, which->flags);
    printf("sends    %6zu bytes on channel %d, %s\n", length, which->channel, which->kind);
    if (packet == NULL || enet_peer_send(peer, which->channel, packet) != 0)
        return -1;
    return 0;
}

static void print_packet(const ENetEvent *event)
{
    const ENetPacket *packet = event->packet;
    printf("received %6zu bytes on channel %d, %s", packet->dataLength, event->channelID,
           kind_of(packet->flags));
    if (packet->dataLength <= 60) {
        fputs(": \"", stdout);
        for (size_t i = 0; i < packet->dataLength; i++)
            putchar(isprint(packet->data[i]) ? packet->data[i] : '.');
        putchar('"');
    }
    putchar('\n');
}

/* Prints what arrives until as many packets have, or the time is over. How many, or -1 when the connection broke. */
static int listen_for(ENetHost *host, int packets, enet_uint32 milliseconds)
{
    const enet_uint32 start = enet_time_get();
    int count = 0;
    ENetEvent event;
    while (count < packets && enet_time_get() - start < milliseconds) {
        if (enet_host_service(host, &event, 20) < 0 || event.type == ENET_EVENT_TYPE_DISCONNECT)
            return -1;
        if (event.type == ENET_EVENT_TYPE_RECEIVE) {
            print_packet(&event);
            enet_packet_destroy(event.packet);
            count++;
        }
    }
    return count;
}

static int wait_for_end(ENetHost *host)
{
    ENetEvent event;
    while (enet_host_service(host, &event, PATIENCE_MS) > 0) {
        if (event.type == ENET_EVENT_TYPE_DISCONNECT)
            return 0;
        if (event.type == ENET_EVENT_TYPE_RECEIVE)
            enet_packet_destroy(event.packet);
    }
    return -1;
}

static int run(ENetHost *host, const ENetAddress *address)
{
    ENetEvent event;
    ENetPeer *peer = enet_host_connect(host, address, CHANNELS, GREETING);
    if (peer == NULL || enet_host_service(host, &event, PATIENCE_MS) <= 0 || event.type != ENET_EVENT_TYPE_CONNECT)
        return fail("no connection");
    printf("connected, %zu channels\n", peer->channelCount);
    for (int i = 0; i < GREETINGS; i++)
        if (send_greeting(peer, &greetings[i]) != 0)
            return fail("cannot send");
    if (listen_for(host, GREETINGS, LISTEN_MS) < 0)
        return fail("the connection broke");
    printf("round trip %u ms (variance %u ms), loss %.2f %%\n", peer->roundTripTime,
           peer->roundTripTimeVariance, 100.0 * peer->packetLoss / ENET_PEER_PACKET_LOSS_SCALE);
    enet_peer_disconnect_later(peer, 0);
    if (wait_for_end(host) != 0)
        return fail("the server does not confirm the disconnect");
    printf("disconnected; %u datagrams with %u bytes out, %u datagrams with %u bytes in\n",
           host->totalSentPackets, host->totalSentData, host->totalReceivedPackets, host->totalReceivedData);
    return 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* for who reads it through a pipe as it happens */
    const int range_coder = argc == 4 && strcmp(argv[3], "--range-coder") == 0;
    const int port = argc >= 3 ? atoi(argv[2]) : 0;
    if ((argc != 3 && !range_coder) || port < 1 || port > 65535) {
        fprintf(stderr, "usage: %s HOST PORT [--range-coder]\n", argv[0]);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    ENetAddress address = {.port = (enet_uint16) port};
    if (enet_initialize() != 0 || enet_address_set_host(&address, argv[1]) != 0)
        return fail("no such host");
    ENetHost *host = enet_host_create(NULL, 1, CHANNELS, 0, 0);
    if (host == NULL || (range_coder && enet_host_compress_with_range_coder(host) != 0))
        return fail("no socket");
    const int result = run(host, &address);
    enet_host_destroy(host);
    enet_deinitialize();
    return result;
}
