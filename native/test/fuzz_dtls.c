/*
 * libFuzzer target: a server and up to three clients on a network in memory, with cheap cryptography so that thousands
 * of handshakes fit into a second. The input is a program of short orders, so that a few bytes of it are a recorded
 * datagram of this very session, replayed, cut, changed in one of its fields, or sent in another's name; a message with
 * the right headers; something that an application does; or time that passes. The first byte says whether records are
 * sent open, so that changed ones get past their tag, and how many clients are connected when the orders begin; and
 * whether in the end the server must take a new client, which costs as much as all before.
 */
#include "cheap_crypto.h"
#include "dtls_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CLIENTS = 3, HISTORY = 64, ORDERS = 120, SERVER = CLIENTS };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/*
 * Most of the memory is new in each run, and what is freed need not be remembered for longer. Where it was allocated is
 * told when the input is run again (scripts/fuzz).
 */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "quarantine_size_mb=4:malloc_context_size=0:allocator_release_to_os_interval_ms=-1";
}

/* Cookies have a date. */
time_t __wrap_time(time_t *out);
time_t __wrap_time(time_t *out)
{
    time_t now = (time_t) (world_now() / 1000);
    if (out != NULL)
        *out = now;
    return now;
}

/* ---- The input ---- */

static const uint8_t *input;
static size_t input_left;

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
    size_t length = next(1) % (room + 1);
    length = length < input_left ? length : input_left;
    memcpy(out, input, length);
    input += length;
    input_left -= length;
    return length;
}

/* ---- The hosts ---- */

static e4j_dtls_context *server_context, *second_context, *client_contexts[2];
static world_host *hosts[CLIENTS + 1];
static e4j_peer_name peers[CLIENTS];

static ENetAddress address_of(unsigned who)
{
    return who == SERVER ? world_address(1, 1000) : world_address(2 + who, 2000);
}

static void use(world_host *host, e4j_dtls_context *context)
{
    if (e4j_host_use_dtls(host->host, e4j_dtls_context_hold(context)) != E4J_OK)
        abort();
}

static void start_client(unsigned who, int unsafe)
{
    ENetAddress address = address_of(who), server = address_of(SERVER);
    hosts[who] = world_host_create(&address, 2);
    use(hosts[who], client_contexts[unsafe]);
    e4j_host_connect(hosts[who]->host, &server, 2, 0, &peers[who]);
}

static void service(unsigned who)
{
    enum { LIMIT = 1000 };
    if (hosts[who] == NULL)
        return;
    world_service(hosts[who]);
    uint32_t wait = e4j_host_wait_time(hosts[who]->host, LIMIT);
    if (wait < 1 || wait > LIMIT)
        abort();
}

static void service_all(void)
{
    for (unsigned i = 0; i <= CLIENTS; i++)
        service(i);
}

/* ---- What was on the wire, and what becomes of what is sent next ---- */

static world_datagram *history[HISTORY];
static unsigned recorded;
static unsigned fate, fated; /* of so many datagrams */

static void forget_history(void)
{
    for (unsigned i = 0; i < HISTORY; i++) {
        free(history[i]);
        history[i] = NULL;
    }
    recorded = 0;
}

static void record(const world_datagram *datagram)
{
    world_datagram **place = &history[recorded++ % HISTORY];
    free(*place);
    *place = malloc(sizeof **place + datagram->length);
    if (*place == NULL)
        abort();
    memcpy(*place, datagram, sizeof **place + datagram->length);
}

/* The fields of a record, of the handshake message in it, and what comes after: a change hits one of them. */
static void change(uint8_t *data, size_t length)
{
    static const uint8_t fields[] = {0, 1, 3, 4, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 21, 22, 24, 25, 59, 60};
    uint32_t what = next(1), value = next(1);
    size_t at = what < 0xa0 ? fields[what % sizeof fields] : what < 0xf0 ? next(2) : length - 1 - next(1);
    if (at < length)
        data[at] = what & 1 ? (uint8_t) value : data[at] ^ (uint8_t) (1 << (value & 7));
}

static int meddle(void *context, world_datagram *datagram)
{
    (void) context;
    record(datagram);
    if (fated == 0 || datagram->length == 0)
        return 1;
    fated--;
    switch (fate) {
    case 0:
        return 0;
    case 1:
        change(datagram->data, datagram->length);
        return 1;
    case 2:
        datagram->length = 1 + next(2) % datagram->length;
        return 1;
    default:
        world_inject(&datagram->from, &datagram->to, datagram->data, datagram->length);
        return 1;
    }
}

/* ---- Orders ---- */

static void replay(void)
{
    uint8_t data[4096];
    uint32_t how = next(1);
    const world_datagram *it = history[next(1) % HISTORY];
    if (it == NULL || it->length > sizeof data)
        return;
    size_t length = it->length;
    memcpy(data, it->data, length);
    ENetAddress from = how & 1 ? address_of(next(1) % (CLIENTS + 2)) : it->from;
    for (unsigned changes = how >> 1 & 3; changes > 0; changes--)
        change(data, length);
    if (how & 8)
        length = next(2) % (length + 1);
    const world_datagram *other = how & 16 ? history[next(1) % HISTORY] : NULL;
    if (other != NULL && length + other->length <= sizeof data) { /* two in one datagram */
        memcpy(data + length, other->data, other->length);
        length += other->length;
    }
    world_inject(&from, &it->to, data, length);
}

/* One record with what comes next in the input; with `message` as a handshake message. */
static void invent(int message)
{
    uint8_t data[13 + 12 + 255 + 16] = {0};
    uint32_t how = next(1), number = next(1);
    ENetAddress from = address_of(how % CLIENTS), server = address_of(SERVER);
    size_t header = message ? 12 : 0, body = next_block(data + 13 + header, 255);
    size_t length = header + body + (how & 0x10 ? 16 : 0); /* room for a tag */
    data[0] = message ? 22 : (uint8_t) (20 + (how >> 5));
    data[1] = 0xfe;
    data[2] = 0xfd;
    data[4] = how >> 4 & 1;
    data[9] = how & 8 ? 1 : 0;
    data[10] = (uint8_t) number;
    data[11] = (uint8_t) (length >> 8);
    data[12] = (uint8_t) length;
    if (message) {
        data[13] = (uint8_t) next(1);
        data[15] = data[23] = (uint8_t) (body >> 8);
        data[16] = data[24] = (uint8_t) body;
        data[18] = (uint8_t) next(1);
    }
    if (how & 4)
        world_inject(&server, &from, data, 13 + length);
    else
        world_inject(&from, &server, data, 13 + length);
}

static void act(world_host *host, e4j_peer_name name)
{
    static const char text[1400];
    ENetPeer *peer = e4j_host_peer(host->host, name);
    ENetAddress to = address_of(next(1) % (CLIENTS + 1));
    e4j_peer_statistics last;
    uint32_t what = next(1);
    if (what % 8 < 4) {
        if (peer != NULL)
            e4j_host_disconnect(host->host, peer, (e4j_disconnect_kind) (what % 4), what, &last);
    } else if (what % 8 == 4) {
        e4j_host_socket_send(host->host, &to, text, what);
    } else if (what % 8 == 5) {
        world_refuse(&to, &host->address);
    } else if (peer != NULL) {
        e4j_host_send(peer, 0, enet_packet_create(text, what * 5, 0), what & 1);
    }
}

static void act_server(void)
{
    e4j_transport *dtls = hosts[SERVER]->host->dtls;
    uint32_t what = next(1);
    switch (what & 3) {
    case 0:
        e4j_dtls_refuse(dtls, what >> 2 & 1);
        break;
    case 1:
        if (e4j_dtls_renew(dtls, e4j_dtls_context_hold(what & 4 ? server_context : second_context)) != 0)
            abort();
        break;
    case 2:
        e4j_dtls_limit(dtls, (e4j_handshake_limits) {what >> 2 & 7, what >> 5});
        break;
    default:
        act(hosts[SERVER], hosts[SERVER]->last_peer);
        break;
    }
}

static void act_client(void)
{
    uint32_t what = next(1);
    unsigned who = what % CLIENTS;
    ENetAddress server = address_of(SERVER);
    if (hosts[who] == NULL || what >> 4 == 1) { /* once more, from the same port, with or without a goodbye */
        if (what >> 6 & 1)
            fate = 0, fated = 2;
        if (hosts[who] != NULL)
            world_host_destroy(hosts[who]);
        start_client(who, what >> 7);
    } else if (what >> 4 == 2) {
        e4j_host_connect(hosts[who]->host, &server, 1, 0, &peers[who]);
    } else {
        act(hosts[who], peers[who]);
    }
}

static void obey(void)
{
    uint32_t order = next(1);
    switch (order & 7) {
    case 0:
    case 1:
        service(order >> 3 & 3);
        break;
    case 2:
        for (unsigned i = 0; i <= order >> 6; i++)
            service_all();
        break;
    case 3:
        world_pass_time(1u << (order >> 4));
        break;
    case 4:
        fate = order >> 3 & 3;
        fated = order >> 5;
        break;
    case 5:
        replay();
        break;
    case 6:
        invent(order >> 3 & 1);
        break;
    default:
        if (order & 8)
            act_server();
        else
            act_client();
        break;
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void) argc;
    (void) argv;
    static world_identity identity, second;
    e4j_dtls_context_status status;
    world_start();
    world_identity_create(&identity, "localhost", "19600101000000", "20991231235959");
    world_identity_create(&second, "second", "19600101000000", "20991231235959");
    server_context = e4j_dtls_context_server(&identity.certificate_der, 1, &identity.key_der, &status);
    second_context = e4j_dtls_context_server(&second.certificate_der, 1, &second.key_der, &status);
    client_contexts[0] = e4j_dtls_context_client(&identity.certificate_der, 1, 0, E4J_DTLS_VERIFY_CHAIN_AND_NAME,
                                                 "localhost", &status);
    client_contexts[1] = e4j_dtls_context_client(NULL, 0, 0, E4J_DTLS_VERIFY_NONE, NULL, &status);
    if (server_context == NULL || second_context == NULL || client_contexts[0] == NULL || client_contexts[1] == NULL)
        abort();
    return 0;
}

/* Whatever has been: the server takes one that has nothing to do with it. */
static void check_server(void)
{
    ENetAddress address = world_address(9, 9000), server = address_of(SERVER);
    e4j_peer_name name;
    e4j_dtls_refuse(hosts[SERVER]->host->dtls, 0);
    e4j_dtls_limit(hosts[SERVER]->host->dtls, (e4j_handshake_limits) {0, 0});
    world_host *fresh = world_host_create(&address, 1);
    use(fresh, client_contexts[1]);
    if (e4j_host_connect(fresh->host, &server, 1, 0, &name) != 0)
        abort();
    for (int i = 0; i < 40 && world_counters(fresh).done == 0; i++) {
        world_service(hosts[SERVER]);
        world_service(fresh);
        world_pass_time(10);
    }
    if (world_counters(fresh).done != 1 || hosts[SERVER]->errors != 0) {
        fprintf(stderr, "the server does not take a new client\n");
        abort();
    }
    world_host_destroy(fresh);
}

/* Sessions that are there before the first order. */
static void connect_clients(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            start_client(i, (int) i & 1);
        for (int round = 0; round < 10 && hosts[i]->connects == 0; round++)
            service_all();
        if (hosts[i]->connects == 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ENetAddress address = address_of(SERVER);
    input = data;
    input_left = size;
    world_rewind();
    fated = 0;
    uint32_t settings = next(1);
    cheap_crypto_open_records((int) (settings & 1));
    world_filter_set(meddle, NULL);
    hosts[SERVER] = world_host_create(&address, 4);
    use(hosts[SERVER], server_context);
    start_client(0, 0);
    connect_clients(settings >> 1 & 3);
    for (int orders = 0; orders < ORDERS && input_left > 0; orders++)
        obey();
    world_filter_set(NULL, NULL);
    for (int i = 0; i < 3; i++)
        service_all();
    if ((settings & 0x18) == 0)
        check_server();
    for (unsigned i = 0; i <= CLIENTS; i++)
        if (hosts[i] != NULL)
            world_host_destroy(hosts[i]);
    memset(hosts, 0, sizeof hosts);
    forget_history();
    world_end();
    return 0;
}
