#include "platform/memory.h"

/*
 * The pool needs POSIX threads; what Windows has for small blocks is much like it. With the sanitizers each block is
 * malloc's, so that they see its bounds and its end.
 */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define E4J_PLAIN_MEMORY
#endif
#endif
#if defined(_WIN32) || defined(__SANITIZE_ADDRESS__)
#define E4J_PLAIN_MEMORY
#endif

#ifdef E4J_PLAIN_MEMORY

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

static void *allocate_zeroed(size_t size)
{
    return counted(calloc(1, size));
}

static void release(void *memory)
{
    if (memory == NULL)
        return;
    atomic_fetch_sub_explicit(&blocks, 1, memory_order_relaxed);
    free(memory);
}

int64_t e4j_memory_blocks(void)
{
    return atomic_load_explicit(&blocks, memory_order_relaxed);
}

#else

#include "platform/pool.h"

#define allocate e4j_pool_allocate
#define allocate_zeroed e4j_pool_allocate_zeroed
#define release e4j_pool_release

int64_t e4j_memory_blocks(void)
{
    return e4j_pool_blocks();
}

#endif

/* ENet's default is abort(), which would take the JVM along; its callers all handle NULL. */
static void no_memory(void)
{
}

int e4j_memory_initialize(void)
{
    static const ENetCallbacks callbacks = {allocate, release, no_memory};
    return enet_initialize_with_callbacks(ENET_VERSION, &callbacks);
}

ENetPacket *e4j_packet_create(const void *data, size_t length, enet_uint32 flags)
{
    if (data != NULL || length == 0)
        return enet_packet_create(data, length, flags);

    /* Not written to: a few bytes from the network can ask for 32 MiB. */
    void *zeroed = allocate_zeroed(length);
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
