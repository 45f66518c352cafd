// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arguments of processes as text; see args.h.
 */
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "out/text.h"
#include "proctl.h"
#include "terminal.h"

/* The text of one; "" if there is none, NULL if memory has run out. */
static char *args_of(struct proctree *pt, const struct proctree_row *row,
		     char *raw, size_t limit, bool utf8)
{
	ssize_t n = proctree_cmdline(pt, row, raw, limit);
	char *text, *p;

	if (n <= 0)
		return strdup("");
	raw[n] = '\0';
	for (p = raw; p < raw + n; p++) {
		if (!*p)
			*p = ' ';
	}
	text = malloc(4 * (size_t)n + 1);
	if (!text)
		return NULL;
	p = text_any(text, raw, utf8);
	return realloc(text, p + 1 - text);
}

static char **args_of_all(struct proctree *pt, const struct proctree_rows *rows,
			  char *raw, size_t limit)
{
	char **args = calloc((size_t)rows->count + 1, sizeof(*args));
	bool utf8 = terminal_utf8();
	uint32_t i;

	for (i = 0; args && i < rows->count; i++) {
		const struct proctree_row *row = proctree_row_at(rows, i);

		if (row->flags & PROCTREE_ROW_THREAD)
			continue;
		args[i] = args_of(pt, row, raw, limit, utf8);
		if (!args[i]) {
			args_free(args, rows);
			return NULL;
		}
		if (!*args[i]) {
			free(args[i]);
			args[i] = NULL;
		}
	}
	return args;
}

int args_take(const char *command, struct proctree *pt,
	      const struct proctree_rows *rows, size_t limit, char ***argsp)
{
	char *raw;

	if (!proctree_proc_is_ours())
		return proctl_no("%s: arguments are read from /proc, which is not "
				 "that of this pid namespace: try 'mount -t proc "
				 "proc /proc' in it", command);
	raw = malloc(limit + 1);
	*argsp = raw ? args_of_all(pt, rows, raw, limit) : NULL;
	free(raw);
	return *argsp ? PROCTL_YES : proctl_no("%s: out of memory", command);
}

void args_free(char **args, const struct proctree_rows *rows)
{
	uint32_t i;

	for (i = 0; args && i < rows->count; i++)
		free(args[i]);
	free(args);
}
