/* The selector on systems without epoll: each wait hands all sockets to poll, or to WSAPoll on Windows. */
#include "net/selector.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>

typedef WSAPOLLFD polled;
typedef SOCKET native_socket;

/* Nothing but sockets can be waited on there: one that sends to itself. */
typedef struct {
    SOCKET socket;
} waker;

static int waker_open(waker *self)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int length = sizeof address;
    u_long on = 1;
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0) {
        self->socket = INVALID_SOCKET;
        return -1;
    }
    self->socket = WSASocketW(AF_INET, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_NO_HANDLE_INHERIT);
    if (self->socket != INVALID_SOCKET && bind(self->socket, (struct sockaddr *) &address, length) == 0 &&
        getsockname(self->socket, (struct sockaddr *) &address, &length) == 0 &&
        connect(self->socket, (struct sockaddr *) &address, length) == 0 &&
        ioctlsocket(self->socket, (long) FIONBIO, &on) == 0)
        return 0;
    if (self->socket != INVALID_SOCKET)
        closesocket(self->socket);
    self->socket = INVALID_SOCKET;
    WSACleanup();
    return -1;
}

static void waker_close(waker *self)
{
    if (self->socket == INVALID_SOCKET)
        return;
    closesocket(self->socket);
    WSACleanup();
}

static native_socket waker_socket(const waker *self)
{
    return self->socket;
}

static void waker_signal(const waker *self)
{
    send(self->socket, "", 1, 0);
}

static void waker_clear(const waker *self)
{
    char sink[8];
    while (recv(self->socket, sink, sizeof sink, 0) > 0)
        continue;
}

static int poll_all(polled *sockets, size_t count, int limit)
{
    return WSAPoll(sockets, (ULONG) count, limit);
}

static int was_interrupted(void)
{
    return 0;
}
#else
#include "net/waker_posix.h"

#include <errno.h>
#include <poll.h>

typedef struct pollfd polled;
typedef int native_socket;
typedef e4j_waker waker;

static int waker_open(waker *self)
{
    return e4j_waker_open(self);
}

static void waker_close(waker *self)
{
    e4j_waker_close(self);
}

static native_socket waker_socket(const waker *self)
{
    return self->read_fd;
}

static void waker_signal(const waker *self)
{
    e4j_waker_signal(self);
}

static void waker_clear(const waker *self)
{
    e4j_waker_clear(self);
}

static int poll_all(polled *sockets, size_t count, int limit)
{
    return poll(sockets, (nfds_t) count, limit);
}

static int was_interrupted(void)
{
    return errno == EINTR;
}
#endif

typedef struct {
    intptr_t socket;
    uint32_t token;
    int armed;
} entry;

struct e4j_selector {
    waker waker;
    atomic_flag busy; /* guards the entries, for moments only */
    entry *entries;
    size_t count;
    size_t capacity;
    polled *sockets; /* what is waited on, the waker first; of the waiting thread */
    size_t sockets_capacity;
};

static void lock(e4j_selector *self)
{
    while (atomic_flag_test_and_set_explicit(&self->busy, memory_order_acquire))
        continue;
}

static void unlock(e4j_selector *self)
{
    atomic_flag_clear_explicit(&self->busy, memory_order_release);
}

e4j_selector *e4j_selector_open(void)
{
    e4j_selector *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    atomic_flag_clear(&self->busy);
    if (waker_open(&self->waker) != 0) {
        e4j_selector_close(self);
        return NULL;
    }
    return self;
}

void e4j_selector_close(e4j_selector *self)
{
    waker_close(&self->waker);
    free(self->entries);
    free(self->sockets);
    free(self);
}

static entry *find(e4j_selector *self, intptr_t socket)
{
    for (size_t i = 0; i < self->count; i++)
        if (self->entries[i].socket == socket)
            return &self->entries[i];
    return NULL;
}

static entry *append(e4j_selector *self)
{
    if (self->count == self->capacity) {
        size_t capacity = self->capacity > 0 ? 2 * self->capacity : 16;
        entry *larger = realloc(self->entries, capacity * sizeof *larger);
        if (larger == NULL)
            return NULL;
        self->entries = larger;
        self->capacity = capacity;
    }
    return &self->entries[self->count++];
}

int e4j_selector_add(e4j_selector *self, intptr_t socket, uint32_t token)
{
    lock(self);
    entry *found = find(self, socket);
    if (found == NULL)
        found = append(self);
    if (found != NULL)
        *found = (entry) {socket, token, 1};
    unlock(self);
    waker_signal(&self->waker); /* a wait under way begins anew, with this one */
    return found != NULL ? 0 : -1;
}

void e4j_selector_remove(e4j_selector *self, intptr_t socket)
{
    lock(self);
    entry *found = find(self, socket);
    if (found != NULL)
        *found = self->entries[--self->count];
    unlock(self);
}

/* How many sockets are to be waited on; 0 when memory is short. */
static size_t prepare(e4j_selector *self)
{
    lock(self);
    if (self->sockets_capacity < self->count + 1) {
        polled *larger = realloc(self->sockets, (self->capacity + 1) * sizeof *larger);
        if (larger == NULL) {
            unlock(self);
            return 0;
        }
        self->sockets = larger;
        self->sockets_capacity = self->capacity + 1;
    }
    size_t count = 1;
    memset(&self->sockets[0], 0, sizeof self->sockets[0]);
    self->sockets[0].fd = waker_socket(&self->waker);
    self->sockets[0].events = POLLIN;
    for (size_t i = 0; i < self->count; i++) {
        if (!self->entries[i].armed)
            continue;
        memset(&self->sockets[count], 0, sizeof self->sockets[count]);
        self->sockets[count].fd = (native_socket) self->entries[i].socket;
        self->sockets[count++].events = POLLIN;
    }
    unlock(self);
    return count;
}

/* A socket that is no more is not reported, nor waited on again. */
static int report(e4j_selector *self, const polled *socket, uint32_t *token)
{
    entry *found = find(self, (intptr_t) socket->fd);
    if (found == NULL || !found->armed)
        return 0;
    found->armed = 0;
    *token = found->token;
    return !(socket->revents & POLLNVAL);
}

int e4j_selector_wait(e4j_selector *self, uint32_t milliseconds, uint32_t *tokens, int capacity)
{
    int limit = milliseconds > INT32_MAX ? INT32_MAX : (int) milliseconds;
    size_t count = prepare(self);
    if (count == 0)
        return -1;
    if (poll_all(self->sockets, count, limit) < 0)
        return was_interrupted() ? 0 : -1;
    if (self->sockets[0].revents != 0)
        waker_clear(&self->waker);
    int found = 0;
    lock(self);
    for (size_t i = 1; i < count && found < capacity; i++)
        if (self->sockets[i].revents != 0)
            found += report(self, &self->sockets[i], &tokens[found]);
    unlock(self);
    return found;
}

void e4j_selector_wake(e4j_selector *self)
{
    waker_signal(&self->waker);
}
