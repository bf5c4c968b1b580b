#ifndef E4J_CRYPTO_STACK_H
#define E4J_CRYPTO_STACK_H

#include <stddef.h>

/*
 * Overwrites the memory below the caller's stack frame, DEPTH bytes of it: for the function that has just called
 * assembly, which leaves there what it worked with: keys, numbers that tell them.
 */
void e4j_stack_wipe(size_t depth);

#endif
