/* Addresses, and the sockets behind the UDP transports: what they are bound to, their options, waits, ICMP messages. */
#include "host/host.h"
#include "net/address.h"
#include "net/transport.h"
#include "net/udp_socket.h"

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static ENetAddress mapped(uint8_t first, uint8_t last, uint16_t port)
{
    const uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff, [12] = first, [15] = last};
    ENetAddress address = {.port = port};
    memcpy(&address.host, bytes, 16);
    return address;
}

static ENetAddress v6(uint8_t first, uint8_t last, uint16_t port)
{
    const uint8_t bytes[16] = {[0] = first, [15] = last};
    ENetAddress address = {.port = port};
    memcpy(&address.host, bytes, 16);
    return address;
}

/* ---- Addresses ---- */

static void test_to_sockaddr(void)
{
    static const uint8_t bytes[] = {127, 0, 0, 1}, any[4] = {0};
    const ENetAddress four = mapped(127, 1, 0x1234), six = v6(0x20, 1, 0x1234), wildcard = v6(0, 0, 0x1234);
    e4j_sockaddr to;
    CHECK_EQ(sizeof to.v4, e4j_address_to_sockaddr(&four, AF_INET, &to));
    CHECK_EQ(AF_INET, to.v4.sin_family);
    CHECK_EQ(0x1234, ntohs(to.v4.sin_port));
    CHECK_BYTES(bytes, 4, &to.v4.sin_addr, 4);
    CHECK_EQ(sizeof to.v4, e4j_address_to_sockaddr(&wildcard, AF_INET, &to));
    CHECK_BYTES(any, 4, &to.v4.sin_addr, 4);
    CHECK_EQ(0, e4j_address_to_sockaddr(&six, AF_INET, &to));
    const ENetAddress all[] = {four, six, wildcard};
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(sizeof to.v6, e4j_address_to_sockaddr(&all[i], AF_INET6, &to));
        CHECK_EQ(AF_INET6, to.v6.sin6_family);
        CHECK_EQ(0x1234, ntohs(to.v6.sin6_port));
        CHECK_BYTES(&all[i].host, 16, &to.v6.sin6_addr, 16);
        CHECK_EQ(0, to.v6.sin6_scope_id);
    }
    CHECK(e4j_address_is_v4(&four) && !e4j_address_is_v4(&six) && !e4j_address_is_v4(&wildcard));
}

static void test_from_sockaddr(void)
{
    const ENetAddress all[] = {mapped(10, 9, 80), v6(0xfe, 7, 65535), v6(0, 1, 0)};
    ENetAddress back;
    e4j_sockaddr from;
    for (int i = 0; i < 3; i++) {
        for (int family = AF_INET;; family = AF_INET6) {
            if (e4j_address_to_sockaddr(&all[i], family, &from) != 0) {
                memset(&back, 0xff, sizeof back);
                CHECK_EQ(0, e4j_address_from_sockaddr(&from, &back));
                CHECK(back.host == all[i].host && back.port == all[i].port);
            }
            if (family == AF_INET6)
                break;
        }
    }
    /* A neighbour's address with its interface, there and back. */
    memset(&from, 0, sizeof from);
    from.v6.sin6_family = AF_INET6;
    from.v6.sin6_addr.s6_addr[0] = 0xfe;
    from.v6.sin6_addr.s6_addr[1] = 0x80;
    from.v6.sin6_addr.s6_addr[15] = 1;
    from.v6.sin6_scope_id = 0x12345678;
    CHECK_EQ(0, e4j_address_from_sockaddr(&from, &back));
    e4j_sockaddr again;
    CHECK_EQ(sizeof again.v6, e4j_address_to_sockaddr(&back, AF_INET6, &again));
    CHECK_BYTES(&from.v6, sizeof from.v6, &again.v6, sizeof again.v6);
    from.v6.sin6_scope_id = 2;
    ENetAddress other;
    CHECK_EQ(0, e4j_address_from_sockaddr(&from, &other));
    CHECK(!e4j_address_equal(&back, &other));
    from.v6.sin6_addr.s6_addr[5] = 1; /* where the number goes */
    CHECK_EQ(-1, e4j_address_from_sockaddr(&from, &back));
    from.any.sa_family = AF_UNIX;
    CHECK_EQ(-1, e4j_address_from_sockaddr(&from, &back));
}

/* ---- Sockets ---- */

static e4j_transport *open_udp(void)
{
    e4j_transport *transport = e4j_udp_open();
    if (!CHECK(transport != NULL))
        exit(check_result());
    return transport;
}

static e4j_transport *open_bound(ENetAddress address, uint16_t *port)
{
    e4j_transport *transport = open_udp();
    CHECK_EQ(0, transport->ops->bind(transport, &address));
    CHECK_EQ(0, transport->ops->local_address(transport, &address));
    CHECK(address.port != 0);
    *port = address.port;
    return transport;
}

static int send_text(e4j_transport *transport, ENetAddress to, const char *text)
{
    const ENetBuffer buffer = {.data = (void *) (uintptr_t) text, .dataLength = strlen(text)};
    const int sent = transport->ops->send(transport, &to, &buffer, 1);
    return transport->ops->flush(transport) == 0 ? sent : -1;
}

/* What has come to the transport: the text, or nothing within a moment. */
static const char *receive_text(e4j_transport *transport, ENetAddress *from)
{
    static char text[100];
    for (int i = 0; i < 20; i++) {
        ENetBuffer buffer = {.data = text, .dataLength = sizeof text - 1};
        const int length = transport->ops->receive(transport, from, &buffer);
        CHECK(length >= 0 || length == E4J_RECEIVE_SKIP);
        if (length > 0) {
            text[length] = 0;
            return text;
        }
        transport->ops->wait(transport, 5);
    }
    return "";
}

static void test_bound_to(ENetAddress address, int hears_v4, int hears_v6)
{
    uint16_t port;
    ENetAddress from;
    e4j_transport *server = open_bound(address, &port), *client = open_udp();
    CHECK_EQ(4, send_text(client, mapped(127, 1, port), "four"));
    CHECK_EQ(3, send_text(client, v6(0, 1, port), "six"));
    if (hears_v4) {
        CHECK(strcmp("four", receive_text(server, &from)) == 0);
        CHECK(from.host == mapped(127, 1, 0).host && from.port != 0);
        CHECK_EQ(5, send_text(server, from, "right"));
        CHECK(strcmp("right", receive_text(client, &from)) == 0);
        CHECK(from.host == mapped(127, 1, 0).host && from.port == port);
    }
    if (hears_v6) {
        CHECK(strcmp("six", receive_text(server, &from)) == 0);
        CHECK(from.host == v6(0, 1, 0).host);
    }
    CHECK(strcmp("", receive_text(server, &from)) == 0);
    /* The port is taken. */
    e4j_transport *second = open_udp();
    address.port = port;
    CHECK_EQ(-1, second->ops->bind(second, &address));
    CHECK_EQ(EADDRINUSE, e4j_transport_error);
    second->ops->close(second);
    client->ops->close(client);
    server->ops->close(server);
}

static void test_unbound(void)
{
    ENetAddress address = {.port = 9};
    e4j_transport *transport = open_udp();
    CHECK_EQ(0, transport->ops->local_address(transport, &address));
    CHECK_EQ(0, address.port);
    send_text(transport, mapped(127, 1, 9), "x");
    CHECK_EQ(0, transport->ops->local_address(transport, &address));
    CHECK(address.port != 0);
    const ENetAddress foreign = mapped(8, 8, 0);
    CHECK_EQ(-1, transport->ops->bind(transport, &foreign));
    CHECK_EQ(EINVAL, e4j_transport_error); /* it has a port already */
    CHECK_EQ(E4J_NO_TIMER, transport->ops->timer(transport));
    transport->ops->close(transport);
}

static int number_in(const char *file)
{
    int number = 0;
    FILE *in = fopen(file, "r");
    if (!CHECK(in != NULL) || !CHECK_EQ(1, fscanf(in, "%d", &number)))
        exit(check_result());
    fclose(in);
    return number;
}

/* Linux gives twice of what is asked for, within the system's limit. */
static void check_buffer(int fd, int option, int asked, const char *limit)
{
    int size = 0;
    socklen_t length = sizeof size;
    const int most = number_in(limit);
    CHECK_EQ(0, getsockopt(fd, SOL_SOCKET, option, &size, &length));
    CHECK_EQ(2 * (asked < most ? asked : most), size);
}

static void test_options(void)
{
    e4j_host *host = e4j_host_create(NULL, 1, 1, 0, 0);
    e4j_transport *transport = host->enet->socket;
    const int fd = ((e4j_udp *) transport)->fd;
    check_buffer(fd, SO_RCVBUF, ENET_HOST_RECEIVE_BUFFER_SIZE, "/proc/sys/net/core/rmem_max");
    check_buffer(fd, SO_SNDBUF, ENET_HOST_SEND_BUFFER_SIZE, "/proc/sys/net/core/wmem_max");
    CHECK_EQ(0, transport->ops->set_option(transport, ENET_SOCKOPT_RCVBUF, 5000));
    check_buffer(fd, SO_RCVBUF, 5000, "/proc/sys/net/core/rmem_max");
    CHECK_EQ(0, transport->ops->set_option(transport, ENET_SOCKOPT_REUSEADDR, 1));
    CHECK_EQ(0, transport->ops->set_option(transport, ENET_SOCKOPT_BROADCAST, 1));
    CHECK_EQ(-1, transport->ops->set_option(transport, ENET_SOCKOPT_NONBLOCK, 0));
    CHECK_EQ(-1, transport->ops->set_option(transport, ENET_SOCKOPT_NODELAY, 1));
    CHECK(fcntl(fd, F_GETFL) & O_NONBLOCK);
    CHECK(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    e4j_host_destroy(host);
}

/* However it came to its address. */
static void test_buffer_of_bound_host(void)
{
    ENetAddress address = mapped(127, 1, 0);
    e4j_host *host = e4j_host_create(&address, 1, 1, 0, 0);
    CHECK_EQ(0, enet_socket_get_address(host->enet->socket, &address));
    CHECK_EQ(0, e4j_host_share_address(host));
    e4j_host *sharing = e4j_host_create_sharing(&address, 1, 1, 0, 0);
    check_buffer(((e4j_udp *) host->enet->socket)->fd, SO_RCVBUF, E4J_BOUND_RECEIVE_BUFFER,
                 "/proc/sys/net/core/rmem_max");
    check_buffer(((e4j_udp *) sharing->enet->socket)->fd, SO_RCVBUF, E4J_BOUND_RECEIVE_BUFFER,
                 "/proc/sys/net/core/rmem_max");
    e4j_host_destroy(sharing);
    e4j_host_destroy(host);
}

/* A port is its host's own until that shares it; then each sender has one of the hosts for good. */
static void test_shared_port(void)
{
    enum { SENDERS = 16, ROUNDS = 3 };
    ENetAddress address = mapped(127, 1, 0), from;
    e4j_host *hosts[2] = {e4j_host_create(&address, 1, 1, 0, 0), NULL};
    CHECK_EQ(0, enet_socket_get_address(hosts[0]->enet->socket, &address));
    CHECK(e4j_host_create_sharing(&address, 1, 1, 0, 0) == NULL);
    CHECK_EQ(0, e4j_host_share_address(hosts[0]));
    CHECK(e4j_host_create(&address, 1, 1, 0, 0) == NULL);
    hosts[1] = e4j_host_create_sharing(&address, 1, 1, 0, 0);
    if (!CHECK(hosts[1] != NULL))
        exit(check_result());
    int counts[2] = {0, 0};
    for (int i = 0; i < SENDERS; i++) {
        e4j_transport *sender = open_udp();
        int home = -1;
        for (int round = 0; round < ROUNDS; round++) {
            CHECK_EQ(5, send_text(sender, address, "hello"));
            if (home == -1)
                home = strcmp("hello", receive_text(hosts[0]->enet->socket, &from)) == 0 ? 0 : 1;
            if (round > 0 || home == 1)
                CHECK(strcmp("hello", receive_text(hosts[home]->enet->socket, &from)) == 0);
        }
        counts[home]++;
        sender->ops->close(sender);
    }
    CHECK(counts[0] > 0 && counts[1] > 0);
    e4j_host_destroy(hosts[0]);
    e4j_host_destroy(hosts[1]);
}

/* That nobody listens at the other end is no error of ours, however often its system says so. */
static void test_icmp(void)
{
    uint16_t port, closed_port;
    ENetAddress from;
    e4j_transport *closed = open_bound(mapped(127, 1, 0), &closed_port);
    closed->ops->close(closed);
    e4j_transport *transport = open_bound(v6(0, 0, 0), &port);
    for (int i = 0; i < 20; i++) {
        CHECK(send_text(transport, mapped(127, 1, closed_port), "anybody") >= 0);
        CHECK(send_text(transport, v6(0, 1, closed_port), "anybody") >= 0);
        CHECK(strcmp("", i % 10 == 0 ? receive_text(transport, &from) : "") == 0);
    }
    CHECK_EQ(4, send_text(transport, mapped(127, 1, port), "self"));
    CHECK(strcmp("self", receive_text(transport, &from)) == 0);
    transport->ops->close(transport);
}

static int64_t now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t) time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* Whoever asks for it hears of where nobody listens, once per message, and of nothing else. */
static void test_refusals(void)
{
    uint16_t port, closed_port;
    ENetAddress from;
    e4j_transport *closed = open_bound(mapped(127, 1, 0), &closed_port);
    closed->ops->close(closed);
    e4j_transport *transport = open_bound(v6(0, 0, 0), &port);
    CHECK_EQ(0, transport->ops->report_refusals(transport));
    CHECK_EQ(0, transport->ops->next_refusal(transport, &from));
    const ENetAddress to[] = {mapped(127, 1, closed_port), v6(0, 1, closed_port)};
    for (int i = 0; i < 2; i++) {
        CHECK(send_text(transport, to[i], "anybody") >= 0);
        CHECK(strcmp("", receive_text(transport, &from)) == 0);
        memset(&from, 0, sizeof from);
        CHECK_EQ(1, transport->ops->next_refusal(transport, &from));
        CHECK(e4j_address_equal(&to[i], &from));
        CHECK_EQ(0, transport->ops->next_refusal(transport, &from));
    }
    /* What others get is none the worse for it, nor does waiting end early once it has been heard. */
    uint64_t unsent = transport->ops->unsent(transport).count;
    for (int i = 0; i < 20; i++) {
        send_text(transport, to[i % 2], "anybody");
        CHECK_EQ(4, send_text(transport, mapped(127, 1, port), "self"));
        CHECK(strcmp("self", receive_text(transport, &from)) == 0);
    }
    CHECK(strcmp("", receive_text(transport, &from)) == 0);
    CHECK_EQ(unsent, transport->ops->unsent(transport).count);
    while (transport->ops->next_refusal(transport, &from))
        continue;
    const int64_t start = now(CLOCK_MONOTONIC);
    transport->ops->wait(transport, 30);
    CHECK(now(CLOCK_MONOTONIC) - start >= 25000);
    transport->ops->close(transport);
}

/* ---- Waiting ---- */

static int64_t waited, burnt; /* us */
static atomic_int waiting;

static void *wait_long(void *transport)
{
    const int64_t start = now(CLOCK_MONOTONIC), start_cpu = now(CLOCK_THREAD_CPUTIME_ID);
    e4j_transport *self = transport;
    atomic_store(&waiting, 1);
    CHECK_EQ(0, self->ops->wait(self, 20000));
    atomic_store(&waiting, 0);
    waited = now(CLOCK_MONOTONIC) - start;
    burnt = now(CLOCK_THREAD_CPUTIME_ID) - start_cpu;
    return NULL;
}

static void test_wait_in_another_thread(void)
{
    uint16_t port;
    e4j_transport *transport = open_bound(mapped(127, 1, 0), &port), *other = open_udp();
    for (int by_datagram = 0; by_datagram < 2; by_datagram++) {
        pthread_t thread;
        CHECK_EQ(0, pthread_create(&thread, NULL, wait_long, transport));
        while (!atomic_load(&waiting))
            usleep(1000);
        usleep(200000);
        if (by_datagram)
            send_text(other, mapped(127, 1, port), "wake up");
        else
            transport->ops->wake(transport);
        pthread_join(thread, NULL);
        transport->ops->rest(transport);
        CHECK(waited > 100000 && waited < 10000000);
        CHECK(burnt < 50000);
    }
    other->ops->close(other);
    transport->ops->close(transport);
}

int main(void)
{
    CHECK_EQ(0, e4j_host_initialize());
    test_to_sockaddr();
    test_from_sockaddr();
    for (int batching = 0; batching < 2; batching++) {
        e4j_udp_set_batching(batching);
        test_bound_to(v6(0, 0, 0), 1, 1);
        test_bound_to(mapped(0, 0, 0), 1, 0);
        test_bound_to(mapped(127, 1, 0), 1, 0);
        test_bound_to(v6(0, 1, 0), 0, 1);
        test_unbound();
        test_options();
        test_buffer_of_bound_host();
        test_shared_port();
        test_icmp();
        test_refusals();
        test_wait_in_another_thread();
    }
    return check_result();
}
