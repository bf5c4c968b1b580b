/*
 * ENet's own adaptive range coder.
 */
#include "compress/codec.h"

#include <enet/enet.h>
#include <string.h>

static size_t compress_block(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    const ENetBuffer buffer = {.data = (void *) in, .dataLength = in_length};
    return enet_range_coder_compress(state, &buffer, 1, in_length, out, out_limit);
}

/* ENet's puts out byte by byte, until there is no room for one or it finds the block malformed: then zeros follow. */
static size_t decompress_start(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    memset(out, 0, out_limit);
    size_t length = enet_range_coder_decompress(state, in, in_length, out, out_limit);
    return length > 0 ? length : out_limit;
}

const e4j_codec e4j_range_codec = {
    .create = enet_range_coder_create,
    .compress = compress_block,
    .decompress = enet_range_coder_decompress,
    .decompress_start = decompress_start,
    .destroy = enet_range_coder_destroy,
};
