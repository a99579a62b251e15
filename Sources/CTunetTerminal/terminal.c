#define _GNU_SOURCE
#include "CTunetTerminal.h"
#include "library.h"
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static struct tunet_terminal_library curses;
static SCREEN *screen;
static WINDOW *window;
static int has_colours;

/* ncurses must know how the terminal writes letters. Where no language is set, as at the console of a small system, it is
   UTF-8 as everywhere; where another encoding is set, that is heeded. */
static void choose_locale(void) {
    if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0)
        if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) setlocale(LC_CTYPE, "");
}

int tunet_terminal_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

/* A terminal that this system does not know, as when a newer program is used from another computer. */
static SCREEN *newterm_or_like_it(void) {
    const char *name = getenv("TERM");
    if (name == NULL || name[0] == '\0' || strcmp(name, "dumb") == 0) return NULL;
    SCREEN *made = curses.newterm(name, stdout, stdin);
    const char *families[] = {"xterm", "screen", "tmux", "rxvt", "linux"};
    const char *stand_ins[] = {"xterm", "screen", "screen", "xterm", "linux"};
    for (size_t i = 0; made == NULL && i < sizeof families / sizeof families[0]; i++)
        if (strncmp(name, families[i], strlen(families[i])) == 0) made = curses.newterm(stand_ins[i], stdout, stdin);
    return made;
}

static const char *capability(const char *name) {
    const char *found = curses.tigetstr(name);
    return found == NULL || found == (const char *)-1 ? "" : found;
}

static void set_up_colours(void) {
    has_colours = curses.has_colors() && curses.start_color() == OK;
    if (!has_colours) return;
    const short background = curses.use_default_colors() == OK ? -1 : COLOR_BLACK;
    curses.init_pair(1, COLOR_GREEN, background);
    curses.init_pair(2, COLOR_YELLOW, background);
    curses.init_pair(3, COLOR_CYAN, background);
}

static int new_window(void) {
    if (window != NULL) curses.delwin(window);
    window = curses.newwin(0, 0, 0, 0);
    if (window == NULL) return -ENOMEM;
    curses.keypad(window, TRUE);
    curses.nodelay(window, TRUE);
    curses.intrflush(window, FALSE);
    curses.meta(window, TRUE);
    curses.scrollok(window, FALSE);
    curses.leaveok(window, FALSE);
    return 0;
}

int tunet_terminal_open(void) {
    if (screen != NULL) return -EALREADY;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return -ENOTTY;
    int result = tunet_terminal_load(&curses);
    if (result != 0) return result;
    choose_locale();
    /* Our signals first: ncurses leaves alone what is taken. */
    result = tunet_terminal_watch_signals();
    if (result != 0) return result;
    screen = newterm_or_like_it();
    if (screen == NULL || capability("cup")[0] == '\0') {
        if (screen != NULL) curses.endwin();
        screen = NULL;
        tunet_terminal_ignore_signals();
        return -ENOTSUP;
    }
    tunet_terminal_restore_with(capability("sgr0"));
    tunet_terminal_restore_with(capability("clear"));
    tunet_terminal_restore_with(capability("rmkx"));
    tunet_terminal_restore_with(capability("cnorm"));
    tunet_terminal_restore_with(capability("rmcup"));
    curses.cbreak();
    curses.noecho();
    curses.nonl();
    /* How long an Esc waits for the rest of an arrow key, in milliseconds: enough for a slow line, and hardly felt. */
    curses.set_escdelay(100);
    set_up_colours();
    result = new_window();
    if (result != 0) tunet_terminal_close();
    return result;
}

void tunet_terminal_close(void) {
    if (screen == NULL) return;
    /* What was shown is for the people at the place: nothing stays, also where there is no second screen to leave. */
    if (window != NULL) {
        curses.wattrset(window, 0);
        curses.werase(window);
        curses.wmove(window, 0, 0);
        curses.wnoutrefresh(window);
        curses.doupdate();
        curses.delwin(window);
        window = NULL;
    }
    curses.curs_set(1);
    curses.endwin();
    curses.delscreen(screen);
    screen = NULL;
    tunet_terminal_ignore_signals();
}

int tunet_terminal_size(int *rows, int *columns) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) {
        size.ws_row = 24;
        size.ws_col = 80;
    }
    /* Nobody has such a terminal, and each cell costs memory. */
    *rows = size.ws_row < 500 ? size.ws_row : 500;
    *columns = size.ws_col < 1000 ? size.ws_col : 1000;
    if (curses.resizeterm(*rows, *columns) != OK) return -ENOMEM;
    return new_window();
}

static int attributes(int style) {
    attr_t set = 0;
    if (style & TUNET_TERMINAL_BOLD) set |= A_BOLD;
    if (style & TUNET_TERMINAL_REVERSE) set |= A_REVERSE;
    if (style & TUNET_TERMINAL_DIM) set |= A_DIM;
    if (style & TUNET_TERMINAL_UNDERLINE) set |= A_UNDERLINE;
    if (has_colours) set |= (attr_t)curses.COLOR_PAIR((style >> 4) & 3);
    return (int)set;
}

int tunet_terminal_put(int row, int column, const uint32_t *characters, int count, int style) {
    curses.wattrset(window, attributes(style));
    if (curses.wmove(window, row, column) == ERR) return -ERANGE;
    /* wchar_t is UCS-4 in glibc. In the last cell of the screen the cursor can't go on, which is an error to curses only. */
    (void)curses.waddnwstr(window, (const wchar_t *)characters, count);
    return 0;
}

int tunet_terminal_show(int row, int column) {
    if (row < 0) {
        curses.curs_set(0);
        curses.wmove(window, 0, 0);
    } else {
        curses.curs_set(1);
        curses.wmove(window, row, column);
    }
    curses.wnoutrefresh(window);
    return curses.doupdate() == OK ? 0 : -EIO;
}

void tunet_terminal_forget(void) { curses.clearok(window, TRUE); }

int tunet_terminal_wait(void) { return tunet_terminal_wait_for_signals(); }

static int special(wint_t key) {
    switch (key) {
    case KEY_UP: return TUNET_TERMINAL_KEY_UP;
    case KEY_DOWN: return TUNET_TERMINAL_KEY_DOWN;
    case KEY_LEFT: return TUNET_TERMINAL_KEY_LEFT;
    case KEY_RIGHT: return TUNET_TERMINAL_KEY_RIGHT;
    case KEY_ENTER: return TUNET_TERMINAL_KEY_ENTER;
    case KEY_BACKSPACE: return TUNET_TERMINAL_KEY_BACKSPACE;
    case KEY_DC: return TUNET_TERMINAL_KEY_DELETE;
    case KEY_HOME: return TUNET_TERMINAL_KEY_HOME;
    case KEY_END: return TUNET_TERMINAL_KEY_END;
    case KEY_PPAGE: return TUNET_TERMINAL_KEY_PAGE_UP;
    case KEY_NPAGE: return TUNET_TERMINAL_KEY_PAGE_DOWN;
    case KEY_BTAB: return TUNET_TERMINAL_KEY_BACK_TAB;
    case KEY_F(1): case KEY_HELP: return TUNET_TERMINAL_KEY_HELP;
    default: return TUNET_TERMINAL_KEY_OTHER;
    }
}

int tunet_terminal_key(void) {
    wint_t key = 0;
    errno = 0;
    const int kind = curses.wget_wch(window, &key);
    if (kind == KEY_CODE_YES) return special(key);
    if (kind != OK) return errno == EIO || errno == EBADF ? -EIO : -EAGAIN;
    switch (key) {
    case '\r': case '\n': return TUNET_TERMINAL_KEY_ENTER;
    case 0x7f: case 0x08: return TUNET_TERMINAL_KEY_BACKSPACE;
    default: return key < 0x110000 ? (int)key : TUNET_TERMINAL_KEY_OTHER;
    }
}

void tunet_terminal_suspend(void) {
    curses.curs_set(1);
    curses.endwin();
    tunet_terminal_stop_process();
    tunet_terminal_forget();
}
