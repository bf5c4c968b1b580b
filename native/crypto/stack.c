#include "crypto/stack.h"

#include <mbedtls/platform_util.h>

/* Not inlined, so that it lies where the assembly did. */
__attribute__((noinline)) void e4j_stack_wipe(size_t depth)
{
    unsigned char below[depth];
    mbedtls_platform_zeroize(below, depth);
}
