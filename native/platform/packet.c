#include "platform/packet.h"

#include "platform/memory.h"

#include <string.h>

static ENetPacket *set_up(ENetPacket *packet, void *data, size_t length, enet_uint32 flags)
{
    if (packet != NULL)
        *packet = (ENetPacket) {.data = data, .dataLength = length, .flags = flags | ENET_PACKET_FLAG_NO_ALLOCATE};
    return packet;
}

ENetPacket *e4j_packet_make(const void *data, size_t length, enet_uint32 flags, size_t command)
{
    if (length > SIZE_MAX - sizeof(ENetPacket))
        return NULL;
    ENetPacket *packet = e4j_memory_allocate_ahead(sizeof *packet + length, command);
    void *own = packet != NULL && length > 0 ? packet + 1 : NULL;
    if (own != NULL && data != NULL)
        memcpy(own, data, length);
    return set_up(packet, own, length, flags);
}

ENetPacket *e4j_packet_show(void *data, size_t length, enet_uint32 flags, size_t command)
{
    return set_up(e4j_memory_allocate_ahead(sizeof(ENetPacket), command), data, length, flags);
}

e4j_fragmented *e4j_packet_fragmented(ENetPacket *packet)
{
    return packet->flags & ENET_PACKET_FLAG_NO_ALLOCATE ? NULL : (e4j_fragmented *) (void *) packet;
}

ENetPacket *e4j_packet_create(const void *data, size_t length, enet_uint32 flags)
{
    if (data != NULL || length == 0)
        return e4j_packet_make(data, length, flags, sizeof(ENetIncomingCommand));

    /* Not written to: a few bytes from the network can ask for 32 MiB. */
    void *zeroed = e4j_memory_allocate_zeroed(length);
    if (zeroed == NULL)
        return NULL;
    e4j_fragmented *made = e4j_memory_allocate_ahead(sizeof *made, sizeof(ENetIncomingCommand));
    if (made == NULL) {
        enet_free(zeroed);
        return NULL;
    }
    *made = (e4j_fragmented) {.packet = {.data = zeroed, .dataLength = length, .flags = flags},
                              .reached = length <= E4J_MEMORY_WHOLE ? length : 0};
    return &made->packet;
}

void *e4j_packet_unlist(ENetListIterator position)
{
    enum { LINE = 64, BEFORE = 2 * LINE, BEHIND = 2 * LINE };
    const uint8_t *next = (const uint8_t *) position->next - BEFORE;
    for (size_t at = 0; at < BEFORE + BEHIND; at += LINE)
        __builtin_prefetch(next + at, 1);
    return enet_list_remove(position);
}
