/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tasks by number and in order of birth, changed by events. Pure memory: knows
 * nothing of the device and of lost events. Private to the library.
 */
#ifndef TASKS_H
#define TASKS_H

#include "libproctree.h"

/**
 * struct tasks - the tasks there are; zero it to begin
 * @first, @last: in order of birth: a parent is before its children
 * @hash:	by number, @buckets lists
 * @buckets:	a power of two
 * @count:	tasks
 */
struct tasks {
	struct task *first, *last;
	struct task **hash;
	uint32_t buckets;
	uint32_t count;
};

/* Forget everything. */
void tasks_clear(struct tasks *tasks);

/* Begin anew with the rows of a snapshot with threads. Return: 0 or -ENOMEM. */
int tasks_fill(struct tasks *tasks, const struct proctree_rows *rows);

/* NULL if there is none. */
const struct proctree_row *tasks_find(const struct tasks *tasks, int32_t pid);

/* As proctree_live_rows(). */
int tasks_rows(const struct tasks *tasks, bool threads,
	       struct proctree_rows **rowsp);

/**
 * tasks_apply - change what an event tells
 *
 * Applying an event that the tasks know of already does not change them.
 *
 * Return: 0; 1 if something must have happened of which no event told; -ENOMEM.
 */
int tasks_apply(struct tasks *tasks, const struct proctree_event *event);

#endif
