/* The selector on Linux. */
#include "net/selector.h"
#include "net/waker_posix.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

struct e4j_selector {
    int epoll;
    e4j_waker waker;
};

/* Above all tokens. */
#define WAKER_KEY UINT64_MAX

enum { MOST_EVENTS = 256 };

e4j_selector *e4j_selector_open(void)
{
    e4j_selector *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = WAKER_KEY};
    self->epoll = epoll_create1(EPOLL_CLOEXEC);
    int woken = e4j_waker_open(&self->waker);
    if (self->epoll < 0 || woken != 0 || epoll_ctl(self->epoll, EPOLL_CTL_ADD, self->waker.read_fd, &event) != 0) {
        e4j_selector_close(self);
        return NULL;
    }
    return self;
}

void e4j_selector_close(e4j_selector *self)
{
    if (self->epoll >= 0)
        close(self->epoll);
    e4j_waker_close(&self->waker);
    free(self);
}

int e4j_selector_add(e4j_selector *self, intptr_t socket, uint32_t token)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = token};
    if (epoll_ctl(self->epoll, EPOLL_CTL_MOD, (int) socket, &event) == 0)
        return 0;
    return errno == ENOENT ? epoll_ctl(self->epoll, EPOLL_CTL_ADD, (int) socket, &event) : -1;
}

void e4j_selector_remove(e4j_selector *self, intptr_t socket)
{
    struct epoll_event none = {0};
    epoll_ctl(self->epoll, EPOLL_CTL_DEL, (int) socket, &none);
}

int e4j_selector_wait(e4j_selector *self, uint32_t milliseconds, uint32_t *tokens, int capacity)
{
    struct epoll_event events[MOST_EVENTS];
    int limit = milliseconds > INT32_MAX ? INT32_MAX : (int) milliseconds;
    int found = epoll_wait(self->epoll, events, capacity < MOST_EVENTS ? capacity : MOST_EVENTS, limit);
    if (found < 0)
        return errno == EINTR ? 0 : -1;
    int count = 0;
    for (int i = 0; i < found; i++) {
        if (events[i].data.u64 == WAKER_KEY)
            e4j_waker_clear(&self->waker);
        else
            tokens[count++] = (uint32_t) events[i].data.u64;
    }
    return count;
}

void e4j_selector_wake(e4j_selector *self)
{
    e4j_waker_signal(&self->waker);
}
