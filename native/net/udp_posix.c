/* Plain UDP with one system call per datagram, on sockets as POSIX has them. */
#include "net/address.h"
#include "net/packet_info.h"
#include "net/udp_socket.h"
#ifdef __linux__
#include "net/udp_linux.h"
#endif

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/uio.h>

static int udp_receive(e4j_transport *transport, ENetAddress *address, ENetBuffer *buffer)
{
    e4j_udp *self = (e4j_udp *) transport;
    e4j_sockaddr from;
    union {
        e4j_cmsghdr header;
        uint8_t bytes[E4J_PACKET_INFO_RECEIVED_SPACE];
    } control;
    struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = (struct iovec *) buffer,
                             .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t received = recvmsg(self->fd, &message, 0);
    if (received < 0)
        return e4j_udp_not_received(errno);
    /* An empty datagram is skipped too: 0 would end ENet's pass before the others are read. */
    if (received == 0 || (message.msg_flags & MSG_TRUNC) || e4j_address_from_sockaddr(&from, address) != 0)
        return E4J_RECEIVE_SKIP;
    e4j_packet_info_read(&message, address);
    return (int) received;
}

static int udp_flush(e4j_transport *transport)
{
    (void) transport;
    return 0;
}

static void udp_close(e4j_transport *transport)
{
    e4j_udp_release((e4j_udp *) transport);
    free(transport);
}

static const e4j_transport_ops udp_ops = {
    .bind = e4j_udp_bind,
    .local_address = e4j_udp_local_address,
    .set_option = e4j_udp_set_option,
    .send = e4j_udp_send,
    .receive = udp_receive,
    .flush = udp_flush,
    .unsent = e4j_udp_unsent,
#ifdef __linux__
    .report_refusals = e4j_udp_report_refusals,
    .next_refusal = e4j_udp_next_refusal,
#endif
    .timer = e4j_udp_timer,
    .wait = e4j_udp_wait,
    .wake = e4j_udp_wake,
    .rest = e4j_udp_rest,
    .socket = e4j_udp_descriptor,
    .close = udp_close,
};

static e4j_transport *open_plain(void)
{
    e4j_udp *self = calloc(1, sizeof *self);
    if (self != NULL && e4j_udp_init(self, &udp_ops) != 0) {
        udp_close(&self->base);
        return NULL;
    }
    return self != NULL ? &self->base : NULL;
}

static atomic_int batching = 1;

void e4j_udp_set_batching(int on)
{
    atomic_store(&batching, on);
}

e4j_transport *e4j_udp_open(void)
{
#ifdef __linux__
    e4j_transport *batched = atomic_load(&batching) ? e4j_udp_open_batched() : NULL;
    if (batched != NULL)
        return batched;
#endif
    return open_plain();
}
