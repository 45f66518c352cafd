// SPDX-License-Identifier: GPL-2.0-only
/*
 * The terminal through ncursesw; see screen.h.
 */
#define NCURSES_NOMACROS
#include <curses.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "dl.h"
#include "proctl.h"
#include "screen.h"

/* It makes macros of many plain words, so it comes last. */
#include <term.h>
#undef columns

#define NCURSES(X)							\
	X(setupterm)		X(tigetstr)	X(initscr)		\
	X(endwin)		X(cbreak)	X(noecho)		\
	X(keypad)		X(nodelay)	X(curs_set)		\
	X(set_escdelay)		X(wgetch)	X(wmove)		\
	X(waddnstr)		X(wclrtoeol)	X(wattrset)		\
	X(wbkgdset)		X(wrefresh)	X(wclear)		\
	X(resizeterm)		X(getmaxx)	X(getmaxy)		\
	X(has_colors)		X(start_color)				\
	X(use_default_colors)	X(init_pair)	X(COLOR_PAIR)

struct ncurses {
	NCURSES(DL_MEMBER)
};

static const char *const names[] = { NCURSES(DL_NAME) };

static struct ncurses lib;
static WINDOW *window;
static bool coloured;

/* For a crash, when nothing can be asked any more. */
static struct termios before;
static char farewell[256];

static struct sigaction stop_before;

/* Signals by which a program dies of its own mistakes. */
static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

#define NCRASHES (sizeof(crashes) / sizeof(crashes[0]))

static void on_crash(int sig)
{
	ssize_t n = write(STDOUT_FILENO, farewell, strlen(farewell));

	(void)n; /* nothing can be done if it fails */
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
	raise(sig); /* SA_RESETHAND: this time it kills */
}

static void add_farewell(const char *capability)
{
	const char *text = lib.tigetstr(capability);

	if (!text || text == (char *)-1 ||
	    strlen(farewell) + strlen(text) >= sizeof(farewell))
		return;
	strcat(farewell, text);
}

static void prepare_for_crash(void)
{
	struct sigaction sa = { .sa_handler = on_crash,
				.sa_flags = SA_RESETHAND };
	size_t i;

	tcgetattr(STDIN_FILENO, &before);
	*farewell = '\0';
	add_farewell("sgr0");
	add_farewell("cnorm");
	add_farewell("rmkx");
	add_farewell("rmcup");
	for (i = 0; i < NCRASHES; i++)
		sigaction(crashes[i], &sa, NULL);
}

static void leave_to_caller(int sig)
{
	(void)sig; /* it is blocked */
}

/*
 * ncurses ignores SIGTSTP while it draws, so a Ctrl-Z may be lost, and takes it
 * in a handler that draws; it leaves alone what has a handler already
 * (_nc_signal_handler() in its lib_tstp.c). Who ignores it goes on doing so.
 */
static void keep_stops_from_ncurses(void)
{
	struct sigaction sa = { .sa_handler = leave_to_caller };

	sigaction(SIGTSTP, NULL, &stop_before);
	if (stop_before.sa_handler == SIG_DFL)
		sigaction(SIGTSTP, &sa, NULL);
}

/* What initscr() would say and exit. */
static int check_terminal(const char *command)
{
	const char *term = getenv("TERM"), *move;
	int found = 0;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return proctl_no("%s: this is no terminal: 'proctl %s -b' prints plain text",
				 command, command);
	if (!term || !*term)
		return proctl_no("%s: TERM is not set: try 'TERM=xterm', or 'proctl %s -b'",
				 command, command);
	if (lib.setupterm(NULL, STDOUT_FILENO, &found) != OK)
		return proctl_no("%s: the terminal '%s' is not known: try 'sudo apt install "
				 "ncurses-term', or 'proctl %s -b'",
				 command, term, command);
	move = lib.tigetstr("cup");
	if (!move || move == (char *)-1)
		return proctl_no("%s: the terminal '%s' can't move its cursor: "
				 "'proctl %s -b' prints plain text",
				 command, term, command);
	return PROCTL_YES;
}

static void set_colours(bool wanted)
{
	static const short colours[] = { COLOR_RED, COLOR_GREEN, COLOR_YELLOW,
					 COLOR_MAGENTA, COLOR_CYAN };
	size_t i;

	coloured = wanted && lib.has_colors() && lib.start_color() == OK;
	if (!coloured)
		return;
	lib.use_default_colors();
	for (i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
		lib.init_pair(colours[i], colours[i], -1);
}

int screen_possible(const char *command)
{
	if (!dl_load("libncursesw.so.6", names,
		     sizeof(names) / sizeof(names[0]), &lib))
		return proctl_no("libncursesw.so.6 is missing: run 'sudo apt "
				 "install libncursesw6' (or use 'proctl %s -b')",
				 command);
	return check_terminal(command);
}

int screen_open(const char *command, bool colours)
{
	setlocale(LC_CTYPE, "");
	prepare_for_crash();
	keep_stops_from_ncurses();
	window = lib.initscr();
	if (!window)
		return proctl_no("%s: the terminal can't be used: try 'proctl %s -b'",
				 command, command);
	set_colours(colours);
	lib.cbreak();
	lib.noecho();
	lib.keypad(window, TRUE);
	lib.nodelay(window, TRUE);
	lib.set_escdelay(50);
	return PROCTL_YES;
}

void screen_close(void)
{
	size_t i;

	if (!window)
		return;
	lib.endwin();
	window = NULL;
	for (i = 0; i < NCRASHES; i++)
		signal(crashes[i], SIG_DFL);
	sigaction(SIGTSTP, &stop_before, NULL);
}

void screen_stop(void)
{
	struct sigaction taken;
	sigset_t stop, mask;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	lib.endwin();
	sigaction(SIGTSTP, &stop_before, &taken);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, &mask); /* here it stops */
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGTSTP, &taken, NULL);
	screen_resized();
}

void screen_size(int *rows, int *columns)
{
	*rows = lib.getmaxy(window);
	*columns = lib.getmaxx(window);
}

void screen_resized(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row ||
	    !size.ws_col)
		return;
	lib.resizeterm(size.ws_row, size.ws_col);
	lib.wclear(window);
}

static chtype state_attribute(enum mark_colour colour)
{
	static const short colours[MARK_NCOLOURS] = {
		[MARK_ZOMBIE] = COLOR_RED,
		[MARK_STOPPED] = COLOR_YELLOW,
		[MARK_TRACED] = COLOR_MAGENTA,
		[MARK_WAITING] = COLOR_CYAN,
	};

	if (colour == MARK_PLAIN)
		return A_NORMAL;
	if (colour == MARK_FAINT)
		return A_DIM;
	return coloured ? A_BOLD | (chtype)lib.COLOR_PAIR(colours[colour]) : A_BOLD;
}

static chtype attribute(const struct screen_look *look)
{
	chtype a = state_attribute(look->colour);

	if (look->gone)
		a = coloured ? (chtype)lib.COLOR_PAIR(COLOR_RED) : A_DIM;
	else if (look->fresh)
		a = coloured ? A_BOLD | (chtype)lib.COLOR_PAIR(COLOR_GREEN) : A_BOLD;
	if (look->bold)
		a |= A_BOLD;
	return look->reverse ? a | A_REVERSE : a;
}

void screen_line(int row, const char *text, const struct screen_look *look)
{
	chtype a = attribute(look);

	if (lib.wmove(window, row, 0) == ERR)
		return;
	lib.wattrset(window, (int)a);
	/* What is cleared behind the text, too. */
	lib.wbkgdset(window, ' ' | (look->reverse ? a : A_NORMAL));
	lib.wclrtoeol(window);
	lib.waddnstr(window, text, -1);
	lib.wattrset(window, A_NORMAL);
	lib.wbkgdset(window, ' ' | A_NORMAL);
}

void screen_show(int row, int column)
{
	lib.curs_set(row >= 0);
	if (row >= 0)
		lib.wmove(window, row, column);
	lib.wrefresh(window);
}

int screen_key(void)
{
	int key = lib.wgetch(window);

	switch (key) {
	case ERR:
		return KEY_IS_NONE;
	case KEY_UP:
		return KEY_IS_UP;
	case KEY_DOWN:
		return KEY_IS_DOWN;
	case KEY_PPAGE:
		return KEY_IS_PAGE_UP;
	case KEY_NPAGE:
		return KEY_IS_PAGE_DOWN;
	case KEY_HOME:
		return KEY_IS_HOME;
	case KEY_END:
		return KEY_IS_END;
	case KEY_BACKSPACE:
	case '\b':
	case 0x7f:
		return KEY_IS_BACKSPACE;
	case KEY_ENTER:
	case '\n':
	case '\r':
		return KEY_IS_ENTER;
	case 033:
		return KEY_IS_ESCAPE;
	}
	return key >= 0 && key < 0x100 ? key : KEY_IS_OTHER;
}
