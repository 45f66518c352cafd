/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who waits for whom, as far as the rows tell: by vfork, by wait4 and waitid, as
 * a stopped tracee, as a zombie. Pure memory; what else a task may wait for
 * (pipes, locks, ...) is brought by the caller, see sleeps.h.
 */
#ifndef WAITS_H
#define WAITS_H

#include "libproctree.h"

enum waits_why {
	WAITS_VFORK,	/* in vfork, until the other one execs or exits */
	WAITS_CHILD,	/* in wait4 or waitid, for any or one of these */
	WAITS_TRACER,	/* stopped for its tracer */
	/* Zombies: what has to happen before they can be reaped. */
	WAITS_THREADS,	/* the leader has exited: its threads must, too */
	WAITS_DETACH,	/* the tracer, not the parent, must wait first */
	WAITS_REAP,	/* the parent must wait for it */
	/* Told by /proc: */
	WAITS_PIPE_READ,  /* in read of a pipe that these can write to */
	WAITS_PIPE_WRITE, /* in write to a full pipe that these can read */
	WAITS_SOCKET,	/* at a UNIX socket whose other side these have */
	WAITS_LOCK,	/* for a file lock of this one */
	WAITS_FUTEX,	/* for a priority-inheriting futex of this one */
};

/**
 * struct waits_edge - one task waits for another one
 * @waiter:	number of its row
 * @target:	number of the row waited for
 * @why:	see above
 */
struct waits_edge {
	uint32_t waiter;
	uint32_t target;
	enum waits_why why;
};

/**
 * struct waits_more - what the rows do not tell; made by sleeps_find()
 * @edges:	of these kinds, in any order; several targets of one waiter: any
 * @n:		number of edges
 * @others:	per row: others may end its waiting, too, who are not known
 */
struct waits_more {
	struct waits_edge *edges;
	uint32_t n;
	bool *others;
};

/**
 * struct waits - all that wait; made by waits_find()
 * @edges:	in order of waiters; several targets of one waiter: any of them
 * @n:		number of edges
 * @first:	edges of row i are @first[i] to @first[i + 1] - 1
 * @next:	of a row that waits in a circle the row it waits for, which does
 *		too; else TREE_ORDER_NONE
 */
struct waits {
	struct waits_edge *edges;
	uint32_t n;
	uint32_t *first;
	uint32_t *next;
};

/**
 * waits_find - find out who waits for whom
 * @rows:	with PROCTREE_BLOCK_RELATIONS; with or without threads
 * @more:	edges besides; NULL for none
 * @to:		result; free with waits_free()
 *
 * The rows of a snapshot are of different moments: an edge says what was so when
 * the two rows were read. Edges to tasks that are not in @rows are left out.
 *
 * A circle is one that nobody in it can leave: each of them is asleep, stopped
 * or a zombie, and all that it waits for are stuck as well. A process with
 * several threads may have one that acts, and is never said to be stuck. A
 * signal from outside may still free them.
 *
 * Return: 0, -EINVAL without that block, -ENOMEM.
 */
int waits_find(const struct proctree_rows *rows, const struct waits_more *more,
	       struct waits *to);
void waits_free(struct waits *w);

#endif
