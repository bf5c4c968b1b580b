/* ClientHellos as an attacker makes them: by hand, at no cost, as many as it likes for one cookie. */
#ifndef E4J_ATTACK_CLIENT_HELLO_H
#define E4J_ATTACK_CLIENT_HELLO_H

#include <stddef.h>
#include <stdint.h>

enum { CLIENT_HELLO_MAXIMUM = 300, CLIENT_HELLO_RANDOM = 32 };

/* A datagram with a ClientHello that our servers take. Its length. */
size_t client_hello_write(uint8_t out[CLIENT_HELLO_MAXIMUM], const uint8_t random[CLIENT_HELLO_RANDOM],
                          const uint8_t *cookie, size_t cookie_length);

/* The cookie in a HelloVerifyRequest; NULL when the datagram is none. */
const uint8_t *client_hello_cookie(const uint8_t *datagram, size_t length, size_t *cookie_length);

#endif
