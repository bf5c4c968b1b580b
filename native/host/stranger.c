#include "host/stranger.h"

#include "compress/compress.h"

#include <string.h>

enum { CHECKSUM = sizeof(enet_uint32), LONGEST_HEADER = sizeof(ENetProtocolHeader) + CHECKSUM };

/*
 * ENet counts the checksum of somebody without a peer with 0 in its own place; and before it compresses, so that of a
 * compressed datagram of which only the start is known it can't be told.
 */
static int is_right(const ENetHost *enet, const e4j_stranger *stranger, size_t header)
{
    uint8_t start[LONGEST_HEADER];
    enet_uint32 sum;
    if (stranger->compressed && stranger->length == E4J_STRANGER_COMMANDS)
        return 1;
    memcpy(start, enet->receivedData, header);
    memcpy(&sum, start + header - CHECKSUM, sizeof sum);
    memset(start + header - CHECKSUM, 0, CHECKSUM);
    const ENetBuffer parts[] = {
        {.data = start, .dataLength = header},
        {.data = stranger->compressed ? (uint8_t *) (uintptr_t) stranger->commands : enet->receivedData + header,
         .dataLength = stranger->compressed ? stranger->length : enet->receivedDataLength - header},
    };
    return enet->checksum(parts, 2) == sum;
}

/* The length of the commands that are of interest; 0 when they are none that a stranger sends. */
static size_t commands_of(const ENetHost *enet, const uint8_t *data, size_t length, e4j_stranger *stranger)
{
    if (!stranger->compressed) { /* who pads it does not get past the gate by that */
        size_t first = length < E4J_STRANGER_COMMANDS ? length : E4J_STRANGER_COMMANDS;
        memcpy(stranger->commands, data, first);
        return first;
    }
    if (length > E4J_STRANGER_BLOCK)
        return 0;
    return e4j_decompress_start(enet, data, length, stranger->commands, E4J_STRANGER_COMMANDS);
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

void e4j_stranger_put(ENetHost *enet, e4j_stranger *stranger, uint16_t sent_time, const ENetProtocolConnect *connect)
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
        const ENetBuffer all = {.data = data, .dataLength = length};
        memset(data + sizeof header, 0, CHECKSUM);
        enet_uint32 sum = enet->checksum(&all, 1);
        memcpy(data + sizeof header, &sum, sizeof sum);
    }
    enet->receivedData = data;
    enet->receivedDataLength = length;
    memmove(stranger->commands, connect, sizeof *connect); /* it may be in there, behind something else */
    stranger->length = sizeof *connect;
    stranger->compressed = 0;
    stranger->has_sent_time = 1;
    stranger->sent_time = sent_time;
}
