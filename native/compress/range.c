/*
 * ENet's own adaptive range coder.
 */
#include "compress/codec.h"

#include <enet/enet.h>

static size_t compress_block(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    const ENetBuffer buffer = {.data = (void *) in, .dataLength = in_length};
    return enet_range_coder_compress(state, &buffer, 1, in_length, out, out_limit);
}

const e4j_codec e4j_range_codec = {
    .create = enet_range_coder_create,
    .compress = compress_block,
    .decompress = enet_range_coder_decompress,
    .destroy = enet_range_coder_destroy,
};
