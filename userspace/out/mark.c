// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words beside the name; see mark.h. A state that says nothing in particular
 * (running, sleeping, idle) has none.
 */
#include "mark.h"

const char *const mark_on[MARK_NCOLOURS] = {
	[MARK_PLAIN]	= "",
	[MARK_FAINT]	= "\033[2m",
	[MARK_ZOMBIE]	= "\033[1;31m",
	[MARK_STOPPED]	= "\033[1;33m",
	[MARK_TRACED]	= "\033[1;35m",
	[MARK_WAITING]	= "\033[1;36m",
	[MARK_BOLD]	= "\033[1m",
	[MARK_GREEN]	= "\033[32m",
	[MARK_YELLOW]	= "\033[33m",
	[MARK_RED]	= "\033[31m",
};

static const struct mark state_marks[128] = {
	['D'] = { "D uninterruptible", MARK_WAITING },
	['T'] = { "T stopped", MARK_STOPPED },
	['t'] = { "t traced", MARK_TRACED },
	['Z'] = { "Z zombie", MARK_ZOMBIE },
	['X'] = { "X dead", MARK_ZOMBIE },
	['P'] = { "P parked", MARK_FAINT },
};

static struct mark state_mark(const struct proctree_row *row, bool vfork_child)
{
	bool process = !(row->flags & PROCTREE_ROW_THREAD);

	if (row->state == 'Z' && process && row->nr_threads > 1)
		return (struct mark){ "Z leader exited", MARK_ZOMBIE };
	/* Of several threads, another one may be the one that waits. */
	if (row->state == 'D' && vfork_child && row->nr_threads == 1)
		return (struct mark){ "D waits in vfork", MARK_WAITING };
	return state_marks[row->state & 127];
}

unsigned int mark_of(const struct proctree_row *row, bool vfork_child,
		     struct mark marks[MARK_COUNT_MAX])
{
	unsigned int n = 0;

	marks[n] = state_mark(row, vfork_child);
	if (marks[n].text)
		n++;
	if (row->flags & PROCTREE_ROW_VFORK)
		marks[n++] = (struct mark){ "vfork child", MARK_WAITING };
	if (row->flags & PROCTREE_ROW_TRACED && row->state != 't')
		marks[n++] = (struct mark){ "traced", MARK_TRACED };
	return n;
}
