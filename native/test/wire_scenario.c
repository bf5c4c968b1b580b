/*
 * A scripted conversation between two hosts in lock-step, with every datagram that arrives and every event written
 * down. The clock stands still but where the scenario moves it (the linker leads enet_time_get here) and connect ids
 * come from a fixed seed, so that nothing varies: the script must come out the same from stock ENet and from ours.
 *
 *   wire_stock none|range|checksum             prints the script
 *   wire_stock none|range|checksum FILE        compares it with that file: status 0 when they are the same
 *
 * Lines of a script:
 *   # NAME                               a step begins; WireTest.java runs those of the same names
 *   > HEX, < HEX                         a datagram arrived at the server, at the client; "61*20" is 20 times byte 61
 *   server|client connect DATA           events
 *   server|client disconnect DATA
 *   server|client receive CHANNEL FLAGS LENGTH
 */
#include "test/wire_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENT_PING = 3600000, PAYLOAD_MAXIMUM = 5000, ATTEMPTS = 5 };

static enet_uint32 now;

enet_uint32 __wrap_enet_time_get(void);

enet_uint32 __wrap_enet_time_get(void)
{
    return now;
}

/* What is compared. */
static char *script;
static size_t script_length;
static FILE *out;

static ENetHost *server, *client;
static ENetPeer *to_server;    /* the client's newest connection */
static ENetPeer *to_client;    /* the server's */
static unsigned long arrivals; /* datagrams, at both */
static int range_coder;

_Noreturn void wire_fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void print_bytes(const enet_uint8 *bytes, size_t length)
{
    const char *gap = "";
    for (size_t i = 0, run; i < length; i += run) {
        for (run = 1; i + run < length && bytes[i + run] == bytes[i]; run++)
            continue;
        if (run > 8) {
            fprintf(out, "%s%02x*%zu", i > 0 ? " " : "", bytes[i], run);
            gap = " ";
        } else {
            run = 1;
            fprintf(out, "%s%02x", gap, bytes[i]);
            gap = "";
        }
    }
    fputc('\n', out);
}

static int record(ENetHost *host, ENetEvent *event)
{
    (void) event;
    arrivals++;
    fputs(host == server ? "> " : "< ", out);
    print_bytes(host->receivedData, host->receivedDataLength);
    return 0;
}

static void take(const ENetEvent *event)
{
    const int at_server = event->peer->host == server;
    fputs(at_server ? "server " : "client ", out);
    switch (event->type) {
    case ENET_EVENT_TYPE_CONNECT:
        if (at_server)
            to_client = event->peer;
        enet_peer_ping_interval(event->peer, PATIENT_PING);
        fprintf(out, "connect %u\n", event->data);
        break;
    case ENET_EVENT_TYPE_DISCONNECT:
        fprintf(out, "disconnect %u\n", event->data);
        break;
    default:
        fprintf(out, "receive %u %u %zu\n", event->channelID,
                event->packet->flags & ~(enet_uint32) ENET_PACKET_FLAG_NO_ALLOCATE, event->packet->dataLength);
        break;
    }
}

/* Services both in turn until nothing has arrived for two rounds. */
static void exchange(void)
{
    for (int quiet = 0; quiet < 2;) {
        const unsigned long before = arrivals;
        wire_service(client, take);
        wire_service(server, take);
        quiet = arrivals == before ? quiet + 1 : 0;
    }
}

static void step(const char *name)
{
    fprintf(out, "# %s\n", name);
}

static void advance(enet_uint32 milliseconds)
{
    now += milliseconds;
}

static const enet_uint8 *payload(size_t length, unsigned seed)
{
    static enet_uint8 bytes[PAYLOAD_MAXIMUM];
    memset(bytes, 0x40 + seed % 32, length);
    if (length > 0)
        bytes[0] = (enet_uint8) length;
    if (length > 1)
        bytes[length - 1] = (enet_uint8) seed;
    return bytes;
}

static void send_packet(ENetPeer *peer, int channel, size_t length, enet_uint32 flags, unsigned seed)
{
    /* Stock ENet's range coder crashes on an empty packet. */
    if (length > 0 || !range_coder)
        wire_send(peer, channel, payload(length, seed), length, flags);
}

static void connect_client(size_t channels, enet_uint32 data)
{
    to_server = wire_connect(client, server->address.port, channels, data);
    exchange();
}

static void send_with_all_flags(void)
{
    static const enet_uint32 flags[] = {0, 1, 2, 8, 10, 3, 9};
    static const size_t sizes[] = {0, 1, 16, 1363, 1364, 1365, 3000};
    for (unsigned f = 0; f < sizeof flags / sizeof *flags; f++) {
        for (unsigned s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            send_packet(to_server, (int) ((f + s) % 3), sizes[s], flags[f], 10 * f + s);
            exchange();
        }
    }
}

static void send_many(void)
{
    for (unsigned i = 0; i < 40; i++)
        send_packet(to_server, 0, 1 + i % 3, 1, i);
    for (unsigned i = 0; i < 6; i++)
        send_packet(to_server, 1 + (int) (i % 2), 20, i % 3 == 0 ? 2 : 0, i);
    for (unsigned i = 0; i < 9; i++)
        send_packet(to_client, (int) (i % 3), 100 * i, (enet_uint32) (i % 3), i);
    send_packet(to_client, 2, 5000, 8, 77);
    exchange();
}

static void run_scenario(void)
{
    step("connect");
    connect_client(5, 0x12345678);
    step("tick");
    advance(1000);
    exchange();
    step("throttle");
    enet_peer_throttle_configure(to_server, 5000, 2, 0);
    exchange();
    enet_peer_throttle_configure(to_client, 4000, 3, 0);
    exchange();
    step("flags");
    send_with_all_flags();
    step("many");
    send_many();
    step("ping");
    enet_peer_ping(to_server);
    exchange();
    enet_peer_ping(to_client);
    exchange();
    step("ping by time");
    enet_peer_ping_interval(to_server, 500);
    advance(600);
    exchange();
    enet_peer_ping_interval(to_server, PATIENT_PING);
    step("bandwidth limit");
    enet_host_bandwidth_limit(client, 1000000, 2000000);
    advance(1000);
    exchange();
    step("resend");
    send_packet(to_server, 1, 100, 1, 1);
    wire_service(client, take);
    advance(1000);
    exchange();
    step("disconnect");
    wire_end(to_server, WIRE_DISCONNECT, 0x89abcdef);
    exchange();
    advance(1000);
    exchange();
    step("disconnect later");
    connect_client(1, 1);
    for (unsigned i = 0; i < 3; i++)
        send_packet(to_client, 0, 1500, 1, i);
    wire_end(to_client, WIRE_DISCONNECT_LATER, 7);
    exchange();
    step("disconnect now by the client");
    connect_client(255, 0xffffffff);
    send_packet(to_server, 2, 50, 1, 1);
    exchange();
    wire_end(to_server, WIRE_DISCONNECT_NOW, 8);
    exchange();
    step("disconnect now by the server");
    connect_client(2, 0);
    send_packet(to_server, 1, 50, 0, 2);
    exchange();
    wire_end(to_client, WIRE_DISCONNECT_NOW, 9);
    exchange();
    step("two peers");
    connect_client(2, 10);
    ENetPeer *first = to_server, *first_at_server = to_client;
    connect_client(3, 11);
    wire_broadcast(server, 1, payload(200, 3), 200, 1);
    exchange();
    wire_broadcast(server, 2, payload(30, 4), 30, 0);
    exchange();
    wire_end(first_at_server, WIRE_RESET, 0);
    wire_end(first, WIRE_RESET, 0);
    wire_broadcast(server, 0, payload(31, 5), 31, 2);
    exchange();
    wire_end(to_client, WIRE_DISCONNECT, 12);
    exchange();
    step("cancel");
    to_server = wire_connect(client, server->address.port, 4, 13);
    wire_service(client, take);
    wire_end(to_server, WIRE_DISCONNECT, 14);
    exchange();
}

static ENetHost *open_host(const char *mode, int bound, size_t peers, size_t channels, enet_uint32 seed)
{
    ENetHost *host = wire_open(bound, peers, channels);
    host->randomSeed = seed;
    host->intercept = record;
    if (range_coder)
        wire_use_range_coder(host);
    else if (strcmp(mode, "checksum") == 0)
        wire_use_checksum(host);
    return host;
}

static void write_script(const char *mode)
{
    free(script);
    out = open_memstream(&script, &script_length);
    if (out == NULL)
        wire_fail("no memory");
    now = 100000;
    range_coder = strcmp(mode, "range") == 0;
    server = open_host(mode, 1, 4, 3, 0x01020304);
    client = open_host(mode, 0, 2, 1, 0x05060708);
    run_scenario();
    wire_close(client);
    wire_close(server);
    fclose(out);
}

static char *read_file(const char *name, size_t *length)
{
    FILE *file = fopen(name, "rb");
    char *text = malloc(1 << 20);
    if (file == NULL || text == NULL)
        wire_fail("no script to compare with");
    *length = fread(text, 1, 1 << 20, file);
    fclose(file);
    return text;
}

static int is_golden(const char *golden, size_t length)
{
    if (length == script_length && memcmp(golden, script, length) == 0)
        return 1;
    size_t same = 0, line = 0;
    for (size_t i = 0; i < length && i < script_length && golden[i] == script[i]; i++)
        if (golden[i] == '\n')
            same = i + 1, line++;
    fprintf(stderr, "differs in line %zu:\n expected %.*s\n actual   %.*s\n", line + 1,
            (int) strcspn(golden + same, "\n"), golden + same, (int) strcspn(script + same, "\n"), script + same);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2 || enet_initialize() != 0)
        wire_fail("usage: wire_stock none|range|checksum [FILE]");
    write_script(argv[1]);
    if (argc == 2) {
        fputs(script, stdout);
        return 0;
    }
    /* On a loaded system loopback may deliver late, which shows as another order: only the same twice is the same. */
    size_t length;
    char *golden = read_file(argv[2], &length);
    int same = is_golden(golden, length);
    for (int attempt = 1; !same && attempt < ATTEMPTS; attempt++) {
        write_script(argv[1]);
        same = is_golden(golden, length);
    }
    free(golden);
    free(script);
    return same ? 0 : 1;
}
