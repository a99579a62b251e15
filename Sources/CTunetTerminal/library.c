/* ncursesw, loaded at run time: a board without it counts all the same. */

#include "library.h"
#include <dlfcn.h>
#include <errno.h>

#define LOAD(function) \
    library->function = (__typeof__(library->function))dlsym(library->handle, #function); \
    if (library->function == NULL) return -ENOENT;

int tunet_terminal_load(struct tunet_terminal_library *library) {
    if (library->handle != NULL) return 0;
    void *handle = dlopen("libncursesw.so.6", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) return -ENOENT;
    library->handle = handle;
    TUNET_TERMINAL_FUNCTIONS(LOAD)
    return 0;
}
