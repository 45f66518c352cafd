// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks by number and in order of birth; see tasks.h.
 */
#include <errno.h>
#include <stdlib.h>

#include "tasks.h"

#define FIRST_BUCKETS	1024

static struct task **bucket(const struct tasks *tasks, int32_t pid)
{
	/* Numbers are given one after the other. */
	return &tasks->hash[(uint32_t)pid & (tasks->buckets - 1)];
}

struct task *task_find(const struct tasks *tasks, int32_t pid)
{
	struct task *t = tasks->hash ? *bucket(tasks, pid) : NULL;

	while (t && t->row.pid != pid)
		t = t->chain;
	return t;
}

struct task *task_find_same(const struct tasks *tasks, int32_t pid,
			    uint64_t start_ns)
{
	struct task *t = task_find(tasks, pid);

	return t && t->row.start_ns == start_ns ? t : NULL;
}

const struct proctree_row *tasks_find(const struct tasks *tasks, int32_t pid)
{
	const struct task *t = task_find(tasks, pid);

	return t ? &t->row : NULL;
}

static int resize(struct tasks *tasks, uint32_t buckets)
{
	struct task **hash = calloc(buckets, sizeof(struct task *)), **b;
	struct task *t;

	if (!hash)
		return -ENOMEM;
	free(tasks->hash);
	tasks->hash = hash;
	tasks->buckets = buckets;
	for (t = tasks->first; t; t = t->next) {
		b = bucket(tasks, t->row.pid);
		t->chain = *b;
		*b = t;
	}
	return 0;
}

void task_count_child(const struct tasks *tasks, const struct task *t, int n)
{
	struct task *parent = task_find(tasks, t->row.ppid);

	if (parent && task_is_leader(t) && !t->dead)
		parent->children += n;
}

/* A thread counts at its leader. */
static void count_thread(const struct tasks *tasks, const struct task *t, int n)
{
	struct task *leader = task_find(tasks, t->row.tgid);

	if (!task_is_leader(t) && leader)
		leader->row.nr_threads += n;
}

struct task *task_insert(struct tasks *tasks, const struct proctree_row *row)
{
	struct task *t, **b;

	if (tasks->count >= tasks->buckets &&
	    resize(tasks, tasks->buckets ? 2 * tasks->buckets : FIRST_BUCKETS))
		return NULL;
	t = calloc(1, sizeof(*t));
	if (!t)
		return NULL;
	t->row = *row;
	t->row.nr_threads = 1;
	b = bucket(tasks, row->pid);
	t->chain = *b;
	*b = t;
	t->prev = tasks->last;
	*(t->prev ? &t->prev->next : &tasks->first) = t;
	tasks->last = t;
	tasks->count++;
	task_count_child(tasks, t, 1);
	count_thread(tasks, t, 1);
	return t;
}

static void unlink_task(struct tasks *tasks, struct task *t)
{
	struct task **b = bucket(tasks, t->row.pid);

	while (*b != t)
		b = &(*b)->chain;
	*b = t->chain;
	*(t->prev ? &t->prev->next : &tasks->first) = t->next;
	*(t->next ? &t->next->prev : &tasks->last) = t->prev;
	tasks->count--;
}

struct task *task_next_thread(const struct task *t, struct task *after)
{
	struct task *thread = t->row.nr_threads > 1 ? after->next : NULL;

	while (thread && thread->row.tgid != t->row.pid)
		thread = thread->next;
	return thread;
}

static void delete_one(struct tasks *tasks, struct task *t)
{
	task_count_child(tasks, t, -1);
	count_thread(tasks, t, -1);
	unlink_task(tasks, t);
	free(t);
}

bool task_delete(struct tasks *tasks, struct task *t)
{
	bool orphans = task_is_leader(t) && t->children;
	struct task *thread;

	while (task_is_leader(t) && (thread = task_next_thread(t, t)))
		delete_one(tasks, thread);
	delete_one(tasks, t);
	return orphans;
}

void tasks_clear(struct tasks *tasks)
{
	struct task *t, *next;

	for (t = tasks->first; t; t = next) {
		next = t->next;
		free(t);
	}
	free(tasks->hash);
	*tasks = (struct tasks){ 0 };
}

/* A process all of whose threads have begun to exit gets no orphan's father. */
static void find_dead(struct tasks *tasks)
{
	struct task *t;

	for (t = tasks->first; t; t = t->next) {
		if (!task_is_leader(t) || t->row.nr_threads > 1 ||
		    !(t->row.pf & PF_EXITING))
			continue;
		task_count_child(tasks, t, -1);
		t->dead = true;
	}
}

int tasks_fill(struct tasks *tasks, const struct proctree_rows *rows)
{
	uint32_t i;

	tasks_clear(tasks);
	for (i = 0; i < rows->count; i++) {
		if (!task_insert(tasks, proctree_row_at(rows, i)))
			return -ENOMEM;
	}
	find_dead(tasks);
	return 0;
}

int tasks_rows(const struct tasks *tasks, bool threads,
	       struct proctree_rows **rowsp)
{
	struct proctree_rows *rows = calloc(1, sizeof(*rows));
	const struct task *t;
	struct proctree_row *row;

	if (!rows)
		return -ENOMEM;
	rows->mask = PROCTREE_BLOCK_BASE;
	rows->stride = sizeof(*row);
	row = malloc((tasks->count + 1) * sizeof(*row));
	rows->data = row;
	if (!row) {
		proctree_rows_free(rows);
		return -ENOMEM;
	}
	for (t = tasks->first; t; t = t->next) {
		if (!threads && !task_is_leader(t))
			continue;
		*row = t->row;
		if (!task_find(tasks, row->ppid)) {
			row->flags |= PROCTREE_ROW_ROOT;
			row->ppid = 0;
		}
		row++;
		rows->count++;
	}
	*rowsp = rows;
	return 0;
}
