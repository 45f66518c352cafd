/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who made a task, and what becomes of it when it exits, in words.
 */
#ifndef REAPWORDS_H
#define REAPWORDS_H

#include "lib/libproctree.h"

#define REAPWORDS_MAX 256 /* bytes for any of the texts, with the NUL */

/* Blocks that the rows must have. */
#define REAPWORDS_BLOCKS (PROCTREE_BLOCK_RELATIONS | PROCTREE_BLOCK_SIGNALS)

/**
 * struct reapwords - of what to speak
 * @rows:	all tasks, threads too, with REAPWORDS_BLOCKS
 * @row:	one of them
 * @utf8:	names may be printed in UTF-8
 */
struct reapwords {
	const struct proctree_rows *rows;
	const struct proctree_row *row;
	bool utf8;
};

/*
 * "thread 813 (worker) of its parent 812 (x) forked it", or inherited it from
 * one that did (kernel/exit.c, find_new_reaper); NULL: its first thread has it.
 */
const char *reapwords_parent(const struct reapwords *w, char *to);

/*
 * "will be gone at once when it exits: its parent 812 (x) ignores SIGCHLD"
 * (kernel/signal.c, do_notify_parent); NULL: an ordinary child, or a zombie.
 */
const char *reapwords_exit(const struct reapwords *w, char *to);

/* "gets SIGTERM when its parent exits" (prctl(2), PR_SET_PDEATHSIG), or NULL. */
const char *reapwords_pdeath(const struct reapwords *w, char *to);

#endif
