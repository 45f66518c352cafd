// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each kind of event changes in the tasks; see tasks.h.
 */
#include <errno.h>
#include <sched.h>
#include <string.h>

#include "tasks.h"

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
	struct task *old = task_find(tasks, row.pid);
	bool orphans = false;

	/* The idle tasks of processors are 0 and in no list. */
	if (row.pid <= 0 || (old && old->row.start_ns == row.start_ns))
		return 0;
	if (old) /* its number is free, so it is gone */
		orphans = task_delete(tasks, old);
	inherit(tasks, &row, e);
	row.flags = (row.pid != row.tgid ? PROCTREE_ROW_THREAD : 0) |
		    (row.pf & PF_KTHREAD ? PROCTREE_ROW_KTHREAD : 0) |
		    (e->u.fork.clone_flags & CLONE_VFORK ? PROCTREE_ROW_VFORK : 0) |
		    (row.ppid ? 0 : PROCTREE_ROW_ROOT);
	return task_insert(tasks, &row) ? orphans : -ENOMEM;
}

/*
 * A thread that execs gets its leader's number and start_ns, so the event is the
 * leader's. The number that it had is gone with the old leader.
 */
static int apply_exec(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *thread = task_find(tasks, e->u.exec.old_pid);
	struct task *t;

	if (thread && !task_is_leader(thread) && thread->row.tgid == e->tgid)
		task_delete(tasks, thread);
	/* Not before: it may have been the same. */
	t = task_find_same(tasks, e->pid, e->start_ns);
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
	struct task *t = task_find_same(tasks, e->pid, e->start_ns);

	if (t)
		memcpy(t->row.comm, e->u.rename.comm, sizeof(t->row.comm));
	return 0;
}

static int apply_exit(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *t = task_find_same(tasks, e->pid, e->start_ns), *leader;

	if (t) {
		t->row.pf = e->pf | PF_EXITING;
		t->row.state = 'Z';
		t->row.flags &= ~PROCTREE_ROW_VFORK;
	}
	leader = task_find(tasks, e->tgid);
	if (leader && e->u.exit.group_dead && !leader->dead &&
	    leader->row.start_ns <= e->start_ns) {
		task_count_child(tasks, leader, -1);
		leader->dead = true;
	}
	return 0;
}

/* Predicted is as good as true until the confirmation says otherwise. */
static int apply_reparent(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *t = task_find_same(tasks, e->pid, e->start_ns), *thread;

	if (!t || !task_is_leader(t))
		return 0;
	task_count_child(tasks, t, -1);
	for (thread = t; thread; thread = task_next_thread(t, thread)) {
		thread->row.ppid = e->u.reparent.new_ppid;
		thread->row.flags &= ~PROCTREE_ROW_ROOT;
		if (!thread->row.ppid)
			thread->row.flags |= PROCTREE_ROW_ROOT;
	}
	task_count_child(tasks, t, 1);
	return 0;
}

static int apply_free(struct tasks *tasks, const struct proctree_event *e)
{
	struct task *t = task_find_same(tasks, e->pid, e->start_ns);

	/* Not the leader that a thread's exec has replaced: another pair. */
	return t ? task_delete(tasks, t) : 0;
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
