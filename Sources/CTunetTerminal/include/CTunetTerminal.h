#ifndef CTUNETTERMINAL_H
#define CTUNETTERMINAL_H

#include <stdint.h>

/*
 * The full-screen terminal: a thin layer over ncursesw, which is loaded when the terminal is opened and not before, so that
 * the service, which is the same program, neither needs the library nor pays for it.
 *
 * One terminal at a time, used by one thread; only tunet_terminal_wake may be called from others. Functions give 0 or a
 * number that is not negative when it went well, and a negative errno when it did not.
 */

/* Keys beyond the characters of Unicode, as tunet_terminal_key gives them. */
enum {
    TUNET_TERMINAL_KEY_UP = 0x110000,
    TUNET_TERMINAL_KEY_DOWN,
    TUNET_TERMINAL_KEY_LEFT,
    TUNET_TERMINAL_KEY_RIGHT,
    TUNET_TERMINAL_KEY_ENTER,
    TUNET_TERMINAL_KEY_BACKSPACE,
    TUNET_TERMINAL_KEY_DELETE,
    TUNET_TERMINAL_KEY_HOME,
    TUNET_TERMINAL_KEY_END,
    TUNET_TERMINAL_KEY_PAGE_UP,
    TUNET_TERMINAL_KEY_PAGE_DOWN,
    TUNET_TERMINAL_KEY_BACK_TAB,
    TUNET_TERMINAL_KEY_HELP,
    TUNET_TERMINAL_KEY_OTHER
};

/* What tunet_terminal_wait tells, as bits. */
enum {
    TUNET_TERMINAL_KEYS = 1,    /* something was typed */
    TUNET_TERMINAL_WOKEN = 2,   /* tunet_terminal_wake was called */
    TUNET_TERMINAL_RESIZED = 4, /* the terminal has another size */
    TUNET_TERMINAL_END = 8,     /* SIGTERM, SIGINT or SIGHUP came, or the terminal is gone */
    TUNET_TERMINAL_STOP = 16,   /* SIGTSTP came: call tunet_terminal_suspend */
    TUNET_TERMINAL_REDRAW = 32  /* the process goes on after a stop: the screen may show anything */
};

/* Styles of text, as bits; colours are drawn only where the terminal has them. */
enum {
    TUNET_TERMINAL_BOLD = 1,
    TUNET_TERMINAL_REVERSE = 2,
    TUNET_TERMINAL_DIM = 4,
    TUNET_TERMINAL_UNDERLINE = 8,
    TUNET_TERMINAL_GREEN = 16,
    TUNET_TERMINAL_YELLOW = 32,
    TUNET_TERMINAL_CYAN = 48
};

/*
 * Takes over the terminal at standard input and output.
 *
 * Gives -ENOENT if there is no libncursesw, -ENOTTY if this is no terminal, -ENOTSUP if it is one that can't place its
 * cursor or that is not known, and -EALREADY if it is open.
 */
int tunet_terminal_open(void);

/* Gives the terminal back as it was found, with nothing of ours on it. Harmless if it is not open. */
void tunet_terminal_close(void);

/* Whether the terminal takes UTF-8; otherwise what is outside of its character set is shown as "?". */
int tunet_terminal_is_utf8(void);

/* The terminal's size in cells, which it then draws in. */
int tunet_terminal_size(int *rows, int *columns);

/* Puts characters of one style at a place, in the next tunet_terminal_show. */
int tunet_terminal_put(int row, int column, const uint32_t *characters, int count, int style);

/* Sends what has changed. The cursor is shown at a place, or hidden if `row` is negative. */
int tunet_terminal_show(int row, int column);

/* Forgets what the terminal shows, so that everything is drawn anew by the next tunet_terminal_show. */
void tunet_terminal_forget(void);

/* Waits until something is to be done: bits of TUNET_TERMINAL_KEYS and so on. */
int tunet_terminal_wait(void);

/* Lets tunet_terminal_wait return; from any thread. */
void tunet_terminal_wake(void);

/* The next key: a character of Unicode or a TUNET_TERMINAL_KEY; -EAGAIN if there is none, -EIO if the terminal is gone. */
int tunet_terminal_key(void);

/* Gives the terminal back, stops the process as its shell asked, and takes the terminal again when it goes on. */
void tunet_terminal_suspend(void);

#endif
