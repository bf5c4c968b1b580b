/*
 * What an attack costs a server and those who play on it: scripts/attack runs this in network namespaces of its own.
 * One process each for a server with 4095 slots that echoes, for 200 clients whose packets come back, with newcomers
 * all the time, and for the attacker. Arguments: the file of the server's network namespace, the server's address, the
 * attack, its rate per second, its seconds. Fails when the attack was none.
 */
#include "attack/plain_attacks.h"
#include "attack/plain_board.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PEERS = 4095, BUFFER = 1 << 16, GRACE = 1 /* s */ };

board *shared;

uint64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000 + (uint64_t) now.tv_nsec / 1000;
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

int serve(e4j_host *host, void (*take)(e4j_host *, const uint8_t *record, ENetPacket *packet))
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

static void run_server(const char *namespace, e4j_compression_mode compression, int has_gate)
{
    int file = open(namespace, O_RDONLY | O_CLOEXEC);
    if (file < 0 || setns(file, CLONE_NEWNET) != 0) {
        perror(namespace);
        exit(1);
    }
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

/* ---- The report ---- */

static int by_value(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *) a, second = *(const uint32_t *) b;
    return (first > second) - (first < second);
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
           "p99 %.1f ms; newcomers %u of %u, mean %.1f ms, most %.1f ms; half-open %u, probes %u, proofs %u; "
           "out/in %.2f\n",
           name, (double) shared->attacks / seconds, 100 * (during.processor - before.processor) / seconds,
           (during.resident - before.resident) / 256, (shared->most_resident - before.resident) / 256,
           (shared->resident - before.resident) / 256, shared->live, lost, n ? shared->samples[n / 2] / 1000.0 : 0,
           n ? shared->samples[n * 99L / 100] / 1000.0 : 0, shared->newcomers_in, shared->newcomers,
           shared->newcomers ? (double) shared->newcomer_sum / shared->newcomers / 1000 : 0,
           (double) shared->newcomer_most / 1000,
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
    if (count < 6 || e4j_host_initialize() != 0 || attack_find_server(arguments[2]) != 0)
        return 2;
    const char *name = arguments[3];
    unsigned rate = (unsigned) strtoul(arguments[4], NULL, 10), seconds = (unsigned) strtoul(arguments[5], NULL, 10);
    e4j_compression_mode compression = attack_compression(name);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    attack_prepare(name);
    pid_t children[3];
    if ((children[0] = start()) == 0)
        run_server(arguments[1], compression, count < 7);
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
