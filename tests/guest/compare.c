// SPDX-License-Identifier: GPL-2.0-only
/* Rows against the oracle, field by field; see compare.h. */
#include "compare.h"

#include <stdbool.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "proc.h"

#define TRIES		10
#define PF_EXITING	0x00000004 /* include/linux/sched.h */
#define PF_KTHREAD	0x00200000

/* X(name, value in the row r, value in /proc p) */
#define FIELDS(X)							\
	X(pid, r->base.pid, p->pid)					\
	X(tgid, r->base.tgid, p->tgid)					\
	X(ppid, r->base.ppid, p->ppid)					\
	X(pgid, r->base.pgid, p->pgid)					\
	X(sid, r->base.sid, p->sid)					\
	X(uid, r->base.uid, p->uid)					\
	X(start_ticks, r->base.start_ns / 10000000, p->start_ticks)	\
	X(pf, r->base.pf, p->pf)					\
	X(nr_threads, r->base.nr_threads, p->threads)			\
	X(state, r->base.state, p->state)				\
	X(thread_flag, !!(r->base.flags & PROCTREE_ROW_THREAD),		\
	  p->pid != p->tgid)						\
	X(kthread_flag, !!(r->base.flags & PROCTREE_ROW_KTHREAD),	\
	  !!(p->pf & PF_KTHREAD))					\
	X(traced_flag, !!(r->base.flags & PROCTREE_ROW_TRACED),		\
	  p->tracer != 0)						\
	X(root_flag, !!(r->base.flags & PROCTREE_ROW_ROOT), !p->ppid)	\
	X(tracer_pid, r->rel.tracer_pid, p->tracer)			\
	X(exit_signal, r->rel.exit_signal, p->exit_signal)		\
	X(ns_pid, r->rel.ns_pid, p->ns_pid)				\
	X(ns_level, r->rel.ns_level, p->ns_level)			\
	X(pads, r->base.__pad[0] | r->base.__pad[1] | r->base.__pad[2], 0) \
	X(comm, comm_is(r, p), 1)					\
	X(exit_code, r->rel.exit_code, shown_exit_code(p))

#define COUNT(name, row, proc)	+ 1
enum { NFIELDS = 0 FIELDS(COUNT) };

#define NAME(name, row, proc)	#name,
static const char *const names[] = { FIELDS(NAME) };

/* /proc gives kernel threads longer names than their task->comm. */
static bool comm_is(const struct whole_row *r, const struct proc_task *p)
{
	if (p->pf & PF_KTHREAD)
		return !strncmp(p->comm, r->base.comm, strlen(r->base.comm));
	return !strcmp(p->comm, r->base.comm);
}

/* A stopped task has something else in field 52 on some kernels. */
static int shown_exit_code(const struct proc_task *p)
{
	return p->pf & PF_EXITING ? p->exit_code : 0;
}

/* Index of a field that is wrong, -1 if none is. */
static int wrong_field(const struct whole_row *r, const struct proc_task *a,
		       const struct proc_task *b, long long *is,
		       long long *should)
{
	const struct proc_task *p = a;
#define ROW(name, row, proc)	(long long)(row),
#define PROC(name, row, proc)	(long long)(proc),
	const long long rows[] = { FIELDS(ROW) };
	const long long before[] = { FIELDS(PROC) };

	p = b;
	const long long after[] = { FIELDS(PROC) };

	for (int i = 0; i < NFIELDS; i++) {
		*is = rows[i];
		*should = before[i];
		if (before[i] == after[i] && rows[i] != before[i])
			return i;
	}
	return -1;
}

/* The task's row from @source; false if it has none. */
static bool take_row(int fd, enum source source, pid_t pid,
		     struct whole_row *row)
{
	static struct rows rows;
	const struct proctree_row *found;

	if (source == BY_TASK)
		return task_try(fd, pid, 0, row) == 0;
	rows_take(fd, &rows, BLOCKS_TREE, 0,
		  source == BY_THREADS ? PROCTREE_SNAPSHOT_THREADS : 0);
	found = row_find(&rows, pid);
	if (found)
		memcpy(row, found, sizeof(*row));
	return found;
}

/* Null if all is well or the task is gone, else what is wrong. */
static const char *compare_once(int fd, int proc, enum source source,
				const struct proc_task *t, int level)
{
	static char why[160];
	struct proc_task before, after;
	struct whole_row row;
	long long is, should;
	bool found;
	int i;

	if (!proc_task(proc, t->tgid, t->pid, &before))
		return NULL;
	found = take_row(fd, source, t->pid, &row);
	if (!proc_task(proc, t->tgid, t->pid, &after) ||
	    before.start_ticks != after.start_ticks)
		return NULL;
	if (!found)
		return "no row";
	before.ns_level += level;
	after.ns_level += level;
	i = wrong_field(&row, &before, &after, &is, &should);
	if (i < 0)
		return NULL;
	snprintf(why, sizeof(why), "%s is %lld, /proc says %lld", names[i], is,
		 should);
	return why;
}

size_t compare_all(int fd, int proc, enum source source)
{
	struct proctree_query q = { 0 };
	struct proc_list list;
	const char *why;
	size_t i, count, bad = 0;
	int tries;

	ASSERT_EQ(dev_query(fd, &q), 0);
	proc_list(proc, source != BY_SNAPSHOT, &list);
	for (i = 0; i < list.count; i++) {
		const struct proc_task *t = &list.tasks[i];

		for (tries = 0; tries < TRIES; tries++) {
			why = compare_once(fd, proc, source, t, q.ns_level);
			if (!why)
				break;
			usleep(1000 << tries);
		}
		if (why && ++bad < 20)
			note("%d/%d (%s, %c): %s", t->tgid, t->pid, t->comm,
			     t->state, why);
	}
	count = list.count;
	proc_list_free(&list);
	if (bad)
		FAIL("%zu of %zu tasks have a wrong row", bad, count);
	return count;
}
