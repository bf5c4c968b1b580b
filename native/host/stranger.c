#include "host/stranger.h"

#include <string.h>

enum { CHECKSUM = sizeof(enet_uint32), LONGEST_HEADER = sizeof(ENetProtocolHeader) + CHECKSUM };

/* As ENet counts it for somebody without a peer: with 0 in its own place. */
static enet_uint32 checksum_of(const ENetHost *enet, uint8_t *datagram, size_t at, size_t length)
{
    ENetBuffer all = {.data = datagram, .dataLength = length};
    memset(datagram + at, 0, CHECKSUM);
    return enet->checksum(&all, 1);
}

static int is_right(const ENetHost *enet, const e4j_stranger *stranger, size_t header)
{
    uint8_t datagram[LONGEST_HEADER + E4J_STRANGER_COMMANDS];
    enet_uint32 sum;
    memcpy(datagram, enet->receivedData, header);
    memcpy(datagram + header, stranger->commands, stranger->length);
    memcpy(&sum, datagram + header - CHECKSUM, sizeof sum);
    return checksum_of(enet, datagram, header - CHECKSUM, header + stranger->length) == sum;
}

/* The length of the commands; 0 when they are none that a stranger sends. */
static size_t commands_of(const ENetHost *enet, const uint8_t *data, size_t length, e4j_stranger *stranger)
{
    if (length == 0 || length > E4J_STRANGER_COMMANDS)
        return 0;
    if (!stranger->compressed) {
        memcpy(stranger->commands, data, length);
        return length;
    }
    if (enet->compressor.context == NULL || enet->compressor.decompress == NULL)
        return 0;
    size_t original = enet->compressor.decompress(enet->compressor.context, data, length, stranger->commands,
                                                  E4J_STRANGER_COMMANDS);
    return original <= E4J_STRANGER_COMMANDS ? original : 0;
}

int e4j_stranger_read(const ENetHost *enet, e4j_stranger *stranger)
{
    enet_uint16 id, time = 0;
    const uint8_t *data = enet->receivedData;
    size_t length = enet->receivedDataLength;
    memset(stranger, 0, offsetof(e4j_stranger, commands));
    if (length < sizeof id)
        return 0;
    memcpy(&id, data, sizeof id);
    id = ENET_NET_TO_HOST_16(id);
    if ((id & ENET_PROTOCOL_MAXIMUM_PEER_ID) != ENET_PROTOCOL_MAXIMUM_PEER_ID)
        return 0;
    stranger->compressed = (id & ENET_PROTOCOL_HEADER_FLAG_COMPRESSED) != 0;
    stranger->has_sent_time = (id & ENET_PROTOCOL_HEADER_FLAG_SENT_TIME) != 0;
    size_t header = sizeof id + (stranger->has_sent_time ? sizeof time : 0) + (enet->checksum != NULL ? CHECKSUM : 0);
    if (length < header)
        return 1;
    if (stranger->has_sent_time) {
        memcpy(&time, data + sizeof id, sizeof time);
        stranger->sent_time = ENET_NET_TO_HOST_16(time);
    }
    stranger->length = commands_of(enet, data + header, length - header, stranger);
    if (enet->checksum != NULL && stranger->length > 0 && !is_right(enet, stranger, header))
        stranger->length = 0;
    return 1;
}

const ENetProtocolConnect *e4j_stranger_connect(const e4j_stranger *stranger, size_t at)
{
    const ENetProtocolConnect *connect = (const void *) (stranger->commands + at);
    if (stranger->length < at + sizeof *connect ||
        (connect->header.command & ENET_PROTOCOL_COMMAND_MASK) != ENET_PROTOCOL_COMMAND_CONNECT)
        return NULL;
    return connect;
}

void e4j_stranger_put(ENetHost *enet, uint16_t sent_time, const ENetProtocolConnect *connect)
{
    uint8_t *data = enet->packetData[0];
    const enet_uint16 header[] = {
        ENET_HOST_TO_NET_16(ENET_PROTOCOL_MAXIMUM_PEER_ID | ENET_PROTOCOL_HEADER_FLAG_SENT_TIME),
        ENET_HOST_TO_NET_16(sent_time),
    };
    size_t length = sizeof header + (enet->checksum != NULL ? CHECKSUM : 0);
    memcpy(data, header, sizeof header);
    memcpy(data + length, connect, sizeof *connect);
    length += sizeof *connect;
    if (enet->checksum != NULL) {
        enet_uint32 sum = checksum_of(enet, data, sizeof header, length);
        memcpy(data + sizeof header, &sum, sizeof sum);
    }
    enet->receivedData = data;
    enet->receivedDataLength = length;
}
