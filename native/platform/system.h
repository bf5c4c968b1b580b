/* What enet4j asks of the operating system outside of sockets. */
#ifndef E4J_SYSTEM_H
#define E4J_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

/* A monotonic clock in milliseconds, whose zero is somewhere before the first call in this process. */
uint64_t e4j_system_milliseconds(void);

/* The time that the processor has spent on this thread, in nanoseconds; where that is too coarse, just the time. */
uint64_t e4j_system_thread_nanoseconds(void);

/* The machine's memory in bytes. */
uint64_t e4j_system_memory(void);

/* Fills a buffer with bytes fit for keys. 0, or -1. */
int e4j_system_random(void *buffer, size_t length);

enum { E4J_ERROR_TEXT = 256 };

/* What the system calls the error with this number: in English where it can, in UTF-8, with a zero at the end. */
void e4j_system_error_text(int error, char text[E4J_ERROR_TEXT]);

#endif
