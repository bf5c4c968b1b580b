/*
 * The zlib format (RFC 1950). Both streams are made once and reset for each block.
 */
#include "compress/codec.h"

#include <enet/enet.h>
#include <string.h>
#include <zlib.h>

enum { WINDOW_BITS = 15, MEMORY_LEVEL = 8 };

typedef struct {
    z_stream encoder;
    z_stream decoder;
} streams;

static voidpf take_memory(voidpf opaque, uInt items, uInt size)
{
    (void) opaque;
    return enet_malloc((size_t) items * size);
}

static void give_memory_back(voidpf opaque, voidpf memory)
{
    (void) opaque;
    enet_free(memory);
}

static void destroy_streams(void *state)
{
    streams *self = state;
    deflateEnd(&self->encoder);
    inflateEnd(&self->decoder);
    enet_free(self);
}

static void *create_streams(void)
{
    streams *self = enet_malloc(sizeof *self);
    if (self == NULL)
        return NULL;
    const z_stream unused = {.zalloc = take_memory, .zfree = give_memory_back};
    self->encoder = unused;
    self->decoder = unused;
    if (deflateInit2(&self->encoder, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK ||
        inflateInit2(&self->decoder, WINDOW_BITS) != Z_OK) {
        destroy_streams(self);
        return NULL;
    }
    return self;
}

/* Runs one whole block through a stream with deflate or inflate; its end must be reached within the limit. */
static size_t run(z_stream *stream, int (ZEXPORT *code)(z_streamp, int), const uint8_t *in, size_t in_length,
                  uint8_t *out, size_t out_limit)
{
    stream->next_in = (Bytef *) in;
    stream->avail_in = (uInt) in_length;
    stream->next_out = out;
    stream->avail_out = (uInt) out_limit;
    return code(stream, Z_FINISH) == Z_STREAM_END ? stream->total_out : 0;
}

static size_t compress_block(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    streams *self = state;
    return deflateReset(&self->encoder) == Z_OK ? run(&self->encoder, deflate, in, in_length, out, out_limit) : 0;
}

static size_t decompress_block(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    streams *self = state;
    return inflateReset(&self->decoder) == Z_OK ? run(&self->decoder, inflate, in, in_length, out, out_limit) : 0;
}

const e4j_codec e4j_zlib_codec = {
    .create = create_streams,
    .compress = compress_block,
    .decompress = decompress_block,
    .destroy = destroy_streams,
};
