#include "platform/system.h"

#include <windows.h>
/* bcrypt.h needs what windows.h defines. */
#include <bcrypt.h>
#include <stdio.h>

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

void e4j_system_error_text(int error, char text[E4J_ERROR_TEXT])
{
    WCHAR wide[E4J_ERROR_TEXT / 4];
    const DWORD english = MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US);
    const DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK;
    DWORD length = FormatMessageW(flags, NULL, (DWORD) error, english, wide, E4J_ERROR_TEXT / 4, NULL);
    if (length == 0)
        length = FormatMessageW(flags, NULL, (DWORD) error, 0, wide, E4J_ERROR_TEXT / 4, NULL);
    /* They end with a full stop and a space. */
    while (length > 0 && (wide[length - 1] == L' ' || wide[length - 1] == L'.'))
        length--;
    int bytes = WideCharToMultiByte(CP_UTF8, 0, wide, (int) length, text, E4J_ERROR_TEXT - 1, NULL, NULL);
    if (bytes > 0)
        text[bytes] = 0;
    else
        snprintf(text, E4J_ERROR_TEXT, "error %d", error);
}
