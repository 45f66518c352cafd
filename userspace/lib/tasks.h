/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tasks by number and in order of birth, changed by events. Pure memory: knows
 * nothing of the device and of lost events. Private to the library.
 */
#ifndef TASKS_H
#define TASKS_H

#include "libproctree.h"

/* task->flags, include/linux/sched.h */
#define PF_EXITING	0x4
#define PF_FORKNOEXEC	0x40
#define PF_KTHREAD	0x200000

/**
 * struct task - one task, leader or thread
 * @row:	what is known of it
 * @chain:	in the list of its bucket
 * @next, @prev: in order of birth
 * @children:	of a leader: processes whose ppid it is, but for the dead
 * @dead:	of a leader: the last thread has begun to exit
 */
struct task {
	struct proctree_row row;
	struct task *chain;
	struct task *next, *prev;
	uint32_t children;
	bool dead;
};

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

/* ---- for tasks_apply() ---- */

static inline bool task_is_leader(const struct task *t)
{
	return !(t->row.flags & PROCTREE_ROW_THREAD);
}

/* NULL if there is none. */
struct task *task_find(const struct tasks *tasks, int32_t pid);

/* The task an event is about; numbers are used again, pairs are not. */
struct task *task_find_same(const struct tasks *tasks, int32_t pid,
			    uint64_t start_ns);

/* The next thread of process @t, younger than @after. */
struct task *task_next_thread(const struct task *t, struct task *after);

/* A copy of @row as the youngest; NULL if there is no memory. */
struct task *task_insert(struct tasks *tasks, const struct proctree_row *row);

/*
 * With the threads it still has here, whose end nobody told. Return: whether
 * there are children whose new parent nobody told.
 */
bool task_delete(struct tasks *tasks, struct task *t);

/* One child more or less for the parent of @t, if @t is an undead process. */
void task_count_child(const struct tasks *tasks, const struct task *t, int n);

#endif
