/* SipHash-2-4 (Aumasson and Bernstein): a hash that nobody who lacks the key can predict. */
#ifndef E4J_SIPHASH_H
#define E4J_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t words[2];
} e4j_siphash_key;

uint64_t e4j_siphash(const e4j_siphash_key *key, const void *data, size_t length);

#endif
