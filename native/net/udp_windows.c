/* Plain UDP with one system call per datagram, on Winsock. */
#include "net/packet_info.h"
#include "net/transport.h"

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
    LPFN_WSARECVMSG receive_message; /* Winsock has it only by way of this pointer; NULL when it has not */
    e4j_unsent unsent;
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

static int not_sent(udp *self, int error)
{
    if (e4j_socket_is_broken(error)) {
        e4j_transport_error = error;
        return -1;
    }
    self->unsent.count++;
    self->unsent.error = error;
    return 0;
}

static int udp_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count)
{
    udp *self = (udp *) transport;
    WSABUF parts[ENET_BUFFER_MAXIMUM];
    e4j_sockaddr to;
    union {
        e4j_cmsghdr header;
        uint8_t bytes[E4J_PACKET_INFO_SPACE];
    } control = {0};
    DWORD sent = 0;
    socklen_t length = e4j_address_to_sockaddr(address, self->family, &to);
    if (length == 0 || count > ENET_BUFFER_MAXIMUM)
        return not_sent(self, WSAEAFNOSUPPORT);
    for (size_t i = 0; i < count; i++) {
        parts[i].buf = buffers[i].data;
        parts[i].len = (ULONG) buffers[i].dataLength;
    }
    WSAMSG message = {.name = &to.any, .namelen = length, .lpBuffers = parts, .dwBufferCount = (DWORD) count};
    message.Control.buf = (char *) &control;
    message.Control.len = (ULONG) e4j_packet_info_write(address, &control.header);
    if (message.Control.len > 0) {
        if (WSASendMsg(self->socket, &message, 0, &sent, NULL, NULL) == 0)
            return (int) sent;
        if (!e4j_socket_lacks_address(WSAGetLastError()))
            return not_sent(self, WSAGetLastError());
    }
    if (WSASendTo(self->socket, parts, (DWORD) count, &sent, 0, &to.any, length, NULL, NULL) == 0)
        return (int) sent;
    return not_sent(self, WSAGetLastError());
}

/* As WSARecvMsg, or WSARecvFrom where there is none. */
static int receive_message(udp *self, WSAMSG *message, DWORD *received)
{
    if (self->receive_message != NULL)
        return self->receive_message(self->socket, message, received, NULL, NULL);
    message->Control.len = 0;
    return WSARecvFrom(self->socket, message->lpBuffers, message->dwBufferCount, received, &message->dwFlags,
                       message->name, &message->namelen, NULL, NULL);
}

static int udp_receive(e4j_transport *transport, ENetAddress *address, ENetBuffer *buffer)
{
    udp *self = (udp *) transport;
    e4j_sockaddr from;
    union {
        e4j_cmsghdr header;
        uint8_t bytes[E4J_PACKET_INFO_RECEIVED_SPACE];
    } control;
    WSABUF part = {(ULONG) buffer->dataLength, buffer->data};
    WSAMSG message = {.name = &from.any, .namelen = sizeof from, .lpBuffers = &part, .dwBufferCount = 1,
                      .Control = {sizeof control, (char *) &control}};
    DWORD received = 0;
    /* The event follows arrivals, not what is left unread: it is cleared before reading, under the connection's lock,
     * and set anew by Winsock when a read leaves more behind. */
    if (atomic_exchange(&self->seen, 0))
        WSAResetEvent(self->readable);
    if (receive_message(self, &message, &received) != 0) {
        int error = WSAGetLastError();
        /* WSAEINVAL: neither bound nor sent from yet, so nothing can have arrived. */
        if (error == WSAEWOULDBLOCK || error == WSAEINVAL)
            return 0;
        if (!e4j_socket_is_broken(error))
            return E4J_RECEIVE_SKIP;
        e4j_transport_error = error;
        return -1;
    }
    if (received == 0 || (message.dwFlags & (MSG_PARTIAL | MSG_TRUNC)) ||
        e4j_address_from_sockaddr(&from, address) != 0)
        return E4J_RECEIVE_SKIP;
    e4j_packet_info_read(&message, address);
    return (int) received;
}

static int udp_flush(e4j_transport *transport)
{
    (void) transport;
    return 0;
}

static e4j_unsent udp_unsent(e4j_transport *transport)
{
    return ((const udp *) transport)->unsent;
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
    if (result != WAIT_FAILED)
        return 0;
    e4j_transport_error = (int) GetLastError();
    return -1;
}

static void udp_wake(e4j_transport *transport)
{
    WSASetEvent(((udp *) transport)->woken);
}

static void udp_rest(e4j_transport *transport)
{
    WSAResetEvent(((udp *) transport)->woken);
}

static intptr_t udp_descriptor(e4j_transport *transport)
{
    return (intptr_t) ((udp *) transport)->socket;
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
    .unsent = udp_unsent,
    .timer = udp_timer,
    .wait = udp_wait,
    .wake = udp_wake,
    .rest = udp_rest,
    .socket = udp_descriptor,
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

static void find_receive_message(udp *self)
{
    GUID name = WSAID_WSARECVMSG;
    DWORD length;
    if (WSAIoctl(self->socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &name, sizeof name, &self->receive_message,
                 sizeof self->receive_message, &length, NULL, NULL) != 0)
        self->receive_message = NULL;
    else
        e4j_packet_info_enable(self->socket, self->family);
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
    self->readable = self->socket != INVALID_SOCKET ? WSACreateEvent() : WSA_INVALID_EVENT;
    self->woken = self->readable != WSA_INVALID_EVENT ? WSACreateEvent() : WSA_INVALID_EVENT;
    if (self->woken == WSA_INVALID_EVENT || WSAEventSelect(self->socket, self->readable, FD_READ) != 0) {
        e4j_transport_error = WSAGetLastError();
        udp_close(&self->base);
        return NULL;
    }
    ignore_icmp(self->socket);
    find_receive_message(self);
    return &self->base;
}
