/*
 * What the ENet core is compiled with instead of its own unix.h and win32.h: the socket type, the buffer type and
 * byte order. enet/unix.h and enet/win32.h in this folder's `enet` both lead here.
 */
#ifndef E4J_ENET_PLATFORM_H
#define E4J_ENET_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

#ifndef __SIZEOF_INT128__
#error "enet4j needs a compiler and a processor with 128-bit integers"
#endif

/* An IPv6 address in network byte order, as one value, so that ENet compares and assigns it as it does its own. */
__extension__ typedef unsigned __int128 e4j_uint128;

/* 255.255.255.255 as such a value: bytes ff at the positions 10 to 15. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define E4J_HOST_BROADCAST ((e4j_uint128) UINT64_C(0xffffffffffff) << 80)
#else
#define E4J_HOST_BROADCAST ((e4j_uint128) UINT64_C(0xffffffffffff))
#endif

/* ENet sees a socket only as a handle: here it is one of our transports (net/transport.h). */
typedef struct e4j_transport *ENetSocket;
#define ENET_SOCKET_NULL NULL

/* Laid out like WSABUF and struct iovec, so that the transports can hand an array of them to the system as it is. */
#ifdef _WIN32
typedef struct {
    size_t dataLength;
    void *data;
} ENetBuffer;
#else
typedef struct {
    void *data;
    size_t dataLength;
} ENetBuffer;
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ENET_HOST_TO_NET_16(value) __builtin_bswap16(value)
#define ENET_HOST_TO_NET_32(value) __builtin_bswap32(value)
#else
#define ENET_HOST_TO_NET_16(value) ((uint16_t) (value))
#define ENET_HOST_TO_NET_32(value) ((uint32_t) (value))
#endif
#define ENET_NET_TO_HOST_16(value) ENET_HOST_TO_NET_16(value)
#define ENET_NET_TO_HOST_32(value) ENET_HOST_TO_NET_32(value)

#define ENET_CALLBACK
#define ENET_API extern

/* Named by ENet's header, used by nothing in its core. */
typedef int ENetSocketSet;

#endif
