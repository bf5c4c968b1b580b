/*
 * Datagram compression: Godot's compression modes as ENet compressors.
 *
 * ENet hands over everything behind the header of one datagram as one block, and sends the result only where it is
 * smaller. Blocks depend on nothing before them, and the mode is not told on the wire: both ends must agree on it.
 */
#ifndef E4J_COMPRESS_H
#define E4J_COMPRESS_H

#include <enet/enet.h>

typedef enum {
    E4J_COMPRESS_NONE,
    E4J_COMPRESS_RANGE_CODER,
    E4J_COMPRESS_FASTLZ,
    E4J_COMPRESS_ZLIB,
    E4J_COMPRESS_ZSTD
} e4j_compression_mode;

/*
 * Installs the compressor for this mode on the host (NONE removes it) and destroys the one before it. The host owns
 * the compressor from then on. All its memory is taken here through enet_malloc, whose no_memory callback must return
 * for a shortage to be reported.
 *
 * Returns 0, or -1 when memory is short or the mode is none of the above; the compressor before it then stays.
 */
int e4j_compress_install(ENetHost *host, e4j_compression_mode mode);

/*
 * The first bytes of what a block holds, with the host's compressor: as many as there are, but not more than the limit.
 * 0 when it is malformed or the host has no compressor. (A malformed one of the range coder may have zeros instead.)
 */
size_t e4j_decompress_start(const ENetHost *host, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit);

/*
 * Decompresses one block by itself, without a host, for programs that look at recorded traffic. Returns the length of
 * the output; 0 when the block is malformed, empty, larger than a datagram can be, or its contents exceed the limit
 * (at most ENET_PROTOCOL_MAXIMUM_MTU), when memory is short, and for any mode that is none.
 */
size_t e4j_decompress(e4j_compression_mode mode, const uint8_t *in, size_t in_length, uint8_t *out, size_t out_limit);

#endif
