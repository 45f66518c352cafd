/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows against the oracle, field by field. */
#ifndef GUEST_COMPARE_H
#define GUEST_COMPARE_H

#include <stddef.h>

/* Which request gives the rows. */
enum source {
	BY_SNAPSHOT,	/* processes */
	BY_THREADS,	/* SNAPSHOT_THREADS: every thread */
	BY_TASK,	/* TASK, for every thread */
};

/**
 * compare_all - hold the row of every task against /proc
 * @fd:		the device
 * @proc:	a procfs that shows the same tasks to the same user
 *
 * /proc is read before and after the row is taken: a field is wrong if it
 * differs from /proc while both readings agree, ten times in a row. A task that
 * is in both readings but has no row is wrong likewise. Fails the test.
 *
 * Return: number of tasks that were compared.
 */
size_t compare_all(int fd, int proc, enum source source);

#endif
