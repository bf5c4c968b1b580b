/*
 * Runs a fuzz target's entry on input of no sense, the same each time, and then on the files that are named: what
 * fuzzing has found stays a test (see scripts/fuzz).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void) argc;
    (void) argv;
    return 0;
}

enum { LONGEST = 1 << 20 };

static void run_nonsense(uint8_t *data)
{
    enum { RUNS = 400, LENGTH = 400 };
    uint32_t state = 1;
    for (int run = 0; run < RUNS; run++) {
        for (size_t i = 0; i < LENGTH; i++) {
            state = state * 1664525 + 1013904223;
            data[i] = (uint8_t) (state >> 24);
        }
        LLVMFuzzerTestOneInput(data, (size_t) (run + 1) * LENGTH / RUNS);
    }
}

int main(int count, char **files)
{
    uint8_t *data = malloc(LONGEST);
    if (data == NULL || LLVMFuzzerInitialize(&count, &files) != 0)
        return 2;
    run_nonsense(data);
    for (int i = 1; i < count; i++) {
        FILE *file = fopen(files[i], "rb");
        if (file == NULL)
            return 2;
        size_t length = fread(data, 1, LONGEST, file);
        fclose(file);
        LLVMFuzzerTestOneInput(data, length);
    }
    free(data);
    return 0;
}
