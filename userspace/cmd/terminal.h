/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the output goes: how wide it is, whether it has colours and UTF-8.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>

enum terminal_when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/* The argument of --color; NULL is "always". Return: false if it is none. */
bool terminal_when_parse(const char *text, enum terminal_when *when);

/* Columns of the terminal; 0 if stdout is none and COLUMNS is not set. */
unsigned int terminal_width(void);

/* Colours on a terminal, unless NO_COLOR or TERM=dumb says otherwise. */
bool terminal_colour(enum terminal_when when);

/* The same for another file than stdout. */
bool terminal_colour_of(int fd, enum terminal_when when);

/* Whether the user's locale is UTF-8. Sets the locale of characters. */
bool terminal_utf8(void);

#endif
