/*
 * Begins handshakes with a DTLS server and finishes none, from addresses that are its own: each port asks for a cookie
 * once, and sends as many ClientHellos with it as it is told to. On loopback any 127.x.y.z is ours. Says a line when it
 * begins.
 *
 *   attack_dtls_handshakes PORT PER_SECOND SECONDS [ADDRESSES [PORTS_PER_ADDRESS]]
 */
#include "attack/client_hello.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ENDS_MOST = 4000, COOKIE_MOST = 255 };

typedef struct {
    int fd;
    uint8_t cookie[COOKIE_MOST];
    size_t cookie_length;
} end;

static end ends[ENDS_MOST];

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

static int say_hello(const end *from)
{
    static uint32_t number;
    uint8_t data[CLIENT_HELLO_MAXIMUM], random[CLIENT_HELLO_RANDOM] = {0};
    number++;
    memcpy(random, &number, sizeof number);
    return send(from->fd, data, client_hello_write(data, random, from->cookie, from->cookie_length), MSG_DONTWAIT) > 0;
}

static int fetch_cookie(end *it)
{
    uint8_t data[2048];
    for (int attempt = 0; attempt < 5; attempt++) {
        struct pollfd readable = {.fd = it->fd, .events = POLLIN};
        size_t length = 0;
        say_hello(it);
        if (poll(&readable, 1, 500) <= 0)
            continue;
        ssize_t received = recv(it->fd, data, sizeof data, 0);
        const uint8_t *cookie = received > 0 ? client_hello_cookie(data, (size_t) received, &length) : NULL;
        if (cookie != NULL) {
            memcpy(it->cookie, cookie, length);
            it->cookie_length = length;
            return 1;
        }
    }
    return 0;
}

static void open_end(end *it, unsigned address, uint16_t port)
{
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f010000 + 1 + address)};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(0x7f000001)};
    it->fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (it->fd < 0 || bind(it->fd, (struct sockaddr *) &from, sizeof from) != 0 ||
        connect(it->fd, (struct sockaddr *) &to, sizeof to) != 0) {
        perror("socket");
        exit(1);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "attack_dtls_handshakes PORT PER_SECOND SECONDS [ADDRESSES [PORTS_PER_ADDRESS]]\n");
        return 2;
    }
    double rate = atof(argv[2]), seconds = atof(argv[3]);
    unsigned addresses = argc > 4 ? (unsigned) atoi(argv[4]) : 1, ports = argc > 5 ? (unsigned) atoi(argv[5]) : 100;
    unsigned count = addresses * ports, cookies = 0;
    if (count < 1 || count > ENDS_MOST) {
        fprintf(stderr, "1 to %d ports in all\n", ENDS_MOST);
        return 2;
    }
    for (unsigned i = 0; i < count; i++) {
        open_end(&ends[i], i % addresses, (uint16_t) atoi(argv[1]));
        cookies += (unsigned) fetch_cookie(&ends[i]);
    }
    if (cookies < count) {
        fprintf(stderr, "only %u cookies for %u ports\n", cookies, count);
        return 1;
    }
    printf("%.0f hellos per second with a good cookie, from %u addresses with %u ports each\n", rate, addresses, ports);
    fflush(stdout);
    unsigned long sent = 0;
    double start = now();
    for (double passed = 0; passed < seconds; passed = now() - start) {
        while ((double) sent < passed * rate)
            say_hello(&ends[sent++ % count]);
        usleep(1000);
    }
    return 0;
}
