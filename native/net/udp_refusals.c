/* On Linux: what ICMP messages say of earlier datagrams, from the socket's queue of errors. */
#include "net/udp_socket.h"

#include "net/address.h"

#include <errno.h>
#include <time.h> /* for the next, on musl */

#include <linux/errqueue.h>
#include <netinet/in.h>

/* More than one call takes out; what arrives meanwhile is for the next. */
enum { MESSAGES = 256 };

int e4j_udp_report_refusals(e4j_transport *transport)
{
    e4j_udp *self = (e4j_udp *) transport;
    int on = 1;
    int failed = setsockopt(self->fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
    if (self->family == AF_INET6)
        failed |= setsockopt(self->fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
    self->reports_refusals = 1;
    return failed ? -1 : 0;
}

/* Whether an ICMP message said that nobody listens at the port. */
static int is_refusal(struct msghdr *message)
{
    for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control != NULL; control = CMSG_NXTHDR(message, control)) {
        const struct sock_extended_err *error = (const void *) CMSG_DATA(control);
        int is_error = (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_RECVERR) ||
                       (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_RECVERR);
        if (is_error && error->ee_errno == ECONNREFUSED)
            return error->ee_origin == SO_EE_ORIGIN_ICMP || error->ee_origin == SO_EE_ORIGIN_ICMP6;
    }
    return 0;
}

int e4j_udp_next_refusal(e4j_transport *transport, ENetAddress *address)
{
    const e4j_udp *self = (const e4j_udp *) transport;
    for (int i = 0; i < MESSAGES; i++) {
        e4j_sockaddr to;
        union {
            struct cmsghdr header;
            uint8_t bytes[512];
        } control;
        struct msghdr message = {.msg_name = &to, .msg_namelen = sizeof to, .msg_control = &control,
                                 .msg_controllen = sizeof control};
        if (recvmsg(self->fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
            return 0;
        if (is_refusal(&message) && e4j_address_from_sockaddr(&to, address) == 0)
            return 1;
    }
    return 0;
}
