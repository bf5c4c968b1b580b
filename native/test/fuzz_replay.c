/* Runs a fuzz target's entry on the files that are named: what fuzzing has found stays a test (see scripts/fuzz). */
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

int main(int count, char **files)
{
    enum { LONGEST = 1 << 20 };
    uint8_t *data = malloc(LONGEST);
    if (data == NULL || LLVMFuzzerInitialize(&count, &files) != 0)
        return 2;
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
