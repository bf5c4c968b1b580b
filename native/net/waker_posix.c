#include "net/waker_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/eventfd.h>
#endif

int e4j_waker_open(e4j_waker *waker)
{
#ifdef __linux__
    waker->read_fd = waker->write_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return waker->read_fd >= 0 ? 0 : -1;
#else
    int fds[2] = {-1, -1};
    int failed = pipe(fds) != 0;
    waker->read_fd = fds[0];
    waker->write_fd = fds[1];
    for (int i = 0; i < 2 && !failed; i++)
        failed = fcntl(fds[i], F_SETFL, O_NONBLOCK) != 0 || fcntl(fds[i], F_SETFD, FD_CLOEXEC) != 0;
    return failed ? -1 : 0;
#endif
}

void e4j_waker_close(e4j_waker *waker)
{
    if (waker->write_fd >= 0 && waker->write_fd != waker->read_fd)
        close(waker->write_fd);
    if (waker->read_fd >= 0)
        close(waker->read_fd);
}

void e4j_waker_signal(const e4j_waker *waker)
{
    uint64_t one = 1;
    /* When it is full it is readable already. */
    while (write(waker->write_fd, &one, sizeof one) < 0 && errno == EINTR)
        continue;
}

void e4j_waker_clear(const e4j_waker *waker)
{
    uint64_t sink[8];
    ssize_t n;
    do
        n = read(waker->read_fd, sink, sizeof sink);
    while (n == (ssize_t) sizeof sink || (n < 0 && errno == EINTR));
}
