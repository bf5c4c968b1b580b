#include "platform/pages.h"

#include <sys/mman.h>

void *e4j_pages_allocate(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
#ifdef MADV_NOHUGEPAGE
    /* One huge page would bring memory for all of it. A kernel that has none refuses, which is as good. */
    madvise(memory, size, MADV_NOHUGEPAGE);
#endif
    return memory;
}

void e4j_pages_release(void *memory, size_t size)
{
    if (memory != NULL)
        munmap(memory, size);
}
