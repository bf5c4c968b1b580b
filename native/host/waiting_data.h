/*
 * ENet 1.3.18 counts the bytes that wait for delivery at a peer, and refuses data above a limit. Packets that it drops
 * on arrival (late unreliable ones) stay in that count for ever, so that a peer ends up refusing everything. Newer ENet
 * has that mended; here the count is put right from outside.
 */
#ifndef E4J_WAITING_DATA_H
#define E4J_WAITING_DATA_H

#include <enet/enet.h>

#include <stdint.h>

/* Counts anew for each peer above half of the limit, at most once a second; *epoch is when it did so last. */
void e4j_waiting_data_correct(ENetHost *host, uint32_t *epoch);

#endif
