/*
 * Events on their way to Java, in one block of memory that Java shares (EventBuffer.java reads it; both know this
 * layout).
 *
 *   0  i32  ms to wait when there is no event
 *   4  i32  the system's number of an error, when there is one; 0: memory is short
 *   8  u32  whether the gate is closed since many want to connect
 *  12  u32  DTLS handshakes that have ended, modulo 2^32
 *  16  u64  datagrams that the system would not send
 *  24  i32  the system's number of the error for the last of them
 *  64  14 x u32  last statistics of a peer that ended without an event
 * 128  records, one after the other, each at a multiple of 8:
 *        0 u8 type, u8 channel, u8 inlined, u8 why a connection ended (e4j_disconnect_reason)
 *        4 u32 slot
 *        8 u32 generation
 *       12 u32 data of a CONNECT or DISCONNECT, flags of a packet
 *       16 u32 packet length
 *       20 u32 unused
 *       24 u64 packet
 *       32 of a CONNECT: 16 bytes address, u16 port, 6 unused, 16 bytes address of this machine (0: not known);
 *          of an inlined packet: its bytes;
 *          of a DISCONNECT: 14 x u32 statistics, then why the DTLS session ended: i32 kind (0: it did not), i32 code,
 *          u32 detail
 */
#ifndef E4J_EVENT_BUFFER_H
#define E4J_EVENT_BUFFER_H

#include "net/transport.h"

#include <enet/enet.h>

#include <stddef.h>
#include <stdint.h>

enum {
    E4J_EVENTS_WAIT = 0,
    E4J_EVENTS_ERROR = 4,
    E4J_EVENTS_GATE = 8,
    E4J_EVENTS_HANDSHAKES = 12,
    E4J_EVENTS_UNSENT = 16,
    E4J_EVENTS_UNSENT_ERROR = 24,
    E4J_EVENTS_STATISTICS = 64,
    E4J_EVENTS_RECORDS = 128,
    E4J_RECORD_HEADER = 32,
    E4J_CONNECT_BODY = 40,
    /* A packet up to this length comes along with its event; a longer one is fetched by itself. */
    E4J_INLINE_MAXIMUM = 1408,
    /* It is full when this many bytes of packets are in it, so that ENet's limit on waiting data keeps its meaning. */
    E4J_EVENTS_DATA_MAXIMUM = 1 << 20
};

enum { E4J_EVENT_CONNECT = 1, E4J_EVENT_DISCONNECT = 2, E4J_EVENT_RECEIVE = 3 };

/* In the order of Godot's PeerStatistic. */
enum { E4J_PEER_STATISTICS = 14 };

typedef struct {
    uint32_t value[E4J_PEER_STATISTICS];
} e4j_peer_statistics;

typedef struct {
    uint8_t *memory;
    size_t capacity; /* room for the records of at least one event is the caller's duty */
    size_t used;
    size_t data;
} e4j_event_buffer;

void e4j_events_start(e4j_event_buffer *events);
/* Whether any one event more fits. */
int e4j_events_has_room(const e4j_event_buffer *events);
void e4j_events_connect(e4j_event_buffer *events, uint32_t slot, uint32_t generation, uint32_t data,
                        const ENetAddress *address, e4j_uint128 local);
void e4j_events_disconnect(e4j_event_buffer *events, uint32_t slot, uint32_t generation, uint32_t data,
                           uint8_t reason, const e4j_peer_statistics *last, const e4j_session_failure *failure);
/* The packet belongs to the reader from here on. */
void e4j_events_receive(e4j_event_buffer *events, uint32_t slot, uint32_t generation, uint8_t channel,
                        ENetPacket *packet);

#endif
