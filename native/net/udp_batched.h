/*
 * Plain UDP on Linux with many datagrams per system call: gathered on the way out (udp_gather.h), taken in a ring on
 * the way in (udp_ring.h). What goes over the wire, and in which order to each destination, is the same as without.
 */
#ifndef E4J_UDP_BATCHED_H
#define E4J_UDP_BATCHED_H

#include "net/transport.h"

/* As e4j_udp_open; NULL also when the kernel can't do it. */
e4j_transport *e4j_udp_open_batched(void);

#ifdef __linux__
#include <stddef.h>
#include <sys/socket.h>

/* POSIX does not know these calls, and the C libraries disagree. */
#ifdef __GLIBC__
typedef int e4j_message_flags;
#else
typedef unsigned e4j_message_flags;
#endif

/* The system calls that it stands on. The C tests put others in their place: older kernels, refusals, losses. */
typedef struct {
    int (*sendmmsg)(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags);
    int (*recvmmsg)(int fd, struct mmsghdr *messages, unsigned count, e4j_message_flags flags,
        struct timespec *timeout);
    int (*setsockopt)(int fd, int level, int name, const void *value, socklen_t length);
} e4j_udp_calls;

extern e4j_udp_calls e4j_udp_system;
#endif

#endif
