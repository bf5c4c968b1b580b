/* Plain UDP with one system call per datagram, on Winsock. */
#include "net/socket_calls.h"
#include "net/transport.h"

#include <mswsock.h>
#include <stdatomic.h>
#include <stdlib.h>

/* In mstcpip.h and mswsock.h of some SDKs only. */
#ifndef SIO_UDP_CONNRESET
#define SIO_UDP_CONNRESET _WSAIOW(IOC_VENDOR, 12)
#endif
#ifndef SIO_UDP_NETRESET
#define SIO_UDP_NETRESET _WSAIOW(IOC_VENDOR, 15)
#endif

typedef struct {
    e4j_transport base;
    SOCKET socket;
    int family;
    WSAEVENT readable;
    WSAEVENT woken;
    atomic_int seen; /* a wait has ended by `readable`, which is still set */
} udp;

static int udp_bind(e4j_transport *transport, const ENetAddress *address)
{
    const udp *self = (const udp *) transport;
    return e4j_socket_bind(self->socket, self->family, address);
}

static int udp_local_address(e4j_transport *transport, ENetAddress *address)
{
    return e4j_socket_local_address(((const udp *) transport)->socket, address);
}

/* WSAEventSelect makes the socket non-blocking. */
static int udp_set_option(e4j_transport *transport, ENetSocketOption option, int value)
{
    return e4j_socket_set_option(((const udp *) transport)->socket, option, value);
}

/* See udp_socket.h. */
static int is_noise(int error)
{
    return error == WSAEWOULDBLOCK || error == WSAENOBUFS || error == WSAECONNRESET || error == WSAENETRESET ||
           error == WSAECONNREFUSED;
}

static int udp_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count)
{
    udp *self = (udp *) transport;
    WSABUF parts[ENET_BUFFER_MAXIMUM];
    e4j_sockaddr to;
    DWORD sent = 0;
    socklen_t length = e4j_address_to_sockaddr(address, self->family, &to);
    if (length == 0 || count > ENET_BUFFER_MAXIMUM)
        return -1;
    for (size_t i = 0; i < count; i++) {
        parts[i].buf = buffers[i].data;
        parts[i].len = (ULONG) buffers[i].dataLength;
    }
    if (WSASendTo(self->socket, parts, (DWORD) count, &sent, 0, &to.any, length, NULL, NULL) == 0)
        return (int) sent;
    return is_noise(WSAGetLastError()) ? 0 : -1;
}

static int udp_receive(e4j_transport *transport, ENetAddress *address, ENetBuffer *buffer)
{
    udp *self = (udp *) transport;
    e4j_sockaddr from;
    int length = sizeof from;
    WSABUF part = {(ULONG) buffer->dataLength, buffer->data};
    DWORD flags = 0, received = 0;
    /* The event follows arrivals, not what is left unread: it is cleared before reading, under the connection's lock,
     * and set anew by Winsock when a read leaves more behind. */
    if (atomic_exchange(&self->seen, 0))
        WSAResetEvent(self->readable);
    if (WSARecvFrom(self->socket, &part, 1, &received, &flags, &from.any, &length, NULL, NULL) != 0) {
        int error = WSAGetLastError();
        /* WSAEINVAL: neither bound nor sent from yet, so nothing can have arrived. */
        if (error == WSAEWOULDBLOCK || error == WSAEINVAL)
            return 0;
        return error == WSAEMSGSIZE || error == WSAEINTR || is_noise(error) ? E4J_RECEIVE_SKIP : -1;
    }
    if (received == 0 || (flags & MSG_PARTIAL) || e4j_address_from_sockaddr(&from, address) != 0)
        return E4J_RECEIVE_SKIP;
    return (int) received;
}

static int udp_flush(e4j_transport *transport)
{
    (void) transport;
    return 0;
}

static uint32_t udp_timer(e4j_transport *transport)
{
    (void) transport;
    return E4J_NO_TIMER;
}

static int udp_wait(e4j_transport *transport, uint32_t milliseconds)
{
    udp *self = (udp *) transport;
    HANDLE events[] = {self->readable, self->woken};
    DWORD limit = milliseconds > INT32_MAX ? INT32_MAX : milliseconds;
    DWORD result = WaitForMultipleObjects(2, events, FALSE, limit);
    if (result == WAIT_OBJECT_0)
        atomic_store(&self->seen, 1);
    return result != WAIT_FAILED ? 0 : -1;
}

static void udp_wake(e4j_transport *transport)
{
    WSASetEvent(((udp *) transport)->woken);
}

static void udp_rest(e4j_transport *transport)
{
    WSAResetEvent(((udp *) transport)->woken);
}

static void udp_close(e4j_transport *transport)
{
    udp *self = (udp *) transport;
    if (self->socket != INVALID_SOCKET)
        closesocket(self->socket);
    if (self->readable != WSA_INVALID_EVENT)
        WSACloseEvent(self->readable);
    if (self->woken != WSA_INVALID_EVENT)
        WSACloseEvent(self->woken);
    free(self);
    WSACleanup();
}

static const e4j_transport_ops udp_ops = {
    .bind = udp_bind,
    .local_address = udp_local_address,
    .set_option = udp_set_option,
    .send = udp_send,
    .receive = udp_receive,
    .flush = udp_flush,
    .timer = udp_timer,
    .wait = udp_wait,
    .wake = udp_wake,
    .rest = udp_rest,
    .close = udp_close,
};

static SOCKET open_socket(int *family)
{
    DWORD off = 0;
    SOCKET socket =
        WSASocketW(AF_INET6, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (socket != INVALID_SOCKET) {
        *family = AF_INET6;
        if (setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, (const char *) &off, sizeof off) == 0)
            return socket;
        closesocket(socket);
    }
    *family = AF_INET;
    return WSASocketW(AF_INET, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
}

/* Without this an ICMP "port unreachable" makes later receives fail. */
static void ignore_icmp(SOCKET socket)
{
    BOOL off = FALSE;
    DWORD ignored;
    WSAIoctl(socket, SIO_UDP_CONNRESET, &off, sizeof off, NULL, 0, &ignored, NULL, NULL);
    WSAIoctl(socket, SIO_UDP_NETRESET, &off, sizeof off, NULL, 0, &ignored, NULL, NULL);
}

void e4j_udp_set_batching(int on)
{
    (void) on;
}

e4j_transport *e4j_udp_open(void)
{
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return NULL;
    udp *self = calloc(1, sizeof *self);
    if (self == NULL) {
        WSACleanup();
        return NULL;
    }
    self->base.ops = &udp_ops;
    self->socket = open_socket(&self->family);
    self->readable = WSACreateEvent();
    self->woken = WSACreateEvent();
    if (self->socket == INVALID_SOCKET || self->readable == WSA_INVALID_EVENT || self->woken == WSA_INVALID_EVENT ||
        WSAEventSelect(self->socket, self->readable, FD_READ) != 0) {
        udp_close(&self->base);
        return NULL;
    }
    ignore_icmp(self->socket);
    return &self->base;
}
