/*
 * Blocks of memory kept for the next use, by size: each thread has a few of its own, and hands what it has too many of
 * to all through a common store. ENet takes and gives back several blocks for every packet, and frees some on another
 * thread than it took them on; malloc is most of the time it then needs for small ones.
 */
#ifndef E4J_POOL_H
#define E4J_POOL_H

#include <stddef.h>
#include <stdint.h>

/* Aligned for every type, 128-bit integers too. NULL when there is no memory. */
void *e4j_pool_allocate(size_t size);
/* Zeroed; a large block takes no memory of the system's before it is written to. */
void *e4j_pool_allocate_zeroed(size_t size);
void e4j_pool_release(void *memory);

/*
 * The same, with room behind it for what this thread allocates next, if that is `next` bytes (0: nothing); each of the
 * two is released by itself, not by two threads at once. Who allocates something else first, or releases anything, may
 * have to do without the room.
 */
void *e4j_pool_allocate_ahead(size_t size, size_t next);

/* How many blocks are in use. Exact as long as no other thread takes or gives any. */
int64_t e4j_pool_blocks(void);

/* How many bytes the common store keeps unused. */
size_t e4j_pool_stored(void);

#endif
