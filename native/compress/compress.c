#include "compress/compress.h"

#include "compress/codec.h"

#include <string.h>

/* The context of an ENetCompressor. */
typedef struct {
    const e4j_codec *codec;
    void *state;
    uint8_t block[ENET_PROTOCOL_MAXIMUM_MTU]; /* the datagram to compress, in one piece */
} compressor;

/*
 * Collects the buffers in the compressor's block. As one piece they suit every codec, and the empty buffer of an empty
 * packet, which ENet's range coder would read through its null pointer, disappears. Returns the length.
 */
static size_t gather(compressor *self, const ENetBuffer *buffers, size_t count, size_t limit)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t room = limit - length;
        const size_t part = buffers[i].dataLength < room ? buffers[i].dataLength : room;
        if (part > 0) {
            memcpy(self->block + length, buffers[i].data, part);
            length += part;
        }
    }
    return length;
}

static size_t ENET_CALLBACK compress_datagram(void *context, const ENetBuffer *in_buffers, size_t in_count,
                                              size_t in_limit, enet_uint8 *out, size_t out_limit)
{
    compressor *self = context;
    if (in_limit > sizeof self->block)
        return 0;
    const size_t length = gather(self, in_buffers, in_count, in_limit);
    return length == 0 ? 0 : self->codec->compress(self->state, self->block, length, out, out_limit);
}

static size_t ENET_CALLBACK decompress_datagram(void *context, const enet_uint8 *in, size_t in_limit, enet_uint8 *out,
                                                size_t out_limit)
{
    compressor *self = context;
    /* ENet takes the header's length off the datagram's even where that is shorter, and the limit wraps around. */
    if (in_limit == 0 || in_limit > ENET_PROTOCOL_MAXIMUM_MTU)
        return 0;
    return self->codec->decompress(self->state, in, in_limit, out, out_limit);
}

static void ENET_CALLBACK destroy_compressor(void *context)
{
    compressor *self = context;
    self->codec->destroy(self->state);
    enet_free(self);
}

static compressor *create_compressor(const e4j_codec *codec)
{
    compressor *self = enet_malloc(sizeof *self);
    if (self == NULL)
        return NULL;
    self->codec = codec;
    self->state = codec->create();
    if (self->state == NULL) {
        enet_free(self);
        return NULL;
    }
    return self;
}

/* The codec of a mode; NULL for NONE and for what is no mode. */
static const e4j_codec *codec_of(e4j_compression_mode mode)
{
    static const e4j_codec *const codecs[] = {
        [E4J_COMPRESS_RANGE_CODER] = &e4j_range_codec,
        [E4J_COMPRESS_FASTLZ] = &e4j_fastlz_codec,
        [E4J_COMPRESS_ZLIB] = &e4j_zlib_codec,
        [E4J_COMPRESS_ZSTD] = &e4j_zstd_codec,
    };
    return (size_t) mode < sizeof codecs / sizeof codecs[0] ? codecs[mode] : NULL;
}

int e4j_compress_install(ENetHost *host, e4j_compression_mode mode)
{
    if (mode == E4J_COMPRESS_NONE) {
        enet_host_compress(host, NULL);
        return 0;
    }
    const e4j_codec *codec = codec_of(mode);
    compressor *self = codec != NULL ? create_compressor(codec) : NULL;
    if (self == NULL)
        return -1;
    const ENetCompressor callbacks = {
        .context = self,
        .compress = compress_datagram,
        .decompress = decompress_datagram,
        .destroy = destroy_compressor,
    };
    enet_host_compress(host, &callbacks);
    return 0;
}

size_t e4j_decompress_start(const ENetHost *host, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    const compressor *self = host->compressor.context;
    if (self == NULL || in_length == 0 || in_length > ENET_PROTOCOL_MAXIMUM_MTU)
        return 0;
    if (self->codec->decompress_start != NULL)
        return self->codec->decompress_start(self->state, in, in_length, out, out_limit);
    uint8_t whole[ENET_PROTOCOL_MAXIMUM_MTU];
    size_t length = self->codec->decompress(self->state, in, in_length, whole, sizeof whole);
    length = length < out_limit ? length : out_limit;
    memcpy(out, whole, length);
    return length;
}

size_t e4j_decompress(e4j_compression_mode mode, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    const e4j_codec *codec = codec_of(mode);
    compressor *self = codec != NULL ? create_compressor(codec) : NULL;
    if (self == NULL)
        return 0;
    const size_t length = decompress_datagram(self, in, in_length, out, out_limit);
    destroy_compressor(self);
    return length;
}
