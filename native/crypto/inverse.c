#include "crypto/fast.h"
#include "crypto/stack.h"

#include <mbedtls/platform_util.h>
#include <stdint.h>

enum { BITS = 256, WORDS = BITS / 64 };
enum { STACK = 512 }; /* more than the assembly uses: some 200 bytes */

/* s2n-bignum: result := 1 / number modulo an odd modulus that it has no factor in common with. */
void bignum_modinv(uint64_t words, uint64_t *result, const uint64_t *number, const uint64_t *modulus,
                   uint64_t *scratch);

/* Declared in Mbed TLS's own library folder, which is closed to others. */
int mbedtls_mpi_gcd_modinv_odd(mbedtls_mpi *gcd, mbedtls_mpi *inverse, const mbedtls_mpi *number,
                               const mbedtls_mpi *modulus);

/* Other sizes are Mbed TLS's; so is the refusal of numbers that have no inverse. */
static int suits(const mbedtls_mpi *number, const mbedtls_mpi *prime)
{
    return mbedtls_mpi_bitlen(prime) == BITS && mbedtls_mpi_cmp_int(number, 0) > 0 &&
           mbedtls_mpi_cmp_mpi(number, prime) < 0;
}

static int invert(mbedtls_mpi *inverse, const mbedtls_mpi *number, const mbedtls_mpi *prime)
{
    uint64_t a[WORDS], modulus[WORDS], result[WORDS], scratch[3 * WORDS];
    int code;
    if ((code = mbedtls_mpi_write_binary_le(number, (unsigned char *) a, sizeof a)) == 0 &&
        (code = mbedtls_mpi_write_binary_le(prime, (unsigned char *) modulus, sizeof modulus)) == 0) {
        bignum_modinv(WORDS, result, a, modulus, scratch);
        e4j_stack_wipe(STACK);
        code = mbedtls_mpi_read_binary_le(inverse, (unsigned char *) result, sizeof result);
    }
    mbedtls_platform_zeroize(a, sizeof a);
    mbedtls_platform_zeroize(result, sizeof result);
    mbedtls_platform_zeroize(scratch, sizeof scratch);
    return code;
}

int e4j_mpi_gcd_modinv_odd(mbedtls_mpi *gcd, mbedtls_mpi *inverse, const mbedtls_mpi *number, const mbedtls_mpi *prime)
{
    return gcd == NULL && inverse != NULL && suits(number, prime)
               ? invert(inverse, number, prime)
               : mbedtls_mpi_gcd_modinv_odd(gcd, inverse, number, prime);
}
