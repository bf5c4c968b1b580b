/*
 * libFuzzer target: the first byte picks the mode and the output limit, the rest is decoded as a received block and
 * then encoded and decoded again.
 */
#include "compress/compress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_MAXIMUM = ENET_PROTOCOL_MAXIMUM_MTU - 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int held, const char *what)
{
    if (!held) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

static const ENetHost *host_of(e4j_compression_mode mode)
{
    static ENetHost hosts[E4J_COMPRESS_ZSTD + 1];
    if (hosts[mode].compressor.context == NULL)
        require(e4j_compress_install(&hosts[mode], mode) == 0, "no memory");
    return &hosts[mode];
}

/* Into memory of just this size, where AddressSanitizer sees a byte too many. */
static void decode(const ENetCompressor *compressor, const uint8_t *in, size_t length, size_t limit)
{
    uint8_t *out = malloc(limit > 0 ? limit : 1);
    require(out != NULL, "no memory");
    require(compressor->decompress(compressor->context, in, length, out, limit) <= limit, "limit exceeded");
    free(out);
}

/* The start is that of the whole; of a block that is malformed further on anything. */
static void decode_start(const ENetHost *host, const uint8_t *in, size_t length, size_t limit)
{
    uint8_t *start = malloc(limit > 0 ? limit : 1), whole[ENET_PROTOCOL_MAXIMUM_MTU];
    require(start != NULL, "no memory");
    const ENetCompressor *compressor = &host->compressor;
    size_t started = e4j_decompress_start(host, in, length, start, limit);
    size_t all = compressor->decompress(compressor->context, in, length, whole, sizeof whole);
    require(started <= limit && (all == 0 || started == (all < limit ? all : limit)), "another start");
    require(all == 0 || memcmp(start, whole, started) == 0, "other bytes at the start");
    free(start);
}

static void round_trip(const ENetCompressor *compressor, const uint8_t *block, size_t length)
{
    uint8_t packed[2 * ENET_PROTOCOL_MAXIMUM_MTU], unpacked[ENET_PROTOCOL_MAXIMUM_MTU];
    const ENetBuffer buffers[] = {
        {.data = (void *) block, .dataLength = length / 3},
        {.data = NULL, .dataLength = 0},
        {.data = (void *) (block + length / 3), .dataLength = length - length / 3},
    };
    const size_t packed_length = compressor->compress(compressor->context, buffers, 3, length, packed, sizeof packed);
    if (packed_length > ENET_PROTOCOL_MAXIMUM_MTU)
        return;
    require(packed_length > 0, "not encoded");
    const size_t unpacked_length =
        compressor->decompress(compressor->context, packed, packed_length, unpacked, sizeof unpacked);
    require(unpacked_length == length || (length < 16 && unpacked_length == 16), "another length");
    require(memcmp(block, unpacked, length) == 0, "other bytes");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t limits[] = {BLOCK_MAXIMUM, 64, 1, 0};
    if (size < 2)
        return 0;
    const ENetHost *host = host_of((e4j_compression_mode) (E4J_COMPRESS_RANGE_CODER + data[0] % 4));
    const ENetCompressor *compressor = &host->compressor;
    const size_t length = size - 1 < BLOCK_MAXIMUM ? size - 1 : BLOCK_MAXIMUM;
    decode(compressor, data + 1, length, limits[data[0] / 4 % 4]);
    decode_start(host, data + 1, length, limits[data[0] / 4 % 4]);
    round_trip(compressor, data + 1, length);
    return 0;
}
