/*
 * What an attack costs a server and those who play on it: scripts/attack runs this in a network namespace of its own.
 * One process each for a server with 4095 slots that echoes, for 200 clients whose packets come back, with newcomers
 * all the time, and for the attacker. Arguments: the attack, its rate per second, its seconds. Fails when the attack
 * was none.
 */
#include "attack/plain_attacks.h"

#include "host/host.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PEERS = 4095, LIVE = 200, BUFFER = 1 << 16, SAMPLES = 1 << 18, NEWCOMER_EVERY = 200, PATIENCE = 5000,
       GRACE = 1 };

/* What the processes tell each other. */
typedef struct {
    volatile int stop;
    volatile uint64_t from, until; /* packets that are sent in between count, and newcomers that come; µs */
    volatile double processor;
    volatile long resident, most_resident;
    volatile uint64_t gate[E4J_GATE_COUNTERS], sent, received;
    volatile unsigned live, sent_packets, received_packets, newcomers, newcomers_in;
    volatile unsigned long attacks; /* datagrams or commands of the attacker's */
    volatile unsigned newcomer_sum, newcomer_most, sample_count;
    volatile uint16_t samples[SAMPLES]; /* round trips, tenths of ms */
} board;

static board *shared;

static uint64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000 + (uint64_t) now.tv_nsec / 1000;
}

static int is_measured(uint64_t when)
{
    return when >= shared->from && when < shared->until;
}

static long resident_pages(void)
{
    long all = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &all, &resident) != 2)
        resident = 0;
    if (file != NULL)
        fclose(file);
    return resident;
}

/* Each event of one service call; a packet is the callee's. */
static int serve(e4j_host *host, void (*take)(e4j_host *, const uint8_t *record, ENetPacket *packet))
{
    static uint64_t memory[BUFFER / 8];
    e4j_event_buffer events = {.memory = (uint8_t *) memory, .capacity = BUFFER};
    int count = e4j_host_service(host, 1, &events);
    const uint8_t *record = events.memory + E4J_EVENTS_RECORDS;
    for (int i = 0; i < count; i++) {
        ENetPacket *packet = NULL;
        if (record[0] == E4J_EVENT_RECEIVE)
            memcpy(&packet, record + 24, sizeof packet);
        size_t body = record[2] ? packet->dataLength : 0;
        take(host, record, packet);
        if (packet == NULL)
            break;
        record += E4J_RECORD_HEADER + ((body + 7) & ~(size_t) 7);
    }
    return count;
}

/* ---- The server ---- */

static void echo(e4j_host *host, const uint8_t *record, ENetPacket *packet)
{
    if (packet == NULL)
        return;
    e4j_peer_name name;
    memcpy(&name.slot, record + 4, sizeof name.slot);
    memcpy(&name.generation, record + 8, sizeof name.generation);
    ENetPeer *peer = e4j_host_peer(host, name);
    if (peer != NULL)
        e4j_host_send(peer, 0, enet_packet_create(packet->data, packet->dataLength, 0), packet->flags & 1);
    enet_packet_destroy(packet);
}

static void run_server(e4j_compression_mode compression, int has_gate)
{
    ENetAddress any = {.host = 0, .port = ATTACK_PORT};
    e4j_host *host = e4j_host_create(&any, PEERS, 4, 0, 0);
    if (host == NULL || e4j_compress_install(host->enet, compression) != 0)
        exit(1);
    if (!has_gate)
        host->gate.mode = E4J_GATE_OFF;
    uint64_t told = 0;
    while (!shared->stop) {
        while (serve(host, echo) > 0 && !shared->stop)
            continue;
        e4j_host_wait(host, 5);
        if (microseconds() - told < 50000)
            continue;
        told = microseconds();
        struct timespec used;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        shared->processor = (double) used.tv_sec + (double) used.tv_nsec / 1e9;
        shared->resident = resident_pages();
        if (shared->resident > shared->most_resident)
            shared->most_resident = shared->resident;
        e4j_gate_count(host);
        for (int i = 0; i < E4J_GATE_COUNTERS; i++)
            shared->gate[i] = host->gate.counters[i];
        shared->sent = host->totals[0];
        shared->received = host->totals[2];
    }
    exit(0);
}

/* ---- The clients ---- */

static unsigned live, arrived;

static void take_answer(e4j_host *host, const uint8_t *record, ENetPacket *packet)
{
    /* ENet would drop packets by itself where round trips become longer. */
    if (record[0] == E4J_EVENT_CONNECT)
        enet_peer_throttle_configure(&host->enet->peers[0], 5000, ENET_PEER_PACKET_THROTTLE_SCALE, 0);
    arrived += record[0] == E4J_EVENT_CONNECT;
    live += record[0] == E4J_EVENT_CONNECT ? 1 : record[0] == E4J_EVENT_DISCONNECT ? -1U : 0;
    if (packet == NULL)
        return;
    uint64_t since;
    memcpy(&since, packet->data, sizeof since);
    enet_packet_destroy(packet);
    if (!is_measured(since))
        return;
    uint64_t took = (microseconds() - since) / 100;
    shared->received_packets++;
    if (shared->sample_count < SAMPLES)
        shared->samples[shared->sample_count++] = took < UINT16_MAX ? (uint16_t) took : UINT16_MAX;
}

static e4j_host *new_client(e4j_compression_mode compression, e4j_peer_name *name)
{
    const ENetAddress server = attack_server();
    e4j_host *host = e4j_host_create(NULL, 1, 1, 0, 0);
    if (host == NULL || e4j_compress_install(host->enet, compression) != 0 ||
        e4j_host_connect(host, &server, 1, 0, name) != 0)
        exit(1);
    return host;
}

static void send_now(e4j_host *host, e4j_peer_name name)
{
    ENetPeer *peer = e4j_host_peer(host, name);
    uint8_t data[32] = {0};
    uint64_t now = microseconds();
    memcpy(data, &now, sizeof now);
    if (peer != NULL && e4j_host_send(peer, 0, enet_packet_create(data, sizeof data, 0), 0) == E4J_OK)
        shared->sent_packets += (unsigned) is_measured(now);
}

static void run_clients(e4j_compression_mode compression)
{
    e4j_host *hosts[LIVE], *newcomer = NULL;
    e4j_peer_name names[LIVE], its_name;
    uint64_t next[LIVE], next_newcomer = 0, came = 0;
    for (int i = 0; i < LIVE; i++) {
        hosts[i] = new_client(compression, &names[i]);
        next[i] = microseconds() + (uint64_t) i * 500;
    }
    while (!shared->stop) {
        for (int i = 0; i < LIVE; i++) {
            if (microseconds() >= next[i]) {
                next[i] += 100000;
                send_now(hosts[i], names[i]);
            }
            serve(hosts[i], take_answer);
        }
        shared->live = live;
        if (newcomer == NULL && is_measured(microseconds()) && microseconds() > next_newcomer) {
            newcomer = new_client(compression, &its_name);
            came = microseconds();
            arrived = 0;
            next_newcomer = came + NEWCOMER_EVERY * 1000;
            shared->newcomers++;
        }
        if (newcomer != NULL) {
            serve(newcomer, take_answer);
            unsigned took = (unsigned) ((microseconds() - came) / 1000);
            if (arrived == 0 && took < PATIENCE)
                continue;
            shared->newcomers_in += arrived > 0;
            shared->newcomer_sum += took;
            shared->newcomer_most = took > shared->newcomer_most ? took : shared->newcomer_most;
            live -= arrived > 0;
            e4j_peer_statistics last;
            ENetPeer *peer = e4j_host_peer(newcomer, its_name);
            if (peer != NULL)
                e4j_host_disconnect(newcomer, peer, E4J_DISCONNECT_NOW, 0, &last);
            e4j_host_destroy(newcomer);
            newcomer = NULL;
        }
        usleep(200);
    }
    exit(0);
}

/* ---- The report ---- */

static int by_value(const void *a, const void *b)
{
    return *(const uint16_t *) a - *(const uint16_t *) b;
}

/* What the server had used, and held, at one moment. */
typedef struct {
    double processor;
    long resident;
} usage;

static usage used_now(void)
{
    return (usage) {shared->processor, shared->resident};
}

static void report(const char *name, double seconds, usage before, usage during)
{
    unsigned n = shared->sample_count;
    qsort((void *) (uintptr_t) shared->samples, n, sizeof *shared->samples, by_value);
    double lost = shared->sent_packets > shared->received_packets
                      ? 100.0 * (shared->sent_packets - shared->received_packets) / shared->sent_packets
                      : 0;
    printf("%-18s %7.0f/s  server %3.0f %%, %+4ld MiB (most %+ld, then %+ld); live %u, lost %.2f %%, p50 %.1f ms, "
           "p99 %.1f ms; newcomers %u of %u, mean %.1f ms, most %u ms; half-open %u, probes %u, proofs %u; "
           "out/in %.2f\n",
           name, (double) shared->attacks / seconds, 100 * (during.processor - before.processor) / seconds,
           (during.resident - before.resident) / 256, (shared->most_resident - before.resident) / 256,
           (shared->resident - before.resident) / 256, shared->live, lost, n ? shared->samples[n / 2] / 10.0 : 0,
           n ? shared->samples[n * 99L / 100] / 10.0 : 0, shared->newcomers_in, shared->newcomers,
           shared->newcomers ? (double) shared->newcomer_sum / shared->newcomers : 0, shared->newcomer_most,
           (unsigned) shared->gate[E4J_GATE_HALF_OPEN], (unsigned) shared->gate[E4J_GATE_PROBES],
           (unsigned) shared->gate[E4J_GATE_PROOFS], (double) shared->sent / (double) (shared->received + 1));
}

static pid_t start(void)
{
    pid_t child = fork();
    if (child < 0)
        exit(1);
    return child;
}

/* Whether the attacker has done what it was told to. */
static int has_attacked(const char *name, pid_t attacker)
{
    int status = 0;
    pid_t ended = 0;
    for (int i = 0; i < 50 && (ended = waitpid(attacker, &status, WNOHANG)) == 0; i++)
        usleep(100000);
    return ended == attacker && status == 0 && (shared->attacks > 0 || strcmp(name, "calm") == 0);
}

int main(int count, char **arguments)
{
    if (count < 4 || e4j_host_initialize() != 0)
        return 2;
    const char *name = arguments[1];
    unsigned rate = (unsigned) strtoul(arguments[2], NULL, 10), seconds = (unsigned) strtoul(arguments[3], NULL, 10);
    e4j_compression_mode compression = attack_compression(name);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    attack_prepare(name);
    pid_t children[3];
    if ((children[0] = start()) == 0)
        run_server(compression, count < 5);
    usleep(200000);
    if ((children[1] = start()) == 0)
        run_clients(compression);
    for (int i = 0; i < 100 && shared->live < LIVE; i++)
        usleep(100000);
    usleep(1000000);
    usage before = used_now();
    if ((children[2] = start()) == 0)
        exit(attack_run(name, rate, seconds, &shared->attacks));
    shared->until = UINT64_MAX;
    shared->from = microseconds();
    sleep(seconds);
    shared->until = microseconds();
    usage during = used_now();
    int attacked = has_attacked(name, children[2]);
    sleep(GRACE);
    if (attacked)
        report(name, (double) (shared->until - shared->from) / 1e6, before, during);
    else
        fprintf(stderr, "%s: no attack, no result\n", name);
    shared->stop = 1;
    for (int i = 0; i < 3; i++) {
        usleep(100000);
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    return !attacked;
}
