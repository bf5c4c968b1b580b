/*
 * A client and a server shake hands and talk, and the input decides what becomes of each of their datagrams: it passes,
 * gets lost, is changed, cut, doubled or replaced. At the end the server must still take a new client.
 *
 *   fuzz_dtls -max_len=2000 CORPUS
 */
#include "dtls_world.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static world_identity identity;

typedef struct {
    const uint8_t *data;
    size_t left;
} input;

static uint8_t next_byte(input *in)
{
    if (in->left == 0)
        return 0;
    in->left--;
    return *in->data++;
}

static size_t next_number(input *in, size_t limit)
{
    size_t high = next_byte(in);
    return limit > 0 ? (high << 8 | next_byte(in)) % limit : 0;
}

static void change(input *in, world_datagram *datagram)
{
    for (int changes = 1 + next_byte(in) % 4; changes > 0; changes--)
        datagram->data[next_number(in, datagram->length)] ^= next_byte(in);
}

/* A datagram made of what comes next in the input, to the same place. */
static void invent(input *in, const world_datagram *datagram)
{
    uint8_t invented[1500];
    size_t length = next_number(in, sizeof invented);
    length = length < in->left ? length : in->left;
    for (size_t i = 0; i < length; i++)
        invented[i] = next_byte(in);
    ENetAddress stranger = world_address(8, 8);
    world_inject(next_byte(in) & 1 ? &datagram->from : &stranger, &datagram->to, invented, length);
}

static int meddle(void *context, world_datagram *datagram)
{
    input *in = context;
    if (in->left == 0 || datagram->length == 0)
        return 1;
    switch (next_byte(in) & 7) {
    case 0:
    case 1:
        return 1;
    case 2:
        return 0;
    case 3:
        change(in, datagram);
        return 1;
    case 4:
        datagram->length = next_number(in, datagram->length);
        return 1;
    case 5:
        world_inject(&datagram->from, &datagram->to, datagram->data, datagram->length);
        change(in, datagram);
        return 1;
    case 6:
        invent(in, datagram);
        return 1;
    default:
        invent(in, datagram);
        return 0;
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void) argc;
    (void) argv;
    world_start();
    world_identity_create(&identity, "localhost", "20200101000000", "20991231235959");
    return 0;
}

static world_host *connecting_client(unsigned number, const world_host *server, e4j_peer_name *name)
{
    ENetAddress address = world_address(number, 2000);
    world_host *client = world_host_create(&address, 1);
    if (world_use_unsafe_client(client) != 0 ||
        e4j_host_connect(client->host, &server->address, 2, 0, name) != 0)
        abort();
    return client;
}

static void talk(world_host *host, e4j_peer_name name)
{
    ENetPeer *peer = e4j_host_peer(host->host, name);
    if (peer != NULL)
        e4j_host_send(peer, 0, enet_packet_create("some words", 10, 0), 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input in = {data, size};
    ENetAddress server_address = world_address(1, 1000);
    e4j_peer_name name;
    world_rewind();
    world_filter_set(meddle, &in);
    world_host *server = world_host_create(&server_address, 4);
    if (world_use_server(server, &identity) != 0)
        abort();
    world_host *client = connecting_client(2, server, &name);
    for (int round = 0; round < 60 && (in.left > 0 || round < 12); round++) {
        world_service(client);
        world_service(server);
        if (round > 4)
            world_pass_time(round & 1 ? 50 : 1000);
        if (round % 4 == 3)
            talk(client, name);
    }
    world_filter_set(NULL, NULL);
    world_host *fresh = connecting_client(3, server, &name);
    world_run((world_host *[]) {server, client, fresh}, 3, 1200);
    if (fresh->connects != 1 || server->errors != 0)
        abort();
    world_host_destroy(fresh);
    world_host_destroy(client);
    world_settle(&server, 1);
    world_host_destroy(server);
    world_end();
    return 0;
}
