/* What a thread that waits for edges needs of Linux and Swift's Glibc module does not have. */

#define _GNU_SOURCE /* pthread_setname_np */
#include "library.h"
#include <pthread.h>
#include <sys/eventfd.h>

int tunet_gpio_event_descriptor(void) {
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return fd < 0 ? tunet_gpio_error() : fd;
}

void tunet_gpio_signal_event(int fd) { eventfd_write(fd, 1); }

void tunet_gpio_clear_event(int fd) {
    eventfd_t count;
    eventfd_read(fd, &count);
}

void tunet_gpio_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
