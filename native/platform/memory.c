#include "platform/memory.h"

#include <stdatomic.h>
#include <stdlib.h>

static atomic_int_fast64_t blocks;

static void *counted(void *memory)
{
    if (memory != NULL)
        atomic_fetch_add_explicit(&blocks, 1, memory_order_relaxed);
    return memory;
}

static void *allocate(size_t size)
{
    return counted(malloc(size));
}

static void release(void *memory)
{
    if (memory == NULL)
        return;
    atomic_fetch_sub_explicit(&blocks, 1, memory_order_relaxed);
    free(memory);
}

/* ENet's default is abort(), which would take the JVM along; its callers all handle NULL. */
static void no_memory(void)
{
}

int e4j_memory_initialize(void)
{
    static const ENetCallbacks callbacks = {allocate, release, no_memory};
    return enet_initialize_with_callbacks(ENET_VERSION, &callbacks);
}

int64_t e4j_memory_blocks(void)
{
    return atomic_load_explicit(&blocks, memory_order_relaxed);
}

ENetPacket *e4j_packet_create(const void *data, size_t length, enet_uint32 flags)
{
    if (data != NULL || length == 0)
        return enet_packet_create(data, length, flags);

    void *zeroed = counted(calloc(1, length));
    if (zeroed == NULL)
        return NULL;
    ENetPacket *packet = enet_packet_create(zeroed, length, flags | ENET_PACKET_FLAG_NO_ALLOCATE);
    if (packet == NULL) {
        release(zeroed);
        return NULL;
    }
    packet->flags = flags;
    return packet;
}
