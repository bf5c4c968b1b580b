#include "test/fake_wire.h"

#include "net/transport.h"
#include "test/in_order.h"

#include <stdlib.h>
#include <string.h>

enum { QUEUE = 512, HOSTS = 8 };

typedef struct {
    ENetAddress from;
    size_t length;
    uint8_t data[ENET_PROTOCOL_MAXIMUM_MTU];
} datagram;

typedef struct {
    e4j_transport base;
    e4j_host *host;
    ENetAddress address;
    datagram *queue; /* one of the queues below */
    size_t head, count;
    int broken;
    unsigned forgotten;
    uint32_t timer;
} fake;

uint32_t fake_now;
int (*fake_filter)(e4j_host *from, uint8_t *data, size_t *length);

static fake *network[HOSTS];
static datagram queues[HOSTS][QUEUE];

enet_uint32 __wrap_enet_time_get(void);

enet_uint32 __wrap_enet_time_get(void)
{
    return fake_now;
}

ENetAddress fake_address(uint8_t number, uint16_t port)
{
    const uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = number};
    ENetAddress address = {.port = port};
    memcpy(&address.host, bytes, sizeof bytes);
    return address;
}

static fake *self_of(e4j_transport *transport)
{
    return (void *) transport;
}

static fake *of(const e4j_host *host)
{
    return self_of(host->enet->socket);
}

static void enqueue(fake *to, const ENetAddress *from, const void *data, size_t length)
{
    if (to->count == QUEUE || length > ENET_PROTOCOL_MAXIMUM_MTU)
        return;
    datagram *new = &to->queue[(to->head + to->count++) % QUEUE];
    new->from = *from;
    new->length = length;
    memcpy(new->data, data, length);
}

static int fake_bind(e4j_transport *transport, const ENetAddress *address)
{
    (void) transport;
    (void) address;
    return -1;
}

static int fake_local_address(e4j_transport *transport, ENetAddress *address)
{
    *address = self_of(transport)->address;
    return 0;
}

static int fake_set_option(e4j_transport *transport, ENetSocketOption option, int value)
{
    (void) transport;
    (void) option;
    (void) value;
    return 0;
}

static int fake_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count)
{
    fake *self = self_of(transport);
    uint8_t data[ENET_PROTOCOL_MAXIMUM_MTU + 8];
    size_t length = 0;
    if (self->broken & FAKE_NO_SEND)
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (buffers[i].dataLength > sizeof data - length)
            abort(); /* a datagram larger than ENet may send */
        if (buffers[i].dataLength > 0)
            memcpy(data + length, buffers[i].data, buffers[i].dataLength);
        length += buffers[i].dataLength;
    }
    size_t arriving = length;
    if (fake_filter == NULL || fake_filter(self->host, data, &arriving))
        for (int i = 0; i < HOSTS; i++)
            if (network[i] != NULL && network[i]->address.host == address->host &&
                network[i]->address.port == address->port)
                enqueue(network[i], &self->address, data, arriving);
    return (int) length;
}

static int fake_receive(e4j_transport *transport, ENetAddress *address, ENetBuffer *buffer)
{
    fake *self = self_of(transport);
    if (self->count == 0)
        return 0;
    const datagram *next = &self->queue[self->head];
    self->head = (self->head + 1) % QUEUE;
    self->count--;
    if (next->length == 0 || next->length > buffer->dataLength)
        return E4J_RECEIVE_SKIP;
    memcpy(buffer->data, next->data, next->length);
    *address = next->from;
    return (int) next->length;
}

static int fake_flush(e4j_transport *transport)
{
    return self_of(transport)->broken & FAKE_NO_FLUSH ? -1 : 0;
}

static uint32_t fake_timer(e4j_transport *transport)
{
    return self_of(transport)->timer;
}

static int fake_wait(e4j_transport *transport, uint32_t milliseconds)
{
    (void) transport;
    (void) milliseconds;
    return 0;
}

static void fake_ignore(e4j_transport *transport)
{
    (void) transport;
}

static void fake_forget(e4j_transport *transport, const ENetAddress *address, e4j_session_failure *failure)
{
    (void) address;
    (void) failure;
    self_of(transport)->forgotten++;
}

static void fake_close(e4j_transport *transport)
{
    fake *self = self_of(transport);
    for (int i = 0; i < HOSTS; i++)
        if (network[i] == self)
            network[i] = NULL;
    free(self);
}

static const e4j_transport_ops fake_ops = {
    .bind = fake_bind,
    .local_address = fake_local_address,
    .set_option = fake_set_option,
    .send = fake_send,
    .receive = fake_receive,
    .flush = fake_flush,
    .timer = fake_timer,
    .wait = fake_wait,
    .wake = fake_ignore,
    .rest = fake_ignore,
    .forget = fake_forget,
    .close = fake_close,
};

void fake_attach(e4j_host *host, uint8_t number)
{
    fake *self = calloc(1, sizeof *self);
    if (self == NULL)
        abort();
    self->base.ops = &fake_ops;
    self->host = host;
    self->address = fake_address(number, (uint16_t) (1000 + number));
    self->timer = E4J_NO_TIMER;
    host->enet->socket->ops->close(host->enet->socket);
    host->enet->socket = &self->base;
    number_in_order(host);
    for (int i = 0; i < HOSTS; i++) {
        if (network[i] == NULL) {
            network[i] = self;
            self->queue = queues[i];
            return;
        }
    }
    abort();
}

void fake_inject(e4j_host *host, const ENetAddress *from, const void *data, size_t length)
{
    enqueue(of(host), from, data, length);
}

size_t fake_waiting(const e4j_host *host)
{
    return of(host)->count;
}

void fake_break(e4j_host *host, int broken)
{
    of(host)->broken = broken;
}

unsigned fake_forgotten(const e4j_host *host)
{
    return of(host)->forgotten;
}

void fake_set_timer(e4j_host *host, uint32_t milliseconds)
{
    of(host)->timer = milliseconds;
}

int fake_serve(e4j_host *host, void (*take)(ENetPacket *))
{
    static uint64_t memory[(1 << 16) / sizeof(uint64_t)];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = sizeof memory};
    int count;
    while ((count = e4j_host_service(host, 1, &events)) > 0) {
        const uint8_t *record = events.memory + E4J_EVENTS_RECORDS;
        for (int i = 0; i < count && record[0] == E4J_EVENT_RECEIVE; i++) {
            ENetPacket *packet;
            memcpy(&packet, record + 24, sizeof packet);
            size_t inlined = record[2] ? (packet->dataLength + 7) & ~(size_t) 7 : 0;
            take(packet);
            record += E4J_RECORD_HEADER + inlined;
        }
    }
    return count;
}
