#include "net/udp_ring.h"

#include "net/address.h"
#include "net/packet_info.h"
#include "net/udp_calls.h"
#include "net/udp_socket.h"
#include "platform/pages.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/uio.h>

enum {
    MESSAGES = 32,
    MESSAGE_BYTES = 65536, /* more than any datagram, joined or not */
    /* From one message to the next: their beginnings, mostly all there is, must not share places in the caches. */
    MESSAGE_STRIDE = MESSAGE_BYTES + 5 * 64,
    KEPT_BYTES = 1024 * 1024
};

/* A datagram, or several of `segment` bytes each but for the last. */
typedef struct {
    ENetAddress from;
    uint32_t length;
    uint32_t segment;
} arrival;

struct e4j_ring {
    int fd;
    unsigned count; /* messages received */
    unsigned next;  /* of them, the first not read yet */
    bool drained;   /* the last call has left nothing behind */
    atomic_bool holds;
    arrival current; /* whose datagrams are being handed out */
    const uint8_t *data;
    size_t offset; /* in it; its length when there is none under way */
    size_t kept_next, kept_end;
    struct mmsghdr headers[MESSAGES];
    struct iovec vectors[MESSAGES];
    e4j_sockaddr names[MESSAGES];
    union {
        struct cmsghdr header;
        uint8_t bytes[CMSG_SPACE(sizeof(int)) + E4J_PACKET_INFO_RECEIVED_SPACE];
    } controls[MESSAGES];
    uint8_t received[MESSAGES][MESSAGE_STRIDE];
    uint8_t kept[KEPT_BYTES]; /* older than `received`: messages, each followed by its bytes, without gaps */
};

e4j_ring *e4j_ring_create(int fd)
{
    e4j_ring *self = e4j_pages_allocate(sizeof *self);
    if (self == NULL)
        return NULL;
    self->fd = fd;
    for (unsigned i = 0; i < MESSAGES; i++) {
        struct msghdr *header = &self->headers[i].msg_hdr;
        self->vectors[i] = (struct iovec) {self->received[i], MESSAGE_BYTES};
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
    int count = e4j_udp_system.recvmmsg(self->fd, self->headers, MESSAGES, 0, NULL);
    if (count < 0)
        return e4j_udp_not_received(errno);
    self->count = (unsigned) count;
    self->drained = count < MESSAGES;
    return count > 0;
}

/* The size of the datagrams that the kernel has joined into a message; that of the message when it has not. */
static size_t segment_of(struct msghdr *header, size_t length)
{
    for (struct cmsghdr *control = CMSG_FIRSTHDR(header); control != NULL; control = CMSG_NXTHDR(header, control)) {
        int segment;
        if (control->cmsg_level != IPPROTO_UDP || control->cmsg_type != UDP_GRO)
            continue;
        memcpy(&segment, CMSG_DATA(control), sizeof segment);
        return segment > 0 ? (size_t) segment : length;
    }
    return length;
}

/* What has arrived in the message `number`. False when it is to be dropped: it is empty, cut off, or from nobody. */
static bool read_message(e4j_ring *self, unsigned number, arrival *result)
{
    struct msghdr *header = &self->headers[number].msg_hdr;
    result->length = self->headers[number].msg_len;
    result->segment = (uint32_t) segment_of(header, result->length);
    if (result->length == 0 || header->msg_flags & MSG_TRUNC ||
        e4j_address_from_sockaddr(&self->names[number], &result->from) != 0)
        return false;
    e4j_packet_info_read(header, &result->from);
    return true;
}

/* Starts with the oldest message. */
static bool begin(e4j_ring *self)
{
    self->offset = 0;
    if (self->kept_next < self->kept_end) {
        memcpy(&self->current, self->kept + self->kept_next, sizeof self->current);
        self->data = self->kept + self->kept_next + sizeof self->current;
        self->kept_next += sizeof self->current + self->current.length;
        return true;
    }
    unsigned number = self->next++;
    self->data = self->received[number];
    if (read_message(self, number, &self->current))
        return true;
    self->current.length = 0;
    return false;
}

static bool holds(const e4j_ring *self)
{
    return self->offset < self->current.length || self->kept_next < self->kept_end || self->next < self->count;
}

static void tell_whether_it_holds(e4j_ring *self)
{
    atomic_store_explicit(&self->holds, holds(self), memory_order_relaxed);
}

/* The next datagram of the message under way. */
static int take(e4j_ring *self, ENetAddress *from, ENetBuffer *buffer)
{
    const uint8_t *data = self->data + self->offset;
    size_t rest = self->current.length - self->offset;
    size_t piece = rest < self->current.segment ? rest : self->current.segment;
    self->offset += piece;
    if (piece > buffer->dataLength)
        return E4J_RECEIVE_SKIP;
    memcpy(buffer->data, data, piece);
    *from = self->current.from;
    return (int) piece;
}

int e4j_ring_receive(e4j_ring *self, ENetAddress *from, ENetBuffer *buffer)
{
    if (!holds(self)) {
        /* The system has just said so: asking it again can wait for the next pass. */
        if (self->drained) {
            self->drained = false;
            return 0;
        }
        int filled = fill(self);
        if (filled <= 0)
            return filled;
    }
    int result = E4J_RECEIVE_SKIP;
    if (self->offset < self->current.length || begin(self))
        result = take(self, from, buffer);
    tell_whether_it_holds(self);
    return result;
}

/* Moves what was received to where it is kept. False when there is no room left. */
static bool move(e4j_ring *self)
{
    for (; self->next < self->count; self->next++) {
        arrival m;
        if (!read_message(self, self->next, &m))
            continue;
        if (KEPT_BYTES - self->kept_end < sizeof m + m.length)
            return false;
        memcpy(self->kept + self->kept_end, &m, sizeof m);
        memcpy(self->kept + self->kept_end + sizeof m, self->received[self->next], m.length);
        self->kept_end += sizeof m + m.length;
    }
    return true;
}

void e4j_ring_keep(e4j_ring *self)
{
    /* One under way lies where the others would go. */
    if (self->offset < self->current.length)
        return;
    if (self->kept_next == self->kept_end)
        self->kept_next = self->kept_end = 0;
    while (move(self) && !self->drained && fill(self) > 0)
        continue;
    self->drained = false;
    tell_whether_it_holds(self);
}

int e4j_ring_holds(e4j_ring *ring)
{
    return atomic_load_explicit(&ring->holds, memory_order_relaxed);
}
