/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who waits for whom at pipes, FIFOs, UNIX sockets, file locks and futexes with
 * an owner. The module does not know: it is asked of /proc and sock_diag(7), of
 * one task after the other, with the rights of the caller.
 */
#ifndef SLEEPS_H
#define SLEEPS_H

#include "waits.h"

/* So many openers of one object are told; of more none is. */
#define SLEEPS_OPENERS_MAX 256

/* What the rows must have. */
#define SLEEPS_BLOCKS (PROCTREE_BLOCK_RELATIONS | PROCTREE_BLOCK_SCHEDULING)

/**
 * sleeps_find - find out who waits at what for whom
 * @rows:	all processes, with SLEEPS_BLOCKS; with or without threads
 * @threads:	they have threads
 * @to:		result; free with sleeps_free()
 *
 * Looking takes a while. What is told of a task was so all the time from @rows
 * until now. A task that has run meanwhile, by its context switches, waits for
 * nobody and is marked in @to->others. So those who answer each other through
 * pipes, one asleep when the other is awake, are never taken for stuck.
 *
 * Of tasks that the caller may not ptrace nothing is found out; if one of them
 * may have an object open, those who wait at it are marked in @to->others. A
 * futex without an owner in it, as in pthread_mutex_lock(), tells of nobody.
 *
 * Return: 0; an error of proctree_take(); -EXDEV if /proc is not that of our pid
 * namespace; -ENOMEM.
 */
int sleeps_find(struct proctree *pt, const struct proctree_rows *rows,
		bool threads, struct waits_more *to);
void sleeps_free(struct waits_more *more);

#endif
