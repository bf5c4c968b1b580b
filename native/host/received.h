/*
 * What is kept of packets that have arrived and that the program has not taken: counted per connection, and for all of
 * a host's, to the byte, when packets come and when they are freed. A packet may outlive its connection and its host
 * and be freed by any thread; so may the counts.
 */
#ifndef E4J_RECEIVED_H
#define E4J_RECEIVED_H

#include <enet/enet.h>

#include <stddef.h>

/* What ENet allocates for a packet beside its data, all in all, bytes. */
enum { E4J_PACKET_MEMORY = 256 };

typedef struct e4j_received e4j_received;             /* of a connection */
typedef struct e4j_received_total e4j_received_total; /* of a host's connections */

/* NULL when memory is short. */
e4j_received_total *e4j_received_total_create(void);
e4j_received *e4j_received_create(e4j_received_total *total);

/* Their owner needs them no more: they go with the last packet. NULL does nothing. */
void e4j_received_total_release(e4j_received_total *total);
void e4j_received_release(e4j_received *received);

/*
 * A packet has come, and is being freed. Both with the lock of the host, under which all but the last function below
 * are called as well. Neither looks at its data.
 */
void e4j_received_add(e4j_received *received, const ENetPacket *packet);
void e4j_received_remove(e4j_received *received, const ENetPacket *packet);

/* A packet is being freed, from any thread. */
void e4j_received_remove_unlocked(e4j_received *received, const ENetPacket *packet);

/* Bytes of the packets that are held, and their number. */
size_t e4j_received_data(const e4j_received *received);
size_t e4j_received_packets(const e4j_received *received);

/* Bytes with what ENet needs beside. */
size_t e4j_received_total_memory(const e4j_received_total *total);

#endif
