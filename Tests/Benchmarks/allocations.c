/*
 * Counts the calls of malloc and its relatives. Preloaded into the program that is measured:
 *
 *   cc -O2 -shared -fPIC -o allocations.so allocations.c
 *   LD_PRELOAD=./allocations.so TUNET_ALLOCATIONS=count.txt tunet replay trace.csv
 *
 * A program may read the counter itself with tunet_allocations(); when it ends, the count and its greatest resident
 * memory in kB are written to the file named by TUNET_ALLOCATIONS. (The ru_maxrss that a parent gets would also count
 * the parent's own memory before the exec.) The __libc_ names are glibc's allocator beneath those replaced here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_uint_fast64_t allocations;

uint64_t tunet_allocations(void) { return atomic_load_explicit(&allocations, memory_order_relaxed); }

static void note(void) { atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed); }

void *malloc(size_t size) { note(); return __libc_malloc(size); }
void *calloc(size_t count, size_t size) { note(); return __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { note(); return __libc_realloc(old, size); }
void *memalign(size_t alignment, size_t size) { note(); return __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { note(); return __libc_memalign(alignment, size); }
void *valloc(size_t size) { note(); return __libc_memalign((size_t)sysconf(_SC_PAGESIZE), size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    note();
    void *block = __libc_memalign(alignment, size);
    if (block == NULL) return ENOMEM;
    *result = block;
    return 0;
}

static long peak_kilobytes(void) {
    char text[4096], *found;
    int file = open("/proc/self/status", O_RDONLY);
    if (file < 0) return -1;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    text[length > 0 ? length : 0] = 0;
    found = strstr(text, "VmHWM:");
    return found ? atol(found + 6) : -1;
}

__attribute__((destructor)) static void report(void) {
    uint64_t count = tunet_allocations();
    const char *path = getenv("TUNET_ALLOCATIONS");
    if (path == NULL) return;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0) return;
    dprintf(file, "%llu %ld\n", (unsigned long long)count, peak_kilobytes());
    close(file);
}
