/* Signals become bytes in a pipe, which the one thread that draws waits for together with the keys (signal-safety(7)). */

#define _GNU_SOURCE
#include "CTunetTerminal.h"
#include "library.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Made once and kept; the second is written to by any thread and by handlers. */
static int read_end = -1;
static _Atomic int write_end = -1;
static struct termios before;
static char restoring[256];
static size_t restoring_length;

static const int told[] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT};
/* What a program that has gone wrong ends with; a trap of Swift is SIGILL or SIGTRAP. */
static const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGQUIT};
#define COUNT(list) (sizeof(list) / sizeof(list[0]))
static struct sigaction old_told[COUNT(told)], old_fatal[COUNT(fatal)];

static void send(unsigned char byte) {
    const int error = errno;
    /* A full pipe is read soon anyway. */
    ssize_t written = write(write_end, &byte, 1);
    (void)written;
    errno = error;
}

static void tell(int signal) { send((unsigned char)signal); }

void tunet_terminal_wake(void) {
    if (write_end >= 0) send(0);
}

/* Only what signal-safety(7) allows: the program may have been anywhere. */
static void crash(int signal) {
    ssize_t written = write(STDOUT_FILENO, restoring, restoring_length);
    (void)written;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    /* SA_RESETHAND has put the usual action back; it comes once this handler is over. */
    raise(signal);
}

void tunet_terminal_restore_with(const char *bytes) {
    for (; *bytes != '\0' && restoring_length < sizeof restoring; bytes++) {
        /* A pause for a slow terminal, terminfo(5). */
        const char *end = bytes[0] == '$' && bytes[1] == '<' ? strchr(bytes, '>') : NULL;
        if (end != NULL) bytes = end;
        else restoring[restoring_length++] = *bytes;
    }
}

static int handle(int signal, void (*handler)(int), int flags, struct sigaction *old) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    return sigaction(signal, &action, old);
}

int tunet_terminal_watch_signals(void) {
    restoring_length = 0;
    if (tcgetattr(STDIN_FILENO, &before) != 0) return -errno;
    if (read_end < 0) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
        read_end = ends[0];
        write_end = ends[1];
    }
    for (size_t i = 0; i < COUNT(told); i++) handle(told[i], tell, SA_RESTART, &old_told[i]);
    for (size_t i = 0; i < COUNT(fatal); i++) handle(fatal[i], crash, (int)SA_RESETHAND, &old_fatal[i]);
    return 0;
}

void tunet_terminal_ignore_signals(void) {
    for (size_t i = 0; i < COUNT(told); i++) sigaction(told[i], &old_told[i], NULL);
    for (size_t i = 0; i < COUNT(fatal); i++) sigaction(fatal[i], &old_fatal[i], NULL);
}

static int meaning(unsigned char byte) {
    switch (byte) {
    case 0: return TUNET_TERMINAL_WOKEN;
    case SIGWINCH: return TUNET_TERMINAL_RESIZED;
    case SIGTSTP: return TUNET_TERMINAL_STOP;
    case SIGCONT: return TUNET_TERMINAL_REDRAW;
    default: return TUNET_TERMINAL_END;
    }
}

int tunet_terminal_wait_for_signals(void) {
    struct pollfd files[] = {{STDIN_FILENO, POLLIN, 0}, {read_end, POLLIN, 0}};
    while (poll(files, 2, -1) < 0)
        if (errno != EINTR && errno != EAGAIN) return -errno;
    int found = 0;
    /* A terminal that is gone can be read for ever, and never says anything. */
    if (files[0].revents & (POLLHUP | POLLERR | POLLNVAL)) found |= TUNET_TERMINAL_END;
    else if (files[0].revents & POLLIN) found |= TUNET_TERMINAL_KEYS;
    unsigned char bytes[64];
    ssize_t count;
    while ((count = read(read_end, bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < count; i++) found |= meaning(bytes[i]);
    return found;
}

void tunet_terminal_stop_process(void) {
    struct sigaction mine;
    handle(SIGTSTP, SIG_DFL, 0, &mine);
    kill(getpid(), SIGTSTP);
    sigaction(SIGTSTP, &mine, NULL);
}
