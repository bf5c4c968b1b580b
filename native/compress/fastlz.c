/*
 * FastLZ blocks, written from a description of the format: an encoder for level 1, which makes the same bytes as
 * FastLZ 0.5.0, and a decoder for levels 1 and 2.
 *
 * A block is a row of instructions. The top three bits T of an instruction's first byte tell them apart, V is the rest:
 *
 *   T = 0       the next V + 1 bytes are literals
 *   T = 1..6    a match of T + 2 bytes; the next byte is the low part of its distance less one, V the high part
 *   T = 7       a match of 9 bytes or more; what exceeds 9 stands before the low part of the distance
 *
 * The first instruction is always literals, and its T is the level less one instead.
 */
#include "compress/codec.h"

#include <enet/enet.h>
#include <stdbool.h>
#include <string.h>

enum {
    INPUT_MINIMUM = 16, /* Godot pads shorter blocks with zeros; ENet takes a zero command for the datagram's end */
    HASH_SIZE = 8192,
    LITERALS_MAXIMUM = 32,
    DISTANCE_LIMIT = 8192,
    LONG_MATCH = 7 << 5,
    LONG_MATCH_LENGTH = 9,
    TAIL = 13 /* the encoder starts no match in this many last bytes */
};

_Static_assert((size_t) ENET_PROTOCOL_MAXIMUM_MTU < DISTANCE_LIMIT, "every distance within a datagram can be stored");

typedef struct {
    uint16_t positions[HASH_SIZE]; /* where the three bytes with this hash were seen last */
} encoder;

typedef struct {
    uint8_t *next;
    const uint8_t *end;
} output;

static bool put(output *out, const uint8_t *bytes, size_t length)
{
    if ((size_t) (out->end - out->next) < length)
        return false;
    memcpy(out->next, bytes, length);
    out->next += length;
    return true;
}

static bool put_literals(output *out, const uint8_t *in, size_t length)
{
    while (length > 0) {
        const size_t run = length < LITERALS_MAXIMUM ? length : LITERALS_MAXIMUM;
        const uint8_t instruction = (uint8_t) (run - 1);
        if (!put(out, &instruction, 1) || !put(out, in, run))
            return false;
        in += run;
        length -= run;
    }
    return true;
}

static bool put_match(output *out, size_t distance, size_t length)
{
    const uint8_t high = (uint8_t) ((distance - 1) >> 8);
    const uint8_t low = (uint8_t) (distance - 1);
    /* A match that exceeds one instruction is split into this and a rest of at least three bytes. */
    const uint8_t part[] = {LONG_MATCH | high, 253, low};
    for (; length > LONG_MATCH_LENGTH + 255; length -= LONG_MATCH_LENGTH + 253)
        if (!put(out, part, sizeof part))
            return false;
    if (length < LONG_MATCH_LENGTH) {
        const uint8_t match[] = {(uint8_t) ((length - 2) << 5 | high), low};
        return put(out, match, sizeof match);
    }
    const uint8_t match[] = {LONG_MATCH | high, (uint8_t) (length - LONG_MATCH_LENGTH), low};
    return put(out, match, sizeof match);
}

static size_t hash(const uint8_t *bytes)
{
    const unsigned pair = bytes[0] | bytes[1] << 8;
    const unsigned next_pair = bytes[1] | bytes[2] << 8;
    return (pair ^ next_pair ^ pair >> 3) % HASH_SIZE;
}

/* The length of a match whose first three bytes are known to be equal. One short near the end of input, as FastLZ's. */
static size_t match_length(const uint8_t *in, size_t in_length, size_t position, size_t distance)
{
    size_t next = position + 3;
    bool equal;
    do {
        equal = in[next] == in[next - distance];
        next++;
    } while (equal && next < in_length - 2);
    return next - position - 1;
}

static size_t encode(encoder *self, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    output block = {out, out + out_limit};
    size_t literals = 0; /* where the literals not yet put start */
    size_t position = 2;
    memset(self, 0, sizeof *self);
    while (position + TAIL < in_length) {
        uint16_t *last = &self->positions[hash(in + position)];
        const size_t distance = position - *last;
        *last = (uint16_t) position;
        if (memcmp(in + position, in + position - distance, 3) != 0) {
            position++;
            continue;
        }
        const size_t length = match_length(in, in_length, position, distance);
        if (!put_literals(&block, in + literals, position - literals) || !put_match(&block, distance, length))
            return 0;
        position += length;
        literals = position;
        for (size_t covered = position - 2; covered < position; covered++)
            self->positions[hash(in + covered)] = (uint16_t) covered;
    }
    return put_literals(&block, in + literals, in_length - literals) ? (size_t) (block.next - out) : 0;
}

/*
 * Takes the blocks that FastLZ 0.5.0 takes, but for one that ends in a short match of level 2 without its distance:
 * FastLZ reads past the end there. Level 2 has distances beyond DISTANCE_LIMIT too, marked by a distance of just that;
 * no output here is long enough for any of them, and the mark is refused as every distance that is too far.
 */
static size_t decode(const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    const bool level2 = in[0] >> 5 == 1;
    if (in[0] >> 5 > 1)
        return 0;
    unsigned instruction = in[0] & 31;
    size_t next = 1;
    size_t produced = 0;
    for (;;) {
        if (instruction < 1 << 5) {
            const size_t run = instruction + 1;
            if (run > in_length - next || run > out_limit - produced)
                return 0;
            memcpy(out + produced, in + next, run);
            next += run;
            produced += run;
        } else {
            size_t length = (instruction >> 5) + 2;
            if (length == LONG_MATCH_LENGTH) {
                unsigned more;
                do {
                    if (in_length - next < 2)
                        return 0;
                    more = in[next++];
                    length += more;
                } while (level2 && more == 255);
            }
            if (next == in_length)
                return 0;
            const size_t distance = ((instruction & 31) << 8 | in[next++]) + 1;
            if (distance > produced || length > out_limit - produced)
                return 0;
            for (; length > 0; length--, produced++) /* byte by byte: a match may overlap what it produces */
                out[produced] = out[produced - distance];
        }
        /* A match takes two bytes, so a level 1 block may end in a stray one. */
        if (in_length - next < (level2 ? 1 : 2))
            return produced;
        instruction = in[next++];
    }
}

static void *create_encoder(void)
{
    return enet_malloc(sizeof(encoder));
}

static size_t compress_block(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    uint8_t padded[INPUT_MINIMUM] = {0};
    if (in_length >= sizeof padded)
        return encode(state, in, in_length, out, out_limit);
    memcpy(padded, in, in_length);
    return encode(state, padded, sizeof padded, out, out_limit);
}

static size_t decompress_block(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    (void) state;
    return decode(in, in_length, out, out_limit);
}

const e4j_codec e4j_fastlz_codec = {
    .create = create_encoder,
    .compress = compress_block,
    .decompress = decompress_block,
    .destroy = enet_free,
};
