#include "crypto/cpu.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <stdint.h>

enum { SSE41 = 1 << 19, OSXSAVE = 1 << 27, AVX = 1 << 28 }; /* leaf 1, ecx */
enum { AVX2 = 1 << 5, BMI2 = 1 << 8, ADX = 1 << 19 };       /* leaf 7, ebx */
enum { XMM_AND_YMM_SAVED = 6 };                             /* of XCR0: the system keeps these registers */

/* AWS-LC's assembly looks here for AVX2 and BMI2, in the third word. The functions that we have use no other. */
__attribute__((visibility("hidden"))) uint32_t OPENSSL_ia32cap_P[4];

static uint32_t features; /* leaf 7, ebx, as far as the system lets programs use it */
static int has_sse41;

/* Not __builtin_cpu_supports: that is in the compiler's run-time library, which some link differently. */
static uint32_t saved_registers(void)
{
    uint32_t low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

void e4j_cpu_limit(enum e4j_cpu most)
{
    uint32_t eax, ebx, ecx, edx, later_ebx = 0;
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx))
        return;
    uint32_t first = ecx;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx))
        later_ebx = ebx;
    if (!(first & OSXSAVE) || !(first & AVX) || (saved_registers() & XMM_AND_YMM_SAVED) != XMM_AND_YMM_SAVED)
        later_ebx &= ~(uint32_t) AVX2;
    has_sse41 = most >= E4J_CPU_SSE41 && (first & SSE41) != 0;
    features = most >= E4J_CPU_NEWEST ? later_ebx : 0;
    OPENSSL_ia32cap_P[2] = features & (AVX2 | BMI2);
}

__attribute__((constructor)) static void look(void)
{
    e4j_cpu_limit(E4J_CPU_NEWEST);
}

int e4j_cpu_has_chachapoly(void)
{
    return has_sse41;
}

int e4j_cpu_has_wide_multiply(void)
{
    return (features & (BMI2 | ADX)) == (BMI2 | ADX);
}

#else

/* Apple's cores have multipliers that the other variants are written for. */
#ifdef __APPLE__
enum { WIDE = 0 };
#else
enum { WIDE = 1 };
#endif

static int wide = WIDE;

void e4j_cpu_limit(enum e4j_cpu most)
{
    wide = WIDE && most == E4J_CPU_NEWEST;
}

int e4j_cpu_has_chachapoly(void)
{
    return 1;
}

int e4j_cpu_has_wide_multiply(void)
{
    return wide;
}

#endif
