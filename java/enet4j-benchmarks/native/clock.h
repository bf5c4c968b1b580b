/* The clocks of the C side, in nanoseconds: the wall's, and the processor time of this thread. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

static inline uint64_t wall(void) { return clock_ns(CLOCK_MONOTONIC); }
static inline uint64_t cpu(void) { return clock_ns(CLOCK_THREAD_CPUTIME_ID); }

#endif
