/*
 * The system calls on Linux that move many datagrams. The C tests put others in their place: older kernels, refusals,
 * losses.
 */
#ifndef E4J_UDP_CALLS_H
#define E4J_UDP_CALLS_H

#include <sys/socket.h>

/* POSIX does not know these calls, and the C libraries disagree. */
#ifdef __GLIBC__
typedef int e4j_message_flags;
#else
typedef unsigned e4j_message_flags;
#endif

typedef struct {
    int (*sendmmsg)(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags);
    int (*recvmmsg)(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags,
        struct timespec *timeout);
    int (*setsockopt)(int fd, int level, int name, const void *value, socklen_t length);
} e4j_udp_calls;

extern e4j_udp_calls e4j_udp_system;

/* Their options, which older headers lack. */
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

#endif
