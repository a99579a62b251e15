#ifndef TUNET_TERMINAL_LIBRARY_H
#define TUNET_TERMINAL_LIBRARY_H

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>

/* The functions of ncursesw that are used, with the types that its header gives them. */
#define TUNET_TERMINAL_FUNCTIONS(each) \
    each(newterm) each(endwin) each(delscreen) each(cbreak) each(noecho) each(nonl) each(keypad) each(nodelay) \
    each(intrflush) each(meta) each(newwin) each(delwin) each(wget_wch) each(wmove) each(waddnwstr) each(wattrset) \
    each(wnoutrefresh) each(doupdate) each(clearok) each(werase) each(curs_set) each(resizeterm) each(has_colors) \
    each(start_color) each(use_default_colors) each(init_pair) each(set_escdelay) each(tigetstr) each(leaveok) \
    each(scrollok) each(COLOR_PAIR)

#define TUNET_TERMINAL_DECLARE(name) __typeof__(name) *name;
struct tunet_terminal_library {
    void *handle;
    TUNET_TERMINAL_FUNCTIONS(TUNET_TERMINAL_DECLARE)
};
#undef TUNET_TERMINAL_DECLARE

/* Loads the library once: 0, or -ENOENT. */
int tunet_terminal_load(struct tunet_terminal_library *library);

/* Signals, and what must be undone when one of them ends the process. */
int tunet_terminal_watch_signals(void);
void tunet_terminal_ignore_signals(void);
/* Standard input, tunet_terminal_wake and signals: bits of TUNET_TERMINAL_KEYS and so on. */
int tunet_terminal_wait_for_signals(void);
/* Stops the process as SIGTSTP does, and returns when it goes on. */
void tunet_terminal_stop_process(void);
/* What is written to the terminal if the process crashes; at most 256 bytes are kept. */
void tunet_terminal_restore_with(const char *bytes);

#endif
