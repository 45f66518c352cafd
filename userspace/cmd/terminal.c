// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the output goes; see terminal.h.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "terminal.h"

bool terminal_when_parse(const char *text, enum terminal_when *when)
{
	static const char *const words[] = {
		[WHEN_AUTO] = "auto",
		[WHEN_ALWAYS] = "always",
		[WHEN_NEVER] = "never",
	};
	enum terminal_when i;

	if (!text)
		text = words[WHEN_ALWAYS];
	for (i = WHEN_AUTO; i <= WHEN_NEVER; i++) {
		if (!strcmp(text, words[i])) {
			*when = i;
			return true;
		}
	}
	return false;
}

unsigned int terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int width = columns ? atoi(columns) : 0;

	if (width > 0)
		return width;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return size.ws_col;
	return 0;
}

bool terminal_colour(enum terminal_when when)
{
	return terminal_colour_of(STDOUT_FILENO, when);
}

bool terminal_colour_of(int fd, enum terminal_when when)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (when != WHEN_AUTO)
		return when == WHEN_ALWAYS;
	if (no_color && *no_color)
		return false;
	return isatty(fd) && term && strcmp(term, "dumb");
}

bool terminal_utf8(void)
{
	return setlocale(LC_CTYPE, "") &&
	       !strcmp(nl_langinfo(CODESET), "UTF-8");
}
