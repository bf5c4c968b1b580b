#include "dtls_world.h"

#include "dtls/certificate.h"
#include "platform/system.h"

#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Clock and random numbers, instead of platform/system_*.c ---- */

#define TIME_START 1000000
#define RANDOM_START 88172645463325252u

static uint64_t now_ms = TIME_START;
static uint64_t random_state = RANDOM_START;

uint64_t e4j_system_milliseconds(void)
{
    return now_ms;
}

uint64_t e4j_system_thread_nanoseconds(void)
{
    return e4j_system_milliseconds() * 1000000;
}

uint64_t e4j_system_memory(void)
{
    return UINT64_C(1) << 32;
}

int e4j_system_random(void *buffer, size_t length)
{
    uint8_t *out = buffer;
    for (size_t i = 0; i < length; i++) {
        random_state ^= random_state << 13;
        random_state ^= random_state >> 7;
        random_state ^= random_state << 17;
        out[i] = (uint8_t) (random_state >> 24);
    }
    return 0;
}

void world_pass_time(uint32_t milliseconds)
{
    now_ms += milliseconds;
}

uint64_t world_now(void)
{
    return now_ms;
}

void world_rewind(void)
{
    now_ms = TIME_START;
    random_state = RANDOM_START;
}

/* ---- Network ---- */

typedef struct {
    ENetAddress from, at;
} world_refusal;

static struct {
    world_datagram *first, *last;
    world_refusal refused[32];
    size_t refusals;
    world_filter filter;
    void *context;
} network;

void world_start(void)
{
    if (e4j_host_initialize() != 0)
        abort();
}

void world_end(void)
{
    while (network.first != NULL) {
        world_datagram *next = network.first->next;
        free(network.first);
        network.first = next;
    }
    network.last = NULL;
    network.filter = NULL;
    network.refusals = 0;
}

void world_filter_set(world_filter filter, void *context)
{
    network.filter = filter;
    network.context = context;
}

ENetAddress world_address(unsigned host, uint16_t port)
{
    ENetAddress address = {.port = port};
    uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff, [12] = 10, [14] = (uint8_t) (host >> 8), [15] = (uint8_t) host};
    memcpy(&address.host, bytes, sizeof bytes);
    return address;
}

static int same(const ENetAddress *a, const ENetAddress *b)
{
    return a->host == b->host && a->port == b->port;
}

static void post(const ENetAddress *from, const ENetAddress *to, const void *data, size_t length, int filtered)
{
    world_datagram *datagram = malloc(sizeof *datagram + length);
    if (datagram == NULL)
        abort();
    *datagram = (world_datagram) {.from = *from, .to = *to, .length = length};
    if (length > 0)
        memcpy(datagram->data, data, length);
    if (filtered && network.filter != NULL && !network.filter(network.context, datagram)) {
        free(datagram);
        return;
    }
    if (network.first == NULL)
        network.first = datagram;
    else
        network.last->next = datagram;
    network.last = datagram;
}

void world_inject(const ENetAddress *from, const ENetAddress *to, const void *data, size_t length)
{
    post(from, to, data, length, 0);
}

void world_refuse(const ENetAddress *from, const ENetAddress *at)
{
    if (network.refusals < sizeof network.refused / sizeof *network.refused)
        network.refused[network.refusals++] = (world_refusal) {*from, *at};
}

world_datagram *world_take(const ENetAddress *at)
{
    world_datagram *before = NULL;
    for (world_datagram *datagram = network.first; datagram != NULL; before = datagram, datagram = datagram->next) {
        if (!same(&datagram->to, at))
            continue;
        if (before != NULL)
            before->next = datagram->next;
        else
            network.first = datagram->next;
        if (network.last == datagram)
            network.last = before;
        return datagram;
    }
    return NULL;
}

/* ---- A transport on that network ---- */

typedef struct {
    e4j_transport base;
    ENetAddress address;
} wire;

static wire *wire_of(e4j_transport *transport)
{
    return (wire *) (void *) transport;
}

static int wire_bind(e4j_transport *transport, const ENetAddress *address)
{
    wire_of(transport)->address = *address;
    return 0;
}

static int wire_local_address(e4j_transport *transport, ENetAddress *address)
{
    *address = wire_of(transport)->address;
    return 0;
}

static int wire_set_option(e4j_transport *transport, ENetSocketOption option, int value)
{
    (void) transport;
    (void) option;
    (void) value;
    return 0;
}

static int wire_send(e4j_transport *transport, const ENetAddress *to, const ENetBuffer *buffers, size_t count)
{
    static uint8_t data[65536];
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(data + length, buffers[i].data, buffers[i].dataLength);
        length += buffers[i].dataLength;
    }
    post(&wire_of(transport)->address, to, data, length, 1);
    return (int) length;
}

static int wire_receive(e4j_transport *transport, ENetAddress *from, ENetBuffer *buffer)
{
    world_datagram *datagram = world_take(&wire_of(transport)->address);
    if (datagram == NULL)
        return 0;
    int length = (int) datagram->length;
    if (length == 0 || datagram->length > buffer->dataLength)
        length = E4J_RECEIVE_SKIP;
    else
        memcpy(buffer->data, datagram->data, datagram->length);
    *from = datagram->from;
    free(datagram);
    return length;
}

static int wire_report_refusals(e4j_transport *transport)
{
    (void) transport;
    return 0;
}

static int wire_next_refusal(e4j_transport *transport, ENetAddress *from)
{
    for (size_t i = 0; i < network.refusals; i++)
        if (same(&network.refused[i].at, &wire_of(transport)->address)) {
            *from = network.refused[i].from;
            network.refused[i] = network.refused[--network.refusals];
            return 1;
        }
    return 0;
}

static int wire_flush(e4j_transport *transport)
{
    (void) transport;
    return 0;
}

static uint32_t wire_timer(e4j_transport *transport)
{
    (void) transport;
    return E4J_NO_TIMER;
}

static int wire_wait(e4j_transport *transport, uint32_t milliseconds)
{
    (void) transport;
    (void) milliseconds;
    return 0;
}

static void wire_wake(e4j_transport *transport)
{
    (void) transport;
}

static void wire_close(e4j_transport *transport)
{
    free(transport);
}

static const e4j_transport_ops wire_ops = {
    .bind = wire_bind,
    .local_address = wire_local_address,
    .set_option = wire_set_option,
    .send = wire_send,
    .receive = wire_receive,
    .report_refusals = wire_report_refusals,
    .next_refusal = wire_next_refusal,
    .flush = wire_flush,
    .timer = wire_timer,
    .wait = wire_wait,
    .wake = wire_wake,
    .rest = wire_wake,
    .close = wire_close,
};

/* ---- Hosts ---- */

/* Named as the real one, which is then not linked: ENet opens its sockets with it. */
e4j_transport *e4j_udp_open(void)
{
    wire *self = calloc(1, sizeof *self);
    if (self == NULL)
        abort();
    self->base.ops = &wire_ops;
    return &self->base;
}

world_host *world_host_create(const ENetAddress *address, size_t peers)
{
    world_host *host = malloc(sizeof *host);
    if (host == NULL)
        abort();
    memset(host, 0, offsetof(world_host, memory));
    host->address = *address;
    if ((host->host = e4j_host_create(address, peers, 4, 0, 0)) == NULL)
        abort();
    return host;
}

void world_host_destroy(world_host *host)
{
    e4j_host_destroy(host->host);
    free(host);
}

static void count_event(world_host *host, const uint8_t *record)
{
    uint32_t length;
    uint64_t handle;
    memcpy(&host->last_peer.slot, record + 4, 4);
    memcpy(&host->last_peer.generation, record + 8, 4);
    switch (record[0]) {
    case E4J_EVENT_CONNECT:
        host->connects++;
        break;
    case E4J_EVENT_DISCONNECT:
        host->disconnects++;
        memcpy(&host->last_data, record + 12, 4);
        memcpy(&host->failure, record + E4J_RECORD_HEADER + sizeof(e4j_peer_statistics), sizeof host->failure);
        break;
    default:
        host->packets++;
        memcpy(&length, record + 16, 4);
        memcpy(&handle, record + 24, 8);
        if (length < sizeof host->last_packet) {
            if (length > 0) /* else it has no data */
                memcpy(host->last_packet, ((ENetPacket *) (uintptr_t) handle)->data, length);
            host->last_packet[length] = '\0';
        }
        enet_packet_destroy((ENetPacket *) (uintptr_t) handle);
        break;
    }
}

int world_service(world_host *host)
{
    e4j_event_buffer events = {.memory = (uint8_t *) host->memory, .capacity = sizeof host->memory};
    int count = e4j_host_service(host->host, 1, &events);
    if (count < 0)
        host->errors++;
    size_t at = E4J_EVENTS_RECORDS;
    for (int i = 0; i < count; i++) {
        const uint8_t *record = (const uint8_t *) host->memory + at;
        uint32_t length;
        memcpy(&length, record + 16, 4);
        size_t body = record[0] == E4J_EVENT_CONNECT      ? E4J_CONNECT_BODY
                      : record[0] == E4J_EVENT_DISCONNECT ? sizeof(e4j_peer_statistics) + sizeof(e4j_session_failure)
                      : record[2]                         ? length
                                                          : 0;
        count_event(host, record);
        at += E4J_RECORD_HEADER + ((body + 7) & ~(size_t) 7);
    }
    return count;
}

void world_settle(world_host *const *hosts, size_t count)
{
    int events;
    int waiting;
    do {
        events = 0;
        waiting = 0;
        for (size_t i = 0; i < count; i++)
            events += world_service(hosts[i]) > 0;
        for (size_t i = 0; i < count; i++)
            waiting |= hosts[i]->host->enet->socket->ops->timer(hosts[i]->host->enet->socket) == 0;
        for (const world_datagram *datagram = network.first; datagram != NULL; datagram = datagram->next)
            for (size_t i = 0; i < count; i++)
                waiting |= same(&datagram->to, &hosts[i]->address);
    } while (events > 0 || waiting);
}

void world_run(world_host *const *hosts, size_t count, uint32_t milliseconds)
{
    for (uint32_t passed = 0; passed < milliseconds; passed += 10) {
        world_pass_time(10);
        world_settle(hosts, count);
    }
}

/* ---- Certificates ---- */

void world_identity_create(world_identity *identity, const char *name, const char *not_before, const char *not_after)
{
    char subject[100];
    mbedtls_pk_context key;
    mbedtls_pk_init(&key);
    int length = -1;
    if (mbedtls_pk_setup(&key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) != 0 ||
        mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(key), e4j_dtls_random, NULL) != 0 ||
        (length = mbedtls_pk_write_key_der(&key, identity->key, sizeof identity->key)) <= 0)
        abort();
    identity->key_der.data = identity->key + sizeof identity->key - length;
    identity->key_der.length = (size_t) length;
    mbedtls_pk_free(&key);
    snprintf(subject, sizeof subject, "CN=%s", name);
    e4j_certificate certificate = {
        .subject_key = identity->key_der,
        .issuer_key = identity->key_der,
        .subject = subject,
        .issuer = subject,
        .not_before = not_before,
        .not_after = not_after,
        .is_ca = 1,
    };
    length = e4j_certificate_write(&certificate, identity->certificate, sizeof identity->certificate);
    if (length <= 0)
        abort();
    identity->certificate_der = (e4j_der) {identity->certificate, (size_t) length};
}

static int use(world_host *host, e4j_dtls_context *context)
{
    if (context == NULL)
        return -1;
    if (e4j_host_use_dtls(host->host, context) == E4J_OK)
        return 0;
    e4j_dtls_context_release(context);
    return -1;
}

int world_use_server(world_host *host, const world_identity *identity)
{
    e4j_dtls_context_status status;
    return use(host, e4j_dtls_context_server(&identity->certificate_der, 1, &identity->key_der, &status));
}

int world_use_client(world_host *host, const world_identity *trusted, const char *hostname)
{
    e4j_dtls_context_status status;
    return use(host, e4j_dtls_context_client(&trusted->certificate_der, 1, 0, E4J_DTLS_VERIFY_CHAIN_AND_NAME, hostname,
                                             &status));
}

int world_use_unsafe_client(world_host *host)
{
    e4j_dtls_context_status status;
    return use(host, e4j_dtls_context_client(NULL, 0, 0, E4J_DTLS_VERIFY_NONE, NULL, &status));
}

e4j_dtls_counters world_counters(const world_host *host)
{
    e4j_dtls_counters counters;
    e4j_dtls_count(host->host->dtls, &counters);
    return counters;
}
