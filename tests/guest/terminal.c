// SPDX-License-Identifier: GPL-2.0-only
/* See terminal.h. */
#include <stdlib.h>

#include "harness.h"
#include "spawn.h"
#include "terminal.h"

#define TMUX	"tmux", "-L", "proctree", "-f", "/dev/null"

/* What tmux answers; to be freed. */
#define TMUX_DO(...)							\
	({								\
		char *out_;						\
		if (COMMAND(-1, &out_, TMUX, __VA_ARGS__))		\
			FAIL("tmux: %s", out_);				\
		out_;							\
	})

void terminal_open(void)
{
	OK(setenv("LC_ALL", "C.UTF-8", 1));
	OK(setenv("TERM", "screen", 1));
	free(TMUX_DO("new-session", "-d", "-x", "100", "-y", "20",
		     "env PS1='ready> ' bash --norc --noprofile"));
	AWAIT(strstr(screen(), "ready>"));
}

void terminal_close(void)
{
	COMMAND(-1, NULL, TMUX, "kill-server");
}

void terminal_resize(unsigned int columns, unsigned int rows)
{
	char x[12], y[12];

	snprintf(x, sizeof(x), "%u", columns);
	snprintf(y, sizeof(y), "%u", rows);
	free(TMUX_DO("resize-window", "-x", x, "-y", y));
}

const char *screen(void)
{
	static char *text;

	free(text);
	text = TMUX_DO("capture-pane", "-p");
	test_sees(text);
	return text;
}

void press(const char *key)
{
	free(TMUX_DO("send-keys", (char *)key));
}

void type(const char *format, pid_t pid)
{
	char line[128];

	snprintf(line, sizeof(line), format, pid);
	press(line);
	press("Enter");
}
