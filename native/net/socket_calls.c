#include "net/socket_calls.h"

#include "net/transport.h"

#include <errno.h>

_Thread_local int e4j_transport_error;

#ifdef _WIN32

int e4j_socket_error(void)
{
    return WSAGetLastError();
}

int e4j_socket_is_broken(int error)
{
    return error == WSAENOTSOCK || error == WSAEBADF || error == WSAEFAULT || error == WSAESHUTDOWN ||
           error == WSANOTINITIALISED || error == WSAEOPNOTSUPP;
}

int e4j_socket_lacks_address(int error)
{
    return error == WSAEINVAL || error == WSAEADDRNOTAVAIL || error == WSAENETUNREACH;
}

#else

int e4j_socket_error(void)
{
    return errno;
}

int e4j_socket_is_broken(int error)
{
    return error == EBADF || error == ENOTSOCK || error == EFAULT || error == EPIPE || error == ENOTCONN ||
           error == EDESTADDRREQ || error == ENOSYS;
}

int e4j_socket_lacks_address(int error)
{
    return error == EINVAL || error == EADDRNOTAVAIL || error == ENETUNREACH;
}

#endif

static int result_of(int result)
{
    if (result != 0)
        e4j_transport_error = e4j_socket_error();
    return result == 0 ? 0 : -1;
}

int e4j_socket_bind(e4j_descriptor descriptor, int family, const ENetAddress *address)
{
    e4j_sockaddr to;
    socklen_t length = e4j_address_to_sockaddr(address, family, &to);
    if (length != 0)
        return result_of(bind(descriptor, &to.any, length));
#ifdef _WIN32
    e4j_transport_error = WSAEAFNOSUPPORT;
#else
    e4j_transport_error = EAFNOSUPPORT;
#endif
    return -1;
}

int e4j_socket_local_address(e4j_descriptor descriptor, ENetAddress *address)
{
    e4j_sockaddr from;
    socklen_t length = sizeof from;
    if (result_of(getsockname(descriptor, &from.any, &length)) != 0)
        return -1;
    return e4j_address_from_sockaddr(&from, address);
}

int e4j_socket_set_option(e4j_descriptor descriptor, ENetSocketOption option, int value)
{
    int name;
    switch ((int) option) {
    case ENET_SOCKOPT_NONBLOCK:
        return value ? 0 : -1; /* it always is */
    case ENET_SOCKOPT_BROADCAST:
        name = SO_BROADCAST;
        break;
    case ENET_SOCKOPT_RCVBUF:
        name = SO_RCVBUF;
        break;
    case ENET_SOCKOPT_SNDBUF:
        name = SO_SNDBUF;
        break;
    case ENET_SOCKOPT_REUSEADDR:
        name = SO_REUSEADDR;
        break;
#ifdef __linux__ /* elsewhere an option of that name, if there is one, gives all to one of the sockets */
    case E4J_SOCKOPT_REUSEPORT:
        name = SO_REUSEPORT;
        break;
#endif
    default:
        return -1;
    }
    return result_of(setsockopt(descriptor, SOL_SOCKET, name, (const void *) &value, sizeof value));
}
