/* Plain UDP with one system call per datagram, on sockets as POSIX has them. */
#include "net/address.h"
#include "net/transport.h"
#include "net/waker_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

/* Darwin has none, and raises no signal for UDP. */
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

typedef struct {
    e4j_transport base;
    int fd;
    int family;
    e4j_waker waker;
} udp;

_Static_assert(sizeof(ENetBuffer) == sizeof(struct iovec), "ENetBuffer goes to sendmsg as struct iovec");
_Static_assert(offsetof(ENetBuffer, data) == offsetof(struct iovec, iov_base), "ENetBuffer goes to sendmsg as iovec");
_Static_assert(offsetof(ENetBuffer, dataLength) == offsetof(struct iovec, iov_len), "ENetBuffer goes to sendmsg as iovec");

static int udp_bind(e4j_transport *transport, const ENetAddress *address)
{
    udp *self = (udp *) transport;
    e4j_sockaddr to;
    socklen_t length = e4j_address_to_sockaddr(address, self->family, &to);
    return length != 0 && bind(self->fd, &to.any, length) == 0 ? 0 : -1;
}

static int udp_local_address(e4j_transport *transport, ENetAddress *address)
{
    udp *self = (udp *) transport;
    e4j_sockaddr from;
    socklen_t length = sizeof from;
    if (getsockname(self->fd, &from.any, &length) != 0)
        return -1;
    return e4j_address_from_sockaddr(&from, address);
}

static int udp_set_option(e4j_transport *transport, ENetSocketOption option, int value)
{
    udp *self = (udp *) transport;
    int name;
    switch (option) {
    case ENET_SOCKOPT_NONBLOCK:
        return value ? 0 : -1; /* it always is */
    case ENET_SOCKOPT_BROADCAST:
        name = SO_BROADCAST;
        break;
    case ENET_SOCKOPT_RCVBUF:
        name = SO_RCVBUF;
        break;
    case ENET_SOCKOPT_SNDBUF:
        name = SO_SNDBUF;
        break;
    case ENET_SOCKOPT_REUSEADDR:
        name = SO_REUSEADDR;
        break;
    default:
        return -1;
    }
    return setsockopt(self->fd, SOL_SOCKET, name, &value, sizeof value) == 0 ? 0 : -1;
}

/*
 * What some systems tell of an earlier datagram (an ICMP message that came back) or of a queue that is full for the
 * moment. It says nothing of this host: the datagram counts as lost on the way, and ENet's resends do the rest.
 */
static int is_noise(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS || error == ECONNREFUSED || error == ECONNRESET;
}

static int udp_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count)
{
    udp *self = (udp *) transport;
    e4j_sockaddr to;
    struct msghdr message = {0};
    message.msg_namelen = e4j_address_to_sockaddr(address, self->family, &to);
    if (message.msg_namelen == 0)
        return -1;
    message.msg_name = &to;
    message.msg_iov = (struct iovec *) (uintptr_t) buffers;
    message.msg_iovlen = count;
    for (;;) {
        ssize_t sent = sendmsg(self->fd, &message, MSG_NOSIGNAL);
        if (sent >= 0)
            return (int) sent;
        if (errno != EINTR)
            return is_noise(errno) ? 0 : -1;
    }
}

static int udp_receive(e4j_transport *transport, ENetAddress *address, ENetBuffer *buffer)
{
    udp *self = (udp *) transport;
    e4j_sockaddr from;
    struct msghdr message = {0};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = (struct iovec *) buffer;
    message.msg_iovlen = 1;
    ssize_t received = recvmsg(self->fd, &message, 0);
    if (received < 0) {
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return 0;
        return errno == EINTR || is_noise(errno) ? E4J_RECEIVE_SKIP : -1;
    }
    /* An empty datagram is skipped too: 0 would end ENet's pass before the others are read. */
    if (received == 0 || (message.msg_flags & MSG_TRUNC) || e4j_address_from_sockaddr(&from, address) != 0)
        return E4J_RECEIVE_SKIP;
    return (int) received;
}

static int udp_flush(e4j_transport *transport)
{
    (void) transport;
    return 0;
}

static uint32_t udp_timer(e4j_transport *transport)
{
    (void) transport;
    return E4J_NO_TIMER;
}

static int udp_wait(e4j_transport *transport, uint32_t milliseconds)
{
    udp *self = (udp *) transport;
    struct pollfd fds[] = {{.fd = self->fd, .events = POLLIN}, {.fd = self->waker.read_fd, .events = POLLIN}};
    int limit = milliseconds > INT32_MAX ? INT32_MAX : (int) milliseconds;
    /* An interrupted wait is a short one: who waits looks at its own clock. */
    return poll(fds, 2, limit) >= 0 || errno == EINTR ? 0 : -1;
}

static void udp_wake(e4j_transport *transport)
{
    e4j_waker_signal(&((udp *) transport)->waker);
}

static void udp_rest(e4j_transport *transport)
{
    e4j_waker_clear(&((udp *) transport)->waker);
}

static void udp_close(e4j_transport *transport)
{
    udp *self = (udp *) transport;
    if (self->fd >= 0)
        close(self->fd);
    e4j_waker_close(&self->waker);
    free(self);
}

static const e4j_transport_ops udp_ops = {
    .bind = udp_bind,
    .local_address = udp_local_address,
    .set_option = udp_set_option,
    .send = udp_send,
    .receive = udp_receive,
    .flush = udp_flush,
    .timer = udp_timer,
    .wait = udp_wait,
    .wake = udp_wake,
    .rest = udp_rest,
    .close = udp_close,
};

/* A dual-stack socket; where the system has no IPv6 (or OpenBSD, which has no dual stack) one for IPv4. -1 on failure. */
static int open_socket(int *family)
{
    int off = 0;
    int fd = socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
    if (fd >= 0) {
        *family = AF_INET6;
        if (setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0)
            return fd;
        close(fd);
    }
    *family = AF_INET;
    return socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
}

e4j_transport *e4j_udp_open(void)
{
    udp *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    self->base.ops = &udp_ops;
    self->fd = open_socket(&self->family);
    if (e4j_waker_open(&self->waker) != 0 || self->fd < 0 || fcntl(self->fd, F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(self->fd, F_SETFL, O_NONBLOCK) != 0) {
        udp_close(&self->base);
        return NULL;
    }
    return &self->base;
}
