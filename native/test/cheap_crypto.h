/*
 * Instead of what costs time in a handshake: by way of the linker (dtls.cmake), so that Mbed TLS calls these. Keys are
 * agreed by a multiplication modulo p, a signature is always the same and always right. What they are made from goes
 * through all of Mbed TLS's own code. For fuzzing only.
 */
#ifndef E4J_CHEAP_CRYPTO_H
#define E4J_CHEAP_CRYPTO_H

/*
 * Whether records are sent open, and those that arrive are taken whatever their tag: so that a changed one is not just
 * dropped, but goes on to those who have to understand it.
 */
void cheap_crypto_open_records(int on);

#endif
