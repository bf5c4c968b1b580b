/* The memory that ENet allocates: counted, and never the end of the process when there is none left. */
#ifndef E4J_MEMORY_H
#define E4J_MEMORY_H

#include <enet/enet.h>

#include <stdint.h>

/* Points ENet to this allocator. To be called once, before anything else of ENet. 0, or -1. */
int e4j_memory_initialize(void);

/* How many blocks ENet holds now in the whole process. */
int64_t e4j_memory_blocks(void);

/* A zeroed block that is larger takes memory of the system's only where it is written to. */
enum { E4J_MEMORY_WHOLE = 128 * 1024 };

/* For enet_free; zeroed. */
void *e4j_memory_allocate_zeroed(size_t size);

/* For enet_free; see e4j_pool_allocate_ahead. */
void *e4j_memory_allocate_ahead(size_t size, size_t next);

#endif
