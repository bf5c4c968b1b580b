/*
 * Zeroed memory from the system, that costs nothing until it is touched, and then page by page; and goes back to it.
 * POSIX only.
 */
#ifndef E4J_PAGES_H
#define E4J_PAGES_H

#include <stddef.h>

/* NULL when there is none. */
void *e4j_pages_allocate(size_t size);
void e4j_pages_release(void *memory, size_t size);

#endif
