#include "net/udp_gather.h"

#include "net/address.h"
#include "net/packet_info.h"
#include "net/udp_calls.h"
#include "platform/pages.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/uio.h>

enum {
    GATHERED_BYTES = 256 * 1024,
    MESSAGES = 64,
    PLACES = 2 * MESSAGES, /* of the hash table; a power of two */
    REFUSALS = 512,
    /*
     * A message of so many datagrams is sent without waiting for more. The kernel would take 64, but ENet has no more
     * than some 47 under way to one peer: were all of them in one message, each side would sleep while the other works.
     */
    MESSAGE_DATAGRAMS = 8,
    GATHERED_DATAGRAMS = MESSAGES * MESSAGE_DATAGRAMS,
    MESSAGE_BYTES = 65535 - 40 - 8 /* what an IPv6 or IPv4 packet holds */
};

typedef struct {
    ENetAddress address;
    e4j_sockaddr to;
    uint32_t bytes;
    uint16_t segment; /* size of every datagram but the last */
    uint16_t count;
    bool closed;
    uint16_t vectors; /* while being laid out: where its next one goes, and how many it has */
    uint16_t vector_count;
    union {
        struct cmsghdr header;
        uint8_t bytes[CMSG_SPACE(sizeof(uint16_t)) + E4J_PACKET_INFO_SPACE];
    } control;
} outgoing;

typedef struct {
    uint16_t length;
    uint16_t message;
} datagram;

struct e4j_gather {
    e4j_udp *udp;
    uint16_t message_datagrams;
    uint16_t flushes;
    uint32_t bytes;
    uint16_t datagram_count;
    uint16_t message_count;
    uint16_t newest; /* the message that took the latest datagram */
    uint16_t places[PLACES]; /* number + 1 of the latest message for a destination */
    uint64_t refusals[REFUSALS / 64]; /* by hash of the destination: cutting up was refused */
    datagram datagrams[GATHERED_DATAGRAMS];
    outgoing messages[MESSAGES];
    struct mmsghdr headers[MESSAGES];
    struct iovec vectors[GATHERED_DATAGRAMS];
    uint8_t data[GATHERED_BYTES];
};

e4j_gather *e4j_gather_create(e4j_udp *udp, int can_segment)
{
    e4j_gather *self = e4j_pages_allocate(sizeof *self);
    if (self == NULL)
        return NULL;
    self->udp = udp;
    self->message_datagrams = can_segment ? MESSAGE_DATAGRAMS : 1;
    return self;
}

void e4j_gather_destroy(e4j_gather *gather)
{
    e4j_pages_release(gather, sizeof *gather);
}

static uint32_t hash(const ENetAddress *address)
{
    uint64_t halves[2];
    memcpy(halves, &address->host, sizeof halves);
    uint64_t mixed = (halves[0] ^ address->port) * UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 32 ^ halves[1]) * UINT64_C(0xd6e8feb86659fd93);
    return (uint32_t) (mixed >> 32);
}

/* Also in where it leaves from. */
static bool same(const ENetAddress *a, const ENetAddress *b)
{
    return e4j_address_equal(a, b) && a->local == b->local;
}

/* Where the destination is in the table, or may be put. */
static uint16_t *place_of(e4j_gather *self, const ENetAddress *to, uint32_t hashed)
{
    uint32_t i = hashed % PLACES;
    while (self->places[i] != 0 && !same(&self->messages[self->places[i] - 1].address, to))
        i = (i + 1) % PLACES;
    return &self->places[i];
}

static bool has_room(const e4j_gather *self, const outgoing *m, size_t length)
{
    return !m->closed && length <= m->segment && m->count < self->message_datagrams &&
           m->bytes + length <= MESSAGE_BYTES;
}

static bool refused(const e4j_gather *self, uint32_t hashed)
{
    return self->refusals[hashed % REFUSALS / 64] >> hashed % 64 & 1;
}

/* The number of the message that a datagram for this destination goes into; -1 when there is none. */
static int message_for(e4j_gather *self, const ENetAddress *to, size_t length)
{
    if (self->message_count > 0 && same(&self->messages[self->newest].address, to) &&
        has_room(self, &self->messages[self->newest], length))
        return self->newest;

    uint32_t hashed = hash(to);
    uint16_t *place = place_of(self, to, hashed);
    if (*place != 0 && has_room(self, &self->messages[*place - 1], length))
        return *place - 1;
    if (self->message_count == MESSAGES)
        return -1;

    outgoing *m = &self->messages[self->message_count];
    struct msghdr *header = &self->headers[self->message_count].msg_hdr;
    header->msg_namelen = e4j_address_to_sockaddr(to, self->udp->family, &m->to);
    if (header->msg_namelen == 0)
        return -1;
    m->address = *to;
    m->bytes = 0;
    m->count = 0;
    m->segment = (uint16_t) length;
    m->closed = refused(self, hashed);
    *place = ++self->message_count;
    return self->message_count - 1;
}

int e4j_gather_add(e4j_gather *self, const ENetAddress *to, const ENetBuffer *buffers, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += buffers[i].dataLength;
    /* An empty one can't be told apart in a message. */
    if (length == 0 || length > MESSAGE_BYTES || self->bytes + length > GATHERED_BYTES ||
        self->datagram_count == GATHERED_DATAGRAMS)
        return 0;
    int number = message_for(self, to, length);
    if (number < 0)
        return 0;

    outgoing *m = &self->messages[number];
    self->newest = (uint16_t) number;
    m->closed |= length < m->segment;
    m->bytes += (uint32_t) length;
    m->count++;
    self->datagrams[self->datagram_count++] = (datagram) {(uint16_t) length, (uint16_t) number};
    for (size_t i = 0; i < count; i++) {
        if (buffers[i].dataLength == 0)
            continue;
        memcpy(self->data + self->bytes, buffers[i].data, buffers[i].dataLength);
        self->bytes += (uint32_t) buffers[i].dataLength;
    }
    return (int) length;
}

/* Gives each message its vectors: a run of datagrams that were added one after the other is one vector. */
static void lay_out(e4j_gather *self)
{
    uint16_t vectors = 0;
    for (outgoing *m = self->messages; m < self->messages + self->message_count; m++) {
        m->vectors = vectors;
        m->vector_count = 0;
        vectors += m->count;
    }
    uint8_t *at = self->data;
    for (const datagram *d = self->datagrams; d < self->datagrams + self->datagram_count; d++) {
        outgoing *m = &self->messages[d->message];
        struct iovec *next = &self->vectors[m->vectors + m->vector_count];
        if (m->vector_count > 0 && (uint8_t *) next[-1].iov_base + next[-1].iov_len == at) {
            next[-1].iov_len += d->length;
        } else {
            *next = (struct iovec) {at, d->length};
            m->vector_count++;
        }
        at += d->length;
    }
}

/* Tells the kernel to cut the message up, where there is something to cut, and which address it is to leave from. */
static void control_message(outgoing *m, struct msghdr *header)
{
    size_t used = 0;
    if (m->count > 1) {
        m->control.header.cmsg_level = IPPROTO_UDP;
        m->control.header.cmsg_type = UDP_SEGMENT;
        m->control.header.cmsg_len = CMSG_LEN(sizeof m->segment);
        memcpy(CMSG_DATA(&m->control.header), &m->segment, sizeof m->segment);
        used = CMSG_SPACE(sizeof m->segment);
    }
    used += e4j_packet_info_write(&m->address, (struct cmsghdr *) (void *) (m->control.bytes + used));
    header->msg_control = used > 0 ? &m->control : NULL;
    header->msg_controllen = used;
}

static void address_messages(e4j_gather *self)
{
    for (unsigned i = 0; i < self->message_count; i++) {
        outgoing *m = &self->messages[i];
        struct msghdr *header = &self->headers[i].msg_hdr;
        header->msg_name = &m->to;
        header->msg_iov = &self->vectors[m->vectors];
        header->msg_iovlen = m->vector_count;
        control_message(m, header);
    }
}

/* Whether the error of a message says nothing of its size or destination. */
static bool will_pass(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS || error == ECONNREFUSED || error == ECONNRESET;
}

/* The datagrams of a message that the kernel refused for `error`. */
static int send_one_by_one(e4j_gather *self, uint16_t number, int error)
{
    const outgoing *m = &self->messages[number];
    if (m->count == 1 && m->address.local == 0 && !self->udp->reports_refusals)
        return e4j_udp_not_sent(self->udp, error);
    if (m->count > 1 && !will_pass(error)) {
        uint32_t hashed = hash(&m->address);
        self->refusals[hashed % REFUSALS / 64] |= UINT64_C(1) << hashed % 64;
    }
    int result = 0;
    uint8_t *at = self->data;
    for (const datagram *d = self->datagrams; d < self->datagrams + self->datagram_count; at += d->length, d++) {
        ENetBuffer buffer = {.data = at, .dataLength = d->length};
        if (d->message == number && e4j_udp_send(&self->udp->base, &m->address, &buffer, 1) < 0)
            result = -1;
    }
    return result;
}

int e4j_gather_wants_flush(const e4j_gather *self)
{
    return self->datagram_count > 0 && self->messages[self->newest].count == MESSAGE_DATAGRAMS;
}

int e4j_gather_flush(e4j_gather *self)
{
    int result = 0;
    if (self->message_count == 0)
        return 0;
    lay_out(self);
    address_messages(self);
    for (uint16_t done = 0; done < self->message_count;) {
        int sent = e4j_udp_system.sendmmsg(self->udp->fd, self->headers + done, (unsigned) self->message_count - done,
                                           MSG_NOSIGNAL);
        if (sent > 0) {
            done = (uint16_t) (done + sent);
        } else if (sent == 0 || errno != EINTR) {
            /* Of several messages the kernel stops at the one that fails, and says why when it is the first. */
            if (send_one_by_one(self, done, errno) != 0)
                result = -1;
            done++;
        }
    }
    memset(self->places, 0, sizeof self->places);
    self->bytes = 0;
    self->datagram_count = self->message_count = self->newest = 0;
    /* A route may change: now and then all destinations get another try. */
    if (++self->flushes == 0)
        memset(self->refusals, 0, sizeof self->refusals);
    return result;
}
