#include "platform/siphash.h"

#include <string.h>

typedef struct {
    uint64_t a, b, c, d;
} state;

static uint64_t rotate(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static void mix(state *s, unsigned rounds)
{
    for (; rounds > 0; rounds--) {
        s->a += s->b;
        s->c += s->d;
        s->b = rotate(s->b, 13) ^ s->a;
        s->d = rotate(s->d, 16) ^ s->c;
        s->a = rotate(s->a, 32) + s->d;
        s->c += s->b;
        s->d = rotate(s->d, 21) ^ s->a;
        s->b = rotate(s->b, 17) ^ s->c;
        s->c = rotate(s->c, 32);
    }
}

static void absorb(state *s, uint64_t word)
{
    s->d ^= word;
    mix(s, 2);
    s->a ^= word;
}

static uint64_t little_endian(const uint8_t *bytes, size_t length)
{
    uint64_t word = 0;
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t) bytes[i] << 8 * i;
    return word;
}

uint64_t e4j_siphash(const e4j_siphash_key *key, const void *data, size_t length)
{
    const uint8_t *bytes = data;
    uint64_t k0 = key->words[0], k1 = key->words[1];
    state s = {k0 ^ UINT64_C(0x736f6d6570736575), k1 ^ UINT64_C(0x646f72616e646f6d),
               k0 ^ UINT64_C(0x6c7967656e657261), k1 ^ UINT64_C(0x7465646279746573)};
    size_t left = length;
    for (; left >= 8; left -= 8, bytes += 8)
        absorb(&s, little_endian(bytes, 8));
    absorb(&s, (uint64_t) length << 56 | little_endian(bytes, left));
    s.c ^= 0xff;
    mix(&s, 4);
    return s.a ^ s.b ^ s.c ^ s.d;
}
