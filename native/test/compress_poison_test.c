/*
 * No byte of an earlier datagram comes out of a decoder that is used again, whatever it is fed. Two decoders of each
 * codec, one that has just decoded secrets of one kind and one with those of another, into outputs that hold the same
 * kinds, get the same damaged block: what comes out must be the same. Argument: how many blocks per codec.
 */
#include "check.h"

#include "compress/codec.h"

#include <enet/enet.h>
#include <stdlib.h>

enum { SIZE = ENET_PROTOCOL_MAXIMUM_MTU, BLOCKS = 2000, SECRETS = 2 };

static uint64_t seed = 88172645463325252u;

static unsigned below(unsigned limit)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned) (seed % limit);
}

/* Runs and repetitions, so that every codec makes use of what it has seen. */
static size_t make_block(uint8_t *block)
{
    size_t length = 1 + below(SIZE);
    for (size_t i = 0; i < length; i++)
        block[i] = i > 8 && below(4) ? block[i - 1 - below(8)] : (uint8_t) below(below(8) ? 6 : 256);
    return length;
}

static void damage(uint8_t *block, size_t *length)
{
    for (unsigned n = below(4); n > 0; n--)
        block[below((unsigned) *length)] ^= (uint8_t) (1u << below(8));
    if (below(4) == 0)
        *length = 1 + below((unsigned) *length);
    if (below(8) == 0)
        block[below((unsigned) *length)] = (uint8_t) below(256);
}

typedef struct {
    const e4j_codec *codec;
    void *state;
    uint8_t secret[SIZE]; /* compressed */
    size_t secret_length;
    uint8_t kind;
    uint8_t out[SIZE];
} decoder;

static void make_secret(decoder *self, const e4j_codec *codec, uint8_t kind)
{
    uint8_t plain[SIZE];
    for (size_t i = 0; i < SIZE; i++)
        plain[i] = (uint8_t) (kind | (i / 7 & 3));
    self->codec = codec;
    self->kind = kind;
    self->state = codec->create();
    self->secret_length = codec->compress(self->state, plain, SIZE, self->secret, SIZE);
    CHECK(self->secret_length > 0);
}

static size_t decode(decoder *self, const uint8_t *block, size_t length, size_t limit)
{
    CHECK_EQ(SIZE, self->codec->decompress(self->state, self->secret, self->secret_length, self->out, SIZE));
    memset(self->out, self->kind, SIZE);
    return self->codec->decompress(self->state, block, length, self->out, limit);
}

static unsigned long outputs;

static void keeps_secrets(const e4j_codec *codec, int blocks)
{
    static decoder decoders[SECRETS];
    static uint8_t block[SIZE], coded[SIZE];
    make_secret(&decoders[0], codec, 0xa0);
    make_secret(&decoders[1], codec, 0x50);
    void *encoder = codec->create();
    unsigned long before = outputs;
    for (int i = 0; i < blocks; i++) {
        size_t length = codec->compress(encoder, block, make_block(block), coded, SIZE);
        if (length == 0)
            continue;
        damage(coded, &length);
        size_t limit = below(2) ? SIZE : 1 + below(SIZE);
        size_t first = decode(&decoders[0], coded, length, limit), second = decode(&decoders[1], coded, length, limit);
        if (!CHECK_BYTES(decoders[0].out, first, decoders[1].out, second))
            break;
        outputs += first > 0;
    }
    CHECK(outputs > before); /* some damage goes unnoticed */
    codec->destroy(encoder);
    codec->destroy(decoders[0].state);
    codec->destroy(decoders[1].state);
}

int main(int count, char **arguments)
{
    int blocks = count > 1 ? atoi(arguments[1]) : BLOCKS;
    keeps_secrets(&e4j_range_codec, blocks);
    keeps_secrets(&e4j_fastlz_codec, blocks);
    keeps_secrets(&e4j_zlib_codec, blocks);
    keeps_secrets(&e4j_zstd_codec, blocks);
    fprintf(stderr, "%lu blocks decoded\n", outputs);
    return check_result();
}
