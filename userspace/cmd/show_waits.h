/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * proctl show: for whom the task waits, and who for it.
 */
#ifndef SHOW_WAITS_H
#define SHOW_WAITS_H

#include "lib/sleeps.h"
#include "out/reapwords.h"

#define SHOW_WAITS_BLOCKS (SLEEPS_BLOCKS | REAPWORDS_BLOCKS)

/* Takes a line without its newline. @context is the caller's. */
typedef void show_waits_line(const void *context, const char *line);

/**
 * show_waits - tell who waits for whom around a task
 * @rows:	all tasks, threads too, with SHOW_WAITS_BLOCKS
 * @pid:	process or thread
 * @start_ns:	of it
 * @utf8:	names may be printed in UTF-8
 * @put:	called for each line, at least once
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int show_waits(struct proctree *pt, const struct proctree_rows *rows,
	       int32_t pid, uint64_t start_ns, bool utf8, show_waits_line *put,
	       const void *context);

#endif
