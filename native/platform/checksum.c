#include "platform/checksum.h"

#include <zlib.h>

enet_uint32 ENET_CALLBACK e4j_crc32(const ENetBuffer *buffers, size_t count)
{
    unsigned long crc = crc32(0, NULL, 0);
    for (size_t i = 0; i < count; i++)
        if (buffers[i].dataLength > 0)
            crc = crc32_z(crc, buffers[i].data, buffers[i].dataLength);
    return ENET_HOST_TO_NET_32((enet_uint32) crc);
}
