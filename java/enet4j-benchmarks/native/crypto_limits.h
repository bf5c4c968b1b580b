/* The tasks of limits.c that are cryptography alone, in memory and on one thread, by the functions that enet4j uses. */
#ifndef BENCH_CRYPTO_LIMITS_H
#define BENCH_CRYPTO_LIMITS_H

/* Of limits.c: says why there is no result, and ends the process. */
_Noreturn void fail(const char *what);

/* How fast ChaCha20-Poly1305 seals and opens 1400 bytes. */
void bulk_of_cipher(double seconds);

/*
 * X25519 and ECDSA on P-256: each side makes a key pair and the common secret, the server signs its part and the client
 * verifies that.
 */
void connects_of_keys(double seconds);

#endif
