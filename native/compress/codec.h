/*
 * What a compression format has to provide; compress.c makes an ENet compressor of it.
 */
#ifndef E4J_CODEC_H
#define E4J_CODEC_H

#include <stddef.h>
#include <stdint.h>

/*
 * Turns one block into another. The input is 1 to ENET_PROTOCOL_MAXIMUM_MTU bytes long and does not overlap the
 * output, and no more than that is ever decompressed to. Returns the length of the output, or 0 when the input is
 * malformed or the output would exceed out_limit; what stands in the output then is undefined, but nothing behind
 * out_limit has been touched.
 */
typedef size_t e4j_codec_function(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit);

typedef struct {
    /* Takes, through enet_malloc, what the two functions work with; NULL when memory is short. */
    void *(*create)(void);
    e4j_codec_function *compress;
    e4j_codec_function *decompress;
    /*
     * As decompress, but of what exceeds the limit it gives the first out_limit bytes. NULL where decompressing all of
     * it takes no time to speak of.
     */
    e4j_codec_function *decompress_start;
    void (*destroy)(void *state);
} e4j_codec;

extern const e4j_codec e4j_range_codec;
extern const e4j_codec e4j_fastlz_codec;
extern const e4j_codec e4j_zlib_codec;
extern const e4j_codec e4j_zstd_codec;

#endif
