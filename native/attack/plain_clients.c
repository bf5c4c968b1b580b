/* Those who play on the attacked server: what they notice is what an attack costs. */
#include "attack/plain_attacks.h"
#include "attack/plain_board.h"
#include "net/selector.h"

#include <stdlib.h>
#include <string.h>

enum { SEND_EVERY = 100000 /* µs */, NEWCOMER_EVERY = 200000 /* µs */, PATIENCE = 5000000 /* µs */ };

static int is_measured(uint64_t when)
{
    return when >= shared->from && when < shared->until;
}

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
    shared->received_packets++;
    if (shared->sample_count < SAMPLES)
        shared->samples[shared->sample_count++] = (uint32_t) (microseconds() - since);
}

typedef struct {
    e4j_host *host;
    e4j_peer_name name;
    uint64_t time; /* of a live client: when it sends next; of a newcomer: when it came */
} client;

static client new_client(e4j_compression_mode compression, uint64_t time)
{
    const ENetAddress server = attack_server();
    client its = {.host = e4j_host_create(NULL, 1, 1, 0, 0), .time = time};
    if (its.host == NULL || e4j_compress_install(its.host->enet, compression) != 0 ||
        e4j_host_connect(its.host, &server, 1, 0, &its.name) != 0)
        exit(1);
    return its;
}

static void send_now(const client *its)
{
    ENetPeer *peer = e4j_host_peer(its->host, its->name);
    uint8_t data[32] = {0};
    uint64_t now = microseconds();
    memcpy(data, &now, sizeof now);
    if (peer != NULL && e4j_host_send(peer, 0, enet_packet_create(data, sizeof data, 0), 0) == E4J_OK)
        shared->sent_packets += (unsigned) is_measured(now);
}

/* Sends and takes what there is, and is told of what comes then. */
static void attend(e4j_selector *selector, const client *its, uint32_t token)
{
    while (serve(its->host, take_answer) > 0)
        continue;
    e4j_selector_add(selector, e4j_host_socket(its->host), token);
}

static void leave(e4j_selector *selector, client *newcomer)
{
    e4j_peer_statistics last;
    ENetPeer *peer = e4j_host_peer(newcomer->host, newcomer->name);
    if (peer != NULL)
        e4j_host_disconnect(newcomer->host, peer, E4J_DISCONNECT_NOW, 0, &last);
    e4j_selector_remove(selector, e4j_host_socket(newcomer->host));
    e4j_host_destroy(newcomer->host);
    newcomer->host = NULL;
}

/* Looks only at clients that have something to do: the server needs the processor. */
void run_clients(e4j_compression_mode compression)
{
    client clients[LIVE + 1], *newcomer = &clients[LIVE];
    uint64_t next_newcomer = 0;
    e4j_selector *selector = e4j_selector_open();
    for (int i = 0; i < LIVE; i++)
        clients[i] = new_client(compression, microseconds() + (uint64_t) i * SEND_EVERY / LIVE);
    newcomer->host = NULL;
    while (!shared->stop) {
        uint32_t tokens[LIVE + 1];
        int count = e4j_selector_wait(selector, 1, tokens, LIVE + 1);
        for (int i = 0; i < count; i++)
            if (clients[tokens[i]].host != NULL)
                attend(selector, &clients[tokens[i]], tokens[i]);
        uint64_t now = microseconds();
        for (uint32_t i = 0; i < LIVE; i++) {
            if (now < clients[i].time)
                continue;
            clients[i].time += SEND_EVERY;
            send_now(&clients[i]);
            attend(selector, &clients[i], i);
        }
        shared->live = live;
        if (newcomer->host == NULL && is_measured(now) && now > next_newcomer) {
            *newcomer = new_client(compression, now);
            arrived = 0;
            next_newcomer = now + NEWCOMER_EVERY;
            shared->newcomers++;
        }
        if (newcomer->host != NULL) {
            attend(selector, newcomer, LIVE);
            uint64_t took = microseconds() - newcomer->time;
            if (arrived == 0 && took < PATIENCE)
                continue;
            shared->newcomers_in += arrived > 0;
            shared->newcomer_sum += took;
            shared->newcomer_most = took > shared->newcomer_most ? took : shared->newcomer_most;
            live -= arrived > 0;
            leave(selector, newcomer);
        }
    }
    exit(0);
}
