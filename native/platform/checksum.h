/* A faster way to the checksum of a datagram. */
#ifndef E4J_CHECKSUM_H
#define E4J_CHECKSUM_H

#include <enet/enet.h>

/* The same as enet_crc32, which goes byte by byte: zlib knows that polynomial too. */
enet_uint32 ENET_CALLBACK e4j_crc32(const ENetBuffer *buffers, size_t count);

#endif
