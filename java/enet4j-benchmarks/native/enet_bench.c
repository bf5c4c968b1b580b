/*
 * ENet from C, measured: the work that every contender does, done by plain C programs. Built twice, on stock ENet
 * 1.3.18 (unpatched, its own unix.c) and on the core of enet4j. Reads one line per task from standard input, writes one
 * line of JSON per result:
 *
 *   bulk SIZE SECONDS        reliable packets from one host to another, in two threads
 *   deep SIZE SECONDS        the same with a queue of 4 MB that is serviced when it is full
 *   pingpong RATE SECONDS    64-byte unreliable packets there and back; RATE per second, 0: the next when one is back
 *   fanout PEERS TICKS RELIABLE BROADCAST [ADDRESS]   one packet to each of PEERS per tick; they connect
 *                            from outside, to that address
 *   idle SLOTS               a service call that finds nothing
 *   connects SECONDS         connections opened and closed, one after the other
 *   memory PEERS CHANNELS    what the process grows by; they connect from outside
 *   startup                  a server made and serviced once
 *   peers COUNT CHANNELS PORT [ADDRESS]     that many clients of a server, until the input ends (stock ENet only)
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <enet/enet.h>

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include "bench_host.h"
#include "clock.h"

/* ENet's service, and what enet4j has gathered meanwhile sent. */
static int service(ENetHost *host, ENetEvent *event, enet_uint32 timeout)
{
    int result = enet_host_service(host, event, 0);
    push(host);
    if (result == 0 && timeout > 0) {
#ifdef BENCH_ENET4J
        host->socket->ops->wait(host->socket, timeout);
        result = enet_host_service(host, event, 0);
        push(host);
#else
        result = enet_host_service(host, event, timeout);
#endif
    }
    return result;
}

static void fail(const char *what)
{
    fprintf(stderr, "enet_bench: %s\n", what);
    exit(1);
}

static ENetHost *host_of(const ENetAddress *address, size_t peers)
{
    ENetHost *host = create(address, peers);
    if (host == NULL)
        fail("no host");
    return host;
}

static ENetHost *server_on(int port, size_t peers)
{
    ENetAddress address = address_of(server_ip, port);
    return host_of(&address, peers);
}

static int port_of(const ENetHost *host)
{
    ENetAddress address;
    enet_socket_get_address(host->socket, &address);
    return address.port;
}

/* ---- Two threads: a server that receives, and a client ---- */

typedef struct {
    ENetHost *server;
    int echo;
    atomic_int stop;
    atomic_ulong packets;
    atomic_int reading_wanted;
    unsigned long bytes, cpu, read_packets; /* of the reading */
} receiver;

/* What the thread has received and used, told by itself: asking all the time would be part of what is measured. */
static void read_receiver(receiver *r)
{
    atomic_store(&r->reading_wanted, 1);
    while (atomic_load(&r->reading_wanted))
        continue;
}

static void *receive(void *argument)
{
    receiver *self = argument;
    ENetEvent event;
    unsigned long packets = 0, bytes = 0;
    while (!atomic_load_explicit(&self->stop, memory_order_relaxed)) {
        int result = service(self->server, &event, 5);
        while (result > 0) {
            if (event.type == ENET_EVENT_TYPE_RECEIVE) {
                bytes += event.packet->dataLength;
                packets++;
                if (self->echo) {
                    ENetPacket *packet = packet_of(event.packet->data, event.packet->dataLength, 0);
                    enet_peer_send(event.peer, 0, packet);
                }
                discard(event.packet);
            }
            result = enet_host_check_events(self->server, &event);
        }
        if (self->echo) {
            enet_host_flush(self->server);
            push(self->server);
        }
        atomic_store_explicit(&self->packets, packets, memory_order_relaxed);
        if (atomic_load_explicit(&self->reading_wanted, memory_order_relaxed)) {
            self->bytes = bytes;
            self->read_packets = packets;
            self->cpu = cpu();
            atomic_store(&self->reading_wanted, 0);
        }
    }
    return NULL;
}

static ENetPeer *connected(ENetHost *client, int port)
{
    ENetAddress to = address_of(server_ip, port);
    ENetEvent event;
    ENetPeer *peer = enet_host_connect(client, &to, 2, 0);
    for (int i = 0; i < 500; i++)
        if (service(client, &event, 10) > 0 && event.type == ENET_EVENT_TYPE_CONNECT)
            return peer;
    fail("not connected");
    return NULL;
}

enum { OUTSTANDING = 4 << 20, OUTSTANDING_PACKETS = 16384, BURST = 256 };

/* At most `most` packets that have not come, and `together` between two service calls. */
static void bulk(size_t size, double seconds, size_t most, int together)
{
    receiver r = {.server = server_on(0, 1)};
    pthread_t thread;
    pthread_create(&thread, NULL, receive, &r);
    ENetHost *client = host_of(NULL, 1);
    ENetPeer *peer = connected(client, port_of(r.server));
    uint8_t *data = calloc(1, size);
    size_t limit = OUTSTANDING / size;
    limit = limit < 4 ? 4 : limit > most ? most : limit;
    unsigned long sent = 0, first_bytes = 0, first_packets = 0, first_receiver = 0;
    uint64_t start = wall(), first = 0, first_sender = 0, end = start + (uint64_t) (seconds * 1.25e9);
    for (uint64_t now = start; now < end; now = wall()) {
        ENetEvent event;
        /* The first fifth warms up. */
        if (first == 0 && now - start > (uint64_t) (seconds * 0.25e9)) {
            read_receiver(&r);
            first_bytes = r.bytes;
            first_packets = r.read_packets;
            first_receiver = r.cpu;
            first = wall();
            first_sender = cpu();
        }
        /* As Tasks.java does. */
        int burst = 0;
        for (; burst < together && sent - atomic_load_explicit(&r.packets, memory_order_relaxed) < limit; burst++) {
            if (enet_peer_send(peer, 0, packet_of(data, size, ENET_PACKET_FLAG_RELIABLE)) != 0)
                fail("send");
            sent++;
        }
        service(client, &event, burst < together ? 1 : 0);
    }
    double sender = (double) (cpu() - first_sender);
    read_receiver(&r);
    double time = (double) (wall() - first) / 1e9, bytes = (double) (r.bytes - first_bytes);
    double packets = (double) (r.read_packets - first_packets);
    printf("{\"mbps\": %.1f, \"packets_per_s\": %.0f, \"sender_ns_per_kb\": %.1f, \"receiver_ns_per_kb\": %.1f}\n",
           bytes / time / 1e6, packets / time, sender / bytes * 1000, (double) (r.cpu - first_receiver) / bytes * 1000);
    atomic_store(&r.stop, 1);
    pthread_join(thread, NULL);
    destroy(client);
    destroy(r.server);
    free(data);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    return (x > y) - (x < y);
}

static void pingpong(double rate, double seconds)
{
    receiver r = {.server = server_on(0, 1), .echo = 1};
    pthread_t thread;
    pthread_create(&thread, NULL, receive, &r);
    ENetHost *client = host_of(NULL, 1);
    ENetPeer *peer = connected(client, port_of(r.server));
    size_t room = rate > 0 ? (size_t) (rate * seconds) + 1 : 2000000, count = 0, lost = 0;
    uint32_t *times = calloc(room, sizeof *times);
    uint64_t start = wall(), sender = cpu(), interval = rate > 0 ? (uint64_t) (1e9 / rate) : 0, due = start;
    read_receiver(&r);
    unsigned long first_receiver = r.cpu;
    while (count + lost < room && wall() - start < (uint64_t) (seconds * 1e9)) {
        uint8_t data[64] = {0};
        ENetEvent event;
        while (interval != 0 && wall() < due) /* a late one is measured from when it was due */
            service(client, &event, 0);
        uint64_t from = interval != 0 ? due : wall();
        due += interval;
        enet_peer_send(peer, 0, packet_of(data, sizeof data, 0));
        enet_host_flush(client);
        push(client);
        int back = 0;
        while (!back && wall() - from < 100000000u) {
            if (service(client, &event, interval != 0 ? 0 : 10) > 0 && event.type == ENET_EVENT_TYPE_RECEIVE) {
                discard(event.packet);
                back = 1;
            }
        }
        if (back)
            times[count++] = (uint32_t) (wall() - from);
        else
            lost++;
    }
    sender = cpu() - sender;
    read_receiver(&r);
    qsort(times, count, sizeof *times, by_value);
    printf("{\"p50_us\": %.2f, \"p99_us\": %.2f, \"p999_us\": %.2f, \"max_us\": %.2f, \"count\": %zu, \"lost\": %zu, "
           "\"client_cpu_us\": %.2f, \"server_cpu_us\": %.2f}\n",
           times[count / 2] / 1e3, times[count * 99 / 100] / 1e3, times[count * 999 / 1000] / 1e3,
           times[count - 1] / 1e3, count, lost,
           (double) sender / 1e3 / (double) count, (double) (r.cpu - first_receiver) / 1e3 / (double) count);
    atomic_store(&r.stop, 1);
    pthread_join(thread, NULL);
    destroy(client);
    destroy(r.server);
    free(times);
}

/* ---- One host ---- */

static void fanout(size_t peers, int ticks, int reliable, int broadcast)
{
    /* About 30000 packets per second, at most 1000 ticks. */
    uint64_t interval = peers * 33000u > 1000000u ? peers * 33000u : 1000000u;
    ENetHost *server = server_on(0, peers);
    uint8_t data[64] = {0};
    ENetEvent event;
    printf("{\"listening\": %d}\n", port_of(server));
    for (size_t present = 0; present < peers;) {
        if (service(server, &event, 100) > 0 && event.type == ENET_EVENT_TYPE_CONNECT)
            present++;
    }
    enet_uint32 flags = reliable ? ENET_PACKET_FLAG_RELIABLE : 0;
    uint64_t settle = wall() + 300000000u;
    while (wall() < settle)
        service(server, &event, 10);
    uint64_t start = 0, begin = 0, due = wall();
    /* The first tick warms up. */
    for (int tick = 0; tick <= ticks; tick++) {
        if (tick == 1) {
            start = wall();
            begin = cpu();
        }
        if (broadcast) {
            enet_host_broadcast(server, 0, packet_of(data, sizeof data, flags));
        } else {
            for (ENetPeer *peer = server->peers; peer < server->peers + peers; peer++)
                enet_peer_send(peer, 0, packet_of(data, sizeof data, flags));
        }
        due += interval;
        do {
            uint64_t now = wall();
            while (service(server, &event, now < due ? (enet_uint32) ((due - now) / 1000000u) : 0) > 0)
                if (event.type == ENET_EVENT_TYPE_RECEIVE)
                    discard(event.packet);
        } while (wall() + 1000000u < due);
    }
    double packets = (double) ticks * (double) peers;
    printf("{\"us_per_packet\": %.3f, \"packets_per_s\": %.0f}\n",
           (double) (cpu() - begin) / 1e3 / packets, packets / ((double) (wall() - start) / 1e9));
    for (ENetPeer *peer = server->peers; peer < server->peers + peers; peer++)
        enet_peer_disconnect_now(peer, 0);
    push(server);
    destroy(server);
}

static void idle(size_t slots)
{
    enum { CALLS = 50000 };
    ENetHost *host = server_on(0, slots);
    ENetEvent event;
    for (int i = 0; i < CALLS / 10; i++)
        service(host, &event, 0);
    uint64_t start = wall(), begin = cpu();
    for (int i = 0; i < CALLS; i++)
        service(host, &event, 0);
    printf("{\"service_ns\": %.1f, \"cpu_ns\": %.1f}\n", (double) (wall() - start) / CALLS,
           (double) (cpu() - begin) / CALLS);
    destroy(host);
}

/* Bytes that the process has from the system. */
static double resident(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*u %lu", &pages) != 1)
        fail("no /proc/self/statm");
    fclose(file);
    return (double) pages * 4096;
}

static void memory(size_t peers)
{
    double before = resident();
    ENetHost *server = server_on(0, peers);
    ENetEvent event;
    printf("{\"listening\": %d}\n", port_of(server));
    for (size_t present = 0; present < peers;)
        if (service(server, &event, 100) > 0 && event.type == ENET_EVENT_TYPE_CONNECT)
            present++;
    printf("{\"native\": %.1f}\n", (resident() - before) / (double) peers);
    destroy(server);
}

static void startup(void)
{
    ENetEvent event;
    uint64_t start = wall();
    ENetHost *server = server_on(0, 32);
    service(server, &event, 0);
    printf("{\"first_ms\": %.3f}\n", (double) (wall() - start) / 1e6);
    destroy(server);
}

static void connects(double seconds)
{
    receiver r = {.server = server_on(0, 64)};
    pthread_t thread;
    pthread_create(&thread, NULL, receive, &r);
    ENetHost *client = host_of(NULL, 1);
    unsigned count = 0;
    int port = port_of(r.server);
    uint64_t start = wall();
    while (wall() - start < (uint64_t) (seconds * 1e9)) {
        ENetPeer *peer = connected(client, port);
        enet_peer_disconnect_now(peer, 0);
        push(client);
        count++;
    }
    printf("{\"connects_per_s\": %.0f}\n", count / ((double) (wall() - start) / 1e9));
    atomic_store(&r.stop, 1);
    pthread_join(thread, NULL);
    destroy(client);
    destroy(r.server);
}

#ifndef BENCH_ENET4J
/* Serves those that something has come for, and now and then all, for their timers. */
static void peers(size_t count, int port)
{
    enum { AT_ONCE = 100, EVENTS = 256 };
    ENetHost **hosts = calloc(count, sizeof *hosts);
    struct epoll_event events[EVENTS], interest = {.events = EPOLLIN}, input = {.events = EPOLLIN};
    ENetAddress to = address_of(server_ip, port);
    ENetEvent event;
    size_t started = 0, present = 0;
    uint64_t next_round = 0;
    int told = 0, poll = epoll_create1(0);
    input.data.u64 = count;
    epoll_ctl(poll, EPOLL_CTL_ADD, 0, &input);
    for (;;) {
        for (; started < count && started < present + AT_ONCE; started++) {
            hosts[started] = host_of(NULL, 1);
            interest.data.u64 = started;
            epoll_ctl(poll, EPOLL_CTL_ADD, hosts[started]->socket, &interest);
            enet_host_connect(hosts[started], &to, channels, 0);
            enet_host_flush(hosts[started]);
        }
        if (present == count && !told) {
            told = 1;
            printf("{}\n");
        }
        int ready = epoll_wait(poll, events, EVENTS, 20), all = wall() >= next_round;
        for (size_t i = 0; i < (all ? started : (size_t) ready); i++) {
            size_t number = all ? i : events[i].data.u64;
            if (number == count)
                return;
            while (service(hosts[number], &event, 0) > 0) {
                if (event.type == ENET_EVENT_TYPE_RECEIVE)
                    discard(event.packet);
                else if (event.type == ENET_EVENT_TYPE_CONNECT)
                    present++;
            }
        }
        if (all) {
            for (int i = 0; i < ready; i++)
                if (events[i].data.u64 == count)
                    return;
            next_round = wall() + 100000000u;
        }
    }
}
#endif

int main(void)
{
    char line[256];
    struct rlimit files;
    if (initialize() != 0)
        fail("ENet does not start");
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(line, sizeof line, stdin) != NULL) {
        unsigned long size, count;
        channels = 2;
        strcpy(server_ip, "127.0.0.1");
        double rate, seconds;
        int a, b, c;
        if (sscanf(line, "bulk %lu %lf", &size, &seconds) == 2)
            bulk(size, seconds, OUTSTANDING_PACKETS, BURST);
        else if (sscanf(line, "deep %lu %lf", &size, &seconds) == 2)
            bulk(size, seconds, OUTSTANDING / size, INT_MAX);
        else if (sscanf(line, "pingpong %lf %lf", &rate, &seconds) == 2)
            pingpong(rate, seconds);
        else if (sscanf(line, "fanout %lu %d %d %d %63s", &count, &a, &b, &c, server_ip) >= 4)
            fanout(count, a, b, c);
        else if (sscanf(line, "memory %lu %zu", &count, &channels) == 2)
            memory(count);
        else if (strcmp(line, "startup\n") == 0)
            startup();
        else if (sscanf(line, "idle %lu", &count) == 1)
            idle(count);
#ifndef BENCH_ENET4J
        else if (sscanf(line, "peers %lu %zu %d %63s", &count, &channels, &a, server_ip) >= 3)
            peers(count, a);
#endif
        else if (sscanf(line, "connects %lf", &seconds) == 1)
            connects(seconds);
        else
            fail("unknown task");
    }
    return 0;
}
