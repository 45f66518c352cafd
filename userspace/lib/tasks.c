// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks by number and in order of birth; see tasks.h.
 */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "tasks.h"

#define FIRST_BUCKETS	1024
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

static bool is_leader(const struct task *t)
{
	return !(t->row.flags & PROCTREE_ROW_THREAD);
}

static struct task **bucket(const struct tasks *tasks, int32_t pid)
{
	/* Numbers are given one after the other. */
	return &tasks->hash[(uint32_t)pid & (tasks->buckets - 1)];
}

static struct task *find(const struct tasks *tasks, int32_t pid)
{
	struct task *t = tasks->hash ? *bucket(tasks, pid) : NULL;

	while (t && t->row.pid != pid)
		t = t->chain;
	return t;
}

/* The task an event is about; numbers are used again, pairs are not. */
static struct task *find_same(const struct tasks *tasks, int32_t pid,
			      uint64_t start_ns)
{
	struct task *t = find(tasks, pid);

	return t && t->row.start_ns == start_ns ? t : NULL;
}

const struct proctree_row *tasks_find(const struct tasks *tasks, int32_t pid)
{
	const struct task *t = find(tasks, pid);

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

static void count_child(const struct tasks *tasks, const struct task *t, int n)
{
	struct task *parent = find(tasks, t->row.ppid);

	if (parent && is_leader(t) && !t->dead)
		parent->children += n;
}

/* A thread counts at its leader. */
static void count_thread(const struct tasks *tasks, const struct task *t, int n)
{
	struct task *leader = find(tasks, t->row.tgid);

	if (!is_leader(t) && leader)
		leader->row.nr_threads += n;
}

static struct task *insert(struct tasks *tasks, const struct proctree_row *row)
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
	count_child(tasks, t, 1);
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

/* The next thread of process @t, younger than @after. */
static struct task *next_thread(const struct task *t, struct task *after)
{
	struct task *thread = t->row.nr_threads > 1 ? after->next : NULL;

	while (thread && thread->row.tgid != t->row.pid)
		thread = thread->next;
	return thread;
}

static void delete_one(struct tasks *tasks, struct task *t)
{
	count_child(tasks, t, -1);
	count_thread(tasks, t, -1);
	unlink_task(tasks, t);
	free(t);
}

/*
 * With the threads it still has here, whose end nobody told. Return: whether
 * there are children whose new parent nobody told.
 */
static bool delete(struct tasks *tasks, struct task *t)
{
	bool orphans = is_leader(t) && t->children;
	struct task *thread;

	while (is_leader(t) && (thread = next_thread(t, t)))
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
		if (!is_leader(t) || t->row.nr_threads > 1 ||
		    !(t->row.pf & PF_EXITING))
			continue;
		count_child(tasks, t, -1);
		t->dead = true;
	}
}

int tasks_fill(struct tasks *tasks, const struct proctree_rows *rows)
{
	uint32_t i;

	tasks_clear(tasks);
	for (i = 0; i < rows->count; i++) {
		if (!insert(tasks, proctree_row_at(rows, i)))
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
		if (!threads && !is_leader(t))
			continue;
		*row = t->row;
		if (!find(tasks, row->ppid)) {
			row->flags |= PROCTREE_ROW_ROOT;
			row->ppid = 0;
		}
		row++;
		rows->count++;
	}
	*rowsp = rows;
	return 0;
}

/* ---- events ---- */

/* What the newborn has from its creator. */
static void inherit(const struct tasks *tasks, struct proctree_row *row,
		    const struct proctree_event *e)
{
	const struct proctree_row *from = tasks_find(tasks, e->pid);

	row->pf = PF_FORKNOEXEC | (e->pf & PF_KTHREAD);
	if (!from)
		return;
	row->pgid = from->pgid;
	row->sid = from->sid;
	row->uid = from->uid;
	memcpy(row->comm, from->comm, sizeof(row->comm));
}

static int apply_fork(struct tasks *tasks, const struct proctree_event *e)
{
	struct proctree_row row = {
		.pid = e->u.fork.child_pid,
		.tgid = e->u.fork.child_tgid,
		.ppid = e->u.fork.child_ppid,
		.start_ns = e->u.fork.child_start_ns,
		.state = 'R',
	};
	struct task *old = find(tasks, row.pid);
	bool orphans = false;

	/* The idle tasks of processors are 0 and in no list. */
	if (row.pid <= 0 || (old && old->row.start_ns == row.start_ns))
		return 0;
	if (old) /* its number is free, so it is gone */
		orphans = delete(tasks, old);
	inherit(tasks, &row, e);
	row.flags = (row.pid != row.tgid ? PROCTREE_ROW_THREAD : 0) |
		    (row.pf & PF_KTHREAD ? PROCTREE_ROW_KTHREAD : 0) |
		    (e->u.fork.clone_flags & CLONE_VFORK ? PROCTREE_ROW_VFORK : 0) |
		    (row.ppid ? 0 : PROCTREE_ROW_ROOT);
	return insert(tasks, &row) ? orphans : -ENOMEM;
}

/*
 * A thread that execs gets its leader's number and start_ns, so the event is the
 * leader's. The number that it had is gone with the old leader.
 */
static int apply_exec(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *thread = find(tasks, e->u.exec.old_pid);
	struct task *t = find_same(tasks, e->pid, e->start_ns);

	if (thread && !is_leader(thread) && thread->row.tgid == e->tgid)
		delete(tasks, thread);
	if (!t)
		return 0;
	t->row.pf = e->pf;
	t->row.state = 'R';
	t->row.flags &= ~PROCTREE_ROW_VFORK;
	if (!(e->pf & PF_KTHREAD))
		t->row.flags &= ~PROCTREE_ROW_KTHREAD;
	return 0;
}

static int apply_rename(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *t = find_same(tasks, e->pid, e->start_ns);

	if (t)
		memcpy(t->row.comm, e->u.rename.comm, sizeof(t->row.comm));
	return 0;
}

static int apply_exit(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *t = find_same(tasks, e->pid, e->start_ns), *leader;

	if (t) {
		t->row.pf = e->pf | PF_EXITING;
		t->row.state = 'Z';
		t->row.flags &= ~PROCTREE_ROW_VFORK;
	}
	leader = find(tasks, e->tgid);
	if (leader && e->u.exit.group_dead && !leader->dead &&
	    leader->row.start_ns <= e->start_ns) {
		count_child(tasks, leader, -1);
		leader->dead = true;
	}
	return 0;
}

/* Predicted is as good as true until the confirmation says otherwise. */
static int apply_reparent(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *t = find_same(tasks, e->pid, e->start_ns), *thread;

	if (!t || !is_leader(t))
		return 0;
	count_child(tasks, t, -1);
	for (thread = t; thread; thread = next_thread(t, thread)) {
		thread->row.ppid = e->u.reparent.new_ppid;
		thread->row.flags &= ~PROCTREE_ROW_ROOT;
		if (!thread->row.ppid)
			thread->row.flags |= PROCTREE_ROW_ROOT;
	}
	count_child(tasks, t, 1);
	return 0;
}

static int apply_free(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *t = find_same(tasks, e->pid, e->start_ns);

	/* Not the leader that a thread's exec has replaced: another pair. */
	return t ? delete(tasks, t) : 0;
}

int tasks_apply(struct tasks *tasks, const struct proctree_event *e)
{
	static int (*const apply[])(struct tasks *tasks,
				    const struct proctree_event *e) = {
		[PROCTREE_EVENT_FORK] = apply_fork,
		[PROCTREE_EVENT_EXEC] = apply_exec,
		[PROCTREE_EVENT_RENAME] = apply_rename,
		[PROCTREE_EVENT_EXIT] = apply_exit,
		[PROCTREE_EVENT_REPARENT] = apply_reparent,
		[PROCTREE_EVENT_FREE] = apply_free,
	};

	if (e->kind >= sizeof(apply) / sizeof(apply[0]) || !apply[e->kind])
		return 0;
	return apply[e->kind](tasks, e);
}
