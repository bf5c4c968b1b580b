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

static void *allocate_ahead(size_t size, size_t next)
{
    (void) next;
    return allocate(size);
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
#define allocate_ahead e4j_pool_allocate_ahead
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

void *e4j_memory_allocate_zeroed(size_t size)
{
    return allocate_zeroed(size);
}

void *e4j_memory_allocate_ahead(size_t size, size_t next)
{
    return allocate_ahead(size, next);
}
