/*
 * What this machine allows, without ENet and without Java: the same tasks as enet_bench.c does, by bare datagrams over
 * loopback, or (with the argument "encrypted") by the cipher and the keys alone, in memory. Reads a task per line,
 * writes a line of JSON per result.
 *
 *   bulk SIZE SECONDS        datagrams of 1400 bytes, eight per system call, from one thread to another; encrypted: how
 *                            fast they are sealed and opened
 *   deep SIZE SECONDS        the same: no packets, no queue
 *   pingpong RATE SECONDS    64 bytes there and back, the next when one is back
 *   fanout PEERS TICKS RELIABLE BROADCAST   64 bytes to each of that many sockets per tick, one system call for each
 *   idle SLOTS               a system call that finds nothing
 *   calls SECONDS            single system calls
 *   connects SECONDS         what both sides of a handshake do with keys, one after the other
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "clock.h"
#include "crypto_limits.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DATAGRAM = 1400, SEGMENTS = 8, SMALL = 64, RING = 32, ROOM = 65536, AHEAD = 4 << 20, BUFFER = 16 << 20 };

static uint8_t payload[DATAGRAM * SEGMENTS];

void fail(const char *what)
{
    fprintf(stderr, "limits: %s\n", what);
    exit(1);
}

/* ---- Sockets, as a host's: IPv6 with IPv4 on it ---- */

static struct sockaddr_in6 loopback(int port)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t) port)};
    inet_pton(AF_INET6, "::ffff:127.0.0.1", &address.sin6_addr);
    return address;
}

static int port_of(int socket)
{
    struct sockaddr_in6 address;
    socklen_t length = sizeof address;
    getsockname(socket, (struct sockaddr *) &address, &length);
    return ntohs(address.sin6_port);
}

static int open_socket(int to)
{
    int no = 0, yes = 1, size = BUFFER, s = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in6 address = loopback(0);
    setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    setsockopt(s, IPPROTO_UDP, UDP_GRO, &yes, sizeof yes);
    if (setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
        setsockopt(s, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (s < 0 || bind(s, (struct sockaddr *) &address, sizeof address) != 0)
        fail("no socket");
    struct sockaddr_in6 other = loopback(to);
    if (to != 0 && connect(s, (struct sockaddr *) &other, sizeof other) != 0)
        fail("not connected");
    return s;
}

static void wait_for(int s, int milliseconds)
{
    struct pollfd pollfd = {.fd = s, .events = POLLIN};
    poll(&pollfd, 1, milliseconds);
}

/* One message of one or more segments, with a control message for their size or the address to leave from. */
static ssize_t send_message(int s, size_t length, int segment, int from_address)
{
    union {
        char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo))];
        struct cmsghdr align;
    } control = {0};
    struct iovec part = {.iov_base = payload, .iov_len = length};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (segment || from_address) {
        message.msg_control = control.bytes;
        message.msg_controllen = segment ? CMSG_SPACE(sizeof(uint16_t)) : CMSG_SPACE(sizeof(struct in6_pktinfo));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (segment) {
            uint16_t size = DATAGRAM;
            header->cmsg_level = IPPROTO_UDP;
            header->cmsg_type = UDP_SEGMENT;
            header->cmsg_len = CMSG_LEN(sizeof size);
            memcpy(CMSG_DATA(header), &size, sizeof size);
        } else {
            struct in6_pktinfo info = {.ipi6_addr = loopback(0).sin6_addr};
            header->cmsg_level = IPPROTO_IPV6;
            header->cmsg_type = IPV6_PKTINFO;
            header->cmsg_len = CMSG_LEN(sizeof info);
            memcpy(CMSG_DATA(header), &info, sizeof info);
        }
    }
    return sendmsg(s, &message, 0);
}

/* ---- A thread that receives ---- */

typedef struct {
    int sockets[64];
    int count;
    int echo;
    atomic_int stop;
    atomic_ulong bytes;
    atomic_ulong cpu;
} receiver;

static size_t receive_some(int s)
{
    static _Thread_local uint8_t memory[RING][ROOM];
    struct iovec parts[RING];
    struct mmsghdr messages[RING];
    size_t bytes = 0;
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < RING; i++) {
        parts[i] = (struct iovec) {.iov_base = memory[i], .iov_len = ROOM};
        messages[i].msg_hdr = (struct msghdr) {.msg_iov = &parts[i], .msg_iovlen = 1};
    }
    int n = recvmmsg(s, messages, RING, 0, NULL);
    for (int i = 0; i < n; i++)
        bytes += messages[i].msg_len;
    return bytes;
}

static void *receive(void *argument)
{
    receiver *self = argument;
    while (!atomic_load_explicit(&self->stop, memory_order_relaxed)) {
        size_t bytes = 0;
        for (int i = 0; i < self->count; i++)
            bytes += receive_some(self->sockets[i]);
        if (bytes > 0 && self->echo)
            send(self->sockets[0], payload, SMALL, 0);
        atomic_store(&self->cpu, cpu());
        atomic_fetch_add_explicit(&self->bytes, bytes, memory_order_relaxed);
        if (bytes == 0)
            wait_for(self->sockets[0], 1);
    }
    return NULL;
}

static void bulk(double seconds)
{
    receiver r = {.sockets = {open_socket(0)}, .count = 1};
    int s = open_socket(port_of(r.sockets[0]));
    pthread_t thread;
    pthread_create(&thread, NULL, receive, &r);
    uint64_t start = wall(), used = cpu(), end = start + (uint64_t) (seconds * 1e9);
    unsigned long sent = 0, lost = 0, last = 0;
    for (uint64_t now = start, moved = start; now < end; now = wall()) {
        unsigned long come = atomic_load_explicit(&r.bytes, memory_order_relaxed);
        if (come != last)
            moved = now;
        else if (now - moved > 20000000u) /* what has not come by now was dropped */
            lost = sent - come;
        last = come;
        if (sent - lost - come < AHEAD && send_message(s, sizeof payload, 1, 0) > 0)
            sent += sizeof payload;
        else
            wait_for(s, 1);
    }
    double bytes = (double) atomic_load(&r.bytes), time = (double) (wall() - start);
    printf("{\"mbps\": %.1f, \"sender_ns_per_kb\": %.1f, \"receiver_ns_per_kb\": %.1f}\n", bytes / time * 1000,
           (double) (cpu() - used) / bytes * 1000, (double) atomic_load(&r.cpu) / bytes * 1000);
    atomic_store(&r.stop, 1);
    pthread_join(thread, NULL);
    close(s);
    close(r.sockets[0]);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    return (x > y) - (x < y);
}

static void pingpong(double seconds)
{
    receiver r = {.sockets = {open_socket(0)}, .count = 1, .echo = 1};
    int s = open_socket(port_of(r.sockets[0]));
    struct sockaddr_in6 back = loopback(port_of(s));
    connect(r.sockets[0], (struct sockaddr *) &back, sizeof back);
    pthread_t thread;
    pthread_create(&thread, NULL, receive, &r);
    size_t room = 2000000, count = 0;
    uint32_t *times = calloc(room, sizeof *times);
    uint64_t start = wall(), used = cpu();
    while (count < room && wall() - start < (uint64_t) (seconds * 1e9)) {
        uint8_t answer[SMALL];
        uint64_t from = wall();
        send(s, payload, SMALL, 0);
        while (recv(s, answer, sizeof answer, 0) < 0)
            wait_for(s, 10);
        times[count++] = (uint32_t) (wall() - from);
    }
    double client = (double) (cpu() - used) / 1000;
    qsort(times, count, sizeof *times, by_value);
    printf("{\"p50_us\": %.2f, \"p99_us\": %.2f, \"p999_us\": %.2f, ", times[count / 2] / 1e3,
           times[count * 99 / 100] / 1e3, times[count * 999 / 1000] / 1e3);
    printf("\"client_cpu_us\": %.2f, \"server_cpu_us\": %.2f}\n", client / (double) count,
           (double) atomic_load(&r.cpu) / 1e3 / (double) count);
    atomic_store(&r.stop, 1);
    pthread_join(thread, NULL);
    close(s);
    close(r.sockets[0]);
    free(times);
}

static void fanout(size_t peers, int ticks)
{
    receiver r = {.count = peers < 64 ? (int) peers : 64};
    struct sockaddr_in6 to[64];
    for (int i = 0; i < r.count; i++)
        to[i] = loopback(port_of(r.sockets[i] = open_socket(0)));
    int s = open_socket(0);
    pthread_t thread;
    pthread_create(&thread, NULL, receive, &r);
    uint64_t interval = peers * 33000u > 1000000u ? peers * 33000u : 1000000u, due = wall(), used = 0;
    for (int tick = 0; tick < ticks; tick++) {
        uint64_t before = cpu();
        for (size_t i = 0; i < peers; i++) {
            const struct sockaddr *address = (const struct sockaddr *) &to[i % (size_t) r.count];
            sendto(s, payload, SMALL, 0, address, sizeof *to);
        }
        used += cpu() - before;
        due += interval;
        for (uint64_t now; (now = wall()) + 1000000u < due;)
            wait_for(s, (int) ((due - now) / 1000000u));
    }
    printf("{\"us_per_packet\": %.3f}\n", (double) used / 1e3 / ticks / (double) peers);
    atomic_store(&r.stop, 1);
    pthread_join(thread, NULL);
    close(s);
    for (int i = 0; i < r.count; i++)
        close(r.sockets[i]);
}

/* ---- Single calls ---- */

enum { NOTHING, EMPTY, SEND, SEND_FROM, SEND_SEGMENTS };

static void call(int what, int s)
{
    uint8_t room[SMALL];
    switch (what) {
    case NOTHING:
        syscall(SYS_getppid);
        break;
    case EMPTY:
        recv(s, room, sizeof room, 0);
        break;
    case SEND:
    case SEND_FROM:
        send_message(s, SMALL, 0, what == SEND_FROM);
        break;
    default:
        send_message(s, sizeof payload, 1, 0);
    }
}

/* ns of one, while a thread takes what is sent. */
static double measure_call(int what, double seconds)
{
    receiver r = {.sockets = {open_socket(0)}, .count = 1};
    int s = open_socket(port_of(r.sockets[0]));
    pthread_t thread;
    pthread_create(&thread, NULL, receive, &r);
    uint64_t start = wall(), used = cpu();
    unsigned long count = 0;
    for (; wall() - start < (uint64_t) (seconds * 1e9); count += 64)
        for (int i = 0; i < 64; i++)
            call(what, s);
    double result = (double) (cpu() - used) / (double) count;
    atomic_store(&r.stop, 1);
    pthread_join(thread, NULL);
    close(s);
    close(r.sockets[0]);
    return result;
}

static void calls(double seconds)
{
    printf("{\"nothing_ns\": %.1f, ", measure_call(NOTHING, seconds / 5));
    printf("\"empty_ns\": %.1f, ", measure_call(EMPTY, seconds / 5));
    printf("\"send_ns\": %.1f, ", measure_call(SEND, seconds / 5));
    printf("\"send_from_ns\": %.1f, ", measure_call(SEND_FROM, seconds / 5));
    printf("\"segment_ns\": %.1f}\n", measure_call(SEND_SEGMENTS, seconds / 5) / SEGMENTS);
}

int main(int argc, char **argv)
{
    int encrypted = argc > 1 && strcmp(argv[1], "encrypted") == 0;
    char line[256];
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(line, sizeof line, stdin) != NULL) {
        unsigned long number;
        double first, seconds;
        int ticks;
        if (sscanf(line, "bulk %lf %lf", &first, &seconds) == 2 || sscanf(line, "deep %lf %lf", &first, &seconds) == 2)
            (encrypted ? bulk_of_cipher : bulk)(seconds);
        else if (sscanf(line, "pingpong %lf %lf", &first, &seconds) == 2)
            pingpong(seconds);
        else if (sscanf(line, "fanout %lu %d", &number, &ticks) == 2)
            fanout(number, ticks);
        else if (sscanf(line, "idle %lu", &number) == 1)
            printf("{\"service_ns\": %.1f}\n", measure_call(EMPTY, 0.2));
        else if (sscanf(line, "calls %lf", &seconds) == 1)
            calls(seconds);
        else if (sscanf(line, "connects %lf", &seconds) == 1)
            connects_of_keys(seconds);
        else
            fail("unknown task");
    }
    return 0;
}
