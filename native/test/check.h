/*
 * Assertions for the C tests. A failed one is reported and counted, and the test goes on; main ends with
 * `return check_result();`. Each evaluates its arguments once and yields whether it held. For one source file per test.
 */
#ifndef E4J_CHECK_H
#define E4J_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define CHECK(condition) check_condition((condition), #condition, __FILE__, __LINE__)

/* Integers of any type that fits an intmax_t. */
#define CHECK_EQ(expected, actual) check_equal((intmax_t) (expected), (intmax_t) (actual), #actual, __FILE__, __LINE__)

#define CHECK_BYTES(expected, expected_length, actual, actual_length)                                                  \
    check_bytes((expected), (expected_length), (actual), (actual_length), #actual, __FILE__, __LINE__)

static unsigned long check_count;
static unsigned long check_failures;

static inline bool check_condition(bool held, const char *text, const char *file, int line)
{
    check_count++;
    if (!held) {
        check_failures++;
        fprintf(stderr, "%s:%d: %s does not hold\n", file, line, text);
    }
    return held;
}

static inline bool check_equal(intmax_t expected, intmax_t actual, const char *text, const char *file, int line)
{
    check_count++;
    if (expected != actual) {
        check_failures++;
        fprintf(stderr, "%s:%d: %s is %jd, not %jd\n", file, line, text, actual, expected);
    }
    return expected == actual;
}

static inline void check_print_bytes(const char *label, const uint8_t *bytes, size_t length)
{
    fprintf(stderr, "  %s (%zu bytes) ", label, length);
    for (size_t i = 0; i < length && i < 64; i++)
        fprintf(stderr, "%02x", bytes[i]);
    fprintf(stderr, length > 64 ? "...\n" : "\n");
}

static inline bool check_bytes(const void *expected, size_t expected_length, const void *actual, size_t actual_length,
                               const char *text, const char *file, int line)
{
    const bool same =
        expected_length == actual_length && (expected_length == 0 || memcmp(expected, actual, expected_length) == 0);
    check_count++;
    if (!same) {
        check_failures++;
        fprintf(stderr, "%s:%d: the bytes of %s differ\n", file, line, text);
        check_print_bytes("expected", expected, expected_length);
        check_print_bytes("actual  ", actual, actual_length);
    }
    return same;
}

/* What main returns; a test that has checked nothing has failed. */
static inline int check_result(void)
{
    fprintf(stderr, "%lu checks, %lu failed\n", check_count, check_failures);
    return check_failures == 0 && check_count > 0 ? 0 : 1;
}

#endif
