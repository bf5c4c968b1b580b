#include "net/udp_linux.h"

#include "net/udp_calls.h"
#include "net/udp_gather.h"
#include "net/udp_ring.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>

typedef struct {
    e4j_udp udp;
    e4j_gather *gather;
    e4j_ring *ring;
    int error; /* that sending has met with since the last flush by the host; 0: none */
} batched;

static void send_gathered(batched *self)
{
    if (e4j_gather_flush(self->gather) != 0)
        self->error = e4j_transport_error;
}

static int batched_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count)
{
    batched *self = (batched *) transport;
    int length = e4j_gather_add(self->gather, address, buffers, count);
    if (length != 0) {
        if (e4j_gather_wants_flush(self->gather))
            send_gathered(self);
        return length;
    }
    /* So much to send brings answers while it is sent. */
    send_gathered(self);
    e4j_ring_keep(self->ring);
    length = e4j_gather_add(self->gather, address, buffers, count);
    return length != 0 ? length : e4j_udp_send(transport, address, buffers, count);
}

static int batched_receive(e4j_transport *transport, ENetAddress *address, ENetBuffer *buffer)
{
    batched *self = (batched *) transport;
    send_gathered(self);
    return e4j_ring_receive(self->ring, address, buffer);
}

static int batched_flush(e4j_transport *transport)
{
    batched *self = (batched *) transport;
    send_gathered(self);
    if (self->error == 0)
        return 0;
    e4j_transport_error = self->error;
    self->error = 0;
    return -1;
}

static int batched_wait(e4j_transport *transport, uint32_t milliseconds)
{
    return e4j_ring_holds(((batched *) transport)->ring) ? 0 : e4j_udp_wait(transport, milliseconds);
}

static intptr_t batched_socket(e4j_transport *transport)
{
    return e4j_ring_holds(((batched *) transport)->ring) ? -1 : e4j_udp_descriptor(transport);
}

static void batched_close(e4j_transport *transport)
{
    batched *self = (batched *) transport;
    if (self->gather != NULL)
        e4j_gather_flush(self->gather);
    e4j_gather_destroy(self->gather);
    e4j_ring_destroy(self->ring);
    e4j_udp_release(&self->udp);
    free(self);
}

static const e4j_transport_ops batched_ops = {
    .bind = e4j_udp_bind,
    .local_address = e4j_udp_local_address,
    .set_option = e4j_udp_set_option,
    .send = batched_send,
    .receive = batched_receive,
    .flush = batched_flush,
    .unsent = e4j_udp_unsent,
    .report_refusals = e4j_udp_report_refusals,
    .next_refusal = e4j_udp_next_refusal,
    .timer = e4j_udp_timer,
    .wait = batched_wait,
    .wake = e4j_udp_wake,
    .rest = e4j_udp_rest,
    .socket = batched_socket,
    .close = batched_close,
};

/* Some containers' kernels lack these two calls. */
static int has_calls(int fd)
{
    struct mmsghdr none = {0};
    return e4j_udp_system.sendmmsg(fd, &none, 0, MSG_NOSIGNAL) == 0 &&
           (e4j_udp_system.recvmmsg(fd, &none, 1, 0, NULL) >= 0 || errno == EAGAIN);
}

static int set(int fd, int option, int value)
{
    return e4j_udp_system.setsockopt(fd, IPPROTO_UDP, option, &value, sizeof value) == 0;
}

e4j_transport *e4j_udp_open_batched(void)
{
    batched *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    if (e4j_udp_init(&self->udp, &batched_ops) == 0 && has_calls(self->udp.fd)) {
        /* 0, the default: asks only whether the kernel knows it. */
        self->gather = e4j_gather_create(&self->udp, set(self->udp.fd, UDP_SEGMENT, 0));
        self->ring = e4j_ring_create(self->udp.fd);
        /* Without it nothing is joined, and the ring takes the datagrams as they are. */
        set(self->udp.fd, UDP_GRO, 1);
    }
    if (self->gather == NULL || self->ring == NULL) {
        batched_close(&self->udp.base);
        return NULL;
    }
    return &self->udp.base;
}
