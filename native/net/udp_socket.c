#include "net/udp_socket.h"

#include "net/packet_info.h"
#include "net/socket_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/uio.h>
#include <unistd.h>

/* Darwin has none, and raises no signal for UDP. */
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

_Static_assert(sizeof(ENetBuffer) == sizeof(struct iovec), "ENetBuffer goes to sendmsg as struct iovec");
_Static_assert(offsetof(ENetBuffer, data) == offsetof(struct iovec, iov_base), "ENetBuffer goes to sendmsg as iovec");
_Static_assert(offsetof(ENetBuffer, dataLength) == offsetof(struct iovec, iov_len),
               "ENetBuffer goes to sendmsg as iovec");

int e4j_udp_bind(e4j_transport *transport, const ENetAddress *address)
{
    const e4j_udp *self = (const e4j_udp *) transport;
    return e4j_socket_bind(self->fd, self->family, address);
}

int e4j_udp_local_address(e4j_transport *transport, ENetAddress *address)
{
    return e4j_socket_local_address(((const e4j_udp *) transport)->fd, address);
}

int e4j_udp_set_option(e4j_transport *transport, ENetSocketOption option, int value)
{
    return e4j_socket_set_option(((const e4j_udp *) transport)->fd, option, value);
}

int e4j_udp_not_sent(e4j_udp *self, int error)
{
    if (e4j_socket_is_broken(error)) {
        e4j_transport_error = error;
        return -1;
    }
    self->unsent.count++;
    self->unsent.error = error;
    return 0;
}

int e4j_udp_not_received(int error)
{
    if (error == EAGAIN || error == EWOULDBLOCK)
        return 0;
    if (!e4j_socket_is_broken(error))
        return E4J_RECEIVE_SKIP;
    e4j_transport_error = error;
    return -1;
}

int e4j_udp_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count)
{
    e4j_udp *self = (e4j_udp *) transport;
    e4j_sockaddr to;
    union {
        e4j_cmsghdr header;
        uint8_t bytes[E4J_PACKET_INFO_SPACE];
    } control = {0};
    struct msghdr message = {.msg_name = &to, .msg_control = &control};
    message.msg_namelen = e4j_address_to_sockaddr(address, self->family, &to);
    message.msg_controllen = e4j_packet_info_write(address, &control.header);
    message.msg_iov = (struct iovec *) (uintptr_t) buffers;
    message.msg_iovlen = count;
    if (message.msg_namelen == 0)
        return e4j_udp_not_sent(self, EAFNOSUPPORT);
    for (int again = self->reports_refusals;;) {
        ssize_t sent = sendmsg(self->fd, &message, MSG_NOSIGNAL);
        if (sent >= 0)
            return (int) sent;
        if (errno == EINTR)
            continue;
        if (message.msg_controllen > 0 && e4j_socket_lacks_address(errno))
            message.msg_controllen = 0; /* this machine has lost the address */
        else if (!again--)
            return e4j_udp_not_sent(self, errno);
    }
}

e4j_unsent e4j_udp_unsent(e4j_transport *transport)
{
    return ((const e4j_udp *) transport)->unsent;
}

uint32_t e4j_udp_timer(e4j_transport *transport)
{
    (void) transport;
    return E4J_NO_TIMER;
}

int e4j_udp_wait(e4j_transport *transport, uint32_t milliseconds)
{
    e4j_udp *self = (e4j_udp *) transport;
    struct pollfd fds[] = {{.fd = self->fd, .events = POLLIN}, {.fd = self->waker.read_fd, .events = POLLIN}};
    int limit = milliseconds > INT32_MAX ? INT32_MAX : (int) milliseconds;
    /* An interrupted wait is a short one: who waits looks at its own clock. */
    if (poll(fds, 2, limit) >= 0 || errno == EINTR)
        return 0;
    e4j_transport_error = errno;
    return -1;
}

void e4j_udp_wake(e4j_transport *transport)
{
    e4j_waker_signal(&((e4j_udp *) transport)->waker);
}

void e4j_udp_rest(e4j_transport *transport)
{
    e4j_waker_clear(&((e4j_udp *) transport)->waker);
}

intptr_t e4j_udp_descriptor(e4j_transport *transport)
{
    return ((e4j_udp *) transport)->fd;
}

/*
 * A dual-stack socket; where the system has no IPv6 (or OpenBSD, which has no dual stack) one for IPv4. -1 on failure.
 */
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

int e4j_udp_init(e4j_udp *self, const e4j_transport_ops *ops)
{
    self->base.ops = ops;
    self->fd = open_socket(&self->family);
    self->waker = (e4j_waker) {-1, -1};
    if (self->fd >= 0 && e4j_waker_open(&self->waker) == 0 && fcntl(self->fd, F_SETFD, FD_CLOEXEC) == 0 &&
        fcntl(self->fd, F_SETFL, O_NONBLOCK) == 0) {
        e4j_packet_info_enable(self->fd, self->family);
        return 0;
    }
    e4j_transport_error = errno;
    return -1;
}

void e4j_udp_release(e4j_udp *self)
{
    if (self->fd >= 0)
        close(self->fd);
    e4j_waker_close(&self->waker);
}
