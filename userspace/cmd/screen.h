/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The whole terminal: lines to write on, keys to read. The only file that knows
 * ncurses, which is opened when it is needed. There is one screen at a time.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdbool.h>

#include "out/mark.h"

/* What screen_key() gives besides characters (bytes of the locale's). */
enum screen_key {
	KEY_IS_NONE = -1,	/* nothing was typed */
	KEY_IS_OTHER = 0x100,
	KEY_IS_UP,
	KEY_IS_DOWN,
	KEY_IS_PAGE_UP,
	KEY_IS_PAGE_DOWN,
	KEY_IS_HOME,
	KEY_IS_END,
	KEY_IS_BACKSPACE,
	KEY_IS_ENTER,
	KEY_IS_ESCAPE,
};

/**
 * struct screen_look - how a line looks
 * @colour:	of a task's state
 * @fresh, @gone: green; red: births and deaths
 * @bold, @reverse: as it says
 */
struct screen_look {
	enum mark_colour colour;
	bool fresh;
	bool gone;
	bool bold;
	bool reverse;
};

/**
 * screen_possible - whether stdin and stdout are a terminal that can do it
 * @command:	for messages
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int screen_possible(const char *command);

/**
 * screen_open - take the terminal over, after screen_possible()
 * @command:	for messages
 * @colours:	whether to use them; lines look different without them, too
 *
 * Until screen_close() the terminal is put back in order if proctl crashes.
 * SIGWINCH and SIGTSTP are to be blocked, and screen_resized() and screen_stop()
 * called when they come.
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int screen_open(const char *command, bool colours);

/* Give it back as it was. */
void screen_close(void);

/* Give it back, stop as SIGTSTP does, and take it over again when continued. */
void screen_stop(void);

/* Lines and columns. */
void screen_size(int *rows, int *columns);

/* The terminal has another size now. */
void screen_resized(void);

/* Write a line, clear what is behind it; what is too long is cut. */
void screen_line(int row, const char *text, const struct screen_look *look);

/* Show what was written. @row, @column: where the cursor is; -1 = it has none */
void screen_show(int row, int column);

/* The next character or enum screen_key; does not wait. */
int screen_key(void);

#endif
