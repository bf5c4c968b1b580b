/* A descriptor that becomes readable when another thread says so, to end a poll(). */
#ifndef E4J_WAKER_POSIX_H
#define E4J_WAKER_POSIX_H

typedef struct {
    int read_fd;
    int write_fd; /* the same as read_fd where the system has eventfd */
} e4j_waker;

/* 0, or -1; after either, e4j_waker_close may be called. */
int e4j_waker_open(e4j_waker *waker);
void e4j_waker_close(e4j_waker *waker);

/* Makes read_fd readable until e4j_waker_clear. */
void e4j_waker_signal(const e4j_waker *waker);
void e4j_waker_clear(const e4j_waker *waker);

#endif
