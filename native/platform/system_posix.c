#include "platform/system.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <errno.h>
#include <sys/syscall.h>
#else
#include <sys/random.h>
#endif

uint64_t e4j_system_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

uint64_t e4j_system_thread_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec;
}

uint64_t e4j_system_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (uint64_t) pages * (uint64_t) size : SIZE_MAX;
}

int e4j_system_random(void *buffer, size_t length)
{
#ifdef __linux__
    /* The system call and not getrandom(): glibc has that only since 2.25. */
    for (size_t done = 0; done < length;) {
        long n = syscall(SYS_getrandom, (char *) buffer + done, length - done, 0);
        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0)
            done += (size_t) n;
    }
    return 0;
#else
    /* 256 bytes a call is getentropy's limit. */
    for (size_t done = 0; done < length;) {
        size_t part = length - done < 256 ? length - done : 256;
        if (getentropy((char *) buffer + done, part) != 0)
            return -1;
        done += part;
    }
    return 0;
#endif
}

void e4j_system_error_text(int error, char text[E4J_ERROR_TEXT])
{
#ifdef __APPLE__
    if (strerror_r(error, text, E4J_ERROR_TEXT) != 0)
        snprintf(text, E4J_ERROR_TEXT, "error %d", error);
#else
    /* Not that of the process, whose characters Java could not read. */
    locale_t english = newlocale(LC_ALL_MASK, "C", (locale_t) 0);
    if (english == (locale_t) 0) {
        snprintf(text, E4J_ERROR_TEXT, "error %d", error);
        return;
    }
    snprintf(text, E4J_ERROR_TEXT, "%s", strerror_l(error, english));
    freelocale(english);
#endif
}
