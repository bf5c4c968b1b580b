#include "host/event_buffer.h"

#include <string.h>

void e4j_events_start(e4j_event_buffer *events)
{
    events->used = E4J_EVENTS_RECORDS;
    events->data = 0;
}

int e4j_events_has_room(const e4j_event_buffer *events)
{
    return events->capacity - events->used >= E4J_RECORD_HEADER + E4J_INLINE_MAXIMUM &&
           events->data < E4J_EVENTS_DATA_MAXIMUM;
}

static uint8_t *add_record(e4j_event_buffer *events, uint8_t type, uint32_t slot, uint32_t generation,
                           uint32_t data, size_t body)
{
    uint8_t *record = events->memory + events->used;
    memset(record, 0, E4J_RECORD_HEADER);
    record[0] = type;
    memcpy(record + 4, &slot, sizeof slot);
    memcpy(record + 8, &generation, sizeof generation);
    memcpy(record + 12, &data, sizeof data);
    events->used += E4J_RECORD_HEADER + ((body + 7) & ~(size_t) 7);
    return record;
}

void e4j_events_connect(e4j_event_buffer *events, uint32_t slot, uint32_t generation, uint32_t data,
                        const ENetAddress *address, e4j_uint128 local)
{
    uint8_t *record = add_record(events, E4J_EVENT_CONNECT, slot, generation, data, E4J_CONNECT_BODY);
    memcpy(record + E4J_RECORD_HEADER, &address->host, 16);
    memcpy(record + E4J_RECORD_HEADER + 16, &address->port, 2);
    memcpy(record + E4J_RECORD_HEADER + 24, &local, 16);
}

void e4j_events_disconnect(e4j_event_buffer *events, uint32_t slot, uint32_t generation, uint32_t data,
                           uint8_t reason, const e4j_peer_statistics *last, const e4j_session_failure *failure)
{
    uint8_t *record = add_record(events, E4J_EVENT_DISCONNECT, slot, generation, data, sizeof *last + sizeof *failure);
    record[3] = reason;
    memcpy(record + E4J_RECORD_HEADER, last, sizeof *last);
    memcpy(record + E4J_RECORD_HEADER + sizeof *last, failure, sizeof *failure);
}

void e4j_events_receive(e4j_event_buffer *events, uint32_t slot, uint32_t generation, uint8_t channel,
                        ENetPacket *packet)
{
    uint32_t length = (uint32_t) packet->dataLength;
    uint64_t handle = (uint64_t) (uintptr_t) packet;
    uint32_t flags = packet->flags & ~(uint32_t) ENET_PACKET_FLAG_NO_ALLOCATE;
    int inlined = length <= E4J_INLINE_MAXIMUM;
    uint8_t *record = add_record(events, E4J_EVENT_RECEIVE, slot, generation, flags, inlined ? length : 0);
    record[1] = channel;
    record[2] = (uint8_t) inlined;
    memcpy(record + 16, &length, sizeof length);
    memcpy(record + 24, &handle, sizeof handle);
    if (inlined && length > 0)
        memcpy(record + E4J_RECORD_HEADER, packet->data, length);
    events->data += length;
}
