/*
 * Zstandard frames. Both contexts live in memory of a fixed size, so neither a change of block size nor a hostile
 * frame header makes zstd allocate; a frame's window is never more than the output buffer itself.
 */
#include "compress/codec.h"

#include <enet/enet.h>
#include <string.h>
#define ZSTD_STATIC_LINKING_ONLY
#include <zstd.h>

enum { LEVEL = 3 };

typedef struct {
    void *encoder_memory;
    void *decoder_memory;
    ZSTD_CCtx *encoder;
    ZSTD_DCtx *decoder;
    /* zstd needs some room beyond its result: with less, it would give up on blocks that do become smaller. */
    uint8_t frame[ZSTD_COMPRESSBOUND(ENET_PROTOCOL_MAXIMUM_MTU)];
} contexts;

static void destroy_contexts(void *state)
{
    contexts *self = state;
    enet_free(self->encoder_memory);
    enet_free(self->decoder_memory);
    enet_free(self);
}

static void *create_contexts(void)
{
    const ZSTD_compressionParameters largest = ZSTD_getCParams(LEVEL, ENET_PROTOCOL_MAXIMUM_MTU, 0);
    const size_t encoder_size = ZSTD_estimateCCtxSize_usingCParams(largest);
    const size_t decoder_size = ZSTD_estimateDCtxSize();
    contexts *self = enet_malloc(sizeof *self);
    if (self == NULL)
        return NULL;
    self->encoder_memory = enet_malloc(encoder_size);
    self->decoder_memory = enet_malloc(decoder_size);
    if (self->encoder_memory != NULL && self->decoder_memory != NULL) {
        self->encoder = ZSTD_initStaticCCtx(self->encoder_memory, encoder_size);
        self->decoder = ZSTD_initStaticDCtx(self->decoder_memory, decoder_size);
        if (self->encoder != NULL && self->decoder != NULL)
            return self;
    }
    destroy_contexts(self);
    return NULL;
}

static size_t compress_block(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    contexts *self = state;
    const size_t length = ZSTD_compressCCtx(self->encoder, self->frame, sizeof self->frame, in, in_length, LEVEL);
    if (ZSTD_isError(length) || length > out_limit)
        return 0;
    memcpy(out, self->frame, length);
    return length;
}

/* Takes what ZSTD_decompress takes: one or more frames in a row, skippable ones among them. */
static size_t decompress_block(void *state, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit)
{
    contexts *self = state;
    const size_t length = ZSTD_decompressDCtx(self->decoder, out, out_limit, in, in_length);
    return ZSTD_isError(length) ? 0 : length;
}

const e4j_codec e4j_zstd_codec = {
    .create = create_contexts,
    .compress = compress_block,
    .decompress = decompress_block,
    .destroy = destroy_contexts,
};
