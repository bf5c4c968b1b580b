#include "net/udp_ring.h"

#include "net/address.h"
#include "net/udp_batched.h"
#include "net/udp_socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/uio.h>

#ifndef UDP_GRO
#define UDP_GRO 104
#endif

enum {
    MESSAGES = 32,
    MESSAGE_BYTES = 65536 /* more than any datagram, joined or not */
};

struct e4j_ring {
    int fd;
    unsigned count; /* messages received */
    unsigned next;  /* the message under way */
    bool drained;   /* the last call has left nothing behind */
    size_t offset;  /* in the message under way, 0 before its first piece */
    size_t segment;
    ENetAddress from;
    atomic_bool holds;
    struct mmsghdr headers[MESSAGES];
    struct iovec vectors[MESSAGES];
    e4j_sockaddr names[MESSAGES];
    union {
        struct cmsghdr header;
        uint8_t bytes[CMSG_SPACE(sizeof(int))];
    } controls[MESSAGES];
    uint8_t data[MESSAGES][MESSAGE_BYTES];
};

e4j_ring *e4j_ring_create(int fd)
{
    e4j_ring *self = e4j_pages_allocate(sizeof *self);
    if (self == NULL)
        return NULL;
    self->fd = fd;
    for (unsigned i = 0; i < MESSAGES; i++) {
        struct msghdr *header = &self->headers[i].msg_hdr;
        self->vectors[i] = (struct iovec) {self->data[i], MESSAGE_BYTES};
        header->msg_iov = &self->vectors[i];
        header->msg_iovlen = 1;
        header->msg_name = &self->names[i];
        header->msg_control = &self->controls[i];
        header->msg_namelen = sizeof self->names[i];
        header->msg_controllen = sizeof self->controls[i].bytes;
    }
    return self;
}

void e4j_ring_destroy(e4j_ring *ring)
{
    e4j_pages_release(ring, sizeof *ring);
}

/* 1 when there are messages, else what receive answers. */
static int fill(e4j_ring *self)
{
    for (unsigned i = 0; i < self->count; i++) {
        self->headers[i].msg_hdr.msg_namelen = sizeof self->names[i];
        self->headers[i].msg_hdr.msg_controllen = sizeof self->controls[i].bytes;
    }
    self->count = self->next = 0;
    self->offset = 0;
    int count = e4j_udp_system.recvmmsg(self->fd, self->headers, MESSAGES, 0, NULL);
    if (count < 0) {
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return 0;
        return errno == EINTR || e4j_udp_is_noise(errno) ? E4J_RECEIVE_SKIP : -1;
    }
    self->count = (unsigned) count;
    self->drained = count < MESSAGES;
    return count > 0;
}

/* The size of the datagrams that the kernel has joined into a message; that of the message when it has not. */
static size_t segment_of(struct msghdr *header, size_t length)
{
    /* There is one control message at most: no other is asked for. */
    const struct cmsghdr *control = CMSG_FIRSTHDR(header);
    int segment;
    if (control == NULL || control->cmsg_level != IPPROTO_UDP || control->cmsg_type != UDP_GRO)
        return length;
    memcpy(&segment, CMSG_DATA(control), sizeof segment);
    return segment > 0 ? (size_t) segment : length;
}

/* The next datagram of the message under way. */
static int take(e4j_ring *self, ENetAddress *from, ENetBuffer *buffer)
{
    struct msghdr *header = &self->headers[self->next].msg_hdr;
    size_t length = self->headers[self->next].msg_len;
    if (self->offset == 0) {
        self->segment = segment_of(header, length);
        if (length == 0 || (header->msg_flags & MSG_TRUNC) ||
            e4j_address_from_sockaddr(&self->names[self->next], &self->from) != 0) {
            self->next++;
            return E4J_RECEIVE_SKIP;
        }
    }
    const uint8_t *data = self->data[self->next] + self->offset;
    size_t piece = length - self->offset < self->segment ? length - self->offset : self->segment;
    self->offset += piece;
    if (self->offset == length) {
        self->next++;
        self->offset = 0;
    }
    if (piece > buffer->dataLength)
        return E4J_RECEIVE_SKIP;
    memcpy(buffer->data, data, piece);
    *from = self->from;
    return (int) piece;
}

int e4j_ring_receive(e4j_ring *self, ENetAddress *from, ENetBuffer *buffer)
{
    if (self->next == self->count) {
        /* The system has just said so: asking it again can wait for the next pass. */
        if (self->drained) {
            self->drained = false;
            return 0;
        }
        int filled = fill(self);
        if (filled <= 0)
            return filled;
    }
    int result = take(self, from, buffer);
    atomic_store_explicit(&self->holds, self->next < self->count, memory_order_relaxed);
    return result;
}

int e4j_ring_holds(e4j_ring *ring)
{
    return atomic_load_explicit(&ring->holds, memory_order_relaxed);
}
