/* The UDP transports over loopback, with batching and without, and with kernels that lack or refuse what it needs. */
#include "net/address.h"
#include "net/transport.h"

#include "check.h"

#include <stdlib.h>
#include <time.h>

#ifdef __linux__
#include "net/udp_calls.h"
#include "net/udp_linux.h"

#include <errno.h>
#include <netinet/in.h>
#endif

static uint64_t now(void) /* ms */
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t) time.tv_sec * 1000 + (uint64_t) time.tv_nsec / 1000000;
}

static ENetAddress loopback(int v6)
{
    static const uint8_t v4[16] = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1};
    static const uint8_t one[16] = {[15] = 1};
    ENetAddress address = {0};
    memcpy(&address.host, v6 ? one : v4, 16);
    return address;
}

static e4j_transport *bound(int v6)
{
    ENetAddress address = loopback(v6);
    e4j_transport *transport = e4j_udp_open();
    if (transport == NULL || transport->ops->bind(transport, &address) != 0) {
        fprintf(stderr, "no socket\n");
        exit(1);
    }
    transport->ops->set_option(transport, ENET_SOCKOPT_RCVBUF, 1 << 20);
    return transport;
}

static ENetAddress address_of(e4j_transport *transport)
{
    ENetAddress address = {0};
    CHECK_EQ(0, transport->ops->local_address(transport, &address));
    return address;
}

/* Datagram number `number` of a series: its contents tell. */
static void fill(uint8_t *data, size_t length, uint32_t number)
{
    for (size_t i = 0; i < length; i++)
        data[i] = (uint8_t) (number * 31 + i * 7 + (i >> 8));
}

static int send_numbered(e4j_transport *from, const ENetAddress *to, size_t length, uint32_t number)
{
    static uint8_t data[65536];
    fill(data, length, number);
    /* In parts, as ENet does, one of them empty. */
    ENetBuffer parts[] = {{.data = data, .dataLength = length / 3},
                          {.data = NULL, .dataLength = 0},
                          {.data = data + length / 3, .dataLength = length - length / 3}};
    return from->ops->send(from, to, parts, 3);
}

/*
 * As the transport's receive, but skips what comes from anybody else: a port of the system's choice may have been
 * another program's a moment ago, whose peers still write to it.
 */
static int receive_from(e4j_transport *transport, const ENetAddress *sender, uint8_t *data, size_t room)
{
    ENetAddress from;
    ENetBuffer buffer = {.data = data, .dataLength = room};
    int length = transport->ops->receive(transport, &from, &buffer);
    return length > 0 && (from.host != sender->host || from.port != sender->port) ? E4J_RECEIVE_SKIP : length;
}

/* The next datagram that is not skipped; 0 when none comes within a second. */
static int receive_next(e4j_transport *transport, const ENetAddress *sender, uint8_t *data, size_t room)
{
    for (int tries = 0; tries < 1000;) {
        int length = receive_from(transport, sender, data, room);
        if (length > 0)
            return length;
        if (length == 0) {
            tries++;
            transport->ops->wait(transport, 1);
        }
    }
    return 0;
}

static void expect_numbered(e4j_transport *to, const ENetAddress *from, size_t length, uint32_t number)
{
    static uint8_t actual[65536], expected[65536];
    int received = receive_next(to, from, actual, sizeof actual);
    fill(expected, length, number);
    CHECK_BYTES(expected, length, actual, received > 0 ? (size_t) received : 0);
}

/* Over loopback what was sent has arrived. */
static void expect_nothing(e4j_transport *transport, const ENetAddress *sender)
{
    static uint8_t data[ENET_PROTOCOL_MAXIMUM_MTU];
    int result = E4J_RECEIVE_SKIP;
    for (int tries = 0; tries < 10 && result == E4J_RECEIVE_SKIP; tries++)
        result = receive_from(transport, sender, data, sizeof data);
    CHECK_EQ(0, result);
}

/* Sizes in all the ways in which they may or may not go into one message. */
static const size_t SIZES[] = {100, 100, 100, 40, 100, 100, 200, 200, 1, 1, 1, 1392, 1392, 1392, 1392, 17, 4096, 4096,
                               4095, 60, 61, 62, 61, 60, 9000, 9000, 100, 1200, 1200, 1200, 1200, 1200, 1200, 1200,
                               1199};
enum { SIZE_COUNT = sizeof SIZES / sizeof *SIZES };

static void test_series(int v6)
{
    e4j_transport *a = bound(v6), *b = bound(v6);
    ENetAddress at_a = address_of(a), at_b = address_of(b);
    for (uint32_t i = 0; i < SIZE_COUNT; i++)
        CHECK_EQ(SIZES[i], send_numbered(a, &at_b, SIZES[i], i));
    CHECK_EQ(0, a->ops->flush(a));
    for (uint32_t i = 0; i < SIZE_COUNT; i++)
        expect_numbered(b, &at_a, SIZES[i], i);
    expect_nothing(b, &at_a);
    a->ops->close(a);
    b->ops->close(b);
}

/* What one host sends to many in turn comes to each in order, and all of it. */
static void test_many_destinations(void)
{
    enum { COUNT = 300, ROUNDS = 7 };
    static e4j_transport *peers[COUNT];
    e4j_transport *from = bound(0);
    ENetAddress at_from = address_of(from);
    for (int i = 0; i < COUNT; i++)
        peers[i] = bound(0);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < COUNT; i++) {
            ENetAddress to = address_of(peers[i]);
            CHECK(send_numbered(from, &to, SIZES[(i + round) % 16], i * ROUNDS + round) > 0);
        }
    }
    CHECK_EQ(0, from->ops->flush(from));
    for (uint32_t i = 0; i < COUNT; i++) {
        for (uint32_t round = 0; round < ROUNDS; round++)
            expect_numbered(peers[i], &at_from, SIZES[(i + round) % 16], i * ROUNDS + round);
        expect_nothing(peers[i], &at_from);
        peers[i]->ops->close(peers[i]);
    }
    from->ops->close(from);
}

/* More than the transport keeps goes out by itself; what it has kept goes out before it receives or closes. */
static void test_flushes(void)
{
    e4j_transport *a = bound(0), *b = bound(0);
    ENetAddress at_a = address_of(a), at_b = address_of(b);
    uint8_t data[64];
    ENetAddress from;
    for (uint32_t round = 0; round < 20; round++) {
        for (uint32_t i = 0; i < 100; i++)
            send_numbered(a, &at_b, 1000, i);
        ENetBuffer buffer = {.data = data, .dataLength = sizeof data};
        CHECK_EQ(0, a->ops->receive(a, &from, &buffer));
        for (uint32_t i = 0; i < 100; i++)
            expect_numbered(b, &at_a, 1000, i);
    }
    for (uint32_t i = 0; i < 400; i++)
        send_numbered(a, &at_b, 1000, i);
    for (uint32_t i = 0; i < 256; i++)
        expect_numbered(b, &at_a, 1000, i);
    a->ops->close(a);
    for (uint32_t i = 256; i < 400; i++)
        expect_numbered(b, &at_a, 1000, i);
    expect_nothing(b, &at_a);
    b->ops->close(b);
}

static void test_too_large_for_the_reader(void)
{
    e4j_transport *a = bound(0), *b = bound(0);
    ENetAddress at_a = address_of(a), at_b = address_of(b);
    static uint8_t data[4096], expected[4096];
    const size_t sizes[] = {5000, 5000, 3000, 60000, 4096, 4097};
    for (uint32_t i = 0; i < 6; i++)
        CHECK_EQ(sizes[i], send_numbered(a, &at_b, sizes[i], i));
    a->ops->flush(a);
    fill(expected, 3000, 2);
    CHECK_EQ(3000, receive_next(b, &at_a, data, sizeof data));
    CHECK(memcmp(expected, data, 3000) == 0);
    fill(expected, 4096, 4);
    CHECK_EQ(4096, receive_next(b, &at_a, data, sizeof data));
    CHECK(memcmp(expected, data, 4096) == 0);
    expect_nothing(b, &at_a);
    a->ops->close(a);
    b->ops->close(b);
}

/* An empty datagram is no end of what there is to read. */
static void test_empty(void)
{
    e4j_transport *a = bound(0), *b = bound(0);
    ENetAddress at_a = address_of(a), at_b = address_of(b);
    send_numbered(a, &at_b, 50, 0);
    CHECK_EQ(0, send_numbered(a, &at_b, 0, 0));
    send_numbered(a, &at_b, 50, 1);
    a->ops->flush(a);
    expect_numbered(b, &at_a, 50, 0);
    expect_numbered(b, &at_a, 50, 1);
    a->ops->close(a);
    b->ops->close(b);
}

static void test_wait_and_wake(void)
{
    e4j_transport *a = bound(0), *b = bound(0);
    ENetAddress at_a = address_of(a), at_b = address_of(b);
    for (uint32_t i = 0; i < 3; i++)
        send_numbered(a, &at_b, 500, i);
    a->ops->flush(a);
    expect_numbered(b, &at_a, 500, 0);
    /* Two are there yet, wherever they are. */
    uint64_t start = now();
    CHECK_EQ(0, b->ops->wait(b, 5000));
    expect_numbered(b, &at_a, 500, 1);
    expect_numbered(b, &at_a, 500, 2);
    b->ops->wake(b);
    CHECK_EQ(0, b->ops->wait(b, 5000));
    CHECK_EQ(0, b->ops->wait(b, 5000));
    CHECK(now() - start < 4000);
    b->ops->rest(b);
    start = now();
    CHECK_EQ(0, b->ops->wait(b, 30));
    CHECK(now() - start >= 25);
    a->ops->close(a);
    b->ops->close(b);
}

/* A destination that the system refuses (port 0) is a datagram lost, and counted; the others go out. */
static void test_refused_destination(void)
{
    e4j_transport *a = bound(0), *b = bound(0);
    ENetAddress at_a = address_of(a), at_b = address_of(b), bad = loopback(0);
    send_numbered(a, &at_b, 100, 0);
    CHECK(send_numbered(a, &bad, 100, 9) >= 0);
    send_numbered(a, &at_b, 100, 1);
    CHECK_EQ(0, a->ops->flush(a));
    CHECK_EQ(1, a->ops->unsent(a).count);
    expect_numbered(b, &at_a, 100, 0);
    expect_numbered(b, &at_a, 100, 1);
    a->ops->close(a);
    b->ops->close(b);
}

static void test_all(void)
{
    test_series(0);
    test_series(1);
    test_many_destinations();
    test_flushes();
    test_too_large_for_the_reader();
    test_empty();
    test_wait_and_wake();
    test_refused_destination();
}

#ifdef __linux__

static const e4j_udp_calls REAL = {sendmmsg, recvmmsg, setsockopt};

static unsigned send_calls, segmented, receive_calls;
static int refusal;       /* errno for messages to be cut up, 0: none */
static int missing_option; /* of setsockopt */

static int counting_send(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags)
{
    send_calls++;
    for (unsigned i = 0; i < count; i++) {
        if (messages[i].msg_hdr.msg_control == NULL)
            continue;
        segmented++;
        if (refusal == 0)
            continue;
        if (i > 0)
            return sendmmsg(fd, messages, i, flags);
        errno = refusal;
        return -1;
    }
    return sendmmsg(fd, messages, count, flags);
}

static int counting_receive(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags,
    struct timespec *timeout)
{
    receive_calls++;
    return recvmmsg(fd, messages, count, flags, timeout);
}

static int sparing_setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
    if (level == IPPROTO_UDP && name == missing_option) {
        errno = ENOPROTOOPT;
        return -1;
    }
    return setsockopt(fd, level, name, value, length);
}

/* Whether the machine itself can do what is to be tested: without, the rest tests the fall-back for real. */
static int kernel_segments;

/* Eight equal datagrams are one message, which leaves without waiting for more; many messages are one call. */
static void test_batches(void)
{
    e4j_udp_system = (e4j_udp_calls) {counting_send, counting_receive, setsockopt};
    e4j_transport *a = bound(0), *b = bound(0);
    ENetAddress at_a = address_of(a), at_b = address_of(b);
    send_calls = segmented = receive_calls = 0;
    for (uint32_t i = 0; i < 44; i++) {
        send_numbered(a, &at_b, 1392, i);
        CHECK_EQ((i + 1) / 8, send_calls);
    }
    kernel_segments = segmented > 0;
    a->ops->flush(a);
    CHECK_EQ(6, send_calls);
    for (uint32_t i = 0; i < 44; i++)
        expect_numbered(b, &at_a, 1392, i);
    if (kernel_segments) {
        CHECK_EQ(6, segmented);
        CHECK_EQ(1, receive_calls);
    }
    /* To two destinations in turn: what there is for the other goes along. */
    send_calls = segmented = 0;
    for (uint32_t i = 0; i < 7; i++) {
        send_numbered(a, &at_b, 500, i);
        send_numbered(a, &at_a, 400, i);
    }
    CHECK_EQ(0, send_calls);
    send_numbered(a, &at_b, 500, 7);
    CHECK_EQ(1, send_calls);
    if (kernel_segments)
        CHECK_EQ(2, segmented);
    for (uint32_t i = 0; i < 8; i++)
        expect_numbered(b, &at_a, 500, i);
    for (uint32_t i = 0; i < 7; i++)
        expect_numbered(a, &at_a, 400, i);
    a->ops->close(a);
    b->ops->close(b);
    e4j_udp_system = REAL;
}

/* Sends one datagram to each of that many other ports, and after every fourth has `other` send a numbered one back. */
static uint32_t send_and_be_answered(e4j_transport *self, e4j_transport *other, uint32_t count, size_t length,
    uint32_t number)
{
    ENetAddress to = loopback(0), back = address_of(self);
    uint8_t byte = 0;
    ENetBuffer buffer = {.data = &byte, .dataLength = 1};
    for (uint32_t i = 0; i < count; i++) {
        to.port = (enet_uint16) (1 + i);
        self->ops->send(self, &to, &buffer, 1);
        if (i % 4 == 3) {
            send_numbered(other, &back, length, number++);
            other->ops->flush(other);
        }
    }
    return number;
}

/* What comes while much is sent is taken in before the system's buffer overflows. */
static void test_answers_meanwhile(void)
{
    enum { COUNT = 1000 };
    e4j_transport *a = bound(0), *b = bound(0);
    ENetAddress at_b = address_of(b);
    a->ops->set_option(a, ENET_SOCKOPT_RCVBUF, 20000);
    /* The answers to 65 are all taken in before the last of these, and nobody waits for the system to have more. */
    uint32_t sent = send_and_be_answered(a, b, 65, 50, 0), expected = 0;
    uint64_t start = now();
    CHECK_EQ(0, a->ops->wait(a, 5000));
    CHECK(now() - start < 2000);
    sent = send_and_be_answered(a, b, COUNT, 50, sent);
    /* Another burst, when some are read and some are not; and once more. */
    while (expected < 100)
        expect_numbered(a, &at_b, 50, expected++);
    sent = send_and_be_answered(a, b, COUNT, 50, sent);
    while (expected < 300)
        expect_numbered(a, &at_b, 50, expected++);
    sent = send_and_be_answered(a, b, COUNT, 50, sent);
    while (expected < sent)
        expect_numbered(a, &at_b, 50, expected++);
    expect_nothing(a, &at_b);

    /* In the middle of a message of several datagrams they stay with the system. */
    a->ops->set_option(a, ENET_SOCKOPT_RCVBUF, 1 << 20);
    ENetAddress at_a = address_of(a);
    for (uint32_t i = 0; i < 8; i++)
        send_numbered(b, &at_a, 700, i);
    expect_numbered(a, &at_b, 700, 0);
    send_and_be_answered(a, b, 80, 6000, 0);
    send_and_be_answered(a, b, 80, 50, 20);
    for (uint32_t i = 1; i < 8; i++)
        expect_numbered(a, &at_b, 700, i);
    for (uint32_t i = 0; i < 40; i++)
        expect_numbered(a, &at_b, i < 20 ? 6000 : 50, i);
    expect_nothing(a, &at_b);

    /* More than it will take: the rest stays with the system, which may lose some; none comes twice or out of order. */
    sent = send_and_be_answered(a, b, COUNT, 30000, 0);
    uint32_t next = 0;
    static uint8_t actual[65536], wanted[65536];
    for (int length; (length = receive_next(a, &at_b, actual, sizeof actual)) > 0; next++) {
        CHECK_EQ(30000, length);
        do
            fill(wanted, 30000, next);
        while (memcmp(wanted, actual, 30000) != 0 && ++next < sent);
        CHECK(next < sent);
    }
    CHECK(next > 40);
    a->ops->close(a);
    b->ops->close(b);
}

/* The kernel or the device refuses to cut up: nothing is lost, doubled or reordered, and it is not asked again soon. */
static void test_refusals(void)
{
    static const int errors[] = {EIO, EINVAL, EMSGSIZE, EOPNOTSUPP, EPERM};
    for (size_t e = 0; e < sizeof errors / sizeof *errors; e++) {
        e4j_udp_system = (e4j_udp_calls) {counting_send, recvmmsg, setsockopt};
        refusal = errors[e];
        test_all();
        e4j_transport *a = bound(0), *b = bound(0);
        ENetAddress at_a = address_of(a), at_b = address_of(b);
        segmented = 0;
        for (uint32_t round = 0; round < 10; round++) {
            for (uint32_t i = 0; i < 20; i++)
                send_numbered(a, &at_b, 600, i);
            CHECK_EQ(0, a->ops->flush(a));
            for (uint32_t i = 0; i < 20; i++)
                expect_numbered(b, &at_a, 600, i);
        }
        CHECK_EQ(kernel_segments, segmented);
        a->ops->close(a);
        b->ops->close(b);
    }
    /* A full queue is no refusal: next time it is tried again. */
    refusal = EAGAIN;
    test_series(0);
    e4j_udp_system = REAL;
    refusal = 0;
}

static int broken_error;

static int broken_send(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags)
{
    (void) fd, (void) messages, (void) flags;
    errno = broken_error;
    return count == 0 ? 0 : -1;
}

/* What is said of one destination is a datagram lost; of the socket itself, an error that tells its number. */
static void test_errors(void)
{
    static const int lost[] = {EPERM, EACCES, ENETUNREACH, EHOSTUNREACH, ENETDOWN, EADDRNOTAVAIL, EMSGSIZE, ENOBUFS,
                               ENOMEM, ECONNREFUSED, EINVAL, EAFNOSUPPORT, EIO};
    enum { LOST = sizeof lost / sizeof *lost };
    e4j_udp_system = (e4j_udp_calls) {broken_send, recvmmsg, setsockopt};
    e4j_transport *a = bound(0), *b = bound(0);
    ENetAddress at_b = address_of(b);
    for (uint32_t i = 0; i < LOST; i++) {
        broken_error = lost[i];
        CHECK_EQ(50, send_numbered(a, &at_b, 50, i));
        CHECK_EQ(0, a->ops->flush(a));
        CHECK_EQ(i + 1, a->ops->unsent(a).count);
    }
    static const int own[] = {EBADF, ENOTSOCK, EPIPE};
    for (uint32_t i = 0; i < 3; i++) {
        broken_error = own[i];
        CHECK_EQ(50, send_numbered(a, &at_b, 50, i));
        e4j_transport_error = 0;
        CHECK_EQ(-1, a->ops->flush(a));
        CHECK_EQ(own[i], e4j_transport_error);
        CHECK_EQ(0, a->ops->flush(a));
    }
    CHECK_EQ(LOST, a->ops->unsent(a).count);
    a->ops->close(a);
    b->ops->close(b);
    e4j_udp_system = REAL;
}

static int one_send(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags)
{
    static unsigned calls;
    if (++calls % 3 == 0) {
        errno = EINTR;
        return -1;
    }
    return sendmmsg(fd, messages, count > 0 ? 1 : 0, flags);
}

static int noisy_receive(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags,
    struct timespec *timeout)
{
    static unsigned calls;
    static const int errors[] = {EINTR, ECONNREFUSED, ENOBUFS};
    if (++calls % 4 != 0 && count > 1) {
        errno = errors[calls % 4 - 1];
        return -1;
    }
    return recvmmsg(fd, messages, count > 2 ? 2 : count, flags, timeout);
}

static int no_send(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags)
{
    (void) fd, (void) messages, (void) count, (void) flags;
    errno = ENOSYS;
    return -1;
}

static int no_receive(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags,
    struct timespec *timeout)
{
    (void) fd, (void) messages, (void) count, (void) flags, (void) timeout;
    errno = ENOSYS;
    return -1;
}

static void test_old_kernels(void)
{
    enum { SEGMENT = 103, GRO = 104 };
    e4j_udp_system = (e4j_udp_calls) {counting_send, recvmmsg, sparing_setsockopt};
    segmented = 0;
    missing_option = SEGMENT;
    test_all();
    CHECK_EQ(0, segmented);
    missing_option = GRO;
    test_all();
    e4j_udp_system = (e4j_udp_calls) {one_send, noisy_receive, setsockopt};
    test_all();
    e4j_udp_system = (e4j_udp_calls) {no_send, recvmmsg, setsockopt};
    CHECK(e4j_udp_open_batched() == NULL);
    test_all();
    e4j_udp_system = (e4j_udp_calls) {sendmmsg, no_receive, setsockopt};
    CHECK(e4j_udp_open_batched() == NULL);
    test_all();
    e4j_udp_system = REAL;
}

/* Who batches and who doesn't understand one another. */
static void test_mixed(void)
{
    e4j_transport *pair[2];
    e4j_udp_set_batching(0);
    pair[0] = bound(0);
    e4j_udp_set_batching(1);
    pair[1] = bound(0);
    for (int i = 0; i < 2; i++) {
        e4j_transport *a = pair[i], *b = pair[1 - i];
        ENetAddress at_a = address_of(a), at_b = address_of(b);
        for (uint32_t n = 0; n < 60; n++)
            send_numbered(a, &at_b, 1000, n);
        a->ops->flush(a);
        for (uint32_t n = 0; n < 60; n++)
            expect_numbered(b, &at_a, 1000, n);
    }
    pair[0]->ops->close(pair[0]);
    pair[1]->ops->close(pair[1]);
}

#endif

int main(void)
{
    test_all();
    e4j_udp_set_batching(0);
    test_all();
    e4j_udp_set_batching(1);
#ifdef __linux__
    test_batches();
    test_answers_meanwhile();
    test_refusals();
    test_errors();
    test_old_kernels();
    test_mixed();
#endif
    return check_result();
}
