#include "platform/system.h"

#include <windows.h>
/* bcrypt.h needs what windows.h defines. */
#include <bcrypt.h>

uint64_t e4j_system_milliseconds(void)
{
    LARGE_INTEGER frequency, now;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    return (uint64_t) (now.QuadPart / frequency.QuadPart) * 1000 +
           (uint64_t) (now.QuadPart % frequency.QuadPart) * 1000 / (uint64_t) frequency.QuadPart;
}

uint64_t e4j_system_thread_nanoseconds(void)
{
    LARGE_INTEGER frequency, now;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    return (uint64_t) (now.QuadPart / frequency.QuadPart) * 1000000000 +
           (uint64_t) (now.QuadPart % frequency.QuadPart) * 1000000000 / (uint64_t) frequency.QuadPart;
}

uint64_t e4j_system_memory(void)
{
    MEMORYSTATUSEX status = {.dwLength = sizeof status};
    return GlobalMemoryStatusEx(&status) ? status.ullTotalPhys : SIZE_MAX;
}

int e4j_system_random(void *buffer, size_t length)
{
    return BCryptGenRandom(NULL, buffer, (ULONG) length, BCRYPT_USE_SYSTEM_PREFERRED_RNG) >= 0 ? 0 : -1;
}
